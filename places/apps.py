"""The app of what the atlas is about: initiatives, their sheets, their words, the gazetteer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "places"
    verbose_name = _("Initiatives")
