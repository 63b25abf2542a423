"""English is complete: every French string of code and templates has its translation, and none is left behind."""

import shutil

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import override_settings

from tests.test_architecture import ROOT

CODE = ["atlas", "community", "places", "routes", "templates", "locale"]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """The English catalogue brought up to date with the code, in a copy of both: `makemessages` writes where it reads."""
    copy = tmp_path_factory.mktemp("code")
    for folder in CODE:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "data", "*.mo"))
    with pytest.MonkeyPatch.context() as patch, override_settings(LOCALE_PATHS=[str(copy / "locale")]):
        patch.chdir(copy)
        call_command("makemessages", locale=["en"], no_obsolete=True, verbosity=0)
    with (copy / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_string_has_its_english(catalogue):
    missing = [
        m.id for m in catalogue if m.id and (m.fuzzy or not all([m.string] if isinstance(m.string, str) else m.string))
    ]
    assert missing == []


def test_translations_keep_their_placeholders(catalogue):
    broken = [(m.id, str(e)) for m in catalogue if m.id and m.string for e in m.check()]
    assert broken == []
