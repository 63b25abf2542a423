"""GPX 1.0 and 1.1: tracks with their segments, routes, waypoints.

Read point by point rather than by gpxpy, which refuses a whole file for one point it cannot read.
"""

from __future__ import annotations

from collections.abc import Iterable

from routes.tracks.reading import UNKNOWN, Gathering, Met, Reading, Source, milliseconds, number
from routes.tracks.xml import Begun, Broken, Ended, Event

POINTS = {"trkpt", "rtept", "wpt"}
LINES = {"trk": Source.RECORDED, "rte": Source.PLANNED}


def read(events: Iterable[Event]) -> Reading:
    document = Document()
    for event in events:
        if isinstance(event, Begun):
            document.begin(event)
        elif isinstance(event, Ended):
            document.end(event)
        elif isinstance(event, Broken):
            document.reading.met[Met.CUT] = event.line
    document.close()
    return document.reading


class Document:
    """What was read so far: the elements within which one is, the line and the point that are being read."""

    def __init__(self):
        self.reading, self.within = Reading("GPX"), []
        self.line, self.name, self.segments = "", "", []
        self.point: dict[str, str | None] = {}

    def begin(self, event: Begun) -> None:
        self.within.append(event.name)
        if event.name in LINES:
            self.line, self.name, self.segments = event.name, "", []
        elif event.name == "trkseg":
            self.segments.append(Gathering())
        elif event.name in POINTS:
            self.point = {"lon": event.given.get("lon"), "lat": event.given.get("lat")}

    def end(self, event: Ended) -> None:
        self.within.pop()
        parent = self.within[-1] if self.within else ""
        if parent in POINTS:
            self.point[event.name] = event.text
        elif parent in LINES and event.name == "name":
            self.name = event.text
        elif event.name == "wpt":
            lon, lat, time, _height = self._vertex()
            self.reading.mark(self.point.get("name") or "", lon, lat, time)
        elif event.name in POINTS:
            self.segments = self.segments or [Gathering()]  # a route has none, nor has a track without its own
            self.segments[-1].add(*self._vertex())
        elif event.name in LINES:
            self._tell()

    def close(self) -> None:
        """The line within which a file was cut."""
        if self.line and self.segments:
            self._tell()

    def _tell(self) -> None:
        self.reading.add(self.name, LINES[self.line], [segment.path() for segment in self.segments])
        self.line = ""

    def _vertex(self) -> tuple[float, float, int, float]:
        said = self.point.get("time")
        time = milliseconds(said) if said else UNKNOWN
        self.reading.met[Met.TIMELESS] += bool(said) and time == UNKNOWN
        return number(self.point["lon"]), number(self.point["lat"]), time, number(self.point.get("ele"))
