from django.core.management.base import BaseCommand

from community.reviewing import freshness


class Command(BaseCommand):
    help = "Ask the stewards of sheets that nobody confirmed for a year: one letter a year, however often this runs."

    def handle(self, *args, **options):
        self.stdout.write(f"{freshness.remind()} lettres envoyées")
