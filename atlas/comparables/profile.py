"""What a reader looks for in a model: a profile, written by hand, by the questionnaire, or taken from a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from places.choices import PeopleUnit
from places.models import Initiative

LISTS = ("resource", "activity", "theme", "governance", "decision")
SINGLE = ("people", "setting", "words")
# Not ways of deciding that one could look for, but what a sheet says when it does not know.
UNTOLD = ("unknown",)
# Nor does « several ways together » say what to look for: half of the sheets that tell anything tell that.
VAGUE = (*UNTOLD, "mixed")


@dataclass(frozen=True)
class Profile:
    """Codes of what is wanted; `people` counts `unit`; `words` are as typed. Empty parts were not asked for."""

    resource: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    governance: tuple[str, ...] = ()
    decision: tuple[str, ...] = ()
    people: int | None = None
    unit: str = PeopleUnit.HOUSEHOLDS
    setting: str = ""
    words: str = ""

    @classmethod
    def of(cls, initiative: Initiative) -> Self:
        """The sheet's own profile."""
        return cls(
            resource=tuple(initiative.resources),
            activity=tuple(initiative.activities),
            theme=tuple(initiative.themes),
            governance=(initiative.governance,) if initiative.governance else (),
            decision=tuple(code for code in initiative.decisions if code not in VAGUE),
            people=initiative.people,
            unit=initiative.people_unit or PeopleUnit.HOUSEHOLDS,
        )

    def joined(self, other: Self) -> Self:
        """Both: lists one after the other, single parts as `other` says them when it does."""
        lists = {name: tuple(dict.fromkeys(getattr(self, name) + getattr(other, name))) for name in LISTS}
        size = {"people": other.people, "unit": other.unit} if other.people else {}
        single = {name: getattr(other, name) or getattr(self, name) for name in ("setting", "words")}
        return replace(self, **lists, **single, **size)

    def without(self, part: str) -> Self:
        """Less one part: `people`, or one code of a list, written `resource:water`."""
        name, _, code = part.partition(":")
        if name in LISTS:
            left = tuple(kept for kept in getattr(self, name) if code and kept != code)  # without code: none is left
            return replace(self, **{name: left})
        return replace(self, **{name: getattr(type(self)(), name)}) if name in SINGLE else self

    def parts(self) -> Iterator[str]:
        """Each part that is asked for, as `without` takes it."""
        for name in LISTS:
            yield from (f"{name}:{code}" for code in getattr(self, name))
        yield from (name for name in SINGLE if getattr(self, name))

    @property
    def is_empty(self) -> bool:
        return not any(self.parts())
