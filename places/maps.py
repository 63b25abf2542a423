"""What a page's script needs to make a map: addresses and words, as plain JSON (`createMap` in static/js/map/map.js)."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

from places import index

BASEMAP_VERSION = 1
RASTER = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


def tiles_url() -> str:
    """Where the map's cells are; with the generation in it, so that nobody is shown those of before their own edit."""
    return f"/tiles/initiatives/{{z}}/{{x}}/{{y}}.json?v={index.generation()}"


def map_options(language: str) -> dict:
    return {
        "language": language,
        "basemapUrl": f"{settings.STATIC_URL}basemap/{BASEMAP_VERSION}",
        "workerUrl": static("js/map/basemap-worker.js"),
        "townsUrl": "/tiles/towns/{z}/{x}/{y}.json",
        "strings": {
            "map": _(
                "Carte. Flèches pour se déplacer, plus et moins pour zoomer, Entrée pour ouvrir ce qui est au centre."
            ),
            "zoomIn": _("Zoomer"),
            "zoomOut": _("Dézoomer"),
        },
        "detail": {
            "url": RASTER,
            "attribution": "© OpenStreetMap",
            "strings": {
                "title": _("Fond détaillé"),
                "warning": _(
                    "Les rues viennent des serveurs d’openstreetmap.org, qui verront votre adresse IP et la partie de la "
                    "carte que vous regardez. Rien ne leur est demandé sans votre accord."
                ),
                "accept": _("D’accord, afficher"),
                "withdraw": _("Ne plus l’afficher"),
            },
        },
    }
