"""Erases the files of tracks that nobody will ask for any more."""

from django.core.management.base import BaseCommand

from routes.tracks import actions, limits


class Command(BaseCommand):
    help = (
        "Efface les fichiers de traces jamais confirmés et les traces retirées depuis longtemps ; à lancer chaque jour."
    )

    def add_arguments(self, parser):
        days = {"type": int, "default": limits.REMOVED_DAYS, "help": "jours depuis le retrait (0 : tout de suite)"}
        parser.add_argument("--removed-days", **days)

    def handle(self, *, removed_days, **_):
        self.stdout.write(f"{actions.purge(removed_days=removed_days)} fichiers de traces effacés")
