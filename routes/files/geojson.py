"""GeoJSON: what our own map draws, with where it comes from and under which licence."""

from __future__ import annotations

import json

from routes.files.road import LICENCE, Road
from routes.geojson import features


def write(road: Road) -> bytes:
    told = features(road.journey, road.stages)
    for feature in told["features"]:
        if "url" in feature["properties"]:
            feature["properties"]["url"] = road.home + feature["properties"]["url"]
    head = {"name": road.journey.title, "description": road.journey.about, "url": road.url, "license": LICENCE}
    return json.dumps({"type": told["type"], **head, "features": told["features"]}, ensure_ascii=False).encode()
