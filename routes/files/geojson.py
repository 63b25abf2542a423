"""GeoJSON: what our own map draws, what was recorded and written on the way, where it comes from and under which licence."""

from __future__ import annotations

import json

from routes.files.road import LICENCE, Road
from routes.geojson import features, page_feature
from routes.tracks.passing_on import Way, ways


def write(road: Road) -> bytes:
    walked = ways(road.journey)
    led = {None, *(end.order for _, end, _ in road.supposed(walked))}
    told = [one for one in features(road.journey, road.stages)["features"] if one["properties"].get("to") in led]
    for feature in told:
        if "url" in feature["properties"]:
            feature["properties"]["url"] = road.home + feature["properties"]["url"]
    told += [_way(road, way) for way in walked] + [
        page_feature(page, url=road.url_of_page(page)) for page in road.pages
    ]
    head = {"name": road.journey.title, "description": road.journey.about, "url": road.url, "license": LICENCE}
    return json.dumps({"type": "FeatureCollection", **head, "features": told}, ensure_ascii=False).encode()


def _way(road: Road, way: Way) -> dict:
    """`evidence`: recorded by a device, or drawn by somebody."""
    lines = [[[round(lon, 5), round(lat, 5)] for lon, lat in line.tolist()] for line in way.lines]
    track = way.track
    told = {"kind": "track", "name": road.name_of(way), "mode": track.mode, "evidence": track.kind}
    told["to"] = track.stage.order if track.stage else None
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": lines}, "properties": told}
