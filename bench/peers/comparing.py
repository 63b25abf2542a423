"""The same questions to all of them, in turns: how many times their answers per second are ours?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from bench import asking, servers, state
from bench.figures import Figures, Round
from bench.measuring import OURS, Pace
from bench.peers import running
from bench.peers.running import DRF, PYGEOAPI, TIPG
from bench.scenarios import Draws, beside_peers

# Our scenario → how many times a peer's answers per second ours must be, and which peers can be asked it.
AGAINST = {
    "tile z4 MVT": (100, (TIPG,)),
    "tile z8 MVT": (10, (TIPG,)),
    "list of 100 in a view": (50, (TIPG, PYGEOAPI, DRF)),
    "list of 100 in a view · governance": (17, (TIPG, PYGEOAPI, DRF)),
    "list of 100 in a view · pair": (17, (TIPG, DRF)),
    "near me · rare pair": (40, (DRF,)),
}


@dataclass(frozen=True)
class Comparison:
    """One row of the table."""

    question: str
    peer: str
    least: float
    ours: Figures
    theirs: Figures


def compare(database: str, pace: Pace, draws: int, say: Callable[[str], None]) -> list[Comparison]:
    say("autres serveurs : installation (une minute la première fois)")
    running.install()
    scenarios = {scenario.name: scenario.paths for scenario in beside_peers(Draws(), draws) if scenario.name in AGAINST}
    with state.inside(database) as url:
        say("autres serveurs : leur table")
        running.make_table()
        with (
            servers.granian("atlas.wsgi:application", running.LOG, DATABASE_URL=url, API_LIMIT="0", DEBUG="") as ours,
            running.all_of_them(url) as ports,
        ):
            taken = _rounds(scenarios, ports | {OURS: ours}, pace, say)
    return [
        Comparison(name, peer, least, Figures.of(taken[name, OURS]), Figures.of(taken[name, peer]))
        for name, (least, peers) in AGAINST.items()
        for peer in peers
    ]


def _rounds(
    scenarios: dict[str, list[str]], ports: dict[str, int], pace: Pace, say
) -> dict[tuple[str, str], list[Round]]:
    taken = defaultdict(list)
    for turn in range(-1, pace.rounds):  # the first is not counted: every worker meets every kind of question
        for name, paths in scenarios.items():
            for server in (OURS, *AGAINST[name][1]):
                say(f"{server} · {name}")
                theirs = [TRANSLATED[server](path) for path in paths]
                told = {"seconds": pace.seconds if turn >= 0 else 0, "first": turn * 97}
                taken[name, server].append(asking.http(ports[server], theirs, askers=1, **told))
    return {key: rounds[1:] for key, rounds in taken.items()}


def _tipg(path: str) -> str:
    where, asked = _read(path)
    if where.endswith(".mvt"):
        return f"/collections/peer.atlas/tiles/WebMercatorQuad/{_tile(where)}"
    filters = [f"A_CONTAINS({name}s,('{asked[name]}'))" for name in ("theme", "resource") if name in asked]
    filters += [f"governance='{asked['governance']}'"] if "governance" in asked else []
    more = {"filter-lang": "cql2-text", "filter": " AND ".join(filters)} if filters else {}
    return f"/collections/peer.atlas/items?{urlencode({'f': 'geojson', 'bbox': asked['bbox'], 'limit': 100} | more)}"


def _pygeoapi(path: str) -> str:
    _, asked = _read(path)
    return f"/collections/atlas/items?{urlencode({'f': 'json', 'limit': 100} | asked)}"


def _drf(path: str) -> str:
    _, asked = _read(path)
    renamed = {"bbox": "in_bbox", "near": "point", "size": "limit"}
    return f"/places/?{urlencode({'limit': 100} | {renamed.get(name, name): value for name, value in asked.items()})}"


def _read(path: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(path)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def _tile(where: str) -> str:
    return "/".join(where.removesuffix(".mvt").split("/")[-3:])


TRANSLATED = {OURS: str, TIPG: _tipg, PYGEOAPI: _pygeoapi, DRF: _drf}
