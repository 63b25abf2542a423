"""Erases the files of diaries that nobody will ask for any more: drafts left alone for a month, media removed or refused long ago."""

from django.core.management.base import BaseCommand

from places.media import limits
from routes import media


class Command(BaseCommand):
    help = "Efface les fichiers des carnets que personne ne demandera plus ; à lancer chaque jour."

    def add_arguments(self, parser):
        days = {"type": int, "default": limits.REMOVED_DAYS, "help": "jours depuis le retrait (0 : tout de suite)"}
        parser.add_argument("--removed-days", **days)

    def handle(self, *, removed_days, **_):
        self.stdout.write(f"{media.purge(removed_days=removed_days)} médias effacés")
