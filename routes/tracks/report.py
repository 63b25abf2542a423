"""What is taken of a file and what is not, as a person would say it: one sentence for each thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_time
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from places import dates
from places.typography import short
from routes.choices import PartKind, TrackKind
from routes.edtf import LOCALES
from routes.tracks import hours
from routes.tracks.cleaning import Fault
from routes.tracks.reading import UNKNOWN, Met, Reading, Source, Waypoint
from routes.tracks.taking import Taken, take

NAMED_WAYPOINTS = 5
PERHAPS_FLOWN_KM = 300  # further than one usually goes without a word


@dataclass(frozen=True)
class LineReport:
    """A line of the file: `told` what is taken, `left` what is not and why. Nothing of it can be taken without parts."""

    number: int
    name: str
    taken: Taken
    told: list[str]
    left: list[str]

    @property
    def is_taken(self) -> bool:
        return bool(self.taken.parts)


@dataclass(frozen=True)
class FileReport:
    name: str
    form: str
    lines: list[LineReport]
    besides: list[str]  # waypoints, and what concerns the whole file

    @property
    def points(self) -> int:
        return sum(line.taken.points for line in self.lines)

    @property
    def summary(self) -> str:
        """« GPX : 3 traces, 12 480 points, 86,3 km. »"""
        lines = [line for line in self.lines if line.is_taken]
        if not lines:
            return _("%s : aucune trace.") % self.form
        told = [ngettext("%s trace", "%s traces", len(lines)) % _n(len(lines)), _points(self.points)]
        told.append(_km(sum(line.taken.recorded_km for line in lines)))
        return _("%(form)s : %(told)s.") % {"form": self.form, "told": ", ".join(told)}


def report(name: str, reading: Reading) -> FileReport:
    """Of a file called so."""
    lines = [_line(n, take(recording)) for n, recording in enumerate(reading.recordings)]
    return FileReport(short(name), reading.form, lines, [*_besides(reading)])


def _line(number: int, taken: Taken) -> LineReport:
    name = taken.name or _("Ligne %s") % (number + 1)
    return LineReport(number, name, taken, [*_told(taken)], [*_left(taken)])


def _told(taken: Taken) -> Iterator[str]:
    if not taken.parts:
        yield _("Rien à tracer : il faut deux points au moins.")
        return
    yield _sum(taken)
    for kind in (PartKind.FLIGHT, PartKind.GAP):
        if parts := [part for part in taken.parts if part.kind == kind]:
            yield _between(kind, len(parts), sum(part.km for part in parts))
            longest = max(part.km for part in parts)
            if kind == PartKind.GAP and longest > PERHAPS_FLOWN_KM:
                yield _("Le plus long, %s : un vol, peut-être.") % _km(longest)
    if span := taken.span:
        yield f"{_capital(_when(span, taken))}."
    elif taken.source == Source.RECORDED:
        yield _("Sans heures.")
    elif taken.source == Source.UNSAID:
        yield _("Sans heures : enregistrée en chemin, ou dessinée ? À vous de le dire.")


def _sum(taken: Taken) -> str:
    """« 12 480 points en 3 morceaux, 86,3 km. »"""
    recorded = [part for part in taken.parts if part.kind == PartKind.RECORDED]
    told = _points(taken.points)
    if len(recorded) > 1:
        told = _("%(points)s en %(n)s morceaux") % {"points": told, "n": _n(len(recorded))}
    drawn = _("dessinés") if taken.kind == TrackKind.ROUTE and taken.source == Source.PLANNED else ""
    return f"{told}, {' '.join(filter(None, [_km(taken.recorded_km), drawn]))}."


def _between(kind: PartKind, n: int, km: float) -> str:
    numbers = {"n": _n(n), "km": _km(km)}
    if kind == PartKind.FLIGHT:
        told = ngettext("Un vol de %(km)s, en pointillé.", "%(n)s vols, %(km)s en tout, en pointillé.", n)
    else:
        told = ngettext(
            "Un trou de %(km)s, où rien ne fut enregistré, en pointillé.",
            "%(n)s trous, %(km)s en tout, où rien ne fut enregistré, en pointillé.",
            n,
        )
    return told % numbers


def _left(taken: Taken) -> Iterator[str]:
    for fault in Fault:
        if n := taken.faults[fault]:
            yield _fault(fault, n) % _n(n)


def _fault(fault: Fault, n: int) -> str:
    said = {
        Fault.NOWHERE: ngettext(
            "%s point sans coordonnées possibles, laissé de côté.",
            "%s points sans coordonnées possibles, laissés de côté.",
            n,
        ),
        Fault.UNTIMELY: ngettext(
            "%s heure impossible (d’avant les satellites, ou à venir), oubliée ; son point est gardé.",
            "%s heures impossibles (d’avant les satellites, ou à venir), oubliées ; leurs points sont gardés.",
            n,
        ),
        Fault.MOVED: ngettext("%s point remis dans l’ordre des heures.", "%s points remis dans l’ordre des heures.", n),
        Fault.BACKWARDS: ngettext(
            "%s heure qui recule, oubliée ; son point est gardé à sa place.",
            "%s heures qui reculent, oubliées ; leurs points sont gardés à leur place.",
            n,
        ),
        Fault.TWICE: ngettext("%s doublon, laissé de côté.", "%s doublons, laissés de côté.", n),
        Fault.STRAY: ngettext(
            "%s point égaré, loin de la trace un seul instant, laissé de côté.",
            "%s points égarés, loin de la trace un seul instant, laissés de côté.",
            n,
        ),
        Fault.ALONE: ngettext("%s point tout seul, laissé de côté.", "%s points tout seuls, laissés de côté.", n),
    }
    return said[fault]


def _besides(reading: Reading) -> Iterator[str]:
    if reading.waypoints:
        yield _waypoints(reading.waypoints)
    for met in Met:
        if n := reading.met[met]:
            yield _met(met, n) % _n(n)


def _met(met: Met, n: int) -> str:
    said = {
        Met.AREA: ngettext("%s surface, laissée de côté.", "%s surfaces, laissées de côté.", n),
        Met.ELSEWHERE: ngettext(
            "%s lien vers un autre fichier, que nous n’avons pas suivi.",
            "%s liens vers d’autres fichiers, que nous n’avons pas suivis.",
            n,
        ),
        Met.PLACELESS: ngettext("%s repère sans lieu, laissé de côté.", "%s repères sans lieu, laissés de côté.", n),
        Met.TIMELESS: ngettext(
            "%s heure illisible, oubliée ; son point est gardé.",
            "%s heures illisibles, oubliées ; leurs points sont gardés.",
            n,
        ),
        Met.CUT: _(
            "Le fichier est coupé ou abîmé à la ligne %s : ce qui précède est pris, le reste n’a pas pu être lu."
        ),
        Met.ENCODING: _("L’encodage annoncé n’est pas le vrai : vérifiez les accents des noms.") + "%.0s",
        Met.EMPTY: ngettext("%s trace ou segment vide.", "%s traces ou segments vides.", n),
    }
    return said[met]


def _waypoints(waypoints: list[Waypoint]) -> str:
    """« 7 repères (001, FAGGIO…), dont 2 sans nom : … »"""
    n, named = len(waypoints), [waypoint.name for waypoint in waypoints if waypoint.name]
    told = ngettext("%s repère", "%s repères", n) % _n(n)
    if named:
        more = "…" if len(named) > NAMED_WAYPOINTS else ""
        told += f" ({', '.join(map(short, named[:NAMED_WAYPOINTS]))}{more})"
    if unnamed := n - len(named):
        told += _(", dont %s sans nom") % _n(unnamed) if named else f" {_('sans nom')}"
    rest = ngettext(
        "%s : laissé de côté, à moins que vous n’en fassiez une étape.",
        "%s : laissés de côté, à moins que vous n’en fassiez des étapes.",
        n,
    )
    return rest % told


def _when(span: tuple[datetime, datetime], taken: Taken) -> str:
    """By the clocks of where it begins, and of where it ends."""
    start, end = (hours.local(moment, *_where(taken, last)) for moment, last in zip(span, (False, True), strict=True))
    numbers = {"day": _day(start), "start": _clock(start), "end_day": _day(end), "end": _clock(end)}
    if start.date() == end.date():
        if _clock(start) == _clock(end):
            return _("le %(day)s à %(start)s, heure du lieu") % numbers
        return _("le %(day)s de %(start)s à %(end)s, heure du lieu") % numbers
    return _("du %(day)s à %(start)s au %(end_day)s à %(end)s, heure du lieu") % numbers


def _where(taken: Taken, last: bool) -> tuple[float, float]:
    """Of its first or last vertex of known time."""
    timed = [part.path for part in taken.parts if part.path.is_timed]
    path = timed[-1 if last else 0]
    n = (path.times != UNKNOWN).nonzero()[0][-1 if last else 0]
    return float(path.lons[n]), float(path.lats[n])


def _day(moment: datetime) -> str:
    return dates.day(moment, get_language() or "fr")


def _clock(moment: datetime) -> str:
    return format_time(moment.time(), "HH:mm", locale=_locale())


def _locale() -> str:
    language = get_language() or "fr"
    return LOCALES.get(language, language)


def _points(n: int) -> str:
    return ngettext("%s point", "%s points", n) % _n(n)


def _km(km: float) -> str:
    if km < 0.95:
        return _("%s m") % _n(round(km * 1000))
    decimals = 1 if km < 999.5 else 0
    return _("%s km") % number_format(round(km, decimals), decimals, force_grouping=True)


def _n(number: int) -> str:
    return number_format(number, 0, force_grouping=True)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
