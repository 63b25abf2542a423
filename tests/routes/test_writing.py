"""Journeys written by their team: every change is told, merged with others', and can be undone."""

from __future__ import annotations

import contextlib
import random
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from places import coarse, index
from places.actions import Clashed
from places.states import replayed
from routes import actions, history, merging, states
from routes.models import Entry, Journey, Stage
from tests.factories import ARRAS, DELHI, LENS, LILLE, make_initiative

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice", "alice@example.org")


@pytest.fixture
def journey(alice) -> Journey:
    journey = actions.create({"title_fr": "Vers l’Inde"}, by=alice)
    for place, country, point in (("Lens", "FR", LENS), ("Lille", "FR", LILLE), ("Delhi", "IN", DELHI)):
        actions.add_stage(journey, {"place_fr": place, "country": country, "point": list(point)}, by=alice)
    journey.refresh_from_db()
    return journey


def places(journey: Journey) -> list[str]:
    return [stage.place_fr for stage in Stage.everything.standing().filter(journey=journey).order_by("order")]


def edit(journey: Journey, wanted: dict, *, by: User, base: int | None = None):
    return actions.revise(journey, wanted, base=journey.version if base is None else base, by=by)


def test_a_new_journey_is_read_by_its_team_until_it_is_published(journey, alice):
    assert journey.team.get() == alice
    assert not Journey.objects.filter(pk=journey.pk).exists()
    actions.hand_in(journey, shown=False)
    assert not Journey.objects.filter(pk=journey.pk).exists()
    assert not Stage.objects.filter(journey=journey).exists()
    before = index.generation()
    actions.hand_in(journey, shown=True)
    assert Journey.objects.filter(pk=journey.pk).exists()
    assert Stage.objects.filter(journey=journey).count() == 3
    assert index.generation() > before, "what was kept of the atlas's answers is not new any more"


def test_a_journey_is_the_replay_of_its_changes(journey, alice):
    entry = actions.add_entry(journey, {"title": "Départ", "text": "Il pleut.", "when": "2012-07-14"}, by=alice)
    journey.refresh_from_db()
    edit(journey, {f"entry.{entry.pk}.text": "Il pleut encore.", "about_fr": "Une route."}, by=alice)
    journey.refresh_from_db()
    changes = journey.revisions.order_by("number").values_list("changes", flat=True)
    assert replayed(changes) == states.state(journey)
    assert history.as_of(journey, 1)["live_precision"] == "site"
    assert f"entry.{entry.pk}.text" not in history.as_of(journey, journey.version - 2)


def test_a_stage_goes_between_two_others_and_is_put_elsewhere(journey, alice):
    lens, lille, delhi = Stage.everything.standing().filter(journey=journey).order_by("order")
    actions.add_stage(journey, {"place_fr": "Arras", "country": "FR", "point": list(ARRAS)}, by=alice, after=lens.pk)
    assert places(journey) == ["Lens", "Arras", "Lille", "Delhi"]
    journey.refresh_from_db()
    edit(journey, {"stages": [delhi.pk, lille.pk, lens.pk]}, by=alice)
    assert places(journey) == ["Delhi", "Lille", "Lens"]


def test_taking_out_a_stage_loses_nothing_and_is_undone(journey, alice):
    lens, lille, delhi = Stage.everything.standing().filter(journey=journey).order_by("order")
    edit(journey, {f"stage.{lille.pk}.note_fr": "Chez des amis."}, by=alice)
    journey.refresh_from_db()
    removal = edit(journey, {"stages": [lens.pk, delhi.pk]}, by=alice)
    assert places(journey) == ["Lens", "Delhi"]
    actions.revert(removal, by=alice)
    assert places(journey) == ["Lens", "Lille", "Delhi"]
    assert Stage.everything.get(pk=lille.pk).note_fr == "Chez des amis."


def test_undoing_what_added_a_stage_takes_it_out_whole(journey, alice):
    delhi = Stage.everything.get(journey=journey, place_fr="Delhi")
    revision = journey.revisions.order_by("-number").first()
    actions.revert(revision, by=alice)
    assert places(journey) == ["Lens", "Lille"]
    assert Stage.everything.get(pk=delhi.pk).place_fr == "Delhi"


def test_an_entry_sent_twice_is_there_once_with_the_later_words(journey, alice):
    key = uuid.uuid4()
    first = actions.add_entry(journey, {"title": "Marché", "text": "Du riz"}, by=alice, key=key)
    again = actions.add_entry(journey, {"title": "Marché", "text": "Du riz et du thé"}, by=alice, key=key)
    assert first.pk == again.pk
    assert Entry.everything.get(journey=journey).text == "Du riz et du thé"


