"""The small maps of sheets and atlas pages, as the JSON their scripts read."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils.translation import get_language

from places import coarse, geo
from places.choices import Precision
from places.listing import Listing
from places.maps import map_options, tiles_url
from places.models import Initiative

# How far from its point a place may really be, in metres, and the zoom that shows it among its neighbours.
ZOOM = {Precision.SITE: 9, Precision.VILLAGE: 9, Precision.CITY: 8, Precision.REGION: 7}
HALO = {precision: (coarse.radius(precision), zoom) for precision, zoom in ZOOM.items()}


def place_map(initiative: Initiative, label: str) -> dict | None:
    """Where one is: "halo" in metres, 0 for an exact place; None when the place is not shown."""
    if initiative.point is None:
        return None
    lon, lat = (round(degrees, 5) for degrees in initiative.point.coords)
    halo, zoom = HALO[initiative.precision]
    first = next(iter(initiative.resources), "")
    place = {"lon": lon, "lat": lat, "halo": halo, "zoom": zoom, "resource": first}
    return {"map": _options(label), "place": place}


def list_map(shown: Listing, label: str) -> dict | None:
    """Where those of a list are; None when no place is shown."""
    if shown.bounds is None:
        return None
    urls = {
        "tiles": tiles_url(),
        "explore": reverse("explore"),
        "sheet": reverse("places:initiative", args=["SLUG"]),
    }
    return {"map": _options(label), "bounds": shown.bounds, "query": shown.query, "urls": urls}


def few_map(lettered: Sequence[tuple[str, Initiative]], label: str, *, origin: Point | None = None) -> dict | None:
    """Where a few are, each under its letter, and the reader's place; None when none of them is shown.

    Longitudes go beyond 180 rather than around the world, so that "bounds" is the smallest view that holds all.
    """
    placed = [(letter, one) for letter, one in lettered if one.point]
    if not placed:
        return None
    points = [one.point for _letter, one in placed] + ([origin] if origin else [])
    lons, lats = geo.together([round(point.x, 5) for point in points]), [round(point.y, 5) for point in points]
    places = [
        {
            "letter": letter,
            "lon": lon,
            "lat": lat,
            "halo": HALO[one.precision][0],
            "resource": next(iter(one.resources), ""),
        }
        for (letter, one), lon, lat in zip(placed, lons, lats, strict=False)
    ]
    return {
        "map": _options(label),
        "bounds": [[min(lats), min(lons)], [max(lats), max(lons)]],
        "places": places,
        "origin": [lons[-1], lats[-1]] if origin else None,
    }


def _options(label: str) -> dict:
    options = map_options(get_language())
    return options | {"detail": None, "strings": options["strings"] | {"map": label}}
