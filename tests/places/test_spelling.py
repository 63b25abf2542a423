"""One name, written by different people on different keyboards, has one key."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from places.spelling import key


@given(st.text())
@example("Ste St X")
@example("ǰ ﬁ ½ İ ẞ")
def test_a_key_is_its_own_key(text):
    assert key(key(text)) == key(text)


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Zs", "Pd"])))
def test_case_does_not_matter(text):
    assert key(text.casefold()) == key(text)


@given(st.text(alphabet="aeioucnstz -", max_size=12), st.sampled_from("\u0300\u0301\u0302\u0308\u0327\u030c"))
def test_accents_do_not_matter(text, accent):
    assert key("".join(letter + accent if letter.isalpha() else letter for letter in text)) == key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "lodz"),
        ("İSTANBUL", "istanbul"),
        ("Œuf-en-Ternois", "oeuf en ternois"),
        ("ＴＯＫＹＯ", "tokyo"),
        ("St. Gallen", "Saint-Gallen"),
        ("Йошкар-Ола", "Йошкар Ола"),
        ("کراچی", "كراچي"),
    ],
)
def test_people_write_the_same_name_differently(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("ガ", "カ"), ("कि", "क"), ("ก่า", "กา"), ("क्ष", "कष"), ("서울", "서우")])
def test_marks_that_make_another_letter_stay(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize("name", ["서울", "ガンダーラ", "दिल्ली"])
def test_a_key_stays_whole_letters(name):
    assert key(name) == name
