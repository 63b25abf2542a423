"""Who reads a journey: what there is of it for them, and at which addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from routes.models import Entry, Stage
from routes.querysets import EntryQuerySet, StageQuerySet


@dataclass(frozen=True)
class Addresses:
    """Names of the pages among themselves, as `reverse` knows them."""

    journey: str
    drawn: str
    ground: str
    stage: str
    entry: str


@dataclass(frozen=True)
class Reading:
    """Readers are handed everybody's when nothing is said. There is no other one here: whoever makes one answers for who gets it."""

    stages: Callable[[], StageQuerySet]
    entries: Callable[[], EntryQuerySet]
    at: Addresses
    is_everybodys: bool = False


EVERYBODY = Reading(
    stages=Stage.objects.all,
    entries=Entry.objects.all,
    at=Addresses("routes:journey", "routes:drawn", "routes:ground", "routes:stage", "routes:entry"),
    is_everybodys=True,
)
