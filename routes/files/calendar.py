"""iCalendar: the stages of which the day or the month is known, as whole days that keep nobody busy."""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar, Event

from routes import edtf
from routes.files.road import Road
from routes.models import Stage

PRODUCT = "-//Interphaz//Atlas des utopies realistes//FR"


def write(road: Road) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", road.journey.title)
    for stage in road.stages:
        if stage.when and edtf.known(stage.when) > 1:  # a year says too little to fill it
            calendar.add_component(_event(road, stage))
    return calendar.to_ical()


def _event(road: Road, stage: Stage) -> Event:
    first, after = edtf.span(stage.when)
    event = Event()
    event.add("uid", f"{stage.slug}@{road.journey.slug}")
    event.add("dtstamp", road.journey.updated_at.astimezone(UTC))
    event.add("summary", stage.place)
    event.add("dtstart", first)
    event.add("dtend", after)
    event.add("transp", "TRANSPARENT")
    event.add("location", stage.place)
    event.add("geo", (round(stage.point.y, 6), round(stage.point.x, 6)))  # latitude first, RFC 5545
    event.add("url", road.url_of(stage))
    event.add("description", road.told(stage))
    return event
