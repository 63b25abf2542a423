"""`make bench`: build what is missing, measure, print, keep in docs/performance.md. `--help` says the rest."""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
django.setup()

from bench import measuring, plans, report, state, tracks, wiki  # noqa: E402 (they need Django)
from bench.peers.comparing import compare  # noqa: E402
from bench.scenarios import Draws, scenarios  # noqa: E402

FEW, MANY = 40, 200  # addresses of each kind
ALL = (10_000, 100_000, 1_000_000)
QUICK = measuring.Pace(rounds=1, seconds=0.3)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description="Mesure l’atlas à 10 000, 100 000 et 1 000 000 d’initiatives."
    )
    parser.add_argument("--quick", action="store_true", help="10 000 seulement, peu de questions ; n’écrit rien")
    parser.add_argument(
        "--peers", action="store_true", help="aussi tipg, pygeoapi et DRF-gis (installés dans var/bench)"
    )
    parser.add_argument(
        "--browser", action="store_true", help="aussi un lecteur qui se promène une minute, dans Chromium"
    )
    parser.add_argument("--wiki", action="store_true", help="aussi l’histoire, avec un million de versions")
    parser.add_argument("--tracks", action="store_true", help="aussi les traces d’un voyage, avec un million de points")
    parser.add_argument("--plans", action="store_true", help="aussi les voyages d’étude, jusqu’à soixante étapes")
    parser.add_argument("--only", default="", metavar="MOT", help="les seules questions dont le nom contient ce mot")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(ALL), metavar="N")
    parser.add_argument("--rounds", type=int, default=3, help="tours ; les chiffres sont leurs médianes")
    parser.add_argument("--seconds", type=float, default=1.5, help="par serveur, question et tour")
    parser.add_argument("--no-write", action="store_true", help="n’écrit pas docs/performance.md")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    sizes = sorted(asked.sizes)[: 1 if asked.quick else None]
    draws, largest = FEW if asked.quick else MANY, sizes[-1]
    chosen = [scenario for scenario in scenarios(Draws(), draws) if asked.only in scenario.name]
    pace = QUICK if asked.quick else measuring.Pace(asked.rounds, asked.seconds)
    smaller = replace(pace, seconds=pace.seconds / 2, askers=(1,))  # only to see how flat it is
    paces = dict.fromkeys(sizes, smaller) | {largest: pace}
    built = {size: state.build(size, say) for size in sizes}
    measured = {
        size: measuring.measure(built[size].database, chosen, paces[size], say, compared=size == largest)
        for size in sizes
    }
    edits = {size: state.edits(built[size].database, size) for size in sizes}
    parts = {
        "": report.machine(state.machine()),
        f"{report.short(largest)} initiatives": report.speeds(chosen, measured[largest]),
        "As the atlas grows": report.flatness(chosen, measured) if len(sizes) > 1 else "",
        "Building and editing": report.builds({size: built[size].stages for size in sizes}, edits),
        "Sizes": report.sizes(state.sizes(built[largest].database)),
    }
    if asked.peers:
        found = compare(built[largest].database, pace, draws, say)
        parts["Beside others"] = report.against(found)
    if asked.browser:
        from bench import panning  # noqa: PLC0415 (it needs what is installed for tests only)

        parts["In a browser"] = report.browser(panning.watch(built[largest].database, say))
    if asked.wiki:
        parts["A million revisions"] = report.history(wiki.measure(built[sizes[0]].database, say))
    if asked.tracks:
        parts["A million recorded points"] = report.tracks(*tracks.measure(built[sizes[0]].database, say))
    if asked.plans:
        parts["Learning journeys"] = report.history(plans.measure(built[largest].database, say))
    text = report.joined(parts)
    print(f"\n{text}")
    if not (asked.quick or asked.only or asked.no_write):
        report.PAGE.write_text(report.kept(report.PAGE.read_text(), text))


STARTED = time.monotonic()


def say(doing: str) -> None:
    print(f"{time.monotonic() - STARTED:7.1f} s  {doing}", flush=True)


if __name__ == "__main__":
    main()
