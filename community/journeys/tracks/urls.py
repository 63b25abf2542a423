"""Addresses of a journey's tracks, under /fr/ and /en/, for its team."""

from django.urls import path

from community.journeys.tracks import views

app_name = "tracks"

urlpatterns = [
    path("journeys/<slug:slug>/write/tracks/", views.index, name="index"),
    path("journeys/<slug:slug>/write/tracks/sent/<str:token>/", views.preview, name="preview"),
    path("journeys/<slug:slug>/write/tracks/<int:pk>/file/", views.original, name="original"),
    path("journeys/<slug:slug>/write/tracks/<int:pk>/", views.change, name="change"),
    path("journeys/<slug:slug>/write/tracks/<int:pk>/remove/", views.remove, name="remove"),
    path("journeys/<slug:slug>/write/tracks/<int:pk>/restore/", views.restore, name="restore"),
]
