"""Fill the gazetteer from GeoNames, unless it already is."""

from django.core.management.base import BaseCommand

from places import gazetteer_loader, geonames
from places.models import GazetteerEdition


class Command(BaseCommand):
    help = "Charge les noms de lieux de GeoNames (235 000 villes et villages) ; ne fait rien s’ils le sont déjà."

    def add_arguments(self, parser):
        parser.add_argument(
            "--force", action="store_true", help="recharge tout ; les recherches de lieux attendent la fin"
        )

    def handle(self, *, force, **_):
        if force or not gazetteer_loader.is_loaded():
            loaded = gazetteer_loader.load(geonames.towns(), progress=self.say)
            self.stdout.write(f"noms de lieux : {loaded.skipped} lignes inutilisables laissées de côté")
        edition = GazetteerEdition.objects.get()
        self.stdout.write(f"noms de lieux : {edition.towns} villes et villages, {edition.names} noms")

    def say(self, towns):
        self.stdout.write(f"noms de lieux : {towns} villes et villages lus…")
