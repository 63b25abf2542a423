"""One HTML file with the whole road on a map, made with folium: it opens from a USB stick, and asks nobody for anything."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

import folium
from branca.element import Element
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from jinja2 import Template

from routes import land, legs
from routes.choices import Evidence
from routes.files.road import LICENCE, Road
from routes.models import Stage

SEA, GROUND, COAST, BORDER, ROAD, PAPER = "#cfdcdf", "#f6f1e3", "#7c949b", "#a3977f", "#b23a1e", "#fffdf7"
LINES = {
    Evidence.DOCUMENTED.value: {"color": ROAD, "weight": 3},
    Evidence.ILLUSTRATIVE.value: {"color": ROAD, "weight": 2, "dashArray": "2 7"},
}
LAND = {"color": COAST, "weight": 0.8, "fillColor": GROUND, "fillOpacity": 1}
BORDERS = {"border": {"color": BORDER, "weight": 0.8}, "disputed": {"color": BORDER, "weight": 0.8, "dashArray": "4 4"}}
DECIMALS = 2  # of the land's degrees: a kilometre, finer than what is drawn


class Verbatim(Element):
    """Text for the page; folium would take it for a template, and run what stands between its braces."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str):
        super().__init__()
        self.text = text


def write(road: Road) -> bytes:
    drawn = folium.Map(
        tiles=None, prefer_canvas=True, min_zoom=2, max_zoom=9, max_bounds=True, attribution_control=False, zoom_start=3
    )
    drawn.default_js, drawn.default_css = [], []  # folium would fetch them from others; ours are written in
    page = drawn.get_root()
    page.title = escape(road.journey.title)
    page.header.add_child(Verbatim(f"<style>{_asset('leaflet/leaflet.css')}{_style()}</style>"))
    page.header.add_child(Verbatim(f"<script>{_asset('leaflet/leaflet.js')}</script>"))
    page.html.add_child(Verbatim(render_to_string("routes/files/_page.html", {"road": road, "licence": LICENCE})))
    folium.GeoJson(_ground(), style_function=lambda _: LAND, interactive=False).add_to(drawn)
    for layer, style in BORDERS.items():
        folium.GeoJson(_lines(layer), style_function=lambda _, style=style: style, interactive=False).add_to(drawn)
    folium.GeoJson(_legs(road), style_function=lambda leg: LINES[leg["properties"]["evidence"]]).add_to(drawn)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": [_stage(road, stage) for stage in road.stages]},
        marker=folium.CircleMarker(radius=6, color=ROAD, weight=2, fill=True, fill_opacity=1),
        style_function=lambda stage: {"fillColor": stage["properties"]["fill"]},
        tooltip=folium.GeoJsonTooltip(fields=["name"], labels=False),
        popup=folium.GeoJsonPopup(fields=["told"], labels=False, max_width=320),
    ).add_to(drawn)
    drawn.fit_bounds(_bounds(road.stages))
    return page.render().encode()


@cache
def _asset(name: str) -> str:
    """A file of django-leaflet's; within <script> nothing may look like the end of it."""
    return Path(finders.find(name)).read_text(encoding="utf-8").replace("</script", "<\\/script")


def _style() -> str:
    return render_to_string("routes/files/page.css", {"sea": SEA, "paper": PAPER, "road": ROAD})


@cache
def _ground() -> dict:
    """One shape of all rings: what lies within two of them is water again."""
    rings = [_rounded(ring) for ring in land.rings("land")]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": rings}}


@cache
def _lines(layer: str) -> dict:
    lines = [_rounded(line) for line in land.rings(layer)]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": lines}}


def _rounded(points) -> list[tuple[float, float]]:
    return [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in points]


def _legs(road: Road) -> dict:
    features = []
    for start, end, evidence in road.legs():
        parts = legs.leg(start.point.coords, end.point.coords).geoms
        geometry = {"type": "MultiLineString", "coordinates": [_rounded(part.coords) for part in parts]}
        features.append({"type": "Feature", "properties": {"evidence": evidence}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def _stage(road: Road, stage: Stage) -> dict:
    """folium writes properties into the page as they are: they are harmless before."""
    told = "<br>".join(escape(line) for line in road.told(stage).split("\n"))
    told = f"<b>{escape(stage.place)}</b><br>{told}<br><a href='{escape(road.url_of(stage))}'>{escape(road.url_of(stage))}</a>"
    fill = ROAD if stage.is_documented else PAPER
    where = {"type": "Point", "coordinates": [round(stage.point.x, 5), round(stage.point.y, 5)]}
    return {
        "type": "Feature",
        "properties": {"name": escape(stage.place), "told": told, "fill": fill},
        "geometry": where,
    }


def _bounds(stages: list[Stage]) -> list[tuple[float, float]]:
    """South-west and north-east: latitude first, as Leaflet has them."""
    lons, lats = [stage.point.x for stage in stages] or [0], [stage.point.y for stage in stages] or [0]
    return [(min(lats), min(lons)), (max(lats), max(lons))]
