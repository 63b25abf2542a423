"""Addresses of plans, under /fr/plan/ and /en/plan/."""

from django.urls import path

from routes.planning import views

app_name = "planning"

urlpatterns = [
    path("", views.plan, name="plan"),
    path("find/", views.find, name="find"),
    path("ground.svg", views.ground, name="ground"),
    path("print/", views.on_paper, name="print"),
]
