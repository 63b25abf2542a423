"""Bring the atlas's own files into the database: vocabulary, gazetteer, initiatives, journey."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from places import loading as places
from routes import loading as routes


class Command(BaseCommand):
    help = (
        "Charge les données de l’atlas : vocabulaire, noms de lieux, initiatives, voyage. Peut être relancée sans "
        "risque : ce qui a été modifié depuis est laissé tel quel. Code de sortie 1 si des lignes sont refusées."
    )

    def add_arguments(self, parser):
        parser.add_argument("--terms", type=Path, default=places.TERMS)
        parser.add_argument("--initiatives", type=Path, default=places.INITIATIVES)
        parser.add_argument("--journey", type=Path, default=routes.JOURNEY)
        parser.add_argument("--no-gazetteer", action="store_true", help="ne charge pas les noms de lieux")

    def handle(self, *, terms, initiatives, journey, no_gazetteer, **_):
        self.stdout.write(f"vocabulaire : {places.load_terms(terms)} termes nouveaux")
        if not no_gazetteer:
            call_command("load_gazetteer", stdout=self.stdout)
        call_command("rebuild_index", if_needed=True, stdout=self.stdout)
        reports = [places.load_initiatives(initiatives), routes.load_journey(journey)]
        for report in reports:
            self.say(report)
        if refused := sum(len(report.refused) for report in reports):
            raise CommandError(f"{refused} refus ; tout le reste est chargé.", returncode=1)

    def say(self, report):
        words = {
            "new": "nouvelles",
            "changed": "mises à jour",
            "same": "inchangées",
            "edited": "modifiées depuis, laissées",
            "refused": "refusées",
        }
        counted = ", ".join(f"{n} {words[outcome]}" for outcome, n in report.outcomes.items())
        self.stdout.write(f"{report.file} : {counted or 'rien'}")
        for slug in report.edited:
            self.stdout.write(f"  laissée telle quelle, car modifiée depuis : {slug}")
        for reason in report.refused:
            self.stderr.write(f"  refusée : {reason}")
