"""XML as a stream of what begins and what ends. A document type is refused: bombs and outside entities need one.

Names come without their prefix, and a prefix that nobody declared is no fault: many programs forget it. What is broken
further on does not take away what was read before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from django.utils.translation import gettext as _

from places.media.refusal import Refused
from routes.tracks import limits

AT_ONCE = 2**16  # letters handed to the parser, whose events are then read


class Begun(NamedTuple):
    name: str
    given: dict[str, str]  # its attributes


class Ended(NamedTuple):
    name: str
    text: str  # of itself, not of what is within


class Broken(NamedTuple):
    line: int


Event = Begun | Ended | Broken


def walk(text: str) -> Iterator[Event]:
    """Every element of a document; `Broken`, and no more, where it can be read no further."""
    events: list[Event] = []
    parser = _parser(events)
    for start in range(0, len(text) + 1, AT_ONCE):
        try:
            parser.Parse(text[start : start + AT_ONCE], start + AT_ONCE > len(text))
        except (expat.ExpatError, UnicodeError, ValueError):
            yield from events
            yield Broken(parser.CurrentLineNumber)
            return
        yield from events
        events.clear()


def _parser(events: list[Event]) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    texts: list[list[str]] = [[]]
    local: dict[str, str] = {}  # names without their prefix, cut once

    def begin(name: str, given: dict[str, str]) -> None:
        if len(texts) > limits.DEEPEST:
            raise Refused(_("Ce fichier emboîte trop d’éléments pour être une trace."))
        texts.append([])
        events.append(Begun(local.get(name) or local.setdefault(name, _local(name)), given))

    def end(name: str) -> None:
        events.append(Ended(local[name], "".join(texts.pop()).strip()))

    def refuse(*about: object) -> None:
        raise Refused(
            _(
                "Ce fichier XML définit ses propres règles (DOCTYPE), ce qui peut cacher un piège : exportez-le de nouveau."
            )
        )

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = lambda data: texts[-1].append(data)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2] or name
