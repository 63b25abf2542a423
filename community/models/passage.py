"""That somebody wrote, for as long as it counts: who writes too often is asked to come back later."""

from django.db import models


class Passage(models.Model):
    # An account's number, or the mark of an address (`community.reviewing.marks`).
    who = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["who", "at"], name="passage_who")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"
