"""Addresses of sending media, under /fr/ and /en/."""

from django.urls import path

from community.media import views

app_name = "media"

urlpatterns = [
    path("initiatives/<slug:slug>/media/add/", views.add, name="add"),
    path("initiatives/<slug:slug>/media/add/<str:token>/", views.describe, name="describe"),
    path("initiatives/<slug:slug>/media/waits/", views.waits, name="waits"),
    path("initiatives/<slug:slug>/media/<int:pk>/change/", views.change, name="change"),
]
