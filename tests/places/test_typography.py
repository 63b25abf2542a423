"""Plain text is set as its language is printed, and distances are said as people say them."""

import pytest
from django.contrib.gis.measure import D
from django.utils import translation

from places.templatetags.sheets import away
from places.typography import of, typeset


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("l'eau : qui décide ?", "l’eau\u00a0: qui décide\u202f?"),
        ("dit « fifty-fifty »", "dit «\u00a0fifty-fifty\u00a0»"),
        ("6 500 habitants, 3,2 %", "6\u202f500 habitants, 3,2\u202f%"),
        ("en 2012 ; 300 km", "en 2012\u202f; 300\u202fkm"),
        ("https://interphaz.org:80/?a=1", "https://interphaz.org:80/?a=1"),
    ],
)
def test_french_is_typeset(plain, printed):
    assert typeset(plain, "fr") == printed


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("it's 6 500 : so", "it’s 6 500 : so"),
        ("the 'pioneer' plots of the workers' garden", "the ‘pioneer’ plots of the workers’ garden"),
        ("'open, and yet fenced'.", "‘open, and yet fenced’."),
        ('an online "open calendar": any (“kept”)', "an online “open calendar”: any (“kept”)"),
        ('("Kovcheg")', "(“Kovcheg”)"),
    ],
)
def test_english_is_typeset_and_keeps_its_spaces(plain, printed):
    assert typeset(plain, "en") == printed


def test_other_languages_keep_their_quotation_marks():
    assert typeset("er sagt \"nein\" zu 'ja'", "de") == "er sagt \"nein\" zu 'ja'"


@pytest.mark.parametrize(
    ("metres", "coarse", "said"),
    [
        (84, False, "80 m"),
        (850, False, "850 m"),
        (3421, False, "3,4 km"),
        (120_400, True, "~\u00a0120 km"),
        (300, True, "moins de 1 km"),
    ],
)
def test_distances_are_said_plainly(metres, coarse, said):
    with translation.override("fr"):
        assert away(D(m=metres), coarse).replace("\u00a0km", " km") == said


def test_de_is_elided_before_a_vowel():
    assert [of(name) for name in ("Lens", "Oulan-Bator", "Évry", "Hanoï")] == [
        "de Lens",
        "d’Oulan-Bator",
        "d’Évry",
        "de Hanoï",
    ]
