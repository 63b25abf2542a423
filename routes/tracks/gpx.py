"""GPX 1.0 and 1.1: tracks with their segments, routes, waypoints.

Read point by point rather than by gpxpy, which refuses a whole file for one point it cannot read.
"""

from __future__ import annotations

from collections.abc import Iterable

from routes.tracks.reading import UNKNOWN, Gathering, Met, Reading, Source, milliseconds, number
from routes.tracks.xml import Begun, Broken, Event

POINTS = {"trkpt", "rtept", "wpt"}
LINES = {"trk": Source.RECORDED, "rte": Source.PLANNED}


def read(events: Iterable[Event]) -> Reading:
    reading, stack = Reading("GPX"), []
    name, segments, point = "", [], {}
    for event in events:
        if isinstance(event, Begun):
            stack.append(event.name)
            if event.name in LINES:
                name, segments = "", [Gathering()] if event.name == "rte" else []
            elif event.name == "trkseg":
                segments.append(Gathering())
            elif event.name in POINTS:
                point = {"lon": event.given.get("lon"), "lat": event.given.get("lat")}
            continue
        if isinstance(event, Broken):
            reading.met[Met.CUT] = event.line
            break
        stack.pop()
        parent = stack[-1] if stack else ""
        if parent in POINTS:
            point[event.name] = event.text
        elif parent in LINES and event.name == "name":
            name = event.text
        elif event.name in ("trkpt", "rtept"):
            segments = segments or [Gathering()]  # a point that stands in no segment
            segments[-1].add(*_vertex(point, reading))
        elif event.name == "wpt":
            lon, lat, time, _height = _vertex(point, reading)
            reading.mark(point.get("name", ""), lon, lat, time)
        elif event.name in LINES:
            reading.add(name, LINES[event.name], [segment.path() for segment in segments])
            segments = []
    if segments:  # the file was cut within a line
        source = LINES.get(next((element for element in stack if element in LINES), ""), Source.RECORDED)
        reading.add(name, source, [segment.path() for segment in segments])
    return reading


def _vertex(point: dict, reading: Reading) -> tuple[float, float, int, float]:
    time = milliseconds(point["time"]) if point.get("time") else UNKNOWN
    reading.met[Met.TIMELESS] += bool(point.get("time")) and time == UNKNOWN
    return number(point["lon"]), number(point["lat"]), time, number(point.get("ele"))
