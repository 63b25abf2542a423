from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from community.reviewing import pairs
from places.models import Initiative

LATELY = timedelta(days=3)  # a timer that missed a day or two loses nothing


class Command(BaseCommand):
    help = "Look for sheets that may be of the same initiative. For a timer, once a day; with --all, among all of them."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="not only those that were changed lately")

    def handle(self, *args, **options):
        sheets = Initiative.objects.defer("search", "name_key").order_by("pk")
        if not options["all"]:
            sheets = sheets.filter(updated_at__gt=timezone.now() - LATELY)
        self.stdout.write(f"{pairs.find(sheets.iterator())} paires nouvelles")
