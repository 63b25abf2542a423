"""What a browser keeps for the road: which pages, which sheets, and the mark of the scripts and styles it was made with."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.permissions import Person
from community.reviewing import marks
from places.models import Initiative
from routes.models import Encounter, Journey, Stage

LAST_STAGES = 3  # what « the current leg » is: the last stages, and who lives around the very last
AROUND_KM, MOST_SHEETS = 50, 12
STATIC = ("js", "css", "img")
VERSION = re.compile(r"[0-9a-f]{16}-[0-9a-f]{12}")


def sheets(journey: Journey) -> list[Initiative]:
    """Those met on the last stages, then those near the last one."""
    stages = list(Stage.everything.standing().filter(journey=journey).order_by("-order")[:LAST_STAGES])
    met = Encounter.objects.filter(stage__in=stages, initiative__isnull=False).order_by("-stage__order", "position")
    keys = list(dict.fromkeys(met.values_list("initiative_id", flat=True)))
    found = {one.pk: one for one in Initiative.objects.for_sheet().filter(pk__in=keys)}
    listed = [found[key] for key in keys if key in found]
    if stages:
        near = Initiative.objects.near(stages[0].point, km=AROUND_KM).for_sheet()
        listed += [one for one in near[:MOST_SHEETS] if one.pk not in found]
    return listed[:MOST_SHEETS]


def address(person: Person, journey: Journey) -> str:
    """Of a worker: another one for each person, and when the scripts have changed."""
    return f"{reverse('journeys:worker', args=[journey.slug])}?v={marks.of_person(person)}-{code_mark()}"


def config(slug: str, version: str) -> dict[str, Any]:
    """What the service worker starts from (static/js/journeys/worker.js). Browsers ask for it without saying who they are: there
    is nothing of a journey in it but its address, which they gave."""
    where = [slug]
    pages = ("journeys:new_entry", "journeys:desk", "journeys:sheets")
    return {
        "version": version,
        "scope": reverse("journeys:desk", args=where),
        "journey": slug,
        "pages": [reverse(name, args=where) for name in pages],
        "static": settings.STATIC_URL,
        "offline": _("Pas de réseau, et cette page n’a pas été gardée ici. Le carnet s’écrit quand même :"),
        "write": _("écrire une page"),
        "language": get_language() or "fr",
        "new": reverse("journeys:new_entry", args=where),
    }


@cache
def code_mark() -> str:
    """Another one when any script, style or drawing has changed."""
    told = hashlib.sha256()
    for folder in STATIC:
        for path in sorted((settings.ROOT / "static" / folder).rglob("*.*")):
            known = path.stat()
            told.update(f"{path.name} {known.st_size} {known.st_mtime_ns}\n".encode())
    return told.hexdigest()[:12]
