"""GPX 1.1: a waypoint for each stage, a route through them, and a track for each that was recorded on the way."""

from __future__ import annotations

from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from routes.files.road import AUTHOR, LICENCE, Road
from routes.tracks.passing_on import Way, ways


def write(road: Road) -> bytes:
    file = GPX()
    file.creator, file.name, file.description, file.link = AUTHOR, road.journey.title, road.journey.about, road.url
    file.author_name, file.copyright_author, file.copyright_license = AUTHOR, AUTHOR, LICENCE
    route = GPXRoute(name=road.journey.title)
    for stage in road.stages:
        where = {"longitude": round(stage.point.x, 6), "latitude": round(stage.point.y, 6)}
        point = GPXWaypoint(**where, name=stage.place, description=road.told(stage), type=stage.evidence)
        point.link, point.link_text = road.url_of(stage), stage.place
        file.waypoints.append(point)
        route.points.append(GPXRoutePoint(**where, name=stage.place, type=stage.evidence))
    file.routes.append(route)
    file.tracks += [_track(way) for way in ways(road.journey) if way.is_recorded]
    return file.to_xml().encode()


def _track(way: Way) -> GPXTrack:
    """Simplified, and without times."""
    track = GPXTrack(name=str(way.track))
    track.type = way.track.mode
    for line in way.lines:
        points = [GPXTrackPoint(longitude=round(lon, 5), latitude=round(lat, 5)) for lon, lat in line.tolist()]
        track.segments.append(GPXTrackSegment(points))
    return track
