"""The whole site on one screen."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from atlas import views
from atlas.api import (
    comparables,
    facets,
    gazetteer,
    initiatives,
    journeys,
    root,
    schema,
    search,
    terms,
    tilejson,
    tiles,
    tracks,
)
from atlas.api.page import try_api
from atlas.comparables import views as models
from atlas.sitemaps import SITEMAPS
from community.media import files

# /api/v1/
api_urls = [
    path("", root.root, name="root"),
    path("initiatives/", initiatives.index, name="initiatives"),
    path("initiatives/<slug:slug>/", initiatives.sheet, name="initiative"),
    path("facets/", facets.counts, name="facets"),
    path("comparables/", comparables.comparables, name="comparables"),
    path("search/", search.search, name="search"),
    path("terms/", terms.index, name="terms"),
    path("gazetteer/", gazetteer.gazetteer, name="gazetteer"),
    path("journeys/", journeys.index, name="journeys"),
    path("journeys/<slug:slug>/", journeys.road, name="journey"),
    path("journeys/<slug:slug>/diary/", journeys.diary, name="diary"),
    path("schema/", schema.schema, name="schema"),
]

# /tiles/
tile_urls = [
    path("initiatives.json", tilejson.tilejson, name="tilejson"),
    path("initiatives/<int:z>/<int:x>/<int:y>.mvt", tiles.mvt, name="initiatives_mvt"),
    path("initiatives/<int:z>/<int:x>/<int:y>.json", tiles.cells, name="initiatives"),
    path("journeys/<slug:slug>/<int:z>/<int:x>/<int:y>.mvt", tracks.mvt, name="tracks_mvt"),
    path("journeys/<slug:slug>/<int:z>/<int:x>/<int:y>.json", tracks.tile, name="tracks"),
    path("towns/<int:z>/<int:x>/<int:y>.json", gazetteer.towns, name="towns"),
]

# /fr/ and /en/
page_urls = [
    path("", views.home, name="home"),
    path("explore/", views.explore, name="explore"),
    path("explore/results/", views.explore_results, name="explore_results"),
    path("explore/plan/", views.explore_plan, name="explore_plan"),
    path("compare/", views.compare, name="compare"),
    path("models/", models.models, name="models"),
    path("models/results/", models.models_results, name="models_results"),
    path("models/ask/", models.models_ask, name="models_ask"),
    path("models/how/", models.models_how, name="models_how"),
    path("about/", views.about, name="about"),
    path("api/", try_api, name="try_api"),
    path("", include("community.people.urls")),
    path("account/", include("allauth.account.urls")),
    path("", include("community.editing.urls")),  # before the sheets: « add » is none of them
    path("", include("places.urls")),
    path("", include("community.media.urls")),
    path("", include("community.journeys.tracks.urls")),
    path("", include("community.urls")),
    path("", include("community.reviewing.urls")),
    path("journeys/", include("community.journeys.urls")),  # before the road: « new » is no journey
    path("", include("community.following.urls")),  # before the stages: « follow » is none of them
    path("journeys/", include("routes.urls")),
    path("plan/", include("routes.planning.urls")),
]

urlpatterns = [
    path("", views.choose_language, name="root"),
    *i18n_patterns(*page_urls, prefix_default_language=True),
    path("api/", RedirectView.as_view(pattern_name="api:root")),
    path("api/v1/", include((api_urls, "api"))),
    path("tiles/", include((tile_urls, "tiles"))),
    re_path(rf"^media/{files.NAME}$", files.file, name="media_file"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/favicon.svg")), name="favicon"),
    path("admin/", admin.site.urls),
    # A coordinate below zero is not a number to Django's converters; say so instead of « not found ».
    re_path(r"^tiles/.*$", tiles.no_such_tile),
]

handler400 = "atlas.views.bad_request"
handler403 = "atlas.views.refused"
handler404 = "atlas.views.not_found"
handler429 = "atlas.views.too_often"
handler500 = "atlas.views.server_error"
