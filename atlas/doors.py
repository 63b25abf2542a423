"""The addresses made for programs: which they are, and the language they answer in."""

from django.conf import settings
from django.http import HttpRequest

METHODS = ("GET", "HEAD", "OPTIONS")


def is_door(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/tiles/"))


def spoken(request: HttpRequest) -> str:
    """The language asked for by `lang`: an address without one always answers the same, whoever asks."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
