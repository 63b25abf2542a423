"""What map and search read, made anew from the sheets."""

from django.core.management.base import BaseCommand

from places import index


class Command(BaseCommand):
    help = "Refait ce que lisent la carte et la recherche (mots, lieux, pyramide) à partir des fiches."

    def add_arguments(self, parser):
        parser.add_argument("--if-needed", action="store_true", help="seulement si une fiche n’y est pas")

    def handle(self, *, if_needed, **_):
        if if_needed and index.is_whole():
            return
        for rebuild in (index.rebuild_words, index.rebuild):
            rebuild(lambda doing: self.stdout.write(f"  {doing} …"))
