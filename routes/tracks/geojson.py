"""GeoJSON, and what is near to it: uMap's files, OpenStreetMap's answers, the times that converters put beside a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from places.media.refusal import Refused
from routes.tracks import limits
from routes.tracks.reading import UNKNOWN, Gathering, Met, Path, Reading, Source, milliseconds, number

LINES, POINTS, AREAS = {"LineString", "MultiLineString"}, {"Point", "MultiPoint"}, {"Polygon", "MultiPolygon"}
DEGREES = ("CRS84", "4326")


def read(text: str) -> Reading:
    try:
        found = json.loads(text)
    except RecursionError as error:
        raise Refused(_("Ce fichier emboîte trop d’éléments pour être une trace.")) from error
    except ValueError as error:
        raise Refused(_("Ce fichier JSON est incomplet ou abîmé : %s") % _where(error)) from error
    if not isinstance(found, dict):
        raise Refused(_("Ce fichier JSON n’est pas du GeoJSON."))
    _check_degrees(found)
    reading = Reading("uMap" if found.get("type") == "umap" else "OpenStreetMap" if "elements" in found else "GeoJSON")
    features = [*_features(found, 0)]
    if not features:
        raise Refused(_("Ce fichier JSON n’est pas du GeoJSON, ou il est vide."))
    for feature in features:
        told = feature.get("properties")
        _tell(feature.get("geometry"), told if isinstance(told, dict) else {}, reading, 0)
    return reading


def _where(error: ValueError) -> str:
    return _("ligne %s") % error.lineno if isinstance(error, json.JSONDecodeError) else str(error)[:80]


def _check_degrees(found: dict) -> None:
    """Old files may name another system of coordinates."""
    system = found.get("crs")
    if system and not any(name in str(system) for name in DEGREES):
        raise Refused(
            _("Ces coordonnées ne sont pas des longitudes et latitudes (WGS 84) : exportez le fichier ainsi.")
        )


def _features(found: Any, depth: int) -> Iterator[dict]:
    if not isinstance(found, dict) or depth > limits.DEEPEST:
        return
    kind = found.get("type")
    if kind == "Feature":
        yield found
    elif kind in LINES | POINTS | AREAS | {"GeometryCollection"}:
        yield {"geometry": found}
    elif kind in ("FeatureCollection", "umap"):
        within = found.get("features" if kind == "FeatureCollection" else "layers")
        for one in within if isinstance(within, list) else []:
            yield from _features(one, depth + 1)
    elif "elements" in found:
        yield from map(_from_openstreetmap, _list(found["elements"]))


def _from_openstreetmap(element: Any) -> dict:
    """A relation is a line of several ways; its own tags name it."""
    element = element if isinstance(element, dict) else {}
    tags = element.get("tags")
    ways = [element] if "geometry" in element else _list(element.get("members"))
    lines = [line for way in ways if isinstance(way, dict) and (line := [*map(_place, _list(way.get("geometry")))])]
    point = {"type": "Point", "coordinates": _place(element)} if element.get("type") == "node" else None
    line = {"type": "MultiLineString", "coordinates": lines} if lines else None
    return {"geometry": line or point, "properties": tags if isinstance(tags, dict) else {}}


def _place(told: Any) -> list:
    return [told.get("lon"), told.get("lat")] if isinstance(told, dict) else []


def _tell(geometry: Any, told: dict, reading: Reading, depth: int) -> None:
    geometry = geometry if isinstance(geometry, dict) else {}
    kind, within = geometry.get("type"), _list(geometry.get("coordinates"))
    if kind == "GeometryCollection" and depth < limits.DEEPEST:
        for one in _list(geometry.get("geometries")):
            _tell(one, told, reading, depth + 1)
    elif kind in LINES:
        segments = [*_segments(within if kind == "MultiLineString" else [within], _times(told, kind), reading)]
        is_timed = any(segment.is_timed for segment in segments)
        reading.add(_name(told), Source.RECORDED if is_timed else Source.UNSAID, segments)
    elif kind in POINTS:
        for place in within if kind == "MultiPoint" else [within]:
            lon, lat, _height = _position(place)
            reading.mark(_name(told), lon, lat, milliseconds(told.get("time") or ""))
    else:
        reading.met[Met.AREA if kind in AREAS else Met.PLACELESS] += 1


def _name(told: dict) -> str:
    return next((str(told[key]) for key in ("name", "title") if isinstance(told.get(key), str | int)), "")


def _times(told: dict, kind: str) -> list:
    """A row of times for each row of places, as converters from GPX write them."""
    beside = told.get("coordinateProperties")
    times = _list(told.get("coordTimes") or (beside.get("times") if isinstance(beside, dict) else None))
    return times if kind == "MultiLineString" else [times]


def _segments(lines: list, times: list, reading: Reading) -> Iterator[Path]:
    for n, line in enumerate(lines):
        row, gathering = _list(times[n]) if n < len(times) else [], Gathering()
        for k, place in enumerate(_list(line)):
            lon, lat, height = _position(place)
            time = milliseconds(row[k]) if k < len(row) and row[k] else UNKNOWN
            reading.met[Met.TIMELESS] += time == UNKNOWN and k < len(row) and bool(row[k])
            gathering.add(lon, lat, time, height)
        yield gathering.path()


def _position(place: Any) -> tuple[float, float, float]:
    lon, lat, height, *_rest = [*map(_degrees, _list(place)[:3]), *[float("nan")] * 3]
    return lon, lat, height


def _degrees(part: Any) -> float:
    return number(part) if isinstance(part, int | float) and not isinstance(part, bool) else float("nan")


def _list(found: Any) -> list:
    return found if isinstance(found, list) else []
