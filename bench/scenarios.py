"""What is asked: addresses drawn at random, the same at each run, from where people and invented initiatives are."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np

from places.choices import Vocabulary
from places.demo.rows import Maker
from places.demo.vocabularies import Terms

SEED = 7
LIST, TILES, FACETS, COMPARABLES = (
    "/api/v1/initiatives/",
    "/tiles/initiatives/",
    "/api/v1/facets/",
    "/api/v1/comparables/",
)
DENSE = {"FR": (3.06, 50.63), "IN": (77.23, 28.65)}  # Lille, Delhi
SPARSE = {"RU": (101.0, 66.0)}  # Evenkia: nobody for hundreds of kilometres
AROUND = 0.2  # degrees
SCREEN = (1280, 800)
KNOWN = ", known already (304)"
# Promised: p95 in milliseconds one at a time, part of the bare view's answers per second.
QUICK_AND_BARE, QUICK, WORDS, COMPARED = (15, 0.6), (15, 0.4), (50, 0.4), (80, 0.4)
RARE = -3  # the last but two of a vocabulary
COMMON_WORDS, MEDIUM_WORDS, RARE_WORDS = (3, 20), (1_000, 2_000), (25_000, 30_000)  # ranks


@dataclass(frozen=True)
class Scenario:
    """One kind of question: its addresses, and what docs/performance.md promises of the answers."""

    name: str
    bound: float
    share: float
    paths: list[str]
    revalidate: bool = False


# Its name, what is promised, and how an address of it is drawn.
Kinds = Iterator[tuple[str, tuple[float, float], Callable[[random.Random], str]]]


@dataclass(frozen=True)
class Origin:
    country: str
    lon: float
    lat: float

    @property
    def near(self) -> dict:
        return {"near": f"{self.lon:.5f},{self.lat:.5f}"}


class Draws:
    """Origins, filters, views and tiles: each kind of question draws from a random series of its own."""

    def __init__(self, seed: int = 1):
        self.maker = Maker(seed)
        self.resources = Terms(seed, Vocabulary.RESOURCE)
        self.themes = Terms(seed, Vocabulary.THEME)
        self.governances = Terms(seed, Vocabulary.GOVERNANCE)

    def somewhere(self, chance: random.Random) -> Origin:
        """Where an initiative may be."""
        towns = self.maker.towns
        town = int(towns.draw(_Numbers(chance), 1)[0])
        return Origin(str(towns.codes[towns.country[town]]), float(towns.lon[town]), float(towns.lat[town]))

    def around(self, chance: random.Random, places: dict) -> Origin:
        country, (lon, lat) = chance.choice([*places.items()])
        return Origin(country, lon + chance.gauss(0, AROUND), lat + chance.gauss(0, AROUND))

    def origin(self, chance: random.Random) -> Origin:
        """Lille, Delhi, Siberia, and anywhere as often as all three."""
        return self.somewhere(chance) if chance.random() < 0.5 else self.around(chance, DENSE | SPARSE)

    def words(self, chance: random.Random, ranks: tuple[int, int]) -> dict:
        return {"q": self.maker.words.all[chance.randrange(*ranks)]}

    def pair(self, chance: random.Random) -> dict:
        return {"resource": chance.choice(self.resources.codes[:8]), "theme": chance.choice(self.themes.codes[:8])}

    def governance(self, chance: random.Random) -> dict:
        return {"governance": chance.choice(self.governances.codes)}

    def rare(self) -> dict:
        return {"resource": self.resources.codes[RARE], "theme": self.themes.codes[RARE]}

    def three(self, chance: random.Random) -> dict:
        return self.pair(chance) | {"governance": chance.choice(self.governances.codes[:6])}

    def absent(self, chance: random.Random, country: str) -> dict:
        """What is common in the world and what this country has none of."""
        return {"resource": self.resources.lacking(country)[:1]} if self.resources.lacking(country) else self.rare()

    def view(self, chance: random.Random, zoom: int) -> dict:
        """What a screen shows, in degrees: longitudes unwrapped, as map libraries send them."""
        here, side = self.somewhere(chance), 256 * 2**zoom
        x, y = (here.lon + 180) / 360 * side, _row(here.lat) * side
        west, east = ((x + d * SCREEN[0] / 2) / side * 360 - 180 for d in (-1, 1))
        south, north = (_latitude((y + d * SCREEN[1] / 2) / side) for d in (1, -1))
        return {"bbox": f"{west:.5f},{south:.5f},{east:.5f},{north:.5f}"}

    def tile(self, chance: random.Random, zoom: int) -> str:
        here, side = self.somewhere(chance), 2**zoom
        x, y = int((here.lon + 180) / 360 * side), int(_row(here.lat) * side)
        return f"{zoom}/{min(x, side - 1)}/{min(y, side - 1)}"


def scenarios(draws: Draws, count: int) -> Iterator[Scenario]:
    """Every kind of question, with `count` addresses each."""
    for kind in (_near, _lists, _tiles, _facets, _words, _comparables):
        for name, promised, path in kind(draws):
            chance = random.Random(f"{SEED} {name}")
            yield Scenario(name, *promised, [path(chance) for _ in range(count)], revalidate=name.endswith(KNOWN))


def beside_peers(draws: Draws, count: int) -> Iterator[Scenario]:
    """The same, less the views that cross the antimeridian, which others refuse."""
    for scenario in scenarios(draws, count):
        kept = [path for path in scenario.paths if "bbox" not in path or _within(path)]
        yield replace(scenario, paths=kept)


def _within(path: str) -> bool:
    west, _, east, _ = map(float, parse_qs(urlsplit(path).query)["bbox"][0].split(","))
    return west >= -180 and east <= 180


def _near(draws: Draws) -> Kinds:
    filters = {
        "no filter": lambda chance, origin: {},
        "common": lambda chance, origin: {"resource": draws.resources.codes[0]},
        "common pair": lambda chance, origin: draws.pair(chance),
        "rare pair": lambda chance, origin: draws.rare(),
        "absent around": lambda chance, origin: draws.absent(chance, origin.country),
    }
    for name, chosen in filters.items():

        def path(chance: random.Random, chosen=chosen) -> str:
            origin = draws.origin(chance)
            return _url(LIST, origin.near | chosen(chance, origin) | {"size": 20})

        yield f"near me · {name}", QUICK_AND_BARE, path


def _lists(draws: Draws) -> Kinds:
    def view(chance: random.Random) -> dict:
        return draws.view(chance, chance.choice((5, 8, 11)))

    yield "list of 100 in a view", QUICK, lambda chance: _url(LIST, view(chance))
    yield (
        "list of 100 in a view · governance",
        QUICK,
        lambda chance: _url(LIST, view(chance) | draws.governance(chance)),
    )
    yield "list of 100 in a view · pair", QUICK, lambda chance: _url(LIST, view(chance) | draws.pair(chance))


def _tiles(draws: Draws) -> Kinds:
    filters: dict[str, Callable] = {
        "": lambda chance: {},
        " · one filter": lambda chance: {"resource": chance.choice(draws.resources.codes)},
        " · pair": draws.pair,
        " · three filters": draws.three,
    }
    for zoom in (0, 4, 8, 12):
        for name, chosen in filters.items():

            def path(chance: random.Random, zoom=zoom, chosen=chosen) -> str:
                return _url(f"{TILES}{draws.tile(chance, zoom)}.json", chosen(chance))

            yield f"tile z{zoom}{name}", QUICK_AND_BARE, path
        yield f"tile z{zoom} MVT", QUICK_AND_BARE, lambda chance, zoom=zoom: f"{TILES}{draws.tile(chance, zoom)}.mvt"
    yield f"tile z4{KNOWN}", QUICK, lambda chance: f"{TILES}{draws.tile(chance, 4)}.json"


def _facets(draws: Draws) -> Kinds:
    for zoom in (2, 8):

        def view(chance: random.Random, zoom=zoom) -> dict:
            return draws.view(chance, zoom)

        yield f"facets z{zoom}", QUICK, lambda chance, view=view: _url(FACETS, view(chance))
        yield f"facets z{zoom} · pair", QUICK, lambda chance, view=view: _url(FACETS, view(chance) | draws.pair(chance))


def _words(draws: Draws) -> Kinds:
    for name, ranks in {"common": COMMON_WORDS, "medium": MEDIUM_WORDS, "rare": RARE_WORDS}.items():

        def path(chance: random.Random, ranks=ranks) -> str:
            return _url(LIST, draws.words(chance, ranks) | draws.origin(chance).near | {"size": 20})

        yield f"words + place · {name}", WORDS, path


def _comparables(draws: Draws) -> Kinds:
    for name, places in {"dense": DENSE, "sparse": SPARSE}.items():

        def path(chance: random.Random, places=places) -> str:
            return _url(COMPARABLES, draws.around(chance, places).near | draws.pair(chance))

        yield f"comparables · {name}", COMPARED, path


def _url(path: str, query: dict) -> str:
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _row(lat: float) -> float:
    """Web Mercator, 0 at the top."""
    radians = math.radians(max(-85.05, min(85.05, lat)))
    return 0.5 - math.log(math.tan(math.pi / 4 + radians / 2)) / (2 * math.pi)


def _latitude(row: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * min(1, max(0, row))))))


class _Numbers:
    """What `Towns.draw` needs of a generator, from Python's."""

    def __init__(self, chance: random.Random):
        self.chance = chance

    def random(self, rows: int) -> np.ndarray:
        return np.array([self.chance.random() for _ in range(rows)])
