"""Erases the files nobody will ask for any more: drafts left alone, media removed or refused long ago."""

from django.core.management.base import BaseCommand

from places.actions import media
from places.media import limits


class Command(BaseCommand):
    help = (
        "Efface les brouillons abandonnés et les fichiers retirés ou refusés depuis longtemps ; à lancer chaque jour."
    )

    def add_arguments(self, parser):
        days = {"type": int, "default": limits.REMOVED_DAYS, "help": "jours depuis le retrait (0 : tout de suite)"}
        parser.add_argument("--removed-days", **days)

    def handle(self, *, removed_days, **_):
        self.stdout.write(f"{media.purge(removed_days=removed_days)} médias effacés")
