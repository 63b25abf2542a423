"""The whole of an answer in SQL, where the atlas tells most of it from memory: what it is measured against then.

Without it the bare view would forward next to nothing, and the comparison would tell nothing. Tiles: the pyramid's cells where
the tables keep them, else the rows of the tile's stretch of the curve grouped into cells. Counts: the facets of the rows in view.
Lists: the nearest, or the first by name of a view, by indexes that only this comparison needs (`state.indexed`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.http import QueryDict

from atlas import criteria, tiles
from atlas.api import paging
from atlas.search import Search
from bench.scenarios import FACETS, LIST, TILES
from places import pyramid
from places.vocabulary import Terms

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
HERE = "ST_MakePoint({lon}, {lat})::geography"
HOW_MANY = "SELECT sum(n) FROM places_cell WHERE level = 0 AND facet IN ({facets})"
FIRST = "SELECT feature FROM places_spot WHERE {view} AND {filters} ORDER BY name_key, initiative_id LIMIT {size}"
IN_VIEW = "SELECT count(*) FROM places_spot WHERE {view} AND {filters}"


def statements(path: str) -> list[str]:
    """Statements with their values written in; none for what the database answers anyway."""
    parts, terms = urlsplit(path), Terms.read("fr")
    query = QueryDict(parts.query)
    search = Search(criteria.read(query, terms, besides=("size",)), terms)
    if tile := TILE.fullmatch(parts.path):
        return _tile(search, tiles.Tile(*map(int, tile.groups()[:3])))
    if parts.path == LIST and not search.criteria.q:
        return _list(search, int(query.get("size", paging.MOST)))
    return [*_counts(search)] if parts.path == FACETS else []


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
