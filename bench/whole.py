"""The whole of an answer in SQL, where the atlas tells most of it from memory: what it is measured against then.

Without it the bare view would forward next to nothing, and the comparison would tell nothing. Tiles: the pyramid's cells where
the tables keep them, else the rows of the tile's stretch of the curve grouped into cells. Counts: the facets of the rows in view.
Lists: the nearest, or the first by name of a view, by indexes that only this comparison needs (`state.indexed`).
Comparables: two streams by the same indexes, the nearest of all and the nearest that have what is asked for, scored by the
atlas's own formula. That is quicker than looking at all, as the atlas does, and may miss some in an empty place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.http import QueryDict

from atlas import criteria, tiles
from atlas.api import paging
from atlas.api.comparables import SIZE as SHOWN
from atlas.comparables import weights
from atlas.comparables.asking import Question
from atlas.comparables.ledger import Ledger
from atlas.search import Search
from bench.scenarios import COMPARABLES, FACETS, LIST, TILES
from places import pyramid
from places.choices import Status
from places.vocabulary import Terms

WEIGHED = {"resources": "resource", "themes": "theme", "instructive": "instructive"}
TILE = re.compile(rf"{TILES}(\d+)/(\d+)/(\d+)\.(json|mvt)")
GROUPED = """
SELECT morton >> {shift} AS cell, count(*), avg(ST_X(point)), avg(ST_Y(point)), min(ST_X(point)), min(ST_Y(point)),
    max(ST_X(point)), max(ST_Y(point)), CASE WHEN count(*) <= {few} THEN array_agg(initiative_id) END, ARRAY[{mix}]
