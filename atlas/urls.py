"""The whole site on one screen."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from atlas import api, views
from atlas.sitemaps import SITEMAPS
from places import gazetteer_views as gazetteer

# /api/v1/
api_urls = [
    path("initiatives/", api.initiatives, name="initiatives"),
    path("initiatives/<slug:slug>/", api.initiative, name="initiative"),
    path("facets/", api.facets, name="facets"),
    path("gazetteer/", gazetteer.gazetteer, name="gazetteer"),
    path("journeys/<slug:slug>/", api.journey, name="journey"),
]

# /tiles/
tile_urls = [
    path("initiatives/<int:z>/<int:x>/<int:y>.mvt", api.tile, {"form": "mvt"}, name="initiatives_mvt"),
    path("initiatives/<int:z>/<int:x>/<int:y>.json", api.tile, {"form": "json"}, name="initiatives"),
    path("towns/<int:z>/<int:x>/<int:y>.json", gazetteer.town_tile, name="towns"),
]

# /fr/ and /en/
page_urls = [
    path("", views.home, name="home"),
    path("explore/", views.explore, name="explore"),
    path("explore/results/", views.explore_results, name="explore_results"),
    path("compare/", views.compare, name="compare"),
    path("about/", views.about, name="about"),
    path("", include("places.urls")),
    path("journeys/", include("routes.urls")),
]

urlpatterns = [
    path("", views.choose_language, name="root"),
    *i18n_patterns(*page_urls, prefix_default_language=True),
    path("api/v1/", include((api_urls, "api"))),
    path("tiles/", include((tile_urls, "tiles"))),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/favicon.svg"), name="favicon"),
    path("admin/", admin.site.urls),
    # A coordinate below zero is not a number to Django's converters; say so instead of « not found ».
    re_path(r"^tiles/.*$", views.no_such_tile),
]

handler404 = "atlas.views.not_found"
