"""What is new of a journey, told to whoever follows it: once each, however often this runs and whatever the mail server does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from community.following import letters
from community.models import Follower
from routes import news
from routes.models import Journey
from routes.news import News

# What is being written just now may be seen a moment later than it says: it is told the next time.
SETTLED = timedelta(minutes=2)
GIVEN_UP = 3  # letters one after the other that did not leave: the mail server is away
Known = dict[tuple[int, datetime], list[News]]


def tell() -> int:
    """A letter to each follower of a journey with something new; answers how many were sent."""
    until, known, sent, failed = timezone.now() - SETTLED, {}, 0, 0
    waiting = Follower.objects.confirmed().filter(journey__in=Journey.objects.all(), last_told_at__lt=until)
    for pk in waiting.order_by("journey", "pk").values_list("pk", flat=True):
        left = _tell(pk, until, known)
        if left is None:
            continue
        sent, failed = sent + left, 0 if left else failed + 1
        if failed == GIVEN_UP:
            break
    return sent


@transaction.atomic
def _tell(pk: int, until: datetime, known: Known) -> bool | None:
    """Whether the letter left; None when there is nothing to say. The trace is kept before it leaves, and taken back if it does not."""
    follower = Follower.objects.select_for_update(of=["self"], skip_locked=True).select_related("journey").filter(pk=pk)
    found = follower.filter(last_told_at__lt=until).first()
    if found is None or not (fresh := _news(found, until, known)):
        return None
    Follower.objects.filter(pk=pk).update(last_told_at=until)
    left = letters.told(found, fresh)
    if not left:
        transaction.set_rollback(True)
    return left


def _news(follower: Follower, until: datetime, known: Known) -> list[News]:
    """The same for all who were told at the same moment."""
    asked = follower.journey_id, follower.last_told_at
    if asked not in known:
        known[asked] = news.between(follower.journey, follower.last_told_at, until)
    return known[asked]
