"""Takes files of tracks into a journey, and says of each what the form would say."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from places.media.refusal import Refused
from routes.models import Journey, Stage
from routes.tracks import actions
from routes.tracks.files import read
from routes.tracks.guessing import stage_of
from routes.tracks.report import FileReport, report


class Command(BaseCommand):
    help = (
        "Ajoute des traces (GPX, KML, KMZ, GeoJSON) à un voyage, chacune au trajet qu’elle longe. Un fichier refusé "
        "n’arrête pas les autres ; code de sortie 1 s’il y en a."
    )

    def add_arguments(self, parser):
        parser.add_argument("journey", help="identifiant du voyage")
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait pris, n’ajoute rien")
        parser.add_argument("--hidden", action="store_true", help="ajoute sans montrer")

    def handle(self, *, journey, files, dry_run, hidden, **_):
        kept = Journey.everything.filter(slug=journey, removed_at=None).first()
        if kept is None:
            raise CommandError(f"pas de voyage « {journey} »")
        stages = list(Stage.everything.filter(journey=kept).standing())
        refused = [path for path in files if not self.bring(path, kept, stages, dry_run=dry_run, shown=not hidden)]
        if refused:
            raise CommandError(f"{len(refused)} refus sur {len(files)} ; le reste est fait.", returncode=1)

    def bring(self, path, journey, stages, *, dry_run, shown):
        """Whether the file was taken."""
        try:
            content = path.read_bytes()
            told = report(path.name, read(content))
            self.say(told)
            if not dry_run:
                self.take(path.name, content, told, journey, stages, shown=shown)
        except (OSError, Refused, ValidationError) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.stderr.write(f"{path.name} : {said}")
            return False
        return True

    def say(self, told: FileReport):
        self.stdout.write(f"{told.name} — {told.summary}")
        for line in told.lines:
            self.stdout.write(f"  {line.name} : {' '.join(line.told + line.left)}")
        for besides in told.besides:
            self.stdout.write(f"  {besides}")

    def take(self, name, content, told, journey, stages, *, shown):
        lines = [line.taken for line in told.lines]
        if not any(taken.parts for taken in lines):
            return
        wanted = [
            actions.Wanted(n, taken, name=taken.name, kind=taken.kind, shown=shown, stage=stage, mode=stage.mode)
            if (stage := stage_of(taken, stages))
            else actions.Wanted(n, taken, name=taken.name, kind=taken.kind, shown=shown)
            for n, taken in enumerate(lines)
        ]
        taken = actions.take(actions.keep_file(journey, name, content, by=None), wanted, by=None)
        led = sum(track.stage_id is not None for track in taken)
        self.stdout.write(f"  ajouté : {len(taken)} traces, dont {led} à leur trajet")
