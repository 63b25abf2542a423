"""The small Markdown of answers: what it shows, and that nothing else ever reaches a page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places import prose

TAGS = "p|br|em|strong|ul|ol|li|blockquote|a"
# Any tag is one of those, without attributes; a link has its address and nothing a page could run.
ALLOWED = re.compile(
    rf'<(?:/(?:{TAGS})|(?:{TAGS})|a href="(?:https?:|mailto:)[^"<>]*" rel="nofollow ugc noopener external")>',
    re.IGNORECASE,
)
PIECES = st.sampled_from(
    "<script> </script> <img/src=x> onerror=alert(1) javascript: data:text/html, [x]( ) ![ ` ``` # * ** _ > - 1. &lt; &#106; \\ < >"
    " https://a.org mailto:a@b.org <https://c.org> \n \n\n \t \x00 é « »".split(" ")
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_no_text_whatever_gives_anything_but_the_few_tags(text):
    shown = prose.html(text, "fr")
    assert "<" not in ALLOWED.sub("", shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Un puits.\n\nDeux puits.", "<p>Un puits.</p>\n<p>Deux puits.</p>\n"),
        ("*penché* **appuyé**", "<p><em>penché</em> <strong>appuyé</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("# pas un titre", "<p># pas un titre</p>\n"),
        ("l'eau : 1 500 m", "<p>l’eau&nbsp;: 1\u202f500\u202fm</p>\n"),
        ("[x](/admin/)", "<p>[x](/admin/)</p>\n"),
        (
            "[x]() et [y](https://a.org)",
            '<p>x et <a href="https://a.org" rel="nofollow ugc noopener external">y</a></p>\n',
        ),
    ],
)
def test_what_it_shows(text, shown):
    assert prose.html(text, "fr") == shown


def test_plain_leaves_the_words_alone():
    text = "Un *puits* [profond](https://a.org).\n\n- l’été\n- l’hiver\n\n> Le marché\n> d’en haut"
    assert prose.plain(text) == "Un puits profond. l’été · l’hiver · Le marché d’en haut"
    assert [*prose.lines(text)] == ["Un puits profond.", "l’été", "l’hiver", "Le marché d’en haut"]


WORDS = st.text("abcéàç’", min_size=1, max_size=8).filter(lambda word: word.strip("’"))
KINDS = st.sampled_from(
    ["{}\n\n", "- {}\n", "- {}\n\n", "2. {}\n", "> {}\n\n", "> - {}\n", "*{}*\n\n", "[{}](https://a.org)\n\n"]
)


@given(st.lists(st.tuples(KINDS, st.lists(WORDS, min_size=1, max_size=4)), max_size=6), st.sampled_from([" ", "\n"]))
def test_nothing_is_glued_together_and_no_word_is_lost(blocks, between):
    """Paragraphs, items, quotations, words over a broken line."""
    said = prose.plain("\n\n".join(kind.format(between.join(words)) for kind, words in blocks))
    assert said == " · ".join(" ".join(words) for _, words in blocks).replace("’ · ", "’ ")


def test_the_longest_answer_in_the_worst_signs_is_rendered_in_reasonable_time():
    for worst in (
        "[" * 20_000,
        "*a " * 6_000,
        ">" * 20_000,
        "- " * 10_000,
        "\\" * 20_000,
        "[a](" * 5_000,
        "<a" * 10_000,
    ):
        prose.html(worst, "fr")
