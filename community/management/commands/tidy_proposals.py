from django.core.management.base import BaseCommand

from community.reviewing import deciding, limits


class Command(BaseCommand):
    help = "Forget proposals that nobody confirmed in a week, and who wrote before yesterday. For a timer, once a day."

    def handle(self, *args, **options):
        self.stdout.write(f"{deciding.expire()} propositions jamais confirmées")
        limits.forget()
