"""Which changes are so small that they need not wait, when they are by somebody known."""

from __future__ import annotations

from community.models import Proposal
from community.permissions import Person
from community.reviewing import limits
from places import differences
from places.merging import TOKEN
from places.states import State, answered

MOST_WORDS = 6  # that went or came, both counted


def is_known(person: Person) -> bool:
    """Whether one of their changes was accepted already."""
    return person.is_authenticated and Proposal.objects.filter(author=person, state=Proposal.State.ACCEPTED).exists()


def is_minor(before: State, wanted: State) -> bool:
    """A few words of answers that stand already, no link among them."""
    changed = {part: value for part, value in wanted.items() if value != before.get(part)}
    texts = [(before.get(part) or "", value or "") for part, value in changed.items()]
    if not all(answered(part) and before.get(part) and value for part, value in changed.items()):
        return False
    return not any(limits.links(new) > limits.links(old) for old, new in texts) and (
        sum(_touched(old, new) for old, new in texts) <= MOST_WORDS
    )


def _touched(before: str, after: str) -> int:
    pieces = differences.words(before, after)
    return sum(
        1 for kind, text in pieces if kind != differences.SAME for word in TOKEN.findall(text) if word.strip(" \n")
    )
