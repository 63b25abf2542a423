"""GeoJSON: what our own map draws, what was recorded on the way, where it comes from and under which licence."""

from __future__ import annotations

import json

from routes.files.road import LICENCE, Road
from routes.geojson import features
from routes.tracks.passing_on import Way, ways


def write(road: Road) -> bytes:
    told = features(road.journey, road.stages)
    for feature in told["features"]:
        if "url" in feature["properties"]:
            feature["properties"]["url"] = road.home + feature["properties"]["url"]
    told["features"] += [_way(way) for way in ways(road.journey)]
    head = {"name": road.journey.title, "description": road.journey.about, "url": road.url, "license": LICENCE}
    return json.dumps({"type": told["type"], **head, "features": told["features"]}, ensure_ascii=False).encode()


def _way(way: Way) -> dict:
    """`evidence`: recorded by a device, or drawn by somebody."""
    lines = [[[round(lon, 5), round(lat, 5)] for lon, lat in line.tolist()] for line in way.lines]
    track = way.track
    told = {"kind": "track", "name": str(track), "mode": track.mode, "evidence": track.kind}
    told["to"] = track.stage.order if track.stage else None
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": lines}, "properties": told}