def test_two_people_write_in_one_entry_at_once(journey, alice):
    entry = actions.add_entry(journey, {"text": "Le puits est loin. Le village est calme."}, by=alice)
    journey.refresh_from_db()
    base, name = journey.version, f"entry.{entry.pk}.text"
    edit(journey, {name: "Le puits est là. Le village est calme."}, by=alice, base=base)
    edit(journey, {name: "Le puits est loin. Le village est calme et vert."}, by=alice, base=base)
    assert Entry.everything.get(pk=entry.pk).text == "Le puits est là. Le village est calme et vert."
    with pytest.raises(Clashed):
        edit(journey, {name: "Le puits est perdu. Le village est calme."}, by=alice, base=base)


def test_whom_a_stage_met_is_one_of_its_parts(journey, alice):
    make_initiative("Le puits commun", LENS)
    lens = Stage.everything.get(journey=journey, place_fr="Lens")
    edit(journey, {f"stage.{lens.pk}.met": [{"slug": "le-puits-commun", "name": "Le puits commun"}]}, by=alice)
    assert lens.encounters.get().initiative.slug == "le-puits-commun"
    journey.refresh_from_db()
    with pytest.raises(ValidationError):
        edit(journey, {f"stage.{lens.pk}.met": [{"slug": "nulle-part", "name": "?"}]}, by=alice)


def test_another_journeys_stages_are_not_ours_to_change(journey, alice):
    other = actions.create({"title_fr": "Ailleurs"}, by=alice)
    stage = Stage.everything.standing().filter(journey=journey).first()
    for wanted in ({f"stage.{stage.pk}.place_fr": "Volé"}, {"stages": [stage.pk]}, {"rien": 1}, {"about_fr": "\0"}):
        with pytest.raises(ValidationError):
            edit(other, wanted, by=alice)


def test_what_is_delayed_is_read_later_by_all_but_the_team(journey, alice):
    edit(journey, {"delay_days": 7}, by=alice)
    actions.hand_in(journey, shown=True)
    today = timezone.localdate()
    fresh = actions.add_entry(journey, {"text": "Ici", "when": today.isoformat()}, by=alice)
    old = actions.add_entry(journey, {"text": "Là", "when": (today - timedelta(days=30)).isoformat()}, by=alice)
    assert [entry.pk for entry in Entry.objects.filter(journey=journey)] == [old.pk]
    assert Entry.everything.standing().filter(journey=journey).count() == 2
    journey.refresh_from_db()
    edit(journey, {"delay_days": None}, by=alice)
    assert Entry.objects.filter(pk=fresh.pk).exists()


def test_places_made_vaguer_are_forgotten_in_the_history_too(journey, alice):
    lens = Stage.everything.get(journey=journey, place_fr="Lens")
    edit(journey, {"live_precision": "region"}, by=alice)
    assert Stage.everything.get(pk=lens.pk).point == coarse.shown(lens.point, "region") != lens.point
    told = str(list(journey.revisions.values_list("changes", flat=True)))
    assert str(LENS[0]) not in told
    journey.refresh_from_db()
    assert replayed(journey.revisions.order_by("number").values_list("changes", flat=True)) == states.state(journey)
    entry = actions.add_entry(journey, {"text": "Ici", "point": list(LENS)}, by=alice)
    assert entry.point == coarse.shown(lens.point, "region")


keys = st.permutations(range(1, 7))


@given(base=keys, theirs=keys, mine=keys, more=st.lists(st.sampled_from([10, 11, 12]), unique=True))
def test_orders_put_together_hold_each_stage_once(base, theirs, mine, more):
    base, theirs, mine = list(base)[:4], [*more, *list(theirs)[:4]], list(mine)[:5]
    merged = merging.order(base, theirs, mine)
    if merged is None:
        stay = set(base) & set(theirs) & set(mine)
        was, their_order, my_order = ([key for key in keys if key in stay] for keys in (base, theirs, mine))
        assert their_order != was != my_order
    else:
        gone = {key for key in base if key not in theirs or key not in mine}
        assert len(merged) == len(set(merged))
        assert set(merged) == (set(base) | set(theirs) | set(mine)) - gone


