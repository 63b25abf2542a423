"""Addresses of what people do together, under /fr/ and /en/."""

from django.urls import path

from community import views

app_name = "community"

urlpatterns = [
    path("initiatives/<slug:slug>/history/<int:number>/undo/", views.revert, name="revert"),
]
