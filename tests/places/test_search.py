import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from atlas import criteria
from atlas.search import Search
from places import actions
from places.models import TermLabel
from places.search import one_typo_apart
from places.vocabulary import Terms
from tests.factories import LENS, make_initiative


def found(q, language="fr"):
    query = QueryDict(mutable=True)
    query["q"] = q
    terms = Terms.read(language)
    return [initiative.slug for initiative in Search(criteria.read(query, terms), terms).cards(0, 500)]


@pytest.mark.parametrize(
    ("q", "slug"),
    [
        ("Coroutine", "la-coroutine-lille"),
        ("la coroutine", "la-coroutine-lille"),
        ("corou", "la-coroutine-lille"),
        ("coroutne", "la-coroutine-lille"),
        ("spreefled", "spreefeld-berlin"),
        ("retrouvailles", "jardin-des-retrouvailles-ajonc-lille"),
        ("zemuju sanciu", "zemieji-sanciai-cabbage-field"),
        ("Хранкооп", "hrankoop-sofia"),
        ("хранкооп", "hrankoop-sofia"),
        ("石头城村", "stone-village-seed-bank"),
        ("石头", "stone-village-seed-bank"),
        ("พันพรรณ", "pun-pun-seed-community"),
        ("พรรณ", "pun-pun-seed-community"),
        ("अरवरी संसद", "arvari-river-parliament"),
    ],
)
def test_a_name_is_found_in_any_script_without_accents_and_with_one_typo(atlas, q, slug):
    assert slug in found(q)[:3]


@pytest.mark.django_db
def test_texts_are_found_by_the_roots_of_their_words_in_both_languages():
    make_initiative("A", answers={("summary", "fr"): "Les habitants irriguent leurs rizières."})
    make_initiative("B", answers={("origin", "en"): "Terraced paddies were restored."})
    assert found("rizière habitant") == ["a"]
    assert found("restoring paddy") == ["b"]


@pytest.mark.django_db
@pytest.mark.parametrize("q", ["puits", "eau potable", "Eaux", "well", "wells", "water", "sources"])
def test_vocabulary_synonyms_lead_to_what_they_mean(q):
    make_initiative("Comité", at=LENS, resources=["water"])
    make_initiative("Autre", resources=["seeds"])
    assert found(q) == ["comite"]


@pytest.mark.django_db
def test_a_synonym_works_the_moment_an_editor_adds_it():
    make_initiative("Comité", resources=["water"])
    assert found("flotte") == []
    label = TermLabel.objects.get(term__code="water", language="fr")
    label.synonyms = [*label.synonyms, "flotte"]
    label.save()
    actions.relabelled()
    assert found("flotte") == ["comite"]


@pytest.mark.django_db
def test_every_word_must_be_met_each_in_its_own_way():
    make_initiative("Canal", country="NP", zone="indian-subcontinent", resources=["water"])
    make_initiative("Étang", country="IN", zone="indian-subcontinent", resources=["water"])
    make_initiative("Graines", country="NP", zone="indian-subcontinent", resources=["seeds"])
    assert found("puits népal") == ["canal"]
    assert found("water of Nepal", "en") == ["canal"]


@pytest.mark.django_db
@pytest.mark.parametrize("q", ["' | '", "!!!", "a & b | (", "\\", ":*", "'; DROP TABLE x", "%_", "\u0301", "x" * 200])
def test_signs_that_mean_something_to_the_database_are_only_signs(q):
    make_initiative("Canal")
    assert found(q) in ([], ["canal"])


words = st.text("abcde", min_size=1, max_size=7)


@given(words, st.data())
def test_one_typing_error_is_one_apart_whichever_it_is(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdexyz"))
    variants = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
    variants.append(word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :])
    for variant in variants:
        assert one_typo_apart(word, variant) == (word != variant)
        assert one_typo_apart(variant, word) == (word != variant)


@given(words, words)
def test_two_errors_are_not_one(a, b):
    longer = sorted((a, b), key=len)
    if len(longer[1]) - len(longer[0]) > 1 or len(set(a) ^ set(b)) > 2:
        assert not one_typo_apart(a, b)
