"""KML: the lines, tracks with times (gx:Track) and points of its placemarks. Areas are counted, links are not followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from routes.tracks.reading import UNKNOWN, Gathering, Met, Path, Reading, Source, milliseconds, number
from routes.tracks.xml import Begun, Broken, Ended, Event

COMMAS = re.compile(r"\s*,\s*")
Position = tuple[float, float, float]  # lon, lat in degrees, height in metres


def read(events: Iterable[Event]) -> Reading:
    reading, stack, mark = Reading("KML"), [], Placemark()
    for event in events:
        if isinstance(event, Begun):
            stack.append(event.name)
            if event.name == "Placemark":
                mark = Placemark()
            elif event.name == "Track":
                mark.whens, mark.coords = [], []
        elif isinstance(event, Broken):
            reading.met[Met.CUT] = event.line
            break
        else:
            stack.pop()
            mark.hear(event, stack, reading)
            if event.name == "Placemark":
                mark.tell(reading)
                mark = Placemark()
    mark.tell(reading)  # of a file that was cut within it
    return reading


class Placemark:
    """What is told within one; `segments` are its lines, `points` where it stands."""

    def __init__(self):
        self.name, self.time = "", UNKNOWN
        self.segments: list[Path] = []
        self.points: list[Position] = []
        self.is_track = False
        self.whens: list[str] = []
        self.coords: list[str] = []

    def hear(self, event: Ended, stack: list[str], reading: Reading) -> None:
        """An element has ended within `stack`."""
        parent = stack[-1] if stack else ""
        if event.name == "coordinates":
            self._coordinates(event.text, parent, stack)
        elif event.name == "Polygon":
            reading.met[Met.AREA] += 1
        elif event.name == "NetworkLink":
            reading.met[Met.ELSEWHERE] += 1
        elif parent == "Placemark" and event.name == "name":
            self.name = event.text
        elif event.name == "when":
            self.whens.append(event.text)
            if parent == "TimeStamp":
                self.time = milliseconds(event.text)
        elif event.name == "coord":
            self.coords.append(event.text)
        elif event.name == "Track":
            self._track(reading)

    def tell(self, reading: Reading) -> None:
        if self.segments:
            reading.add(self.name, Source.RECORDED if self.is_track else Source.UNSAID, self.segments)
        for lon, lat, _height in self.points:
            reading.mark(self.name, lon, lat, self.time)

    def _coordinates(self, text: str, parent: str, stack: list[str]) -> None:
        if parent == "Point":
            self.points += positions(text)
        elif parent == "LineString" or (parent == "LinearRing" and "Polygon" not in stack):
            self.segments.append(gathered(positions(text)))

    def _track(self, reading: Reading) -> None:
        """Its times and places come in two rows, side by side."""
        self.is_track, line = True, Gathering()
        times = [milliseconds(when) if when else UNKNOWN for when in self.whens]
        reading.met[Met.TIMELESS] += sum(
            bool(when) and time == UNKNOWN for when, time in zip(self.whens, times, strict=True)
        )
        times += [UNKNOWN] * (len(self.coords) - len(times))
        for coord, time in zip(self.coords, times, strict=False):
            lon, lat, height = _position(coord.split())
            line.add(lon, lat, time, height)
        self.segments.append(line.path())
        self.whens, self.coords = [], []


def positions(text: str) -> Iterator[Position]:
    """Of « lon,lat,height lon,lat,height… », with blanks around the commas or not."""
    for place in COMMAS.sub(",", text).split():
        yield _position(place.split(","))


def gathered(places: Iterable[Position]) -> Path:
    line = Gathering()
    for lon, lat, height in places:
        line.add(lon, lat, height=height)
    return line.path()


def _position(parts: list[str]) -> Position:
    lon, lat, height, *_ = [*map(number, parts), *[float("nan")] * 3]
    return lon, lat, height
