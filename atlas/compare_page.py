"""What the compare page shows around its table: the columns with their links, the distances, the map, the next to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from atlas.choosing import MOST, Choice, compare_url
from atlas.compare import LETTERS, reach, table
from atlas.criteria import Criteria, Origin
from atlas.explore import explore_url, origin_name
from places import geo
from places.models import Initiative
from places.small_maps import few_map
from places.vocabulary import Terms
from routes.planning import asking

PROPOSED = 4


@dataclass(frozen=True)
class Column:
    """One sheet of the table, and the addresses of the same table without it, or with it one step to a side."""

    letter: str
    initiative: Initiative
    without_url: str
    left_url: str = ""
    right_url: str = ""


@dataclass(frozen=True)
class Distance:
    """Between two columns, or from the reader's place; `metres` is None when a place is not shown or both are the same."""

    metres: float | None
    coarse: bool
    itself: bool = False


def compare_context(choice: Choice, criteria: Criteria, terms: Terms) -> dict:
    """Everything templates/atlas/compare.html needs; with fewer than two initiatives, what helps to choose."""
    shown, origin = choice.initiatives, criteria.origin_pairs()
    slugs = [one.slug for one in shown]
    context = {
        "columns": columns(shown, origin),
        "problems": [*choice.problems, *(problem.message for problem in criteria.problems)],
        "terms": terms,
        "more_url": explore_url(Criteria(origin=criteria.origin, compared=tuple(slugs))),
        "room": MOST - len(shown),
        "share": compare_url(slugs, origin),
        "plan_url": plan_url(slugs, criteria.origin),
        "remembered": [("with", ",".join(slugs))],
        "place": origin_name(criteria.origin, terms.language) if criteria.origin else "",
    }
    if len(shown) < 2:
        return context | {"proposed": proposed(shown, origin)}
    made = table(shown, terms)
    if criteria.origin:
        made.facts.insert(1, reach(shown, metres_from(criteria.origin, shown), context["place"]))
    label = _("Carte : %s") % ", ".join(f"{letter} {one.name}" for letter, one in zip(LETTERS, shown, strict=False))
    return context | {
        "table": made,
        "distances": distances(context["columns"]),
        "map": few_map(
            list(zip(LETTERS, shown, strict=False)), label, origin=criteria.origin and criteria.origin.point
        ),
    }


def plan_url(slugs: Sequence[str], origin: Origin | None) -> str:
    """A learning journey through them, from the reader's place if there is one."""
    start = origin and asking.Place(origin.lon, origin.lat, origin.name, origin.place)
    return asking.Asked(stops=tuple(slugs), start=start).url()


def columns(shown: Sequence[Initiative], origin: list[tuple[str, str]]) -> list[Column]:
    slugs = [one.slug for one in shown]

    def swapped(n: int) -> str:
        """The address with column n and the next one changed about."""
        return compare_url([*slugs[:n], slugs[n + 1], slugs[n], *slugs[n + 2 :]], origin)

    return [
        Column(
            LETTERS[n],
            one,
            compare_url(slugs[:n] + slugs[n + 1 :], origin),
            left_url=swapped(n - 1) if n else "",
            right_url=swapped(n) if n + 1 < len(shown) else "",
        )
        for n, one in enumerate(shown)
    ]


def distances(shown: Sequence[Column]) -> list[tuple[Column, list[Distance]]]:
    """From each to each; along the globe, between the places as they may be shown."""
    return [(one, [_between(one.initiative, other.initiative) for other in shown]) for one in shown]


def metres_from(origin: Origin, shown: Sequence[Initiative]) -> list[float | None]:
    return [one.point and geo.metres(origin.point, one.point) for one in shown]


def proposed(shown: Sequence[Initiative], origin: list[tuple[str, str]]) -> list[tuple[Initiative, str]]:
    """With one chosen: the nearest to it, each with the address of the two side by side."""
    if not (shown and shown[0].point):
        return []
    others = Initiative.objects.exclude(pk=shown[0].pk).defer("search", "name_key", "loaded")
    return [
        (near, compare_url([shown[0].slug, near.slug], origin)) for near in others.nearest(shown[0].point, PROPOSED)
    ]


def _between(one: Initiative, other: Initiative) -> Distance:
    known = one.point and other.point and one is not other
    metres = geo.metres(one.point, other.point) if known else None
    return Distance(metres, one.is_coarse or other.is_coarse, itself=one is other)
