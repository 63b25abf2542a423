"""« Where are they now »: a small map of the road's end that other sites may set in their pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from places import coarse
from places.maps import map_options
from routes import edtf
from routes.choices import Evidence
from routes.models import Entry, Journey, Stage


@dataclass(frozen=True)
class Whereabouts:
    """The last that the diary tells everybody: a stage, and a page written later where there is one."""

    stage: Stage | None
    entry: Entry | None

    @property
    def point(self) -> Point | None:
        return self.entry.point if self.entry else self.stage and self.stage.point

    @property
    def date(self) -> str:
        return (self.entry or self.stage).date if self.entry or self.stage else ""


def whereabouts(journey: Journey) -> Whereabouts:
    """Nothing that is only announced: neither illustrative stages nor those of a day to come."""
    told = Stage.objects.filter(journey=journey, evidence=Evidence.DOCUMENTED).order_by("-order")
    today = timezone.localdate()
    stage = next((stage for stage in told.iterator(chunk_size=50) if _begins(stage.when) <= today), None)
    written = (
        Entry.objects.filter(journey=journey, point__isnull=False).exclude(when="").order_by("-when", "-clock", "-pk")
    )
    entry = next((entry for entry in written[:50] if _begins(entry.when) <= today), None)
    if entry and stage and stage.when and _begins(entry.when) < _begins(stage.when):
        entry = None
    return Whereabouts(stage, entry if stage is None or stage.when else None)


# No cookie, nobody's account: a page that frames it learns nothing, and nothing can be pressed in it but links.
@xframe_options_exempt
@require_safe
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    journey = get_object_or_404(Journey.objects, slug=slug)
    known = whereabouts(journey)
    for thing in (known.stage, known.entry):
        if thing:
            thing.journey = journey
    options = map_options(get_language())
    around = known.stage.slug if known.stage else ""
    config = {
        "map": options | {"detail": None, "strings": options["strings"] | {"map": _("Carte : %s") % journey.title}},
        "road": f"{reverse('routes:drawn', args=[journey.slug])}?around={around}",
        "stage": around,
        "point": known.point and [known.point.x, known.point.y],
        "radius": known.point and coarse.radius((known.entry or known.stage).precision),
    }
    return render(
        request, "routes/embed.html", {"journey": journey, "known": known, "map": config, "radius": config["radius"]}
    )


def _begins(when: str) -> date:
    return edtf.span(when)[0] if when else date.min
