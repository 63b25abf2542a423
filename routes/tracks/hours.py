"""What o’clock it is where one is: time zones of places, from boundaries that come with a library, offline."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from timezonefinder import timezone_at


def zone(lon: float, lat: float) -> tzinfo:
    """Of a place; at sea, by its meridian."""
    try:
        return ZoneInfo(timezone_at(lng=max(-180, min(180, lon)), lat=lat) or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def local(moment: datetime, lon: float, lat: float) -> datetime:
    """The same moment by the clocks of a place."""
    return moment.astimezone(zone(lon, lat))
