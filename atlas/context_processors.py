"""What every page knows: its own address in each language, and what its reader has ticked to compare."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from atlas.choosing import Compared


def site(request) -> dict:
    here = request.build_absolute_uri(request.path)
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    language = get_language() or settings.LANGUAGE_CODE
    alternates = [(code, translate_url(here, code)) for code, _name in settings.LANGUAGES]
    languages = [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": translate_url(request.path, code) + query,
            "current": code == language,
        }
        for code, _name in settings.LANGUAGES
    ]
    return {
        "site_name": _("Sur la route des Utopies réalistes"),
        "canonical_url": here,
        "alternates": alternates,
        "languages": languages,
        "other_language": next(spoken for spoken in languages if not spoken["current"]),
    }


def compared(request) -> dict:
    return {"compared": Compared(request.GET)}
