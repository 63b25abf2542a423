"""The pieces a film or a sound is made of: boxes, elements, chunks. Empty ones cost nothing to send, and time to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.utils.translation import gettext as _

from places.media import limits
from places.media.refusal import Refused

Piece = TypeVar("Piece")


def counted(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same, one by one; `Refused` when there are more than any film has."""
    for number, piece in enumerate(pieces):
        if number == limits.PIECES:
            raise Refused(_("Ce fichier est fait de trop de morceaux pour être lu : exportez-le de nouveau."))
        yield piece
