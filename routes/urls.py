"""Addresses of journeys, their stages and the pages of their diaries, under /fr/ and /en/."""

from django.urls import path

from routes import embedding, feeds, views
from routes.files import views as files

app_name = "routes"

urlpatterns = [
    path("", views.journeys, name="journeys"),
    path("<slug:slug>/", views.journey, name="journey"),
    path("<slug:slug>/map.json", views.drawn, name="drawn"),
    path("<slug:slug>/ground.svg", views.ground, name="ground"),
    path("<slug:slug>/feed.atom", feeds.atom, name="atom"),
    path("<slug:slug>/road.<slug:form>", files.file, name="file"),
    path("<slug:slug>/embed/", embedding.embed, name="embed"),  # before the stages: none is called so (`states.TAKEN`)
    path("<slug:slug>/<slug:stage>/", views.stage, name="stage"),
    path("<slug:slug>/notes/<slug:entry>/", views.entry, name="entry"),
]
