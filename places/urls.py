"""Addresses of sheets and of the atlas pages, under /fr/ and /en/."""

from django.urls import path

from places import views

app_name = "places"

urlpatterns = [
    path("initiatives/<slug:slug>/", views.initiative, name="initiative"),
    path("countries/", views.countries, name="countries"),
    path("countries/<str:code>/", views.country, name="country"),
    path("resources/", views.terms, {"vocabulary": "resource"}, name="resources"),
    path("resources/<slug:code>/", views.term, {"vocabulary": "resource"}, name="resource"),
    path("themes/", views.terms, {"vocabulary": "theme"}, name="themes"),
    path("themes/<slug:code>/", views.term, {"vocabulary": "theme"}, name="theme"),
]
