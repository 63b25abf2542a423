"""The gazetteer: which town a reader means, what to call it, and which names a map has room for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.gis.db.models.functions import GeometryDistance
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Q

from places import countries, geo, regions
from places.labelling import FIRST_ZOOM
from places.misspelling import misspellings
from places.models.gazetteer import FARTHEST_ZOOM, Town
from places.spelling import key

__all__ = ["Place", "find", "get", "key", "labels", "marks", "nearest_town"]

LONGEST = 100
CANDIDATES = 40
LABELS_PER_TILE = 12
NEARBY_KM = 30
NEIGHBOURS, NEIGHBOURS_KM = 5, 100
ITSELF_KM = 10
SAME_KM = 0.01
KNOWN_KM = 2  # a town ten times as large is named from so much farther
KM_PER_DEGREE = 111.2

# What makes a town the one that is meant, in powers of ten of population: a hamlet that is called just so yields to a
# metropolis that some language calls so. By rank: its name, its French name, another of its names. The first is what
# a name weighs when a reader has typed its beginning (stored, so that the heaviest can be read off an index), the
# second is added when they have typed it all; in two or three letters another name is mostly an airport's code.
BEGINS = [0.0, -0.2, -1.5]
CALLED = [2.0, 1.9, 2.5]
CODED = [2.0, 1.9, 0.0]
LONGEST_CODE = 3
HOME = {"fr": "FR"}
HOME_BONUS = 0.3
NEAR_BONUS, NEAR_KM = 1.5, 200

# Two letters begin thirty thousand names: an index hands out the heaviest of them. More letters are asked of the key.
MATCHES = """
WITH named AS (
    SELECT town_id, weight + (%(called)s::float8[])[rank + 1] AS score FROM places_townname WHERE key = ANY(%(keys)s)
    UNION ALL
    (SELECT town_id, weight FROM places_townname
     WHERE (length(%(start)s) > 2 OR left(key, 2) = %(start)s)
       AND (length(%(start)s) = 2 OR (key >= %(start)s AND key < %(start)s || chr(1114111)))
     ORDER BY weight DESC LIMIT 300)
), best AS (SELECT town_id, max(score) AS score FROM named GROUP BY town_id)
SELECT places_town.*, score FROM best JOIN places_town ON id = town_id
WHERE %(areas)s::text[] IS NULL OR country = ANY(%(areas)s) OR country || '.' || admin1 = ANY(%(areas)s)
ORDER BY score DESC, id LIMIT %(candidates)s
"""

LABELS = """
SELECT CASE WHEN %(french)s AND name_fr <> '' THEN name_fr ELSE name END, ST_X(point), ST_Y(point), population
FROM places_town
WHERE point && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4326) AND label_zoom <= %(z)s
ORDER BY population DESC, id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Place:
    """A town as one reader sees it: names are in their language."""

    id: int
    name: str
    label: str  # « Lens, Hauts-de-France, France »
    country: str  # ISO 3166-1 alpha-2
    region: str
    lon: float
    lat: float
    population: int


def get(pk: int, language: str) -> Place | None:
    town = Town.objects.filter(pk=pk).first()
    return town and _place(town, language)


def find(q: str, *, language: str, limit: int = 8, near: tuple[float, float] | None = None) -> list[Place]:
    """The towns that `q` may mean, likeliest first; closer to `near` (lon, lat) is likelier.

    Words after the town's name may say its region or country. When nothing is called or begins so, one typing error is
    forgiven. Any text at all is accepted; what holds no letter finds nothing.
    """
    for keys, start, areas in _readings(q[:LONGEST]):
        if towns := _matches(keys, start, areas):
            towns.sort(key=lambda town: -_likelihood(town, language, near))
            return [_place(town, language) for town in towns[:limit]]
    return []


def nearest_town(lon: float, lat: float, language: str) -> Place | None:
    """The town to name a point by (« près de Lens »): near, and known rather than nearest; None beyond 30 km."""
    north = NEARBY_KM / KM_PER_DEGREE
    east = min(180.0, north / max(math.cos(math.radians(lat)), 0.01))
    around = Q()
    for box in geo.view(lon - east, max(lat - north, -90), lon + east, min(lat + north, 90)):
        around |= Q(point__bboverlaps=box)
    nearest = Town.objects.filter(around).order_by(GeometryDistance("point", geo.point(lon, lat)))[:CANDIDATES]
    close = [town for town in nearest if _km(town, lon, lat) <= NEARBY_KM]
    known = min(
        close, key=lambda town: _km(town, lon, lat) - KNOWN_KM * math.log10(town.population + 100), default=None
    )
    return known and _place(known, language)


