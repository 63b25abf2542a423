"""Lists by pages: which page, how long, and the links to the others."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from atlas.criteria import LAST_PAGE, Problem
from atlas.problems import Refused

MOST = 100


def whole(query: QueryDict, name: str, *, default: int, most: int) -> int:
    """A whole number from 1 to `most`; the default when it is not asked for."""
    text = query.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        sentence = _("« %(name)s » est un nombre entier de 1 à %(most)s.")
        raise Refused(Problem(name, sentence % {"name": name, "most": most}))
    return int(text)


def size(query: QueryDict, default: int = MOST) -> int:
    return whole(query, "size", default=default, most=MOST)


def number(query: QueryDict) -> int:
    return whole(query, "page", default=1, most=LAST_PAGE)


def page(pages: Paginator, number: int) -> Page:
    try:
        return pages.page(number)
    except EmptyPage as error:
        reason = _("La page %(page)s n’existe pas : il y en a %(pages)s.")
        raise Refused(Problem("page", reason % {"page": number, "pages": pages.num_pages})) from error


def told(request: HttpRequest, page: Page) -> dict:
    """What every list says of itself: numbers, and links with the same question's other pages."""
    pages = page.paginator
    turns = links(request, page.number, pages.num_pages)
    return {"numberMatched": pages.count, "numberReturned": len(page), "links": turns}


def links(request: HttpRequest, number: int, last: int) -> list[dict]:
    """From this page to itself, the first, the last and its neighbours."""
    turns = {"self": number, "first": 1, "last": last}
    turns |= {"next": number + 1} if number < last else {}
    turns |= {"prev": number - 1} if number > 1 else {}
    asked = [(name, value) for name, values in request.GET.lists() for value in values if name != "page"]
    address = request.build_absolute_uri(f"{request.path}?{urlencode([*asked, ('page', '')])}")
    return [{"rel": rel, "href": f"{address}{turn}"} for rel, turn in turns.items()]
