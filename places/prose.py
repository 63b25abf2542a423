"""Answers are written in a small Markdown: paragraphs, emphasis, lists, quotations, links. Nothing else ever reaches a page.

Two walls, one behind the other: markdown-it-py is given few rules and no HTML; nh3 lets through the tags named here and no others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from places import typography

RULES = [
    "blockquote",
    "list",
    "paragraph",
    "newline",
    "escape",
    "emphasis",
    "link",
    "autolink",
    "balance_pairs",
    "fragments_join",
]
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
SCHEMES = {"http", "https", "mailto"}
DEEPEST = 12  # quotations and lists within one another


def html(text: str, language: str) -> SafeString:
    """What a reader is given, typeset as its language is. Any text at all is accepted."""
    tokens = _parser().parse(text)
    for token in tokens:
        token.children = [*_leading(token.children or [])]
    for token in _texts(tokens):
        token.content = typography.typeset(token.content, language)
    rendered = _parser().renderer.render(tokens, _parser().options, {})
    return mark_safe(_clean(rendered))  # noqa: S308 — nh3 is what makes it safe


def plain(text: str) -> str:
    """The words alone, on one line, for what shows no emphasis: descriptions, feeds, cards, excerpts.

    A dot stands between what would read as one sentence: the items of a list, paragraphs without a full stop.
    """
    said = [words for line in lines(text) if (words := " ".join(line.split()))]
    return "".join(f"{words}{_between(words)}" for words in said[:-1]) + "".join(said[-1:])


def lines(text: str) -> Iterator[str]:
    """The words alone of each paragraph and each item, for what has lines: files, letters."""
    for token in _parser().parse(text):
        if token.type == "inline":
            yield "".join(" " if one.type.endswith("break") else one.content for one in token.children or [])


def _between(before: str) -> str:
    return " " if unicodedata.category(before[-1]).startswith("P") else " · "


def _clean(rendered: str) -> str:
    return nh3.clean(
        rendered, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="nofollow ugc noopener external"
    )


def _leading(tokens: list[Token]) -> Iterator[Token]:
    """Without links to nowhere, `[x]()`: what they hold stays. Links do not hold links."""
    nowhere = False
    for token in tokens:
        if token.type == "link_open":
            nowhere = not token.attrs.get("href")
        if not (nowhere and token.type in ("link_open", "link_close")):
            yield token


def _texts(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or [] if child.type == "text"]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": DEEPEST}).enable(
        RULES, ignoreInvalid=True
    )
    parser.validateLink = _leads_somewhere
    return parser


def _leads_somewhere(url: str) -> bool:
    return url.partition(":")[0].lower() in SCHEMES and ":" in url
