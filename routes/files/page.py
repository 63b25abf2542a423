"""One HTML file with the whole road on a map, made with folium: it opens from a USB stick, and asks nobody for anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path

import folium
import numpy as np
from branca.element import Element
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jinja2 import Template

from places import coarse, countries, geodesy
from routes import land, legs
from routes.choices import Evidence
from routes.files import marks
from routes.files.ground import Ground
from routes.files.road import LICENCE, Road
from routes.models import Stage
from routes.paper.surroundings import Surroundings
from routes.tracks.passing_on import Way, ways

# folium takes colours; the page's own script gives each class those of its theme (static/js/files/stick.js).
LINES = {
    Evidence.DOCUMENTED.value: {"className": "road", "weight": 3.5},
    Evidence.ILLUSTRATIVE.value: {"className": "road", "weight": 2.5, "dashArray": "2 7"},
}
GROUND = {
    "land": {"className": "land", "weight": 0, "fillOpacity": 1},
    "lake": {"className": "lake", "weight": 0, "fillOpacity": 1},
    "river": {"className": "river", "weight": 0.8},
    "coast": {"className": "coast", "weight": 0.8},
    "border": {"className": "border", "weight": 0.8},
    "disputed": {"className": "border", "weight": 0.8, "dashArray": "4 4"},
}
DECIMALS = 3  # of the road's degrees: a hundred metres, finer than what is known of it
RECORDED_DECIMALS = 4  # ten metres
FINEST = 12  # the last zoom that such a map has (`ground.LEVELS`)
SCRIPTS = ("js/map/geodesic.js", "js/map/placement.js", "js/files/stick.js", "js/files/diary.js")
IMPORT = re.compile(r"^import .*$", re.MULTILINE)


class Verbatim(Element):
    """Text for the page; folium would take it for a template, and run what stands between its braces."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str):
        super().__init__()
        self.text = text


def write(road: Road) -> bytes:
    walked = ways(road.journey, finest=FINEST)
    lines = _lines(road, walked)
    around = _around(road, [part for _, parts, _ in lines for part in parts])
    ground = Ground.around(around.bounds)
    drawn = folium.Map(
        tiles=None,
        prefer_canvas=True,
        min_zoom=1,
        max_zoom=ground.max_zoom,
        zoom_snap=0.25,
        attribution_control=False,
        zoom_control=False,
        zoom_start=3,
    )
    drawn.default_js, drawn.default_css = [], []  # folium would fetch them from others; ours are written in
    page = drawn.get_root()
    page.title = escape(road.journey.title)
    page.header.add_child(Verbatim(f"<style>{_style()}</style>"))
    page.header.add_child(Verbatim(f"<script>{_asset('leaflet/leaflet.js')}</script>"))
    page.html.add_child(Verbatim(render_to_string("routes/files/_page.html", _beside(road, walked))))
    for layer, style in GROUND.items():
        shapes = ground.features[layer]
        folium.GeoJson(shapes, style_function=lambda _, style=style: style, interactive=False).add_to(drawn)
    told_ways = {"type": "FeatureCollection", "features": [_line(*line, around) for line in lines]}
    folium.GeoJson(
        told_ways, style_function=lambda leg: LINES[leg["properties"]["evidence"]], interactive=False
    ).add_to(drawn)
    # A module runs when the page is whole: after the script in which folium makes its map.
    told = _told(road, around) | {"edges": ground.bounds}
    diary = {"marks": _turned(marks.marks(road), around), "words": told["words"]}
    name = drawn.get_name()
    call = f"tell({name}, L, {_as_script(told)});tellDiary({name}, L, {_as_script(diary)});"
    page.header.add_child(Verbatim(f'<script type="module">{_modules()}{call}</script>'))
    html = page.render().replace("<html>", f'<html lang="{get_language()}">', 1)
    return html.encode()


def _beside(road: Road, walked: Sequence[Way]) -> dict:
    """What _page.html is handed."""
    return {
        "road": road,
        "licence": LICENCE,
        "has_tracks": bool(walked),
        "left_out": marks.left_out(road),
        "is_vague": bool(_areas(road)),
    }


