"""Addresses of improving and adding sheets, under /fr/ and /en/."""

from django.urls import path

from community.editing.views import adding, aside, improve

app_name = "editing"

urlpatterns = [
    path("contribute/", aside.contribute, name="contribute"),
    path("drafts/", aside.drafts, name="drafts"),
    path("preview/", aside.preview, name="preview"),
    path("initiatives/add/", adding.Add.as_view(), name="add"),
    path("initiatives/add/candidates/", adding.candidates, name="candidates"),
    path("initiatives/<slug:slug>/edit/facts/", improve.Facts.as_view(), name="facts"),
    path("initiatives/<slug:slug>/edit/place/", improve.Place.as_view(), name="place"),
    path("initiatives/<slug:slug>/edit/sources/", improve.Sources.as_view(), name="sources"),
    path("initiatives/<slug:slug>/edit/<str:part>/", improve.Answer.as_view(), name="answer"),
]
