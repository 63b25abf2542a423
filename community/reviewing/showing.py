"""Proposals as a moderator or their author reads them: what would change, what clashes, what may still be edited."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from community.models import Proposal
from places import history, merging, states
from places.history import Told
from places.merging import Clash
from places.states import State
from places.vocabulary import Terms


@dataclass(frozen=True)
class Shown:
    """`told`: what accepting would change now; `clashes`: what the sheet and the proposal both changed since `base`;
    `wanted`: what a moderator starts from, the author's words where they clash; `version`: of the sheet as it stands."""

    proposal: Proposal
    told: list[Told]
    clashes: list[Clash]
    wanted: State
    is_stale: bool
    version: int


def shown(proposal: Proposal, terms: Terms | None = None) -> Shown:
    sheet = proposal.initiative
    now = states.state(sheet) if sheet else {}
    was = history.as_of(sheet, min(proposal.base, sheet.version), now=now) if sheet else {}
    merged = merging.merge(was, now, proposal.wanted)
    wanted = merged.wanted | {clash.part: clash.mine for clash in merged.clashes}
    stale = bool(sheet) and sheet.version != proposal.base
    told = history.told(states.difference(now, now | wanted), terms or Terms.read(get_language() or "fr"))
    return Shown(proposal, told, merged.clashes, wanted, stale, sheet.version if sheet else 0)
