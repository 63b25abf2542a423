"""Addresses of writing a journey, under /fr/journeys/ and /en/journeys/; before those of reading it."""

from django.urls import path

from community.journeys.gate import team
from community.journeys.views import desk, entries, history, media, offline, planned, preview, stages
from community.journeys.views import team as writers

app_name = "journeys"

urlpatterns = [
    path("new/", desk.new, name="new"),
    path("new/from-plan/", planned.keep, name="keep_plan"),
    path("mine/", desk.mine, name="mine"),
    path("<slug:slug>/write/", desk.desk, name="desk"),
    path("<slug:slug>/write/about/", team(desk.About.as_view()), name="about"),
    path("<slug:slug>/write/publish/", desk.publish, name="publish"),
    path("<slug:slug>/write/team/", writers.invite, name="invite"),
    path("<slug:slug>/write/team/leave/", writers.leave, name="leave"),
    path("<slug:slug>/write/order/", stages.order, name="order"),
    path("<slug:slug>/write/stage/", team(stages.Add.as_view()), name="add_stage"),
    path("<slug:slug>/write/stage/<int:pk>/", team(stages.Change.as_view()), name="stage"),
    path("<slug:slug>/write/stage/<int:pk>/remove/", stages.remove, name="remove_stage"),
    path("<slug:slug>/write/country/", stages.country, name="country"),
    path("<slug:slug>/write/entry/", team(entries.Page.as_view()), name="new_entry"),
    path("<slug:slug>/write/entry/<uuid:key>/", team(entries.Page.as_view()), name="entry"),
    path("<slug:slug>/write/entry/<uuid:key>/remove/", entries.remove, name="remove_entry"),
    path("<slug:slug>/write/entry/<uuid:key>/media/", media.of_entry, name="media"),
    path("<slug:slug>/write/media/<int:pk>/", media.change, name="medium"),
    path("<slug:slug>/write/sheets/", offline.sheets, name="sheets"),
    path("<slug:slug>/write/token/", offline.token, name="token"),
    path("<slug:slug>/write/worker.js", offline.worker, name="worker"),
    path("<slug:slug>/preview/", preview.journey, name="preview"),
    path("<slug:slug>/preview/map.json", preview.drawn, name="preview_drawn"),
    path("<slug:slug>/preview/ground.svg", preview.ground, name="preview_ground"),
    path("<slug:slug>/preview/<slug:stage>/", preview.stage, name="preview_stage"),
    path("<slug:slug>/preview/notes/<slug:entry>/", preview.entry, name="preview_entry"),
    path("<slug:slug>/history/", history.versions, name="history"),
    path("<slug:slug>/history/<int:number>/", history.version, name="version"),
    path("<slug:slug>/history/<int:number>/undo/", history.undo, name="undo"),
]
