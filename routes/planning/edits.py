"""Every change one can make to a plan, as the address of the plan changed so: the page needs nothing else to be edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routes.planning.detours import Proposal
from routes.planning.plan import Plan, Stop


@dataclass(frozen=True)
class Edits:
    """Addresses of the plan with one stop moved, kept where it is (or not any more), or left out; "" where that changes nothing."""

    up: str
    down: str
    first: str
    last: str
    fix: str
    drop: str


def edits(plan: Plan) -> list[tuple[Stop, Edits]]:
    return [(stop, _of(plan, stop)) for stop in plan.stops]


def shortest_url(plan: Plan) -> str:
    """The plan in its shortest order again; those fixed stay where they are now."""
    return _url(plan, plan.slugs, by_hand=False)


def kept_url(plan: Plan) -> str:
    """The plan's own address with the order one sees written in it."""
    return _url(plan, plan.slugs)


def without_url(plan: Plan, slug: str) -> str:
    return _url(plan, [other for other in plan.slugs if other != slug])


def added_url(plan: Plan, proposal: Proposal) -> str:
    slugs = plan.slugs
    return _url(plan, [*slugs[: proposal.after], proposal.initiative.slug, *slugs[proposal.after :]])


def _of(plan: Plan, stop: Stop) -> Edits:
    slug, at, last = stop.initiative.slug, stop.rank - 1, len(plan.stops) - 1
    fixed = set(plan.asked.fixed)
    return Edits(
        up=_moved(plan, at, at - 1) if at else "",
        down=_moved(plan, at, at + 1) if at < last else "",
        first=_url(plan, _slugs_moved(plan, at, 0), fixed=fixed | {slug}) if at else "",
        last=_url(plan, _slugs_moved(plan, at, last), fixed=fixed | {slug}) if at < last else "",
        fix=_url(plan, plan.slugs, fixed=fixed ^ {slug}),
        drop=without_url(plan, slug),
    )


def _moved(plan: Plan, at: int, to: int) -> str:
    return _url(plan, _slugs_moved(plan, at, to), by_hand=True)


def _slugs_moved(plan: Plan, at: int, to: int) -> list[str]:
    slugs = plan.slugs
    slugs.insert(to, slugs.pop(at))
    return slugs


def _url(plan: Plan, slugs: Sequence[str], **changes) -> str:
    return plan.asked.url(stops=tuple(slugs), found=0, **changes)
