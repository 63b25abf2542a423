"""Addresses of those who follow a journey by mail, under /fr/ and /en/."""

from django.urls import path

from community.following import views

app_name = "following"

urlpatterns = [
    path("journeys/<slug:slug>/follow/", views.follow, name="follow"),
    path("following/<str:token>/", views.subscription, name="subscription"),
    path("following/<str:token>/stop/", views.stop, name="stop"),
]
