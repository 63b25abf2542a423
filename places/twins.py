"""Sheets that may tell of the same initiative: how likely that is, and why.

Names make candidates, places keep or drop them, a website confirms. A million sheets are never read: indexes of what names
sound like, of sites and of places give some dozens, which are then compared one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from django.contrib.gis.geos import Point
from django.db import connection, transaction

from places import alike, geo, sites, sounds
from places.alike import Name
from places.choices import Precision
from places.models import Initiative
from places.search import name_key
from places.small_maps import HALO

# Below it a pair is not worth a person's time: measured on the atlas's own sheets, where none of the pairs above it may be
# plainly two (tests/places/test_twins.py).
THRESHOLD = 0.5
# Nobody moves further with the same name: from so many kilometres on, two of them are two of a network's.
NEAR_KM, FAR_KM = 1, 50
FAR = 0.45  # what the same name is worth there,
ABROAD = 0.3  # in another country,
UNPLACED = 0.85  # and where one of the places is not shown.
# What a site says by itself: its own page tells whom it is about, but networks put one home page on all their sheets.
SAME_PAGE, SAME_HOST, OTHER_SITE = 0.6, 0.3, 0.85
SAME_SPOT = 0.15  # the same house says little, for many share one
SPOT_M = 60
LEAST_NAME = 0.5  # below that names are told to be different

LONGEST = 200
WORDS = 4  # of the asked name that sheets are found by
EACH = 20  # sheets that each way of finding gives
SHORTEST_TYPO = 5
AROUND_M = FAR_KM * 1000


class Evidence(StrEnum):
    SAME_NAME = "same-name"
    NAME_ALIKE = "name-alike"
    OTHER_NAME = "other-name"
    SAME_PAGE = "same-page"
    SAME_HOST = "same-host"
    OTHER_SITE = "other-site"
    DISTANCE = "distance"  # with kilometres, of exact places alone
    SAME_AREA = "same-area"  # as far as one may know
    APART = "apart"
    UNPLACED = "unplaced"
    ABROAD = "abroad"


@dataclass(frozen=True)
class Clue:
    """One reason; `km` only where both places are shown exactly."""

    evidence: Evidence
    km: float | None = None


@dataclass(frozen=True)
class Twin:
    initiative: Initiative
    likelihood: float  # 0 to 1
    clues: tuple[Clue, ...]


@dataclass(frozen=True)
class Known:
    """What is known of one to be compared; `point` as it may be shown, with how exact it is."""

    names: tuple[Name, ...]
    website: str = ""
    point: Point | None = None
    precision: str = Precision.SITE
    country: str = ""

    @classmethod
    def of(cls, sheet: Initiative) -> Known:
        # Where only a region is known, the locality is often what the people themselves founded.
        town = sheet.locality if sheet.precision in (Precision.SITE, Precision.VILLAGE, Precision.CITY) else ""
        names = tuple(Name(name, town) for name in (sheet.name, sheet.name_local) if name)
        return cls(names, sheet.website, sheet.point, sheet.precision, sheet.country)


def candidates(
    *,
    name: str,
    website: str = "",
    lon: float | None = None,
    lat: float | None = None,
    country: str = "",
    exclude: Initiative | None = None,
    limit: int = 6,
) -> list[Twin]:
    """Standing initiatives that may be the one somebody is about to add, best first; degrees. Never fails on odd input."""
    country = country if len(country) == 2 and country.isalpha() else ""
    asked = Known((Name(name[:LONGEST]),), website.strip(), _point(lon, lat), Precision.SITE, country.upper())
    return _ranked(asked, exclude)[:limit]


def twins_of(sheet: Initiative, *, limit: int = 6) -> list[Twin]:
    """Standing initiatives that may be the one a sheet tells of, best first."""
    return _ranked(Known.of(sheet), sheet)[:limit]


def compared(one: Known, other: Known) -> tuple[float, tuple[Clue, ...]]:
    """How likely both are the same, and why."""
    name = max((alike.alike(a, b) for a in one.names for b in other.names), default=0.0)
    place, where = _placed(one, other)
    site, pages = _sited(one.website, other.website)
    kept = OTHER_SITE if pages == Evidence.OTHER_SITE else 1
    doubts = (1 - name * place * kept) * (1 - site * max(name, FAR))
    if where.km is not None and where.km * 1000 <= SPOT_M:
        doubts *= 1 - SAME_SPOT
    named = Evidence.SAME_NAME if name > 0.97 else Evidence.NAME_ALIKE if name >= LEAST_NAME else Evidence.OTHER_NAME
    clues = (Clue(named), *([Clue(pages)] if pages else []), where)
    return round(1 - doubts, 3), clues


def _ranked(asked: Known, but: Initiative | None) -> list[Twin]:
    found = _worth(asked, _found(asked), but)
    return found or _worth(asked, _misspelt(asked), but)


def _worth(asked: Known, pks: Iterable[int], but: Initiative | None) -> list[Twin]:
    sheets = Initiative.objects.filter(pk__in=set(pks) - {but and but.pk}).defer("search", "name_key", "loaded")
    twins = [Twin(sheet, *compared(asked, Known.of(sheet))) for sheet in sheets]
    worth = [twin for twin in twins if twin.likelihood >= THRESHOLD]
    return sorted(worth, key=lambda twin: (-twin.likelihood, twin.initiative.pk))


def _placed(one: Known, other: Known) -> tuple[float, Clue]:
    """What a name is worth, so far from each other; of places that are not exact only what their halos leave open."""
    abroad = bool(one.country and other.country and one.country != other.country)
    if one.point is None or other.point is None:
        return (ABROAD, Clue(Evidence.ABROAD)) if abroad else (UNPLACED, Clue(Evidence.UNPLACED))
    metres = geo.metres(one.point, other.point)
    gap = max(0, metres - HALO[one.precision][0] - HALO[other.precision][0]) / 1000
    beyond = math.log(max(gap, NEAR_KM) / NEAR_KM) / math.log(FAR_KM / NEAR_KM)
    worth = 1 - (1 - FAR) * min(1, beyond)
    if one.precision == other.precision == Precision.SITE:
        clue = Clue(Evidence.DISTANCE, metres / 1000)
    else:
        clue = Clue(Evidence.APART if gap > NEAR_KM else Evidence.SAME_AREA)
    return (min(worth, ABROAD), Clue(Evidence.ABROAD)) if abroad and gap > NEAR_KM else (worth, clue)


def _sited(one: str, other: str) -> tuple[float, Evidence | None]:
    pages = sites.page(one), sites.page(other)
    if not all(pages):
        return 0, None
    hosts = sites.host(one), sites.host(other)
    if pages[0] == pages[1]:
        own = "/" in pages[0] or "?" in pages[0]
        return (SAME_PAGE, Evidence.SAME_PAGE) if own else (SAME_HOST + 0.1, Evidence.SAME_HOST)
    if hosts[0] != hosts[1] or sites.is_shared(hosts[0]):
        return 0, Evidence.OTHER_SITE
    return SAME_HOST, Evidence.SAME_HOST


def _found(asked: Known) -> set[int]:
    """Keys of sheets that share telling words with it, or its site."""
    words = _words(asked)
    ways, values = [], []
    for pair in combinations(words, 2):
        ways.append("sounds @> %s")
        values.append([list(pair)])
    for word in words:
        if asked.point:
            ways.append(
                "sounds @> %s AND ST_DWithin(point::geography, ST_SetSRID(ST_Point(%s, %s), 4326)::geography, %s)"
            )
            values.append([[word], asked.point.x, asked.point.y, AROUND_M])
        if asked.country:
            ways.append("sounds @> %s AND country = %s")
            values.append([[word], asked.country])
        ways.append("sounds @> %s")
        values.append([[word]])
    if page := sites.page(asked.website):
        ways.append("site = %s AND site <> ''")
        values.append([page])
        if not sites.is_shared(owner := sites.host(asked.website)):
            ways.append("site LIKE %s AND site <> ''")
            values.append([owner.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"])
    return _keys(ways, values)


def _misspelt(asked: Known) -> set[int]:
    """Of names where a consonant went astray, when nothing else is found."""
    typed = name_key(asked.names[0].text) if asked.names else ""
    if len(typed) < SHORTEST_TYPO:
        return set()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.65")
        return _keys(["name_key %%> %s"], [[typed]])


def _keys(ways: list[str], values: list[list]) -> set[int]:
    if not ways:
        return set()
    one = "(SELECT id FROM places_initiative WHERE removed_at IS NULL AND {way} LIMIT {each})"
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ".join(one.format(way=way, each=EACH) for way in ways), [value for row in values for value in row]
        )
        return {pk for (pk,) in cursor.fetchall()}


def _words(asked: Known) -> list[str]:
    """The bones that the fewest are likely to share: the longest."""
    told = sounds.sounds(*(name.text for name in asked.names))
    return sorted(told, key=lambda word: (-len(word), word))[: WORDS * max(1, len(asked.names))]


def _point(lon: float | None, lat: float | None) -> Point | None:
    try:
        return None if lon is None or lat is None else geo.point(lon, lat)
    except (TypeError, ValueError):
        return None
