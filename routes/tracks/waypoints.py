"""Waypoints of a file as stages that a journey may have: named, dated where they are, in order, doubles told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import coarse, countries, gazetteer, geo
from places.choices import Precision
from places.typography import short
from routes import edtf
from routes.choices import Evidence, Mode
from routes.models import Journey, Stage
from routes.tracks import hours
from routes.tracks.cleaning import FIRST_FIX
from routes.tracks.guessing import stage_of
from routes.tracks.measuring import km_between
from routes.tracks.reading import UNKNOWN, Reading, Waypoint
from routes.tracks.taking import Taken

OFFERED = 100  # of one file: what a person ticks through
DOUBLE_KM = 0.3  # nearer than this, it is the same place
LOOKED_AT = 20_000  # vertices of a file's lines, to tell where along them a waypoint is
LONGEST_NAME = 160


@dataclass(frozen=True)
class Offered:
    """A waypoint as the stage it would be. `place` is "" where neither the file nor the gazetteer names it; `when` an EDTF day, or "".

    `told`: what there is to say of it; `double`: whether a stage, or an earlier waypoint, is there already.
    """

    number: int
    lon: float
    lat: float
    place: str
    country: str
    when: str
    is_announced: bool
    told: list[str]
    double: bool

    def said(self, *, place: str = "", when: str | None = None, announced: bool | None = None) -> dict[str, Any]:
        """As `routes.actions.add_stages` wants it, in other words where there are."""
        announced = self.is_announced if announced is None else announced
        return {
            "place_fr": place or self.place,
            "country": self.country,
            "point": [self.lon, self.lat],
            "precision": Precision.SITE.value,
            "evidence": (Evidence.ILLUSTRATIVE if announced else Evidence.DOCUMENTED).value,
            "mode": Mode.UNKNOWN.value,
            "when": self.when if when is None else when,
        }


def offer(reading: Reading, journey: Journey, stages: Sequence[Stage]) -> list[Offered]:
    """OFFERED at most: those with a time by it, the others after them; without any, along the file's lines, else as they come."""
    language = get_language() or "fr"
    there = [(f"{order}. {stage.place}", stage.point.x, stage.point.y) for order, stage in enumerate(stages, 1)]
    offered = []
    for number, waypoint in _ordered(reading)[:OFFERED]:
        one = _offered(number, waypoint, journey, there, language)
        offered.append(one)
        there.append((one.place, *_shown(one.lon, one.lat, journey)))
    return offered


def after(offered: Sequence[Offered], taken: Iterable[Taken], stages: Sequence[Stage]) -> int:
    """How many of the journey's stages come before them: by their first day, else by where the file's first line leads."""
    days = [one.when for one in offered if one.when]
    dated = [n for n, stage in enumerate(stages, 1) if stage.when]
    if days and dated:
        first = date.fromisoformat(min(days))
        return max((n for n in dated if edtf.span(stages[n - 1].when)[0] <= first), default=0)
    led = next(filter(None, (stage_of(one, stages) for one in taken)), None)
    return stages.index(led) if led else len(stages)


def _ordered(reading: Reading) -> list[tuple[int, Waypoint]]:
    numbered = list(enumerate(reading.waypoints))
    dated = [pair for pair in numbered if _day(pair[1])]
    others = [pair for pair in numbered if not _day(pair[1])]
    if dated:
        return [*sorted(dated, key=lambda pair: pair[1].time), *others]
    if not reading.recordings:
        return numbered
    segments = [segment for recording in reading.recordings for segment in recording.segments]
    step = max(1, reading.vertices // LOOKED_AT)
    lons, lats = (np.concatenate([getattr(one, axis) for one in segments])[::step] for axis in ("lons", "lats"))
    lons, lats = lons[np.isfinite(lats)], lats[np.isfinite(lats)]
    return sorted(numbered, key=lambda pair: _along(pair[1], lons, lats))


def _along(waypoint: Waypoint, lons: np.ndarray, lats: np.ndarray) -> int:
    """The number of the vertex that it is nearest to."""
    away = km_between(lons, lats, np.array([waypoint.lon]), np.array([waypoint.lat]))
    return int(np.nan_to_num(away, nan=np.inf).argmin()) if len(away) else 0


def _offered(number: int, waypoint: Waypoint, journey: Journey, there: Sequence[tuple], language: str) -> Offered:
    lon, lat, when = round(geo.wrap(waypoint.lon), 6), round(waypoint.lat, 6), _day(waypoint)
    place = waypoint.name[:LONGEST_NAME] or _town(lon, lat, language)
    double = _double(*_shown(lon, lat, journey), there)
    known = gazetteer.country_at(lon, lat, called=place)
    country = known or _nearest_country(lon, lat)
    told = [*_told(waypoint, place, when, double)]
    if country and not known:
        told.append(
            _("Pays : %s, celui de la ville la plus proche ; changez-le sur l’étape s’il n’est pas juste.")
            % countries.name(country, language)
        )
    return Offered(number, lon, lat, place, country, when, not when, told, double is not None)


def _told(waypoint: Waypoint, place: str, when: str, double: tuple[str, int] | None) -> Iterator[str]:
    if not waypoint.name and place:
        yield _("Sans nom dans le fichier : « %s » est la ville la plus proche.") % short(place)
    elif not waypoint.name:
        yield _("Sans nom dans le fichier, et sans ville alentour : donnez-lui un nom.")
    if when:
        yield _("Daté du %s, heure du lieu.") % edtf.said(when, get_language() or "fr")
    if double:
        yield _("À %(metres)s m de « %(other)s » : c’est peut-être la même étape.") % {
            "metres": double[1],
            "other": short(double[0]),
        }


def _double(lon: float, lat: float, there: Sequence[tuple]) -> tuple[str, int] | None:
    """(what is there already, how many metres away), the nearest."""
    if not there:
        return None
    names, lons, lats = zip(*there, strict=True)
    away = km_between(np.array(lons), np.array(lats), np.array([lon]), np.array([lat]))
    nearest = int(away.argmin())
    return (names[nearest], round(away[nearest] * 100) * 10) if away[nearest] <= DOUBLE_KM else None


def _shown(lon: float, lat: float, journey: Journey) -> tuple[float, float]:
    """Where the journey would show it: stages may be known no more exactly than that."""
    point = coarse.shown(geo.point(lon, lat), journey.live_precision)
    return (point.x, point.y) if point else (lon, lat)


def _day(waypoint: Waypoint) -> str:
    """By the clocks of the place; "" for a time before there were satellites, or to come."""
    now = datetime.now(UTC)
    if waypoint.time == UNKNOWN or not FIRST_FIX <= waypoint.time <= now.timestamp() * 1000:
        return ""
    moment = datetime.fromtimestamp(waypoint.time / 1000, UTC)
    return hours.local(moment, geo.wrap(waypoint.lon), waypoint.lat).date().isoformat()


def _town(lon: float, lat: float, language: str) -> str:
    town = gazetteer.nearest_town(lon, lat, language)
    return town.name if town else ""


def _nearest_country(lon: float, lat: float) -> str:
    """Where the towns around do not agree, or there are none."""
    town = gazetteer.nearest_of_all(lon, lat, get_language() or "fr")
    return town.country if town else ""
