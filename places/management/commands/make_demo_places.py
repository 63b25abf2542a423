"""Invented initiatives, as many as asked for, in a database of their own."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from places.demo import databases


class Command(BaseCommand):
    help = (
        "Fabrique N initiatives inventées dans une base de données à part (atlas_demo_10k…), pour voir comment l’atlas "
        "tient ; rien de réel n’est touché. Les mêmes N et graine donnent les mêmes fiches."
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="N", help="combien d’initiatives, de 1 à 10 000 000")
        parser.add_argument("--seed", type=int, default=1, help="graine du hasard")

    def handle(self, *, count, seed, **_):
        if not 1 <= count <= 10_000_000 or not 0 <= seed < 2**31:
            raise CommandError("N va de 1 à 10 000 000, la graine de 0 à 2 147 483 647.")
        self.started = time.monotonic()
        try:
            made = databases.make(count, seed, self.say)
        except databases.NotOurs as stranger:
            raise CommandError(
                f"la base « {stranger} » n’est pas une démonstration : elle est laissée telle quelle."
            ) from None
        except DatabaseError as error:
            raise CommandError(f"la base de démonstration n’a pas pu être faite : {error}") from error
        self.say(f"prête : DATABASE_URL avec le nom {made}")

    def say(self, doing):
        self.stdout.write(f"{time.monotonic() - self.started:7.1f} s  {doing}")
        self.stdout.flush()
