"""Dates in the reader's words, whatever writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from places import dates

FIRST = datetime(2026, 12, 1, 8, 5)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["long", "EEEE d MMMM"]))
def test_french_counts_the_first_of_a_month_and_no_other_day(moment, form):
    assert ("1er " in dates.day(moment, "fr", form)) is (moment.day == 1)
    assert "1er" not in dates.day(moment, "en", form)


@pytest.mark.parametrize(
    ("form", "french", "english"),
    [
        ("j F Y", "1er décembre 2026", "1 December 2026"),
        ("j F Y, H:i", "1er décembre 2026, 08:05", "1 December 2026, 08:05"),
        ("F Y", "décembre 2026", "December 2026"),
        ("c", "2026-12-01T08:05:00", "2026-12-01T08:05:00"),
    ],
)
def test_every_template_writes_them_so(form, french, english):
    shown = Template(f'{{{{ day|date:"{form}" }}}}')
    for language, expected in (("fr", french), ("en", english)):
        with override(language):
            assert shown.render(Context({"day": FIRST})) == expected


def test_other_numbers_are_no_firsts():
    told = [dates.day(FIRST + timedelta(days=after), "fr") for after in (10, 20, 30)]
    assert told == ["11 décembre 2026", "21 décembre 2026", "31 décembre 2026"]
    assert dates.counted("version 3.1 mai 2026", "fr") == "version 3.1 mai 2026"