def country_at(lon: float, lat: float, *, called: str = "") -> str:
    """The country of the towns around a point, or of the one there that is `called` so; "" where they are of several, or too far.

    Borders are not in the gazetteer: only where all around say the same is it known.
    """
    nearest = Town.objects.order_by(GeometryDistance("point", geo.point(lon, lat)))[:CANDIDATES]
    around = sorted((_km(town, lon, lat), town.pk, town) for town in nearest)
    asked = key(called)
    named = {
        town.country
        for km, _pk, town in around
        if km <= ITSELF_KM and asked and asked in (key(town.name), key(town.name_fr))
    }
    told = named or {town.country for km, _pk, town in around[:NEIGHBOURS] if km <= NEIGHBOURS_KM}
    return told.pop() if len(told) == 1 else ""


def is_of_town(lon: float, lat: float, *, called: str) -> bool:
    """Whether a point is the one by which the gazetteer has a town that is called so."""
    town = Town.objects.order_by(GeometryDistance("point", geo.point(lon, lat))).first()
    return bool(town) and _km(town, lon, lat) < SAME_KM and key(called) in (key(town.name), key(town.name_fr))


def nearest_of_all(lon: float, lat: float, language: str) -> Place | None:
    """The nearest town, however far it is; None in an empty gazetteer."""
    town = Town.objects.order_by(GeometryDistance("point", geo.point(lon, lat))).first()
    return town and _place(town, language)


def labels(z: int, x: int, y: int, language: str) -> list[tuple[str, float, float, int]]:
    """(name, lon, lat, population) of the towns that a map tile names, most populous first."""
    if z < FIRST_ZOOM:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LABELS, {"french": language == "fr", "z": z, "x": x, "y": y, "limit": LABELS_PER_TILE})
        return [(name, round(lon, 5), round(lat, 5), population) for name, lon, lat, population in cursor]


def marks(
    west: float, south: float, east: float, north: float, *, language: str, most: int, finest: int = FARTHEST_ZOOM
) -> list[tuple[str, float, float, int]]:
    """(name, lon, lat, first zoom) of the towns by which one finds one's way within bounds, those seen from farthest first.

    `finest`: the last zoom from which one may be named; a large area has no index for more than the default.
    """
    inside = Q()
    for box in geo.view(west, south, east, north):
        inside |= Q(point__bboverlaps=box)
    found = Town.objects.filter(inside, label_zoom__lte=finest).order_by("label_zoom", "-population", "pk")
    return [
        (town.name_fr if language == "fr" and town.name_fr else town.name, *_rounded(town.point), town.label_zoom)
        for town in found[:most]
    ]


def _rounded(point: Point) -> tuple[float, float]:
    return round(point.x, 3), round(point.y, 3)


def _readings(q: str) -> Iterator[tuple[list[str], str | None, list[str] | None]]:
    """(what it may be called, how it may begin, where), as typed, then town and country apart, then misspelt."""
    asked = key(q)
    if not asked:
        return
    head, *tail = (key(part) for part in re.split(r"[,(;]", q, maxsplit=1))
    if not (head and any(tail)):
        yield [asked], asked, None
    for name, where in [(head, tail[0])] if head and any(tail) else _splits(asked):
        if areas := regions.areas(where):
            yield [name], name, areas
    if head and any(tail):
        yield [asked], asked, None
    yield misspellings(asked), None, None


def _splits(asked: str) -> Iterator[tuple[str, str]]:
    """« lens nord pas de calais » → (« lens », « nord pas de calais »), (« lens nord », « pas de calais »)…"""
    words = asked.split()
    return ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))


def _matches(keys: list[str], start: str | None, areas: list[str] | None) -> list[Town]:
    if not keys:
        return []
    called = CODED if len(keys[0]) <= LONGEST_CODE else CALLED
    start = start if start and len(start) > 1 else None
    asked = {"keys": keys, "start": start, "areas": areas, "called": called, "candidates": CANDIDATES}
    return list(Town.objects.raw(MATCHES, asked))


def _likelihood(town: Town, language: str, near: tuple[float, float] | None) -> float:
    at_home = HOME_BONUS if town.country == HOME.get(language) else 0
    close = NEAR_BONUS * math.exp(-_km(town, *near) / NEAR_KM) if near else 0
    return town.score + at_home + close


def _place(town: Town, language: str) -> Place:
    name = (language == "fr" and town.name_fr) or town.name
    region = regions.name(town.country, town.admin1, language)
    called_alike = key(region) in (key(name), key(town.name))  # « Moscou, Moscou, Russie » says no more
    parts = (name, "" if called_alike else region, countries.name(town.country, language))
    label = ", ".join(dict.fromkeys(part for part in parts if part))
    lon, lat = town.point.coords
    return Place(town.pk, name, label, town.country, region, round(lon, 5), round(lat, 5), town.population)


def _km(town: Town, lon: float, lat: float) -> float:
    """Near enough to rank by: the distance on a sphere."""
    east, north = (math.radians(degree) for degree in town.point.coords)
    lon, lat = math.radians(lon), math.radians(lat)
    half = math.sin((north - lat) / 2) ** 2 + math.cos(north) * math.cos(lat) * math.sin((east - lon) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1, half)))