@pytest.mark.parametrize("seed", range(6))
def test_whatever_a_team_does_its_history_replays_it(journey, alice, seed):
    chance = random.Random(seed)

    def stages() -> list[int]:
        return states.state(journey).get("stages", [])

    def put_elsewhere():
        keys = stages()
        chance.shuffle(keys)
        edit(journey, {"stages": keys}, by=alice)

    def take_out():
        edit(journey, {"stages": stages()[1:]}, by=alice)

    def add():
        said = {"place_fr": f"Lieu {chance.random()}", "country": "FR", "point": list(ARRAS), "when": "2012-07"}
        actions.add_stage(journey, said, by=alice, after=chance.choice([None, 0, *stages()]))

    def write():
        actions.add_entry(
            journey, {"text": f"Page {chance.random()}", "stage": chance.choice([None, *stages()])}, by=alice
        )

    def tear_out():
        if entry := Entry.everything.standing().filter(journey=journey).first():
            edit(journey, {f"entry.{entry.pk}.removed": True}, by=alice)

    def say():
        edit(journey, {"about_fr": f"Une route {chance.random()}", "delay_days": chance.choice([None, 3])}, by=alice)

    def change():
        key = chance.choice(stages() or [Stage.everything.filter(journey=journey).first().pk])
        edit(journey, {f"stage.{key}.note_fr": f"{chance.random()}", f"stage.{key}.precision": "site"}, by=alice)

    def blur():
        edit(journey, {"live_precision": chance.choice(["site", "city", "region"])}, by=alice)

    def undo():
        revision = chance.choice(list(journey.revisions.filter(number__gt=1)))
        with contextlib.suppress(Clashed):
            actions.revert(revision, by=alice)

    for _ in range(14):
        chance.choice([put_elsewhere, take_out, add, write, tear_out, say, change, blur, undo, undo])()
        journey.refresh_from_db()
        numbered = journey.revisions.order_by("number")
        assert replayed(numbered.values_list("changes", flat=True)) == states.state(journey)
        assert [one.number for one in numbered] == list(range(1, journey.version + 1))
        assert [stage.order for stage in Stage.everything.standing().filter(journey=journey)] == list(
            range(1, len(stages()) + 1)
        )


def long_road(alice, n: int) -> Journey:
    journey = actions.create({"title_fr": f"Route de {n}"}, by=alice)
    said = [{"place_fr": f"Lieu {k}", "country": "FR", "point": [k / 100, 45]} for k in range(n)]
    actions.add_stages(journey, said, by=alice)
    actions.add_entry(journey, {"text": "Ici"}, by=alice)
    journey.refresh_from_db()
    return journey


@pytest.mark.parametrize("discretion", [{}, {"delay_days": 3, "live_precision": "region"}], ids=["plain", "discreet"])
def test_a_change_reads_no_more_of_a_long_road_than_of_a_short_one(alice, monkeypatch, discretion):
    """In rows and in queries: whatever is not touched is not read."""
    read = []
    for model in (Stage, Entry):
        made = model.from_db.__func__
        monkeypatch.setattr(
            model, "from_db", classmethod(lambda cls, *row, made=made: read.append(cls) or made(cls, *row))
        )

    def cost(n: int) -> list[tuple[int, int]]:
        journey = long_road(alice, n)
        if discretion:
            edit(journey, discretion, by=alice)
            journey.refresh_from_db()
        stage, entry = states.order(journey)[1], Entry.everything.get(journey=journey)
        costs = []
        for change in (
            lambda: edit(journey, {f"stage.{stage}.note_fr": "Il pleut.", f"stage.{stage}.when": "2012-07"}, by=alice),
            lambda: actions.add_entry(journey, {"text": "Là"}, by=alice, key=entry.key),
            lambda: actions.add_entry(journey, {"text": "Plus loin", "stage": stage}, by=alice),
            lambda: actions.revert(journey.revisions.get(number=journey.version + 1), by=alice),
        ):
            read.clear()
            with CaptureQueriesContext(connection) as queries:
                assert change()
            costs.append((len(read), len(queries)))
        return costs

    assert cost(40) == cost(4)


def test_what_is_said_too_exactly_is_made_vague_by_any_change_and_told(journey, alice):
    edit(journey, {"live_precision": "region"}, by=alice)
    lille = Stage.everything.get(journey=journey, place_fr="Lille")
    Stage.everything.filter(pk=lille.pk).update(precision="site")
    journey.refresh_from_db()
    before = states.state(journey)
    made = edit(journey, {"about_fr": "Une route."}, by=alice)
    assert made.changes == {"about_fr": [None, "Une route."], f"stage.{lille.pk}.precision": ["site", "region"]}
    journey.refresh_from_db()
    assert before | {"about_fr": "Une route.", f"stage.{lille.pk}.precision": "region"} == states.state(journey)


def test_a_stage_without_a_date_waits_once_however_often_it_is_changed(journey, alice):
    edit(journey, {"delay_days": 3}, by=alice)
    lens = Stage.everything.get(journey=journey, place_fr="Lens")
    for n in range(3):
        journey.refresh_from_db()
        edit(journey, {f"stage.{lens.pk}.note_fr": f"{n}"}, by=alice)
    assert Stage.everything.get(pk=lens.pk).visible_from == lens.visible_from
    journey.refresh_from_db()
    edit(journey, {"delay_days": 5}, by=alice)
    assert Stage.everything.get(pk=lens.pk).visible_from == lens.visible_from + timedelta(days=2)
