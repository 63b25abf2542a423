"""What is new of a journey as an Atom feed, each piece with its place (GeoRSS)."""

from __future__ import annotations

from django.contrib.gis.feeds import GeoAtom1Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from routes import news
from routes.models import Journey

LATEST = 50


@require_safe
def atom(request: HttpRequest, slug: str) -> HttpResponse:
    journey = get_object_or_404(Journey.objects, slug=slug)
    feed = GeoAtom1Feed(
        title=_("Sur la route : %s") % journey.title,
        link=request.build_absolute_uri(journey.get_absolute_url()),
        feed_url=request.build_absolute_uri(request.path),
        description=journey.about,
        language=get_language(),
    )
    for one in news.latest(journey, LATEST):
        feed.add_item(
            title=" · ".join(part for part in (one.title, one.date) if part),
            link=request.build_absolute_uri(one.url),
            unique_id=one.id,
            description=one.text,
            author_name=", ".join(journey.travellers) or journey.title,
            updateddate=one.at,
            pubdate=one.at,
            geometry=one.point,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
