"""Prints the booklet of a journey into a file."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from routes.booklet import printing
from routes.files.road import Road
from routes.models import Journey


class Command(BaseCommand):
    help = "Imprime le livret A4 d’un voyage (PDF) dans un fichier."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="identifiant du voyage")
        parser.add_argument("--lang", default="fr", choices=[code for code, _ in settings.LANGUAGES])
        parser.add_argument("-o", "--output", type=Path, help="fichier à écrire (sans lui : identifiant-langue.pdf)")

    def handle(self, *, slug, lang, output, **_):
        output = output or Path(f"{slug}-{lang}.pdf")
        with translation.override(lang):
            try:
                output.write_bytes(printing.write(Road.read(slug, home=settings.SITE_URL.rstrip("/"))))
            except Journey.DoesNotExist as error:
                known = ", ".join(Journey.objects.values_list("slug", flat=True))
                raise CommandError(f"aucun voyage « {slug} » ; il y a : {known}") from error
            except printing.Busy as error:
                raise CommandError("un autre livret est sous presse ; réessayez dans une minute") from error
            except printing.Unprinted as error:
                raise CommandError(f"la presse s’est arrêtée avant la fin : {error}") from error
            except OSError as error:
                raise CommandError(f"{output} : {error.strerror}") from error
        self.stdout.write(f"{output} ({output.stat().st_size // 1000} ko)")
