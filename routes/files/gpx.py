"""GPX 1.1: a waypoint for each stage, and a route through them. No track, since nobody recorded one."""

from __future__ import annotations

from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXWaypoint

from routes.files.road import AUTHOR, LICENCE, Road


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
    return file.to_xml().encode()
