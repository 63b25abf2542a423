"""Sheets that may be the same: found, united without a loss, parted again, or remembered as two."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.models import Deed, Pair
from community.reviewing import deciding, pairs
from places import actions, states, twins
from places.models import Initiative, Revision
from places.vocabulary import Terms
from routes.models import Encounter, Journey, Stage
from tests.community.conftest import propose
from tests.community.people import make_person, make_steward
from tests.factories import ARRAS, LENS, LILLE, make_initiative

DESK = "/fr/moderation/pairs/"
OLD = {
    "name": "Les Wateringues",
    "country": "FR",
    "locality": "Lens",
    "point": [*LENS],
    "precision": "site",
    "resources": ["water"],
    "website": "https://wateringues.example/",
    "origin.fr": "Des voisins ont creusé un puits.",
    "deciding.fr": "En cercle, le lundi.",
    "sources": [{"kind": "visit", "title": "Visite"}],
}
NEW = {
    "name": "Les Watteringues",
    "country": "FR",
    "locality": "Lens",
    "point": [LENS[0] + 0.001, LENS[1]],
    "precision": "site",
    "resources": ["water", "land"],
    "started": 2011,
    "origin.fr": "Le puits date de 2011.",
    "origin.en": "The well was dug in 2011.",
    "sources": [{"kind": "page", "title": "Site", "url": "https://wateringues.example/"}],
}


@pytest.fixture
def old(db):
    return actions.create(OLD, by=None)


@pytest.fixture
def new(old):
    return actions.create(NEW, by=None)


@pytest.fixture
def pair(old, new):
    return pairs.tell(old.slug, new.slug)


def told(sheet: Initiative) -> dict:
    return states.state(Initiative.everything.get(pk=sheet.pk))


def is_its_history(sheet: Initiative) -> bool:
    return states.replayed(sheet.revisions.order_by("number").values_list("changes", flat=True)) == told(sheet)


def form(pair: Pair, **chosen) -> dict:
    """As the page sends it; ways by key, `_` standing for « . »."""
    ways = {f"way:{key.replace('_', '.')}": way for key, way in chosen.items() if key not in ("kept", "note")}
    said = {"kept": chosen.get("kept", "one"), "note": chosen.get("note", "deux fois la même")}
    one, other = (Initiative.everything.get(pk=pk).version for pk in (pair.one_id, pair.other_id))
    return said | ways | {"seen_one": one, "seen_other": other}


class TestFinding:
    def test_likely_ones_are_kept_the_likeliest_first_and_once(self, old, new):
        make_initiative("Énergie citoyenne", ARRAS)
        make_initiative("Wateringues", ARRAS)
        call_command("find_pairs", verbosity=0)
        call_command("find_pairs", "--all", verbosity=0)
        found = list(Pair.objects.open())
        assert [(pair.one, pair.other) for pair in found][0] == (old, new)
        assert [pair.likelihood for pair in found] == sorted((p.likelihood for p in found), reverse=True)
        assert len({(pair.one_id, pair.other_id) for pair in found}) == len(found)

    def test_two_that_were_told_to_be_two_are_not_asked_about_again(self, old, new, bob):
        pairs.find([old])
        pairs.tell_apart(Pair.objects.get(), by=bob)
        assert pairs.find([old, new]) == 0
        assert not Pair.objects.open().exists()
        pairs.reopen(Pair.objects.get(), by=bob)
        assert Pair.objects.open().count() == 1
        assert [deed.verb for deed in Deed.objects.order_by("pk")] == ["different", "reopen"]

    def test_one_that_is_no_longer_likely_is_forgotten_but_not_what_somebody_told(self, old, new):
        pairs.find([old])
        actions.revise(new, {"name": "Le Four à pain", "point": [*LILLE]}, base=1, by=None)
        pairs.find([old])
        assert not Pair.objects.exists()
        kept = pairs.tell(old.slug, new.slug)
        pairs.find([old, new])
        assert list(Pair.objects.open()) == [kept]

    def test_a_pair_whose_sheet_is_gone_waits_no_more(self, pair, old):
        actions.remove([old], by=None, note="x")
        assert not Pair.objects.open().exists()


class TestOnePage:
    def test_what_differs_is_shown_with_what_is_best_chosen(self, moderator, pair):
        page = moderator.get(f"{DESK}{pair.pk}/").content.decode()
        assert "Le puits date de 2011." in page
        assert "même nom" in page or "nom proche" in page
        assert 'name="way:locality"' not in page, "both say the same"
        offered = {c.key: c for c in pairs.choices(told(pair.one), told(pair.other), Terms.read("fr"), kept="one")}
        assert offered["resources"].chosen == offered["sources"].chosen == "both"
        assert offered["started"].chosen == "other", "only that one knows"
        assert offered["origin.fr"].chosen == "one"

    def test_whoever_is_hidden_stays_hidden(self, db):
        one = {"precision": "site", "point": [1.0, 2.0], "name": "A"}
        hidden = {"precision": "hidden", "name": "A"}
        [place] = pairs.choices(one, hidden, Terms.read("fr"), kept="one")
        assert (place.key, place.chosen) == ("place", "other")

    def test_two_addresses_make_a_pair(self, moderator, old, new):
        answer = moderator.post(
            DESK, {"one": f"https://atlas.example/en/initiatives/{old.slug}/?a=b", "other": new.slug}
        )
        assert answer.url == f"{DESK}{Pair.objects.get().pk}/"

    @pytest.mark.parametrize(
        ("one", "other", "says"),
        [
            ("", "x", "obligatoire"),
            ("nulle-part", "les-wateringues", "Aucune fiche"),
            ("les-wateringues", "/fr/initiatives/les-wateringues/", "deux fois"),
            ("javascript:alert(1)", "les-wateringues", "Aucune fiche"),
            ("\x00", "%_'", "caractère"),
        ],
    )
    def test_odd_addresses_are_told(self, moderator, old, new, one, other, says):
        answer = moderator.post(DESK, {"one": one, "other": other})
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not Pair.objects.exists()


class TestUniting:
    def test_one_sheet_remains_and_says_what_was_chosen(self, moderator, pair, old, new):
        answer = moderator.post(f"{DESK}{pair.pk}/", form(pair, origin_fr="both", name="other", website="other"))
        assert answer.url == old.get_absolute_url()
        said = told(old)
        assert said["name"] == "Les Watteringues"
        assert "website" not in said, "chosen as the other one has it: nothing"
        assert said["origin.fr"] == f"{OLD['origin.fr']}\n\n{NEW['origin.fr']}"
        assert said["origin.en"] == NEW["origin.en"]
        assert said["resources"] == ["water", "land"]
        assert [source["title"] for source in said["sources"]] == ["Visite", "Site"]
        assert said["started"] == 2011
        assert list(Initiative.objects.all()) == [old]
        assert is_its_history(old)
        assert is_its_history(new)
        assert old.revisions.latest("number").note == "deux fois la même"
        assert Deed.objects.get().verb == "unite"

    def test_the_other_address_leads_to_it_everywhere(self, moderator, client, pair, old, new):
        moderator.post(f"{DESK}{pair.pk}/", form(pair))
        answer = client.get(new.get_absolute_url())
        assert (answer.status_code, answer.url) == (301, old.get_absolute_url())
        assert "max-age=600" in answer["Cache-Control"]
        assert client.get(f"/api/v1/initiatives/{new.slug}/?lang=en").url == f"/api/v1/initiatives/{old.slug}/?lang=en"
        history = client.get(f"/fr/initiatives/{new.slug}/history/").content.decode()
        assert "réunie à une autre" in history
        assert [twin.initiative for twin in twins.candidates(name="Les Watteringues")] == [old]

    def test_however_many_times_it_was_united(self, moderator, client, pair, old, new):
        moderator.post(f"{DESK}{pair.pk}/", form(pair, kept="other"))
        third = make_initiative("Wateringues de Lens", LENS)
        moderator.post(
            f"{DESK}{pairs.tell(new.slug, third.slug).pk}/", form(pairs.tell(new.slug, third.slug), kept="other")
        )
        assert client.get(old.get_absolute_url()).url == third.get_absolute_url()
        actions.remove([third], by=None, note="x")
        assert client.get(old.get_absolute_url()).status_code == 410

    def test_what_waited_there_waits_here(self, moderator, bob, pair, old, new):
        asked = propose({"future.fr": "Durer."}, by=make_person("jeanne"), initiative=new, base=new.version).proposal
        moderator.post(f"{DESK}{pair.pk}/", form(pair))
        asked.refresh_from_db()
        assert asked.initiative == old
        deciding.accept(asked, by=bob)
        assert told(old)["future.fr"] == "Durer."

    def test_who_looks_after_it_and_who_was_met_there_come_along_and_back(self, moderator, bob, pair, old, new):
        make_steward(make_person("anna"), new)
        journey = Journey.objects.create(slug="route", title_fr="La route")
        stage = Stage.objects.create(
            journey=journey, order=1, slug="lens", place_fr="Lens", country="FR", point=new.point, evidence="documented"
        )
        met = Encounter.objects.create(stage=stage, initiative=new, name="Les Watteringues")
        moderator.post(f"{DESK}{pair.pk}/", form(pair))
        assert old.stewardships.get().person.username == "anna"
        assert old.encounters.get() == met
        moderator.post(f"{DESK}{pair.pk}/separate/", {"note": "non"})
        assert new.stewardships.get().person.username == "anna"
        assert new.encounters.get() == met

    def test_a_version_that_is_not_the_last_is_shown_again_with_what_was_chosen(self, moderator, pair, old):
        sent = form(pair, started="one", note="presque sûre")
        actions.revise(old, {"deciding.fr": "En cercle, le mardi."}, base=1, by=None)
        answer = moderator.post(f"{DESK}{pair.pk}/", sent)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "vient de changer" in page
        assert "presque sûre" in page
        assert '<input type="radio" name="way:started" value="one" checked>' in page
        assert Initiative.objects.count() == 2
        assert 'name="seen_one" value="2"' in page

    @pytest.mark.parametrize("odd", [{"kept": "both"}, {"seen_one": "x"}, {"kept": ""}, {"note": "x" * 301}])
    def test_a_forged_form_changes_nothing(self, moderator, pair, odd):
        assert moderator.post(f"{DESK}{pair.pk}/", form(pair) | odd).status_code == 422
        assert Initiative.objects.count() == 2

    def test_ways_that_were_not_offered_are_the_best_ones(self, moderator, pair, old):
        moderator.post(f"{DESK}{pair.pk}/", form(pair) | {"way:started": "both", "way:point": "other", "way:": "x"})
        assert told(old)["started"] == 2011

    def test_what_is_decided_is_not_decided_twice(self, moderator, pair):
        sent = form(pair)
        moderator.post(f"{DESK}{pair.pk}/", sent)
        assert moderator.post(f"{DESK}{pair.pk}/", sent).url == DESK
        assert moderator.post(f"{DESK}{pair.pk}/different/").url == DESK
        assert moderator.get(f"{DESK}{pair.pk}/").url == DESK
        assert Pair.objects.get().state == "united"
        assert Revision.objects.filter(verb="merge").count() == 2

    def test_a_place_that_is_no_longer_told_is_told_by_neither_history(self, moderator, pair, old, new):
        actions.revise(old, {"precision": "hidden", "point": None, "locality": None}, base=1, by=None)
        moderator.post(f"{DESK}{pair.pk}/", form(pair))
        assert told(old)["precision"] == "hidden"
        for sheet in (old, new):
            assert not any("point" in changes for changes in sheet.revisions.values_list("changes", flat=True))
            assert is_its_history(sheet)
        moderator.post(f"{DESK}{pair.pk}/separate/")
        assert told(new)["precision"] == "hidden", "nobody can bring back what was taken out"
        assert is_its_history(new)


class TestSeparating:
    def test_both_are_there_again(self, moderator, client, pair, old, new):
        before = told(old), told(new)
        moderator.post(f"{DESK}{pair.pk}/", form(pair, kept="other", origin_fr="both"))
        assert "Séparer" in moderator.get(f"{DESK}?state=united").content.decode()
        assert moderator.post(f"{DESK}{pair.pk}/separate/", {"note": "deux puits"}).url == DESK
        assert (told(old), told(new)) == before
        assert client.get(old.get_absolute_url()).status_code == 200
        assert {one.slug for one in Initiative.objects.all()} == {old.slug, new.slug}
        assert twins.twins_of(old)
        assert is_its_history(old)
        assert is_its_history(new)

    def test_what_was_written_since_in_the_same_place_stays_and_is_told(self, moderator, pair, old, new):
        moderator.post(f"{DESK}{pair.pk}/", form(pair, name="other"))
        actions.revise(old, {"name": "Le Puits", "started": 2012}, base=old.revisions.count(), by=None)
        page = moderator.post(f"{DESK}{pair.pk}/separate/", follow=True).content.decode()
        assert "laissé comme" in page
        assert told(old)["name"] == "Le Puits"
        assert told(old)["resources"] == ["water"]
        assert NEW.items() <= told(new).items()

    def test_not_while_the_one_that_remained_is_gone(self, moderator, pair, old):
        moderator.post(f"{DESK}{pair.pk}/", form(pair))
        actions.remove([old], by=None, note="x")
        page = moderator.post(f"{DESK}{pair.pk}/separate/", follow=True).content.decode()
        assert "remettez-la" in page
        assert Pair.objects.get().state == "united"


TEXT = st.sampled_from(["", "un puits", "un autre puits", "du pain"])
SIDE = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["A", "B"]),
        "country": st.sampled_from(["FR", "BE"]),
        "started": st.sampled_from([None, 1999, 2011]),
        "resources": st.lists(st.sampled_from(["water", "land", "seeds"]), unique=True, max_size=2),
        "origin.fr": TEXT,
        "origin.en": TEXT,
        "precision": st.just("hidden"),
    }
)
WAYS = st.dictionaries(
    st.sampled_from(["name", "place", "started", "resources", "origin.fr", "origin.en"]),
    st.sampled_from(["one", "other", "both", "forged"]),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SIDE, SIDE, WAYS, st.sampled_from(["one", "other"]))
def test_no_words_are_lost_and_parting_is_the_way_back(db, mine, theirs, ways, kept):
    by = make_person(f"m{Initiative.everything.count()}-{Revision.objects.count()}")
    one, other = (actions.create(side, by=None) for side in (mine, theirs))
    before = told(one), told(other)
    pair = pairs.tell(one.slug, other.slug)
    stays = pairs.unite(pair, kept=kept, ways=ways, seen=(1, 1), by=by, note="", terms=Terms.read("fr"))
    said = told(stays)
    for part in ("started", "origin.fr", "origin.en"):
        values = [side.get(part) for side in before]
        assert said.get(part) in (*values, "\n\n".join(map(str, values)), "\n\n".join(map(str, reversed(values))))
    held = [
        value
        for revision in Revision.objects.filter(initiative__in=[one, other])
        for pair_ in revision.changes.values()
        for value in pair_
    ]
    assert all(side[part] in held for side in before for part in side)
    assert is_its_history(one)
    assert is_its_history(other)
    assert pairs.separate(Pair.objects.get(pk=pair.pk), by=by, note="") == []
    assert (told(one), told(other)) == before
    assert is_its_history(one)
    assert is_its_history(other)


class TestTakingOut:
    def test_with_a_reason_and_back(self, moderator, client, old):
        page = moderator.get(f"/fr/initiatives/{old.slug}/").content.decode()
        assert "Retirer cette fiche" in page
        assert moderator.post(f"/fr/initiatives/{old.slug}/remove/", {"note": " "}).status_code == 422
        moderator.post(f"/fr/initiatives/{old.slug}/remove/", {"note": "de la publicité"})
        gone = moderator.get(old.get_absolute_url())
        assert gone.status_code == 410
        assert "de la publicité" in gone.content.decode()
        assert "Remettre cette fiche" in gone.content.decode()
        moderator.post(f"/fr/initiatives/{old.slug}/restore/", {"note": "si"})
        assert client.get(old.get_absolute_url()).status_code == 200
        assert [deed.verb for deed in Deed.objects.order_by("pk")] == ["remove", "restore"]

    def test_a_united_one_is_parted_and_not_brought_back_alone(self, moderator, pair, new):
        moderator.post(f"{DESK}{pair.pk}/", form(pair))
        assert moderator.post(f"/fr/initiatives/{new.slug}/restore/", {"note": "si"}).url == f"{DESK}?state=united"
