"""Addresses of journeys and their stages, under /fr/ and /en/."""

from django.urls import path

from routes import views
from routes.files import views as files

app_name = "routes"

urlpatterns = [
    path("", views.journeys, name="journeys"),
    path("<slug:slug>/", views.journey, name="journey"),
    path("<slug:slug>/road.<slug:form>", files.file, name="file"),
    path("<slug:slug>/<slug:stage>/", views.stage, name="stage"),
]
