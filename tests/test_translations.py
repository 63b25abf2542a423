"""English is complete: every French string of code and templates has its translation, and none is left behind."""

import shutil

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

from tests.test_architecture import ROOT

IGNORED = [".venv", "var", "node_modules", "static", "tests", "locale", "docs"]


@pytest.fixture
def catalogue(tmp_path, settings, monkeypatch):
    """The English catalogue brought up to date with the code, in a copy."""
    shutil.copytree(ROOT / "locale", tmp_path / "locale")
    settings.LOCALE_PATHS = [str(tmp_path / "locale")]
    monkeypatch.chdir(ROOT)
    call_command("makemessages", locale=["en"], ignore_patterns=IGNORED, no_obsolete=True, verbosity=0)
    with (tmp_path / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_string_has_its_english(catalogue):
    missing = [
        m.id for m in catalogue if m.id and (m.fuzzy or not all([m.string] if isinstance(m.string, str) else m.string))
    ]
    assert missing == []


def test_translations_keep_their_placeholders(catalogue):
    broken = [(m.id, str(e)) for m in catalogue if m.id and m.string for e in m.check()]
    assert broken == []
