"""Addresses of sheets and of the atlas pages, under /fr/ and /en/."""

from django.urls import path

from places import history_views as history
from places import views
from places.media.views import medium

app_name = "places"

urlpatterns = [
    path("initiatives/<slug:slug>/", views.initiative, name="initiative"),
    path("initiatives/<slug:slug>/media/<int:pk>/", medium, name="medium"),
    path("initiatives/<slug:slug>/history/", history.of_sheet, name="history"),
    path("initiatives/<slug:slug>/history/compare/", history.compared, name="versions"),
    path("initiatives/<slug:slug>/history/on/", history.on_a_date, name="on_a_date"),
    path("initiatives/<slug:slug>/history/<int:number>/", history.revision, name="revision"),
    path("initiatives/<slug:slug>/history/<int:number>/sheet/", history.as_it_was, name="as_it_was"),
    path("changes/", history.changes, name="changes"),
    path("changes/atom.xml", history.atom, name="changes_atom"),
    path("changes/feed.json", history.json_feed, name="changes_json"),
    path("countries/", views.countries, name="countries"),
    path("countries/<str:code>/", views.country, name="country"),
    path("resources/", views.terms, {"vocabulary": "resource"}, name="resources"),
    path("resources/<slug:code>/", views.term, {"vocabulary": "resource"}, name="resource"),
    path("themes/", views.terms, {"vocabulary": "theme"}, name="themes"),
    path("themes/<slug:code>/", views.term, {"vocabulary": "theme"}, name="theme"),
]
