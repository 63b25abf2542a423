"""What is in the atlas, in one glance: shown when it starts."""

from django.core.management.base import BaseCommand

from places.models import Initiative, Source, Town
from routes.models import Encounter, Journey, Stage


class Command(BaseCommand):
    help = "Dit ce que contient l’atlas : combien d’initiatives, de sources, d’étapes, de noms de lieux."

    def handle(self, **_):
        for model, what in [
            (Initiative, "initiatives"),
            (Source, "sources"),
            (Journey, "voyages"),
            (Stage, "étapes"),
            (Encounter, "rencontres"),
            (Town, "villes et villages, avec leurs noms dans toutes les écritures"),
        ]:
            self.stdout.write(f"{model.objects.count():>10_}  {what}".replace("_", "\N{NARROW NO-BREAK SPACE}"))