def _told(road: Road, around: Surroundings) -> dict:
    """What stick.js's `tell` is handed; longitudes go on beyond 180 where the road does."""
    language = get_language() or "fr"
    west, south, east, north = around.bounds
    return {
        "areas": [[around.turned(lon), lat, radius] for lon, lat, radius in _areas(road)],
        "stages": _turned([_stage(road, stage) for stage in road.stages], around),
        "countries": [
            [countries.name(code, language), around.turned(lon), lat, first]
            for code, lon, lat, first, is_territory in sorted(land.countries(), key=lambda country: country[3])
            if not is_territory
        ],
        "bounds": [[south, west], [north, east]],
        "towns": [[name, around.turned(lon), lat, zoom] for name, lon, lat, zoom in around.towns],
        "words": {
            "map": _("Carte du voyage : %s") % road.journey.title,
            "zoomIn": _("Zoomer"),
            "zoomOut": _("Dézoomer"),
            "close": _("Fermer"),
            "met": _("Rencontres"),
            "toMeet": _("À rencontrer"),
            "documented": _("racontée par le carnet"),
            "illustrative": _("étape illustrative"),
        },
    }


def _stage(road: Road, stage: Stage) -> dict:
    return {
        "name": stage.place,
        "lon": round(stage.point.x, 5),
        "lat": round(stage.point.y, 5),
        "documented": stage.is_documented,
        "date": stage.date,
        "note": stage.note,
        "url": road.url_of(stage),
        "met": [{"name": encounter.name, "url": road.url_of_met(encounter)} for encounter in stage.encounters.all()],
    }


def _turned(placed: list[dict], around: Surroundings) -> list[dict]:
    return [one | {"lon": around.turned(one["lon"])} for one in placed]


@cache
def _asset(name: str) -> str:
    """A static file; within <script> nothing may look like the end of it."""
    return Path(finders.find(name)).read_text(encoding="utf-8").replace("</script", "<\\/script")


def _style() -> str:
    sheets = [_asset("leaflet/leaflet.css"), _asset("css/tokens.css"), render_to_string("routes/files/page.css")]
    return "".join(sheets)


@cache
def _modules() -> str:
    """One after the other in a single script, where nothing is left to import."""
    return "\n".join(IMPORT.sub("", _asset(name)) for name in SCRIPTS)


def _as_script(told: dict) -> str:
    """JSON that neither ends a script nor breaks its lines."""
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", " ").replace("\u2029", " ")


def _lines(road: Road, walked: Sequence[Way]) -> list[tuple[str, list[Iterable], int]]:
    """(evidence, parts, decimals) of each: straight where nobody recorded how they went; what nobody recorded of a recorded
    way is only drawn as announced."""
    found = [
        (evidence, [part.coords for part in legs.leg(start.point.coords, end.point.coords).geoms], DECIMALS)
        for start, end, evidence in road.supposed(walked)
    ]
    for way in walked:
        told = Evidence.DOCUMENTED if way.is_recorded else Evidence.ILLUSTRATIVE
        found += [(told.value, way.lines, RECORDED_DECIMALS), (Evidence.ILLUSTRATIVE.value, way.between, DECIMALS)]
    return found


def _line(evidence: str, parts: Sequence[Iterable], decimals: int, around: Surroundings) -> dict:
    rounded = [
        [(round(lon, decimals), round(lat, decimals)) for lon, lat in around.turned_line(part)] for part in parts
    ]
    geometry = {"type": "MultiLineString", "coordinates": rounded}
    return {"type": "Feature", "properties": {"evidence": evidence}, "geometry": geometry}


def _areas(road: Road) -> list[tuple[float, float, int]]:
    """(lon, lat, metres) of each place that is told vaguely, once."""
    placed = [(stage.point, stage.precision) for stage in road.stages]
    placed += [(page.point, page.precision) for page in road.pages if page.point]
    told = [(round(point.x, 5), round(point.y, 5), coarse.radius(precision)) for point, precision in placed]
    return [area for area in dict.fromkeys(told) if area[2]]


def _around(road: Road, lines: Sequence[Iterable]) -> Surroundings:
    """All that is drawn, and what names the place around it."""
    points = [stage.point for stage in road.stages] + [page.point for page in road.pages if page.point]
    placed = np.array([point.coords for point in points]).reshape(-1, 2)
    sides = [geodesy.circle(*area, corners=4) for area in _areas(road)]
    places = np.concatenate([placed, *sides, *(np.array(line) for line in lines)])
    return Surroundings.of(places, named={stage.place for stage in road.stages}, language=get_language() or "fr")
