"""Whatever is typed into whichever form of the project: an answer, never a failure; and what was typed is there to be mended."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from random import Random
from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from lxml import html
from lxml.html import MultipleSelectOptions

from community.permissions import Role
from tests.community.test_permissions import GUIDES, ROUTES, a_photo, cast, house, path_of, sheet
from tests.places.conftest import geonames_rows, towns

__all__ = ["cast", "geonames_rows", "house", "sheet", "towns"]

HELD = {"opened", "homepage"}  # the traps for programs: who types has waited, and does not see the other

# What people paste, what programs send, and what numbers, dates, places and keys may look like without being one.
ODD = (
    ["", " ", "0", "-1", "1e999", "NaN", "Infinity", "9" * 30, "٣", "½", "\x00", "a\x00b", "\ud7ff\ufffe", "‮abc", "🦆" * 400]
    + ["31", "0000-00-00", "2012-02-30", "9999-12-31T25:61", "12:00", "24:00", "2012-07/..", "fr", "xx", "FR", "<b>", "{{ x }}", "%s %(x)s"]
    + ["1,5", "-181", "91", "[1, 2]", "{}", "null", "true", "on", "site", "a" * 5000, "é" * 70_000, "https://", "javascript:alert(1)"]
    + ["00000000-0000-0000-0000-000000000000", "@", "a@b", "../../etc", "-", "lens", "3003093", "2,50.4", "1;2", "water"]
)  # fmt: skip
ROUNDS = 12
FILES = [b"", b"x", b"\xff\xd8\xff", b"<gpx>", a_photo().getvalue()]
NAMES = ["a.jpg", "a.gpx", "é" * 300 + ".pdf", "../../x.jpg", "a\x00.kml"]
FORMS = [name for name, row in ROUTES.items() if row.post is not None and row.get is not None and name not in GUIDES]


@pytest.mark.parametrize("name", FORMS)
def test_any_words_in_any_field_get_an_answer_and_are_not_lost(house, cast, name):
    client, chance = Client(), Random(name)
    client.force_login(cast[Role.EDITOR], backend="django.contrib.auth.backends.ModelBackend")
    opened = client.get(path_of(name, house))
    if opened.status_code != 200 or not opened["Content-Type"].startswith("text/html"):
        return
    for form in html.fromstring(opened.content.decode()).forms:
        if form.method == "POST":
            there = urljoin(path_of(name, house), form.action or "")
            for turn in range(ROUNDS):
                tampers = turn % 2 == 1  # with what no person sees
                filled = {each.get("name"): typed(each, chance, tampers) for each in form.inputs if each.get("name")}
                words = {name: value for name, value in filled.items() if value is not None}
                with undone():
                    answer = client.post(there, words)
                    assert answer.status_code < 500, (there, words)
                    if not tampers and answer.status_code == 422 and answer["Content-Type"].startswith("text/html"):
                        assert lost(words, form, answer) == {}, there


def lost(words: dict, form, answer) -> dict[str, str]:
    """What was written into boxes and is in none of that name on the page that came back."""
    held = defaultdict(set)
    for control in (control for again in html.fromstring(answer.content.decode()).forms for control in again.inputs):
        held[control.get("name")].add(str(control.value or "").strip())
    written = {name: words[name] for name in map(box_name, form.inputs) if name in words}
    return {name: said[:60] for name, said in written.items() if said.isprintable() and said.strip() not in held[name]}


def typed(control, chance: Random, tampers: bool):
    """What is sent of a control: what it held, nothing, another choice, or something odd."""
    if control.get("type") == "file":
        return SimpleUploadedFile(chance.choice(NAMES), chance.choice(FILES))
    how = chance.choice(["as it is", "as it is", "odd", "odd", "gone", "chosen"])
    is_held = control.get("name") in HELD or (control.get("type") == "hidden" and not tampers)
    if is_held or how == "as it is":
        value = control.value
        return list(value) if isinstance(value, MultipleSelectOptions) else value
    if how == "chosen" and control.tag == "select":
        return chance.choice(control.value_options or [""])
    return None if how == "gone" else chance.choice(ODD)


def box_name(control) -> str | None:
    """Of what a person writes into."""
    is_box = control.tag == "textarea" or control.get("type", "text") in ("text", "search", "email", "url")
    return control.get("name") if is_box and control.tag != "select" else None


@contextmanager
def undone():
    """Each begins where the first began."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
