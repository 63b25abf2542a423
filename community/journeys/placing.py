"""Where a photo was taken: what its camera says, else its hour on the track, else the stage of its page; the writer has the last word."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import gazetteer
from places.media.receiving import Received
from places.typography import near
from routes.choices import Placed
from routes.media import Spot
from routes.models import Entry, EntryMedium, Journey, Stage
from routes.querysets import degrees
from routes.tracks import placing, timelines

Position = tuple[float, float]  # lon, lat in degrees


def of_photo(received: Received, entry: Entry, *, wanted: str = "", by_hand: Position | None = None) -> Spot:
    """By the way that is `wanted` (a Placed), or the first after it that knows; nothing wanted is the camera."""
    if wanted == Placed.HAND and by_hand:
        return Spot(by_hand, Placed.HAND)
    if wanted not in (Placed.TRACK, Placed.STAGE) and received.position:
        return Spot(received.position, Placed.EXIF)
    if wanted != Placed.STAGE and (found := on_track(entry.journey, received)):
        return Spot(found, Placed.TRACK)
    return at_stage(entry)


def at_stage(entry: Entry) -> Spot:
    point = entry.point or (entry.stage and entry.stage.point)
    return Spot(point and (point.x, point.y), Placed.STAGE)


def of_stages(journey: Journey) -> dict[int, Position]:
    """Key of a stage → where it is."""
    stages = Stage.everything.standing().filter(journey=journey).annotate(lon=degrees("X"), lat=degrees("Y"))
    return {key: (round(lon, 5), round(lat, 5)) for key, lon, lat in stages.values_list("pk", "lon", "lat")}


def on_track(journey: Journey, received: Received) -> Position | None:
    """Where the travellers were at the hour of a photo; None when it tells none, or no track of theirs knows."""
    if received.taken_at is None:
        return None
    recorded = timelines.of(journey, around=received.taken_at)
    return placing.on_track(received.taken_at, recorded, offset=received.offset)


def said(medium: EntryMedium) -> str:
    """« près de Lens, par l’appareil »: what the writer confirms."""
    how = str(medium.get_placed_display())
    if medium.point is None:
        return how
    language = get_language() or "fr"
    town = gazetteer.nearest_town(medium.point.x, medium.point.y, language)
    if town is None:
        return _("%(lat)s, %(lon)s, %(how)s") % {
            "lat": round(medium.point.y, 3),
            "lon": round(medium.point.x, 3),
            "how": how,
        }
    return _("près %(town)s, %(how)s") % {"town": near(town.name, language), "how": how}
