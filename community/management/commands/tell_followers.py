from django.core.management.base import BaseCommand

from community.following import actions, telling


class Command(BaseCommand):
    help = "Write to those who follow a journey what is new of it, and forget addresses nobody confirmed. For a timer, once a day."

    def handle(self, *args, **options):
        self.stdout.write(f"{telling.tell()} lettres envoyées")
        self.stdout.write(f"{actions.forget()} adresses jamais confirmées")
