"""The small maps of sheets and atlas pages, as the JSON their scripts read."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language

from places.choices import Precision
from places.listing import Listing
from places.maps import map_options
from places.models import Initiative

# How far from its point a place may really be, in metres, and the zoom that shows it among its neighbours.
HALO = {
    Precision.SITE: (0, 9),
    Precision.VILLAGE: (2_000, 9),
    Precision.CITY: (6_000, 8),
    Precision.REGION: (30_000, 7),
}


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
        "tiles": "/tiles/initiatives/{z}/{x}/{y}.json",
        "explore": reverse("explore"),
        "sheet": reverse("places:initiative", args=["SLUG"]),
    }
    return {"map": _options(label), "bounds": shown.bounds, "query": shown.query, "urls": urls}


def _options(label: str) -> dict:
    options = map_options(get_language())
    return options | {"detail": None, "strings": options["strings"] | {"map": label}}
