"""Nothing that was written is ever lost: revisions, what they undo, what two people write at once."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from places import actions, history, merging, states
from places.models import Initiative, Revision
from tests.factories import ARRAS, LENS, LILLE, make_initiative

WORDS = st.lists(st.sampled_from("eau puits canal village assemblée règle été".split()), max_size=12).map(" ".join)
CODES = st.lists(st.sampled_from(["water", "seeds", "land", "electricity"]), unique=True, max_size=4)


def person(handle: str) -> User:
    return User.objects.create_user(handle, f"{handle}@example.org")


def replayed(initiative: Initiative) -> states.State:
    return states.replayed(initiative.revisions.order_by("number").values_list("changes", flat=True))


def told(initiative: Initiative) -> states.State:
    return states.state(Initiative.everything.get(pk=initiative.pk))


@pytest.fixture
def sheet(db):
    return actions.create(
        {
            "name": "Les Wateringues",
            "country": "FR",
            "point": [*LENS],
            "precision": "site",
            "locality": "Lens",
            "resources": ["water"],
            "origin.fr": "Des voisins ont creusé un puits.",
            "deciding.fr": "En assemblée, une fois l’an.",
            "sources": [{"url": "https://example.org/1", "title": "Un livre"}],
        },
        by=person("rosalie"),
    )


def test_a_change_tells_who_what_and_why_and_the_sheet_is_the_replay_of_its_changes(sheet):
    jean = person("jean")
    wanted = {"origin.fr": "Trois voisins ont creusé un puits.", "resources": ["water", "land"]}
    revision = actions.revise(sheet, wanted, base=1, by=jean, note="compté sur place")
    assert (revision.number, revision.author, revision.note) == (2, jean, "compté sur place")
    assert revision.changes["resources"] == [["water"], ["water", "land"]]
    assert sorted(revision.parts) == ["origin.fr", "resources"]
    assert replayed(sheet) == told(sheet)
    assert told(sheet)["origin.fr"].startswith("Trois")


def test_nothing_changed_is_no_revision(sheet):
    assert actions.revise(sheet, {"name": "Les Wateringues"}, base=1, by=None) is None
    assert sheet.revisions.count() == 1


def test_a_sheet_older_than_its_history_begins_it_with_what_it_says(db):
    old = make_initiative("Ancienne", LILLE, answers={("origin", "fr"): "Née en 1970."})
    actions.revise(old, {"origin.fr": "Née en 1971."}, base=0, by=None)
    first, second = old.revisions.order_by("number")
    assert first.by_atlas
    assert first.changes["origin.fr"] == [None, "Née en 1970."]
    assert replayed(old) == told(old)


class TestTwoPeople:
    def test_different_questions_never_collide(self, sheet):
        actions.revise(sheet, {"origin.fr": "Autre."}, base=1, by=person("a"))
        actions.revise(sheet, {"deciding.fr": "Chaque mois."}, base=1, by=person("b"))
        assert (told(sheet)["origin.fr"], told(sheet)["deciding.fr"]) == ("Autre.", "Chaque mois.")

    def test_other_words_of_the_same_answer_are_merged(self, sheet):
        actions.revise(sheet, {"origin.fr": "Trois voisins ont creusé un puits."}, base=1, by=person("a"))
        actions.revise(sheet, {"origin.fr": "Des voisins ont creusé un puits profond."}, base=1, by=person("b"))
        assert told(sheet)["origin.fr"] == "Trois voisins ont creusé un puits profond."

    def test_the_same_words_are_a_clash_and_nothing_is_written(self, sheet):
        actions.revise(sheet, {"origin.fr": "Trois voisins ont creusé un puits."}, base=1, by=person("a"))
        with pytest.raises(actions.Clashed) as clashed:
            actions.revise(
                sheet, {"origin.fr": "Dix voisins ont creusé un puits.", "name": "W"}, base=1, by=person("b")
            )
        [clash] = clashed.value.clashes
        assert (clash.base, clash.theirs, clash.mine) == (
            "Des voisins ont creusé un puits.",
            "Trois voisins ont creusé un puits.",
            "Dix voisins ont creusé un puits.",
        )
        assert clashed.value.wanted == {"name": "W"}
        assert sheet.revisions.count() == 2

    @pytest.mark.parametrize("version", [7, -1])
    def test_a_version_that_does_not_exist_gets_a_sentence(self, sheet, version):
        with pytest.raises(ValidationError, match="version"):
            actions.revise(sheet, {"name": "W"}, base=version, by=None)


def test_what_was_reverted_is_as_before_and_what_came_after_stays(sheet):
    revision = actions.revise(sheet, {"name": "Faux", "origin.fr": "Faux."}, base=1, by=person("a"))
    actions.revise(sheet, {"deciding.fr": "Chaque mois."}, base=2, by=person("b"))
    undone = actions.revert(revision, by=person("c"), parts=["name"])
    assert undone.undoes == revision
    assert (told(sheet)["name"], told(sheet)["origin.fr"], told(sheet)["deciding.fr"]) == (
        "Les Wateringues",
        "Faux.",
        "Chaque mois.",
    )


def test_a_removed_sheet_is_nowhere_but_in_its_history_and_comes_back_whole(sheet, client):
    before = told(sheet)
    actions.remove([sheet], by=person("a"), note="doublon")
    assert not Initiative.objects.exists()
    assert client.get("/api/v1/initiatives/").json()["numberMatched"] == 0
    assert client.get("/api/v1/initiatives/?q=wateringues").json()["numberMatched"] == 0
    actions.restore(sheet, by=person("b"), note="ce n’en était pas un")
    assert told(sheet) == before
    assert client.get("/api/v1/initiatives/?q=wateringues").json()["numberMatched"] == 1
    assert [revision.verb for revision in sheet.revisions.order_by("number")] == ["create", "remove", "restore"]
    assert replayed(sheet) == before


def test_whoever_hides_a_place_hides_it_in_the_history_too(sheet):
    actions.revise(sheet, {"point": [*ARRAS], "locality": "Arras"}, base=1, by=person("a"))
    actions.revise(sheet, {"point": None, "precision": "hidden", "locality": None}, base=2, by=person("b"))
    written = str([*Revision.objects.values_list("changes", flat=True)])
    for exact in ("2.8279", "50.433", "2.7772", "50.2917", "Lens", "Arras"):
        assert exact not in written
    assert replayed(sheet) == told(sheet)


def test_a_vaguer_place_takes_the_exact_ones_out(sheet):
    actions.revise(sheet, {"point": [2.8, 50.4], "precision": "city"}, base=1, by=person("a"))
    assert "50.433" not in str([*Revision.objects.values_list("changes", flat=True)])
    assert replayed(sheet) == told(sheet)
    assert told(sheet)["locality"] == "Lens"


class TestPlacesThatWereMadeVaguer:
    """What nobody should know any more comes back by no way round."""

    EXACT = (2.8346, 50.4303)

    def test_undoing_half_of_a_change_leaves_no_exact_pin_under_a_vague_precision(self, db):
        sheet = actions.create({"name": "A", "country": "FR", "point": [2.8, 50.4], "precision": "village"}, by=None)
        made = actions.revise(sheet, {"precision": "site", "point": [*self.EXACT]}, base=1, by=None)
        actions.revert(made, by=None, parts=["precision"])
        assert told(sheet)["precision"] == "village"
        assert told(sheet)["point"] != [*self.EXACT]
        assert "2.8346" not in str([*sheet.revisions.values_list("changes", flat=True)])

    def test_undoing_the_vaguing_does_not_call_the_towns_middle_the_exact_place(self, sheet):
        made = actions.revise(sheet, {"precision": "village"}, base=1, by=None)
        with pytest.raises(ValidationError, match="n’est plus connu"):
            actions.revert(made, by=None)
        assert told(sheet)["precision"] == "village"

    def test_who_wrote_before_it_was_hidden_does_not_write_it_back(self, sheet):
        actions.revise(sheet, {"location_note": "La 3e maison."}, base=1, by=None)
        actions.revise(sheet, {"precision": "hidden", "point": None}, base=2, by=None)
        stale = {"locality": "Lens", "location_note": "La 3e maison.", "name": "Les Wateringues du nord"}
        with pytest.raises(actions.Clashed) as clashed:
            actions.revise(sheet, stale, base=2, by=None)
        assert {clash.part for clash in clashed.value.clashes} == {"locality", "location_note"}
        assert clashed.value.wanted == {"name": "Les Wateringues du nord"}
        assert "maison" not in str(told(sheet))

    def test_somebody_who_wanted_it_less_exact_is_asked_first(self, sheet):
        exact = {"precision": "site", "point": [*self.EXACT]}
        actions.revise(sheet, {"precision": "city"}, base=1, by=None)
        assert actions.reveals(Initiative.objects.get(), exact)
        known = actions.create({"name": "A", "country": "FR", "point": [*LENS], "precision": "city"}, by=None)
        assert not actions.reveals(known, exact), "known only so far is not the same as wanted so"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("हिन्दी में पानी", ["हिन्दी", " ", "में", " ", "पानी"]),
        ("மழை நீர்", ["மழை", " ", "நீர்"]),
        ("المَاء للجميع", ["المَاء", " ", "للجميع"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("水利会。", ["水", "利", "会", "。"]),
        ("l’eau_x", ["l", "’", "eau", "_", "x"]),
    ],
)
def test_a_word_is_one_in_any_script(text, words):
    assert merging.TOKEN.findall(text) == words


SCRIPTS = st.lists(st.sampled_from("पानी पानि पूनी नदी الماء المَاء نهر நீர் eau été".split()), max_size=8).map(" ".join)


@given(SCRIPTS, SCRIPTS, SCRIPTS)
def test_no_merge_makes_a_word_that_nobody_wrote(base, one, other):
    merged = merging.texts(base, one, other)
    if merged is not None:
        assert {*merged.split()} <= {*base.split(), *one.split(), *other.split()}


@given(st.text(max_size=60))
def test_words_joined_again_are_the_text(text):
    assert "".join(merging.TOKEN.findall(text)) == text


def test_slugs_are_free_and_readable(sheet):
    again = actions.create({"name": "Les Wateringues", "country": "FR", "precision": "hidden"}, by=None)
    other = actions.create({"name": "पानी", "country": "IN", "precision": "hidden"}, by=None)
    assert (sheet.slug, again.slug, other.slug) == ("les-wateringues", "les-wateringues-2", "pani")


def test_a_person_who_leaves_takes_no_words_along(sheet):
    sheet.revisions.get().author.delete()
    assert sheet.revisions.get().author is None
    assert not sheet.revisions.get().by_atlas


@given(WORDS, WORDS, WORDS)
def test_a_merge_is_the_same_whoever_saved_first(base, one, other):
    assert merging.texts(base, one, other) == merging.texts(base, other, one)


@given(WORDS, WORDS)
def test_who_changed_alone_is_right(base, one):
    assert merging.texts(base, base, one) == one
    assert merging.texts(base, one, one) == one


@given(CODES, CODES, CODES)
def test_codes_both_kept_stay_and_the_order_of_saving_does_not_matter(base, one, other):
    merged = merging.lists(base, one, other)
    assert merged == merging.lists(base, other, one)
    if merged is not None:
        assert {*one} & {*other} <= {*merged} <= {*one} | {*other}
        assert len(merged) == len({*merged})


@given(st.lists(st.dictionaries(st.sampled_from(["name", "origin.fr", "people"]), WORDS | st.none(), max_size=3)))
def test_back_undoes_forward(steps):
    now: states.State = {}
    for wanted in steps:
        changes = states.difference(
            now, states.forward(now, {name: [now.get(name), v or None] for name, v in wanted.items()})
        )
        after = states.forward(now, changes)
        assert states.back(after, changes) == now
        now = after


def test_each_version_is_told_the_same_from_the_beginning_and_from_now(sheet):
    said = [told(sheet)]
    for n in range(2, 9):
        actions.revise(
            sheet, {"origin.fr": f"Version {n}.", "people": n, "people_unit": "households"}, base=n - 1, by=None
        )
        said.append(told(sheet))
    sheet.refresh_from_db()
    assert [history.as_of(sheet, number) for number in range(1, 9)] == said
    assert [history.as_of(sheet, number, now=said[-1]) for number in range(1, 9)] == said


EDIT = st.tuples(
    st.sampled_from(["origin.fr", "deciding.fr", "name", "resources", "sources"]),
    WORDS,
    CODES,
    st.integers(0, 3),  # how many versions ago it was read
)


def value_of(part: str, words: str, codes: list[str]):
    if part == "resources":
        return codes or None
    if part == "sources":
        return [{"kind": "page", "title": words, "url": "https://example.org/"}] if words else None
    return words or ("Sans nom" if part == "name" else None)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDIT, max_size=8))
def test_no_words_vanish_and_undoing_the_last_is_the_way_back(db, edits):
    sheet = actions.create({"name": "A", "country": "FR", "precision": "hidden"}, by=None)
    stood = [told(sheet)]
    for part, words, codes, ago in edits:
        version = Initiative.objects.get(pk=sheet.pk).version
        try:
            made = actions.revise(
                sheet, {part: value_of(part, words, codes)}, base=max(1, version - ago), by=None, note=words
            )
        except actions.Clashed as clashed:
            mine = [clash.mine for clash in clashed.clashes]
        else:
            mine = None
        if mine is not None:
            assert told(sheet) == stood[-1], "nothing is written that somebody has to settle"
            assert mine == [value_of(part, words, codes)], "nor lost"
            continue
        if made is None:
            continue
        before, now = stood[-1], told(sheet)
        assert actions.revert(made, by=None) is not None
        assert told(sheet) == before, "revert(edit) = identity"
        assert actions.revise(sheet, {name: now.get(name) for name in made.parts}, base=made.number + 1, by=None)
        assert told(sheet) == now
        stood.append(now)
    held = [
        value
        for changes in sheet.revisions.values_list("changes", flat=True)
        for pair in changes.values()
        for value in pair
    ]
    assert all(value in held for said in stood for name, value in said.items())
    assert replayed(sheet) == told(sheet)
