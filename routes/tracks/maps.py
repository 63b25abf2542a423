"""What a page hands to its map about recorded tracks."""

from __future__ import annotations

from places import index
from routes.choices import TrackKind
from routes.models import Track


def tracks_on_map(slug: str) -> dict:
    """`tracks`: `url` of their tiles, with the generation in it, and `legs`: slugs of the stages to which one that was
    recorded leads, whose straight line is not drawn as well. Nothing for a journey without a public track."""
    found = set(Track.objects.public().filter(journey__slug=slug).order_by().values_list("stage__slug", "kind"))
    if not found:
        return {}
    legs = sorted({slug for slug, kind in found if slug and kind == TrackKind.TRACK})
    url = f"/tiles/journeys/{slug}/{{z}}/{{x}}/{{y}}.json?v={index.generation()}"
    return {"tracks": {"url": url, "legs": legs}}
