"""How the road is told beside its map: which stretches are known, and where the scrubber stands at each stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from routes import legs
from routes.models import Stage


@dataclass(frozen=True)
class Step:
    """A stage, and what is known of the way on from it: an Evidence, or "" where the road ends."""

    stage: Stage
    onward: str


def steps(stages: Sequence[Stage]) -> list[Step]:
    ways = [legs.evidence(start, end) for start, end in pairwise(stages)]
    return [Step(stage, onward) for stage, onward in zip(stages, [*ways, ""], strict=True)] if stages else []


def track(stages: Sequence[Stage]) -> list[dict]:
    """The scrubber's drawing: stretches of one evidence, from `x1` to `x2` in hundredths of its length."""
    ways = [legs.evidence(start, end) for start, end in pairwise(stages)]
    drawn, since = [], 0
    for evidence, stretch in groupby(ways):
        until = since + len(list(stretch))
        drawn.append(
            {"evidence": evidence, "x1": f"{100 * since / len(ways):.2f}", "x2": f"{100 * until / len(ways):.2f}"}
        )
        since = until
    return drawn


def around(stages: Sequence[Stage], shown: Stage) -> tuple[int, Stage | None, Stage | None]:
    """(its rank from 1, the stage before, the stage after)."""
    rank = next(n for n, stage in enumerate(stages) if stage.pk == shown.pk)
    before = stages[rank - 1] if rank else None
    after = stages[rank + 1] if rank + 1 < len(stages) else None
    return rank + 1, before, after
