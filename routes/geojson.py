"""A journey as GeoJSON: what the map draws, and what any other program can read."""

from __future__ import annotations

from itertools import pairwise

from shapely.geometry import mapping

from places import coarse
from routes.files.diary import Page
from routes.legs import evidence, leg
from routes.models import Journey, Stage


def journey_features(journey: Journey) -> dict:
    return features(journey, list(journey.stages.order_by("order")))


def features(journey: Journey, stages: list[Stage]) -> dict:
    """FeatureCollection of `kind` "leg" (MultiLineString, never across the antimeridian) and "stage" (Point)."""
    for stage in stages:
        stage.journey = journey
    legs = [_leg(start, end) for start, end in pairwise(stages)]
    return {"type": "FeatureCollection", "features": legs + [_stage(stage) for stage in stages]}


def _leg(start: Stage, end: Stage) -> dict:
    """The way to `end`."""
    road = mapping(leg((start.point.x, start.point.y), (end.point.x, end.point.y)))
    rounded = [[[round(lon, 3), round(lat, 3)] for lon, lat in part] for part in road["coordinates"]]
    return {
        "type": "Feature",
        "geometry": {"type": "MultiLineString", "coordinates": rounded},
        "properties": {
            "kind": "leg",
            "to": end.order,
            "mode": end.mode,
            "evidence": evidence(start, end),
        },
    }


def _stage(stage: Stage) -> dict:
    return {
        "type": "Feature",
        "id": stage.slug,
        "geometry": {"type": "Point", "coordinates": [round(stage.point.x, 5), round(stage.point.y, 5)]},
        "properties": {
            "kind": "stage",
            "order": stage.order,
            "slug": stage.slug,
            "name": stage.place,
            "date": stage.date,
            "mode": stage.mode,
            "evidence": stage.evidence,
            "precision": stage.precision,
            "radius": coarse.radius(stage.precision),
            "url": stage.get_absolute_url(),
        },
    }


def page_feature(page: Page, *, url: str) -> dict:
    """A page of the diary: `date` as it is kept (EDTF), `clock` of the place; no geometry when nobody knows where."""
    entry, point = page.entry, page.point
    return {
        "type": "Feature",
        "id": f"entry-{entry.slug}",
        "geometry": point and {"type": "Point", "coordinates": [round(point.x, 5), round(point.y, 5)]},
        "properties": {
            "kind": "entry",
            "slug": entry.slug,
            "stage": page.stage and page.stage.slug,
            "name": page.title,
            "date": entry.when,
            "clock": entry.clock and f"{entry.clock:%H:%M}",
            "author": entry.handle,
            "language": entry.language,
            "precision": page.precision,
            "radius": coarse.radius(page.precision),
            "text": page.words,
            "url": url,
        },
    }
