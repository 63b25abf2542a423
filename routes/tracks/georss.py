"""GeoRSS: the points and lines of a feed, latitude before longitude."""

from __future__ import annotations

from collections.abc import Iterable

from routes.tracks.kml import gathered
from routes.tracks.reading import Met, Reading, Source, number
from routes.tracks.xml import Begun, Broken, Event


def read(events: Iterable[Event]) -> Reading:
    reading, stack, told = Reading("GeoRSS"), [], {}
    for event in events:
        if isinstance(event, Begun):
            stack.append(event.name)
            if event.name in ("item", "entry"):
                told = {}
        elif isinstance(event, Broken):
            reading.met[Met.CUT] = event.line
            break
        else:
            stack.pop()
            if event.text:
                told.setdefault(event.name, event.text)
            if event.name in ("item", "entry"):
                _tell(told, reading)
    return reading


def _tell(told: dict[str, str], reading: Reading) -> None:
    name = told.get("title", "")
    places = [*_pairs(told.get("point", "") or told.get("pos", ""))]
    if "lat" in told:
        places.append((number(told.get("long") or told.get("lon")), number(told["lat"])))
    for lon, lat in places[:1]:
        reading.mark(name, lon, lat)
    if line := told.get("line", "") or told.get("posList", ""):
        reading.add(name, Source.UNSAID, [gathered((lon, lat, float("nan")) for lon, lat in _pairs(line))])
    reading.met[Met.AREA] += "polygon" in told


def _pairs(text: str) -> Iterable[tuple[float, float]]:
    """(lon, lat) of « lat lon lat lon… »."""
    numbers = [number(part) for part in text.replace(",", " ").split()]
    return zip(numbers[1::2], numbers[0::2], strict=False)
