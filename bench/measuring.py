"""All scenarios on one database: rounds in which every server has its turn, so that a noisy minute falls on all alike."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass

from bench import asking, servers, sql, state, whole
from bench.figures import Figures, Round
from bench.scenarios import Scenario

OURS, BARE, ALONE = "atlas", "bare view", "pgbench"
STATEMENTS, LOG = state.FOLDER / "statements.json", state.FOLDER / "servers.log"
FEW = 2
SLOW = 250  # milliseconds
STRIDE = 97  # each round begins elsewhere among the addresses


@dataclass(frozen=True)
class Pace:
    rounds: int
    seconds: float  # of each server in each round
    askers: tuple[int, ...] = (1, 8)


# (scenario, server, number of askers) → figures
Measured = dict[tuple[str, str, int], Figures]
Asked = list[tuple[Scenario, list[list[str]]]]
Say = Callable[[str], None]


def measure(database: str, scenarios: Iterable[Scenario], pace: Pace, say: Say, *, compared: bool) -> Measured:
    """Ours; and, when `compared`, the bare view and pgbench with the same SQL."""
    with ExitStack() as running:
        if compared:
            running.enter_context(state.indexed(database, say))
        state.read_in(database)
        url = running.enter_context(state.inside(database))
        asked = _answered(scenarios, say, with_sql=compared)
        common = {"DATABASE_URL": url, "API_LIMIT": "0", "DEBUG": ""}
        ports = {OURS: running.enter_context(servers.granian("atlas.wsgi:application", LOG, **common))}
        if compared:
            STATEMENTS.write_text(json.dumps({number: sent for number, (_, sent) in enumerate(asked)}))
            bare = servers.granian("bench.bare:application", LOG, BENCH_STATEMENTS=str(STATEMENTS), **common)
            ports[BARE] = running.enter_context(bare)
        _warm(asked, ports)
        return _rounds(asked, pace, ports, database, say)


def _answered(scenarios: Iterable[Scenario], say: Say, *, with_sql: bool) -> Asked:
    """Scenarios that the atlas answers, with the SQL of each address (of one when it is not wanted); others are told."""
    asked = []
    for scenario in scenarios:
        try:
            paths = scenario.paths if with_sql else scenario.paths[:1]
            asked.append((scenario, [whole.statements(*each) for each in zip(paths, sql.of(paths), strict=True)]))
        except sql.Refused as refusal:
            say(f"✗ {scenario.name} : laissé de côté, {refusal}")
    return asked


def _rounds(asked: Asked, pace: Pace, ports: dict[str, int], database: str, say: Say) -> Measured:
    taken: dict[tuple[str, str, int], list[Round]] = defaultdict(list)
    for turn in range(pace.rounds):
        for number, (scenario, sent) in enumerate(asked):
            say(f"{database} · tour {turn + 1} sur {pace.rounds} · {scenario.name}")
            for askers in pace.askers:
                for server, paths in _addresses(number, scenario, sent, ports).items():
                    if server == BARE and askers > 1 and _is_slow(taken[scenario.name, BARE, 1][-1]):
                        continue  # eight of these at once may take a minute
                    told = {"seconds": pace.seconds, "askers": askers, "first": turn * STRIDE}
                    told |= {"revalidate": scenario.revalidate}
                    if server == BARE:  # only how many a second: some of its SQL takes seconds
                        told["fewest"] = FEW
                    taken[scenario.name, server, askers].append(asking.http(ports[server], paths, **told))
            if BARE in ports and not scenario.revalidate:
                slow = {"seconds": 0, "times": FEW} if _is_slow(taken[scenario.name, BARE, 1][-1]) else {}
                given = {"seconds": pace.seconds, "askers": 1} | slow
                taken[scenario.name, ALONE, 1].append(asking.pgbench(database, sent, **given))
    return {key: Figures.of(rounds) for key, rounds in taken.items()}


def _is_slow(alone: Round) -> bool:
    return max(alone.milliseconds) > SLOW


def _addresses(number: int, scenario: Scenario, sent: list, ports: dict[str, int]) -> dict[str, list[str]]:
    """Of the same questions, at each server."""
    bare = {BARE: [f"/{number}/{draw}" for draw in range(len(sent))]}
    return {OURS: scenario.paths} | (bare if BARE in ports and not scenario.revalidate else {})


def _warm(asked: Asked, ports: dict[str, int]) -> None:
    """Every worker has met every kind of question: what is loaded at the first one is not counted."""
    for number, (scenario, sent) in enumerate(asked):
        for server, paths in _addresses(number, scenario, sent, ports).items():
            once = {"askers": 1, "fewest": 1} if server == BARE else {"askers": 8}
            asking.http(ports[server], paths, seconds=0, **once)
