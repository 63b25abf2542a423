"""The project itself, and whatever shows several apps at once; it has no models."""

from django.apps import AppConfig


class AtlasConfig(AppConfig):
    name = "atlas"
