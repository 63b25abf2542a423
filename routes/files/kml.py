"""KML 2.2: folders of stages with their dates, of legs along the globe, drawn apart by their evidence, of tracks, of the diary."""

from __future__ import annotations

from datetime import timedelta
from html import escape

from django.utils.translation import gettext as _
from fastkml import KML, Document, Folder, Placemark
from fastkml.atom import Author, Link
from fastkml.data import Data, ExtendedData
from fastkml.styles import LineStyle, Style, StyleUrl
from fastkml.times import KmlDateTime, TimeSpan, TimeStamp
from pygeoif import MultiLineString, Point

from places import coarse, prose
from routes import edtf, legs
from routes.choices import Evidence
from routes.files.diary import Page, legible
from routes.files.road import Road
from routes.models import Stage
from routes.tracks.passing_on import Way, ways

# Lines of KML have no dashes: what is illustrative is drawn thin and half transparent. Colours are alpha, blue, green, red.
STYLES = {
    Evidence.DOCUMENTED: LineStyle(color="ff1e3ab2", width=4),
    Evidence.ILLUSTRATIVE: LineStyle(color="801e3ab2", width=2),
}


def write(road: Road) -> bytes:
    stages = [_stage(road, stage) for stage in road.stages]
    walked = ways(road.journey)
    supposed = [_leg(start, end, evidence) for start, end, evidence in road.supposed(walked)]
    pages = [_page(road, page) for page in road.pages if page.point]
    document = Document(
        name=legible(road.journey.title),
        description=_rich(road.journey.about),
        atom_author=Author(name=road.author),
        atom_link=Link(href=road.url),
        styles=[Style(id=str(evidence), styles=[line]) for evidence, line in STYLES.items()],
        features=[
            Folder(id="stages", name=_("Étapes"), features=stages),
            Folder(id="legs", name=_("Trajets"), features=supposed),
            *(
                [Folder(id="tracks", name=_("Traces"), features=[_track(road, way) for way in walked])]
                if walked
                else []
            ),
            *([Folder(id="diary", name=_("Carnet"), features=pages)] if pages else []),
        ],
    )
    return KML(features=[document]).to_string(prettyprint=True).encode()


def _stage(road: Road, stage: Stage) -> Placemark:
    return Placemark(
        id=stage.slug,
        name=legible(stage.place),
        description=_rich(road.told(stage)),
        atom_link=Link(href=road.url_of(stage)),
        times=_times(stage.when),
        extended_data=_data(
            evidence=stage.evidence,
            precision=stage.precision,
            radius=coarse.radius(stage.precision),
            mode=stage.mode,
        ),
        geometry=Point(round(stage.point.x, 6), round(stage.point.y, 6)),
    )


def _leg(start: Stage, end: Stage, evidence: str) -> Placemark:
    road = legs.leg(start.point.coords, end.point.coords)
    return Placemark(
        name=legible(f"{start.place} → {end.place}"),
        style_url=StyleUrl(url=f"#{evidence}"),
        extended_data=_data(evidence=evidence, mode=end.mode),
        geometry=MultiLineString([[(round(x, 4), round(y, 4)) for x, y in part.coords] for part in road.geoms]),
    )


def _track(road: Road, way: Way) -> Placemark:
    return Placemark(
        name=road.name_of(way),
        style_url=StyleUrl(url=f"#{Evidence.DOCUMENTED if way.is_recorded else Evidence.ILLUSTRATIVE}"),
        extended_data=_data(evidence=way.track.kind, mode=way.track.mode),
        geometry=MultiLineString([[(round(x, 5), round(y, 5)) for x, y in line.tolist()] for line in way.lines]),
    )


def _page(road: Road, page: Page) -> Placemark:
    entry = page.entry
    return Placemark(
        id=f"entry-{entry.slug}",
        name=legible(page.title),
        description=_rich(page.signed) + legible(prose.html(page.beginning, entry.language)),
        atom_link=Link(href=road.url_of_page(page)),
        times=TimeStamp(timestamp=KmlDateTime(page.moment)) if page.moment else _times(entry.when),
        extended_data=_data(precision=page.precision, radius=coarse.radius(page.precision)),
        geometry=Point(round(page.point.x, 6), round(page.point.y, 6)),
    )


def _rich(text: str) -> str:
    """Descriptions are read as HTML: no sign that somebody wrote may be taken for it."""
    return escape(legible(text), quote=False).replace("\n", "<br>\n")


def _times(when: str) -> TimeSpan | None:
    if not when:
        return None
    first, after = edtf.span(when)
    return TimeSpan(begin=KmlDateTime(first), end=KmlDateTime(after - timedelta(days=1)))


def _data(**values: str | int) -> ExtendedData:
    """`radius`: of the area in which a place told vaguely may be, in metres."""
    return ExtendedData(elements=[Data(name=name, value=str(value)) for name, value in values.items()])
