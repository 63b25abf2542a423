"""iCalendar: stages of which the day or the month is known, as whole days; pages of the diary on their day, at their hour.

Nothing of it keeps anybody busy. A page stands on its own day rather than within its stage, which may be a month long."""

from __future__ import annotations

from datetime import UTC, timedelta

from icalendar import Calendar, Event

from routes import edtf
from routes.files.diary import Page, legible
from routes.files.road import Road
from routes.models import Stage

PRODUCT = "-//Interphaz//Atlas des utopies realistes//FR"


def write(road: Road) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", legible(road.journey.title))
    for stage in road.stages:
        if stage.when and edtf.known(stage.when) > 1:  # a year says too little to fill it
            calendar.add_component(_event(road, stage))
    for page in road.pages:
        if page.day:
            calendar.add_component(_written(road, page))
    return calendar.to_ical()


def _event(road: Road, stage: Stage) -> Event:
    first, after = edtf.span(stage.when)
    event = Event()
    event.add("uid", f"{stage.slug}@{road.journey.slug}")
    event.add("dtstamp", road.journey.updated_at.astimezone(UTC))
    event.add("summary", legible(stage.place))
    event.add("dtstart", first)
    event.add("dtend", after)
    event.add("transp", "TRANSPARENT")
    event.add("location", legible(stage.place))
    event.add("geo", (round(stage.point.y, 6), round(stage.point.x, 6)))  # latitude first, RFC 5545
    event.add("url", road.url_of(stage))
    event.add("description", road.told(stage))
    return event


def _written(road: Road, page: Page) -> Event:
    event = Event()
    event.add("uid", f"entry-{page.entry.slug}@{road.journey.slug}")
    event.add("dtstamp", page.entry.changed_at.astimezone(UTC))
    event.add("summary", legible(page.title))
    event.add("dtstart", page.moment or page.day)
    if page.moment is None:
        event.add("dtend", page.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if page.stage:
        event.add("location", legible(page.stage.place))
    if page.point:
        event.add("geo", (round(page.point.y, 6), round(page.point.x, 6)))
    event.add("url", road.url_of_page(page))
    event.add("description", legible(page.told()))
    return event
