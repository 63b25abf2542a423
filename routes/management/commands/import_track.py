"""Takes files of tracks into a journey, and says of each what the form would say."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from places.media.refusal import Refused
from routes.actions import add_stages
from routes.models import Journey, Stage
from routes.tracks import actions, waypoints
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

        parser.add_argument(
            "--stages",
            action="store_true",
            help="fait des repères des étapes : passées s’ils ont une date, annoncées sinon ; sans les doubles",
        )

    def handle(self, *, journey, files, dry_run, hidden, stages, **_):
        kept = Journey.everything.filter(slug=journey, removed_at=None).first()
        if kept is None:
            raise CommandError(f"pas de voyage « {journey} »")
        how = {"dry_run": dry_run, "shown": not hidden, "mark": stages}
        refused = [path for path in files if not self.bring(path, kept, **how)]
        if refused:
            raise CommandError(f"{len(refused)} refus sur {len(files)} ; le reste est fait.", returncode=1)

    def bring(self, path, journey, *, dry_run, shown, mark):
        """Whether the file was taken. With `mark`, its waypoints become stages."""
        stages = list(Stage.everything.filter(journey=journey).standing())
        try:
            content = path.read_bytes()
            reading = read(content)
            told = report(path.name, reading)
            self.say(told)
            offered = waypoints.offer(reading, journey, stages) if mark else []
            self.say_stages(offered)
            with transaction.atomic():
                if not dry_run:
                    self.take(path.name, content, told, journey, stages, shown=shown)
                    self.add(offered, told, journey, stages)
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

    def say_stages(self, offered):
        for one in offered:
            said = "laissé" if one.double or not one.place else "étape"
            self.stdout.write(f"  {said} : {' '.join([one.place or '?', *(f'— {told}' for told in one.told)])}")

    def add(self, offered, told, journey, stages):
        new = [one for one in offered if one.place and not one.double]
        if not new:
            return
        before = waypoints.after(new, [line.taken for line in told.lines], stages)
        key = stages[before - 1].pk if before else 0
        made = add_stages(journey, [one.said() for one in new], by=None, after=key)
        self.stdout.write(f"  ajouté : {len(made)} étapes, après {before} autres")

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
