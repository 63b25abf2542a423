"""GPX 1.1: waypoints for stages and pages of the diary, a track for each that was recorded, and routes where none was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from routes.files.diary import Page, legible
from routes.files.road import ATLAS, LICENCE, Road
from routes.models import Stage
from routes.tracks.passing_on import Way, ways


def write(road: Road) -> bytes:
    file, journey = GPX(), road.journey
    walked = [way for way in ways(journey) if way.is_recorded]
    file.creator, file.link = ATLAS, road.url
    file.name, file.description = legible(journey.title), legible(journey.about)
    file.author_name, file.copyright_author, file.copyright_license = road.author, road.author, LICENCE
    file.waypoints = [_stage(road, stage) for stage in road.stages]
    file.waypoints += [_page(road, page) for page in road.pages if page.point]
    file.routes = [_route(journey.title, stages) for stages in _runs(road, walked)]
    file.tracks = [_track(road, way) for way in walked]
    return file.to_xml().encode()


def _stage(road: Road, stage: Stage) -> GPXWaypoint:
    where = {"longitude": round(stage.point.x, 6), "latitude": round(stage.point.y, 6)}
    point = GPXWaypoint(**where, name=legible(stage.place), description=road.told(stage), type=stage.evidence)
    point.link, point.link_text = road.url_of(stage), legible(stage.place)
    return point


def _page(road: Road, page: Page) -> GPXWaypoint:
    """Its time only when its hour is known: GPX has no days."""
    where = {"longitude": round(page.point.x, 6), "latitude": round(page.point.y, 6)}
    title = legible(page.title)
    point = GPXWaypoint(**where, name=title, description=legible(page.told()), time=page.moment, type="entry")
    point.link, point.link_text = road.url_of_page(page), title
    return point


def _runs(road: Road, walked: Sequence[Way]) -> Iterator[list[Stage]]:
    """Stages one after the other, as long as no track leads from one to the next."""
    run: list[Stage] = []
    for start, end, _ in road.supposed(walked):
        if run and run[-1] is not start:
            yield run
            run = []
        run = run or [start]
        run.append(end)
    if run:
        yield run


def _route(name: str, stages: Sequence[Stage]) -> GPXRoute:
    route = GPXRoute(name=legible(name))
    for stage in stages:
        where = {"longitude": round(stage.point.x, 6), "latitude": round(stage.point.y, 6)}
        route.points.append(GPXRoutePoint(**where, name=legible(stage.place), type=stage.evidence))
    return route


def _track(road: Road, way: Way) -> GPXTrack:
    """Simplified, and without times."""
    track = GPXTrack(name=road.name_of(way))
    track.type = way.track.mode
    for line in way.lines:
        points = [GPXTrackPoint(longitude=round(lon, 5), latitude=round(lat, 5)) for lon, lat in line.tolist()]
        track.segments.append(GPXTrackSegment(points))
    return track
