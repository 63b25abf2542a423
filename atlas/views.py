"""The pages that show several apps at once: home, the map and its list, about; and the house's small addresses."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_safe

from atlas import criteria
from atlas.choosing import choose, compare_url
from atlas.compare_page import compare_context
from atlas.doors import is_door
from atlas.explore import explore_context, results_context
from atlas.problems import nothing_here, problem
from atlas.search import Search
from places.models import Initiative, Source
from places.vocabulary import Terms
from routes.models import Journey, Stage

# A first look at the breadth of the atlas: one each of water, light, seeds, bread, roof and forest, near and far.
CHOSEN = (
    "mine-de-soleil-loos-en-gohelle",
    "superquinquin-lille-fives",
    "spreefeld-berlin",
    "great-baikal-trail",
    "kachorwa-community-seed-bank",
    "subak-jatiluwih",
)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the reader's own language when we speak it, else to French."""
    spoken = get_language_from_request(request)
    response = redirect(f"/{spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE}/")
    response.headers["Vary"] = "Accept-Language"
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    language = get_language()
    counts = Initiative.objects.aggregate(initiatives=Count("pk"), countries=Count("country", distinct=True))
    search = Search(criteria.Criteria(), Terms.read(language))
    context = {
        "terms": search.terms,
        "initiative_count": counts["initiatives"],
        "country_count": counts["countries"],
        "source_count": Source.objects.count(),
        "stage_count": Stage.objects.published().count(),
        "journey": Journey.objects.first(),
        "chosen": list(Initiative.objects.filter(slug__in=CHOSEN).for_cards(language).order_by("zone")),
        "resources": search.facets()["resource"],
    }
    return render(request, "atlas/home.html", context)


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    return render(request, "atlas/explore.html", explore_context(_search(request)))


@require_safe
def explore_results(request: HttpRequest) -> HttpResponse:
    """The list and the filters' counts alone, for the map to put in place."""
    return render(request, "atlas/_explore_parts.html", results_context(_search(request)))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """A few sheets side by side. What a form sent (a box each, a place in words) is written again as the one address to share."""
    values, terms = request.GET.getlist("with"), Terms.read(get_language())
    asked = criteria.read(request.GET, terms)
    if len(values) > 1 or (asked.origin and request.GET.get("where")):
        return redirect(compare_url([",".join(values)], asked.origin_pairs()))
    choice = choose(values, Initiative.objects.for_sheet())
    return render(request, "atlas/compare.html", compare_context(choice, asked, terms))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "atlas/about.html", {"journey": Journey.objects.first()})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT postgis_lib_version()")
            [version] = cursor.fetchone()
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse(f"ok, PostGIS {version}\n", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /tiles/",
        "Disallow: /*/explore/results/",
        "Disallow: /*/compare/?",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django itself refuses: a host it does not know, a thousand parameters."""
    if is_door(request):
        return problem(400, _("Cette question ne peut pas être lue."))
    return HttpResponseBadRequest(render_to_string("400.html"))  # without the request: its host may be what is wrong


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who is not known yet may be allowed once they are; who is known reads why not."""
    if not request.user.is_authenticated:
        return redirect_to_login(
            request.get_full_path() if request.method == "GET" else request.META.get("HTTP_REFERER", "")
        )
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return nothing_here() if is_door(request) else render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_door(request):
        return problem(500, _("L’atlas s’est trompé ; la faute est de notre côté."))
    return defaults.server_error(request)


def _search(request: HttpRequest) -> Search:
    terms = Terms.read(get_language())
    return Search(criteria.read(request.GET, terms), terms)