FROM places_spot AS s WHERE morton >= {first} AND morton < {after} AND {filters} GROUP BY cell ORDER BY cell
"""
NAMED = """
SELECT id, slug, name, precision, resources[1] FROM places_initiative WHERE id IN (SELECT unnest(few) FROM ({cells}) AS cell)
"""
COUNTED = """
SELECT facet, count(*) FROM places_spot CROSS JOIN unnest(facets) AS facet WHERE {view} AND {filters} GROUP BY facet
"""
NEAREST = """
SELECT feature, ST_Distance(globe, {here}) FROM places_spot WHERE {filters} ORDER BY globe <-> {here} LIMIT {size}
"""
STREAM = "(SELECT * FROM places_spot WHERE {filters} ORDER BY globe <-> {here} LIMIT {deep})"
RANKED = """
WITH unseen AS (SELECT DISTINCT ON (initiative_id) *, ST_Distance(globe, {here}) / 1000 AS km FROM ({streams}) AS stream),
scored AS (
    SELECT feature, km,
        1 - {fall} * least(1, ln(1 + km / {near_km}) / ln(1 + {farthest_km} / {near_km})) AS near,
        ({resources} * ({covered} * bit_count((resources & {r})::bit(64)) / {rs}::float
            + {focused} * bit_count((resources & {r})::bit(64))::float / greatest(1, bit_count(resources::bit(64))))
            * CASE WHEN main >= 0 AND ({r} >> greatest(main, 0)) & 1 = 1 THEN 1 ELSE 1 - {main} END
        + {themes} * ({covered} * bit_count((themes & {t})::bit(64)) / {ts}::float
            + {focused} * bit_count((themes & {t})::bit(64))::float / greatest(1, bit_count(themes::bit(64))))
        + {instructive} * ({replicate} * (told & 1) + {deciding} * ((told >> 1) & 1)
            + {sourced} * least(1, sources / {enough}::float) + {fresh} * (current_date - date '1970-01-01' - updated < {days})::int
            + {going} * (ARRAY[{statuses}])[status + 1])
        ) / {all} AS alike
    FROM unseen
)
SELECT feature, km, near, alike FROM scored ORDER BY (near * alike) DESC LIMIT {size}
"""
DEEP = 3_000  # rows of each stream: what the exactness bound of such a search mostly asks for at a million
HERE = "ST_MakePoint({lon}, {lat})::geography"
HOW_MANY = "SELECT sum(n) FROM places_cell WHERE level = 0 AND facet IN ({facets})"
FIRST = "SELECT feature FROM places_spot WHERE {view} AND {filters} ORDER BY name_key, initiative_id LIMIT {size}"
IN_VIEW = "SELECT count(*) FROM places_spot WHERE {view} AND {filters}"


def statements(path: str, sent: list[str]) -> list[str]:
    """What the atlas sends, with the SQL of what it tells from memory; values are written in."""
    if urlsplit(path).path == COMPARABLES:  # the sheets that are shown are read besides
        return [sent[0], _ranked(QueryDict(urlsplit(path).query)), *sent[1:]]
    told = _told(path)
    return [sent[0], *told] if told else sent


def _told(path: str) -> list[str]:
    """None for what the database answers anyway."""
    parts, terms = urlsplit(path), Terms.read("fr")
    query = QueryDict(parts.query)
    search = Search(criteria.read(query, terms, besides=("size",)), terms)
    if tile := TILE.fullmatch(parts.path):
        return _tile(search, tiles.Tile(*map(int, tile.groups()[:3])))
    if parts.path == LIST and not search.criteria.q:
        return _list(search, int(query.get("size", paging.MOST)))
    return [*_counts(search)] if parts.path == FACETS else []


def _ranked(query: QueryDict) -> str:
    question = Question.read(query, Terms.read("fr"))
    wish, place = Ledger.current().wish(question.profile), question.criteria.origin
    here = HERE.format(lon=place.lon, lat=place.lat)
    pairs = Search(question.criteria, Terms.read("fr"))
    streams = [STREAM.format(filters=wanted, here=here, deep=DEEP) for wanted in ("true", _filters(pairs))]
    weighed = {name: wish.asked[part] for name, part in WEIGHED.items()}
    return RANKED.format(
        here=here, streams=" UNION ALL ".join(streams), size=SHOWN, all=sum(wish.asked.values()),
        r=wish.resources, rs=wish.resources.bit_count(), t=wish.themes, ts=wish.themes.bit_count(),
        fall=1 - weights.FARTHEST, near_km=weights.NEAR_KM, farthest_km=weights.FARTHEST_KM,
        covered=weights.COVERED, focused=weights.FOCUSED, main=weights.MAIN,
        replicate=weights.TELLS_REPLICATE, deciding=weights.TELLS_DECIDING, sourced=weights.SOURCED, fresh=weights.FRESH,
        going=weights.GOING, enough=weights.SOURCES_ENOUGH, days=365 * weights.FRESH_YEARS,
        statuses=", ".join(str(weights.GOING_ON[status]) for status in Status.values), **weighed,
    )  # fmt: skip


def _list(search: Search, size: int) -> list[str]:
    asked, filters = search.criteria, _filters(search)
    if asked.origin:
        here = HERE.format(lon=asked.origin.lon, lat=asked.origin.lat)
        facets = ", ".join(map(str, search.counted_as))
        return [NEAREST.format(here=here, filters=filters, size=size), HOW_MANY.format(facets=facets)]
    view = _view(search)
    return [FIRST.format(view=view, filters=filters, size=size), IN_VIEW.format(view=view, filters=filters)]


def _tile(search: Search, tile: tiles.Tile) -> list[str]:
    if tiles.is_kept(search, tile) and len(search.counted_as) == 1:
        first, after = tile.mortons(tile.level)
        cells = tiles.KEPT_AS_IT_IS.format(level=tile.level, first=first, after=after) % search.counted_as[0]
    else:
        first, after = tile.mortons(pyramid.DEEPEST)
        shift = 2 * (pyramid.DEEPEST - tile.level)
        told = {"shift": shift, "few": pyramid.FEW, "first": first, "after": after, "mix": pyramid.MIX}
        cells = GROUPED.format(filters=_filters(search), **told).replace("END, ARRAY", "END AS few, ARRAY")
    return [cells, NAMED.format(cells=cells)]


def _counts(search: Search) -> Iterator[str]:
    """The counts that all filters leave, and those of each chosen facet that the others leave."""
    view = _view(search)
    yield COUNTED.format(view=view, filters=_filters(search))
    for facet in search.numbers:
        yield COUNTED.format(view=view, filters=_filters(search, but=facet))


def _view(search: Search) -> str:
    boxes = (f"point && ST_MakeEnvelope({', '.join(map(str, box))}, 4326)" for box in search.criteria.boxes)
    return f"({' OR '.join(boxes)})"


def _filters(search: Search, but: str = "") -> str:
    """As pairs where there are some, so that an index meets both at once; each facet apart where one is left out."""
    wanted = [numbers for facet, numbers in search.numbers.items() if facet != but] if but else search.filters
    return " AND ".join(["true", *(f"facets && ARRAY[{', '.join(map(str, numbers))}]" for numbers in wanted)])
