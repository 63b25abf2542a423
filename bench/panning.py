"""A reader who pans and zooms over a million places for a minute, in a real browser: `make bench BROWSER=1`."""

from __future__ import annotations

import json
import math
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import urlopen

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench import servers, state
from bench.scenarios import SCREEN, Draws

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if os.path.exists(path)), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SEED, REST_MS, BREATHS = 11, 350, 6
STOPS, SETTLED_MS = 20, 1_500
LONG_MS = 50
MAIN, TASK = "CrRendererMain", "ThreadControllerImpl::RunTask"  # as Chromium names them in its traces


@dataclass
class Seen:
    """`tasks`: milliseconds that long tasks of the page's own thread took while moving, on the clock and on the processor
    (the rest they waited for one); `heaps`: megabytes after each sixth; `stops`: (list, facets, map)."""

    tasks: list[tuple[float, float]] = field(default_factory=list)
    heaps: list[float] = field(default_factory=list)
    moves: int = 0
    stops: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def agree(self) -> int:
        return sum(one == two == three for one, two, three in self.stops)


def watch(database: str, say: Callable[[str], None], seconds: float = 60) -> Seen:
    chance, seen = random.Random(SEED), Seen()
    with state.inside(database) as url, sync_playwright() as playwright:
        common = {"DATABASE_URL": url, "API_LIMIT": "0", "DEBUG": ""}
        with servers.granian("atlas.wsgi:application", state.FOLDER / "servers.log", **common) as port:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            try:
                page = browser.new_page(viewport=dict(zip(("width", "height"), SCREEN, strict=True)), locale="fr-FR")
                page.set_default_timeout(60_000)
                house = f"http://127.0.0.1:{port}"
                _open(page, f"{house}/fr/explore/")
                say("le lecteur se promène")
                browser.start_tracing(page=page, categories=["toplevel"])
                _wander(page, chance, seconds, seen)
                seen.tasks = [*_long_tasks(json.loads(browser.stop_tracing())["traceEvents"])]
                say("vingt arrêts")
                for query in _views(chance):
                    seen.stops.append(_stop(page, house, query))
            finally:
                browser.close()
    return seen


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html.is-ready")
    page.wait_for_selector(".map-initiatives:not(.is-waiting)", state="attached")


def _wander(page: Page, chance: random.Random, seconds: float, seen: Seen) -> None:
    box = page.locator("[data-map]").bounding_box()
    tools, until = page.context.new_cdp_session(page), time.monotonic() + seconds
    breath = time.monotonic() + seconds / BREATHS
    while time.monotonic() < until:
        x, y = (box[at] + box[side] * chance.uniform(0.2, 0.8) for at, side in (("x", "width"), ("y", "height")))
        page.mouse.move(x, y)
        if chance.random() < 0.5:
            page.mouse.down()
            page.mouse.move(x + chance.uniform(-250, 250), y + chance.uniform(-200, 200), steps=8)
            page.mouse.up()
        else:
            page.mouse.wheel(0, chance.choice((-240, -240, -120, 120, 240)))
        page.wait_for_timeout(REST_MS)
        seen.moves += 1
        if time.monotonic() > breath:
            seen.heaps.append(_heap(tools))
            breath += seconds / BREATHS


def _long_tasks(events: list[dict]) -> Iterator[tuple[float, float]]:
    """Of every page's main thread, one page being open; a task within another is a part of it."""
    mains = {(e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == MAIN}
    for event in events:
        if event["name"] == TASK and (event["pid"], event["tid"]) in mains and event.get("dur", 0) >= LONG_MS * 1000:
            yield event["dur"] / 1000, event.get("tdur", event["dur"]) / 1000


def _heap(tools: CDPSession) -> float:
    tools.send("Performance.enable")
    tools.send("HeapProfiler.collectGarbage")
    metrics = {metric["name"]: metric["value"] for metric in tools.send("Performance.getMetrics")["metrics"]}
    return metrics.get("JSHeapUsedSize", math.nan) / 1e6


def _views(chance: random.Random) -> Iterator[dict]:
    draws = Draws()
    for _ in range(STOPS):
        filters = draws.pair(chance) if chance.random() < 0.5 else {}
        yield draws.view(chance, chance.choice((3, 5, 8, 11))) | filters


def _stop(page: Page, house: str, query: dict) -> tuple[int, int, int]:
    """How many initiatives there are: in the list, by countries, in the map's cells of the same question."""
    _open(page, f"{house}/fr/explore/?{urlencode(query)}")
    page.wait_for_timeout(SETTLED_MS)  # a map of another shape than the view's writes what it shows into the address
    page.wait_for_selector("[data-part=results]:not([aria-busy=true])", state="attached")
    query = dict(parse_qsl(urlsplit(page.url).query))
    listed = int(page.locator(".results").get_attribute("data-count"))
    counts = page.locator("[data-facet=country] .count").all_text_contents()
    facets = sum(int(re.sub(r"\D", "", text)) for text in counts)
    return listed, facets, sum(_cells(house, query))


def _cells(house: str, query: dict) -> Iterator[int]:
    for x in range(2):
        for y in range(2):
            with urlopen(f"{house}/tiles/initiatives/1/{x}/{y}.json?{urlencode(query)}") as answer:
                yield sum(cell["n"] for cell in json.load(answer)["cells"])
