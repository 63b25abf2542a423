"""What was measured, as Markdown tables: printed, and kept in docs/performance.md between two marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import ratio
from bench.measuring import ALONE, BARE, OURS, Measured
from bench.peers.comparing import Comparison
from bench.scenarios import Scenario

if TYPE_CHECKING:
    from bench.panning import Seen  # needs a browser, which only its readers have installed

PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"
BEGIN, END = "<!-- figures of the last run -->", "<!-- end of figures -->"
FLAT = 3  # times what it costs at ten thousand
LONGEST_TASK = 100  # milliseconds
MOST_EDIT, MOST_BUILD = 20, 600  # milliseconds, seconds
NONE = "–"


def kept(page: str, figures: str) -> str:
    """The page with new figures between its marks; what people wrote around them stays."""
    found = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if len(found.findall(page)) != 1:
        raise ValueError(f"{PAGE.name}: needs « {BEGIN} » and « {END} », once")
    return found.sub(lambda _: f"{BEGIN}\n\n{figures.strip()}\n\n{END}", page)


def joined(parts: Mapping[str, str]) -> str:
    """Each part under its title; what is empty is left out."""
    return "\n".join(f"{f'### {title}' if title else ''}\n\n{text}".lstrip() for title, text in parts.items() if text)


def table(heads: list[str], rows: Iterable[list]) -> str:
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def machine(told: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in told.items()) + "\n"


def speeds(scenarios: list[Scenario], measured: Measured) -> str:
    heads = ["", "p50 ms", "p95 ms", "at most", "a second", "8 at once: a second", "p95 ms", "kB"]
    heads += ["bare view: a second", "ours / bare", "at least", "8 at once: ours / bare", "SQL alone: p50 ms", "p95 ms"]
    return table(heads, _speeds(scenarios, measured))


def _speeds(scenarios: list[Scenario], measured: Measured) -> Iterator[list]:
    for scenario in scenarios:
        if (scenario.name, OURS, 1) not in measured:
            continue
        one, eight, bare, bare_eight, alone = (
            measured.get((scenario.name, server, askers))
            for server, askers in ((OURS, 1), (OURS, 8), (BARE, 1), (BARE, 8), (ALONE, 1))
        )
        part = bare and ratio(one.per_second, bare.per_second)
        bad = sum(figures.bad for figures in (one, eight, bare, bare_eight) if figures)
        yield [
            scenario.name + (f" **{bad} bad answers**" if bad else ""),
            _number(one.p50),
            _judged(_number(one.p95), one.p95 <= scenario.bound),
            f"{scenario.bound:g}",
            _number(one.per_second),
            _number(eight and eight.per_second),
            _number(eight and eight.p95),
            _number(one.kilobytes),
            _number(bare and bare.per_second),
            _judged(f"{part:.0%}", part >= scenario.share) if bare else NONE,
            f"{scenario.share:.0%}" if bare else NONE,
            f"{ratio(eight.per_second, bare_eight.per_second):.0%}" if eight and bare_eight else NONE,
            _number(alone and alone.p50),
            _number(alone and alone.p95),
        ]


def flatness(scenarios: list[Scenario], by_size: Mapping[int, Measured]) -> str:
    """p95 at each size, and how many times the smallest's the largest's is."""
    smallest, largest = min(by_size), max(by_size)
    rows = []
    for scenario in scenarios:
        found = [by_size[size].get((scenario.name, OURS, 1)) for size in by_size]
        if all(found):
            times = ratio(found[-1].p95, found[0].p95)
            rows.append(
                [scenario.name, *(_number(figures.p95) for figures in found), _judged(f"{times:.1f} ×", times <= FLAT)]
            )
    heads = ["p95 ms, one at a time", *map(short, by_size), f"{short(largest)} / {short(smallest)}"]
    return table(heads, rows)


def builds(stages: Mapping[int, Mapping[str, float]], edits: Mapping[int, tuple[float, float]]) -> str:
    heads = ["", "load s", "indexes s", "spots and pyramid s", "in all s", "an edit p50 ms", "p95 ms"]
    rows = []
    for size, took in stages.items():
        whole = sum(took.values())
        p50, p95 = edits[size]
        row = [short(size), *(_number(took.get(stage)) for stage in ("load", "indexes", "derived"))]
        judged = _judged(_number(whole), whole <= MOST_BUILD) if took else NONE
        rows.append([*row, judged, _number(p50), _judged(_number(p95), p95 <= MOST_EDIT)])
    return table(heads, rows)


def sizes(measured: Mapping[str, list[tuple]]) -> str:
    tables = [[name, *map(_megabytes, bytes_)] for name, *bytes_ in measured["tables"]]
    indexes = [[name, _megabytes(size)] for name, size in measured["indexes"]]
    heads = ["table", "rows MB", "indexes MB", "in all MB"]
    return f"{table(heads, tables)}\n{table(['largest indexes', 'MB'], indexes)}"


def short(count: int) -> str:
    return (
        f"{count // 1_000_000} M" if count % 1_000_000 == 0 else f"{count // 1000} k" if count >= 1000 else str(count)
    )


def browser(seen: Seen) -> str:
    longest, busiest = (max(times, default=0) for times in (zip(*seen.tasks, strict=True) if seen.tasks else ((), ())))
    heaps = " · ".join(f"{heap:.1f}" for heap in seen.heaps)
    return (
        f"- {seen.moves} moves in a minute; tasks of 50 ms and more: {len(seen.tasks)}; the one that kept the page's thread busy "
        f"longest {_judged(f'{busiest:.0f} ms', busiest <= LONGEST_TASK)}, the longest by the clock, which counts waiting for one of "
        f"the processors that browser, server and database share, {longest:.0f} ms\n"
        f"- memory of the page after each sixth of it, MB: {heaps}\n"
        f"- list, facets and map cells equal at {seen.agree} of {len(seen.stops)} stops\n"
    )


def history(pages: Iterable[tuple[str, float, float]]) -> str:
    return table(["", "p50 ms", "p95 ms"], [[name, f"{p50:.1f}", f"{p95:.1f}"] for name, p50, p95 in pages])


def tracks(done: Iterable[tuple[str, float, float]], few: Iterable[Sequence], many: Iterable[Sequence]) -> str:
    """Rows of `bench.tracks.Row`, of a small journey and of a large one."""
    heads = ["tiles of zoom", "small: p50 ms", "p95 ms", "kB", "large: p50 ms", "p95 ms", "kB", "most vertices"]
    rows = [
        [
            zoom,
            f"{p50:.1f}",
            f"{p95:.1f}",
            f"{heaviest / 1000:.1f}",
            f"{other[1]:.1f}",
            f"{other[2]:.1f}",
            f"{other[3] / 1000:.1f}",
            other[4],
        ]
        for (zoom, p50, p95, heaviest, _most), other in zip(few, many, strict=True)
    ]
    return f"{history(done)}\n{table(heads, rows)}"


def _judged(text: str, kept: bool) -> str:
    return text if kept else f"**{text} ✗**"


def _number(value: float | None) -> str:
    if value is None:
        return NONE
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"


def against(rows: Iterable[Comparison]) -> str:
    heads = ["", "peer", "a second", "p95 ms", "kB", "ours: a second", "p95 ms", "kB", "ours / peer", "at least"]
    return table(heads, map(_against, rows))


def _against(row: Comparison) -> list:
    times = ratio(row.ours.per_second, row.theirs.per_second)
    bad = row.theirs.bad + row.ours.bad
    sides = [_number(value) for f in (row.theirs, row.ours) for value in (f.per_second, f.p95, f.kilobytes)]
    judged = _judged(f"{times:.1f} ×", times >= row.least)
    return [f"{row.question}{f' **{bad} bad answers**' if bad else ''}", row.peer, *sides, judged, f"{row.least:g} ×"]
