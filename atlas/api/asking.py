"""How a request is read at the doors: its language, the parameters it may carry, the question that it asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas import criteria
from atlas.criteria import Problem
from atlas.problems import Refused
from atlas.search import Search
from places.vocabulary import Terms


def reading(*known: str) -> Callable:
    """For a view whose parameters are few and its own: 400 when the request carries another."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def read(request: HttpRequest, **where) -> HttpResponse:
            check_names(request, known)
            check_language(request)
            return view(request, **where)

        return require_safe(read)

    return decorate


def asking(*besides: str) -> Callable:
    """For a view that answers the explore page's question: a `Search` made of the query string, or 400 with the reasons.

    `besides` are parameters that the view itself reads.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def read(request: HttpRequest, **where) -> HttpResponse:
            check_language(request)
            return view(request, question(request, besides), **where)

        return require_safe(read)

    return decorate


def question(request: HttpRequest, besides: tuple[str, ...] = ()) -> Search:
    terms = Terms.read(get_language())
    asked = criteria.read(request.GET, terms, besides=besides)
    if asked.problems:
        raise Refused(*asked.problems)
    return Search(asked, terms)


def check_names(request: HttpRequest, known: tuple[str, ...]) -> None:
    if unknown := criteria.unknown(request.GET, known):
        raise Refused(*unknown)


def check_language(request: HttpRequest) -> None:
    if (request.GET.get("lang") or get_language()) != get_language():
        raise Refused(Problem("lang", _("Les langues sont : %s.") % ", ".join(dict(settings.LANGUAGES))))
