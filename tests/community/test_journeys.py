"""Journeys written by a team: begun, staged, put in order, published or sent back, told and undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from community.journeys import moments, order, remarks
from community.models import Block, Deed, Patrol, Report
from community.people import actions as people
from places import gazetteer
from routes import actions, edtf, states
from routes.choices import JourneyState
from routes.models import Journey, Stage
from tests.community.people import make_person
from tests.factories import ARRAS, DELHI, LENS, LILLE, make_initiative

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def entered(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def alice() -> User:
    return make_person("alice")


@pytest.fixture
def trusted(alice) -> User:
    profile = people.profile_of(alice)
    profile.trusted_at = timezone.now()
    profile.save()
    return alice


@pytest.fixture
def hers(alice) -> Client:
    return entered(alice)


@pytest.fixture
def journey(alice) -> Journey:
    journey = actions.create({"title_fr": "Vers l’Inde"}, by=alice)
    for place, country, point in (("Lens", "FR", LENS), ("Lille", "FR", LILLE), ("Delhi", "IN", DELHI)):
        actions.add_stage(journey, {"place_fr": place, "country": country, "point": list(point)}, by=alice)
    journey.refresh_from_db()
    return journey


def where(journey: Journey, rest: str = "") -> str:
    return f"/fr/journeys/{journey.slug}/write/{rest}"


def a_stage(place: str, at: tuple[float, float], **more: str) -> dict[str, str]:
    told = {"place_fr": place, "country": "FR", "point_lon": str(at[0]), "point_lat": str(at[1]), "precision": "site"}
    rows = {"met-TOTAL_FORMS": "2", "met-INITIAL_FORMS": "0", "met-0-name": "", "met-1-name": ""}
    return told | {"mode": "train"} | rows | more


def places(journey: Journey) -> list[str]:
    return [stage.place_fr for stage in Stage.everything.standing().filter(journey=journey).order_by("order")]


def test_somebody_begins_a_journey_and_adds_stages(hers, alice):
    began = hers.post("/fr/journeys/new/", {"title_fr": "Sur la Lys", "live_precision": "village", "delay_days": "3"})
    journey = Journey.everything.get()
    assert began["Location"] == where(journey)
    assert (journey.live_precision, journey.delay_days, journey.state) == ("village", 3, "draft")
    assert list(journey.team.all()) == [alice]
    sent = a_stage("Lens", LENS, since_day="14", since_month="7", since_year="2012", until_year="2012", until_month="8")
    assert hers.post(where(journey, "stage/"), sent).status_code == 302
    stage = Stage.everything.get()
    assert (stage.when, stage.mode, stage.evidence) == ("2012-07-14/2012-08", "train", "documented")
    told = hers.get(where(journey)).content.decode()
    assert "Lens" in told
    assert "la route se dessine à partir de la deuxième" in told


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since_day": "31", "since_month": "2", "since_year": "2012"}, "n’existe dans aucun calendrier"),
        ({"since_day": "3", "since_year": "2012"}, "Dites aussi le mois"),
        ({"since_month": "3"}, "Dites aussi l’année"),
        ({"since_year": "2012", "until_year": "2011"}, "La fin vient avant le début"),
        ({"until_year": "2011"}, "Dites quand cela commence"),
        ({"since_year": "l’an dernier"}, "Une année a quatre chiffres"),
        ({"point_lon": "", "point_lat": ""}, "Placez cette étape"),
        ({"point_lon": "2.8", "point_lat": "99"}, "inférieure ou égale à 90"),
        ({"km": "-3"}, "supérieure ou égale à 0"),
        ({"country": "ZZ"}, "Sélectionnez un choix valide"),
        ({"met-TOTAL_FORMS": "douze"}, "à corriger"),
    ],
)
def test_a_stage_that_cannot_be_is_told_and_nothing_typed_is_lost(hers, journey, wrong, said):
    typed = a_stage("Arras-la-neuve", ARRAS, note_fr="Chez des amis.") | wrong
    answer = hers.post(where(journey, "stage/"), typed)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert said in told
    assert "Chez des amis." in told
    assert "Arras-la-neuve" in told
    assert places(journey) == ["Lens", "Lille", "Delhi"]


def test_a_country_is_told_by_the_point_unless_somebody_says_it(hers, journey, towns):
    tbilisi, nowhere = (44.79, 41.71), (-140.0, 0.0)
    hers.post(where(journey, "stage/"), a_stage("Chez Nino", tbilisi, country=""))
    hers.post(where(journey, "stage/"), a_stage("Ailleurs", tbilisi, country="AM"))
    told = dict(Stage.everything.filter(journey=journey).values_list("place_fr", "country"))
    assert (told["Chez Nino"], told["Ailleurs"]) == ("GE", "AM")
    lost = hers.post(where(journey, "stage/"), a_stage("En mer", nowhere, country=""))
    assert lost.status_code == 422
    assert "Dites dans quel pays" in lost.content.decode()
    unplaced = hers.post(where(journey, "stage/"), a_stage("Quelque part", ("", ""), country="")).content.decode()
    assert "Placez cette étape" in unplaced
    assert "Dites dans quel pays" not in unplaced, "one thing after the other: the point will tell"
    asked = where(journey, "country/?place=Mons&point_lon={}&point_lat={}")
    assert hers.get(asked.format(3.95, 50.45)).json() == {"country": "BE"}
    for lon, lat in (nowhere, ("x", ""), (999, 5)):
        assert hers.get(asked.format(lon, lat)).json() == {"country": ""}


def test_a_stage_tells_whom_it_met_with_and_without_a_sheet(hers, journey):
    make_initiative("Le puits commun", LENS)
    stage = Stage.everything.standing().get(journey=journey, place_fr="Lens")
    rows = {
        "met-TOTAL_FORMS": "3",
        "met-0-name": "le puits commun",
        "met-0-told": "Trois sources.",
        "base": str(journey.version),
    }
    sent = a_stage("Lens", LENS) | rows | {"met-1-name": "Une voisine", "met-2-name": "https://x.example/"}
    assert hers.post(where(journey, f"stage/{stage.pk}/"), sent).status_code == 302
    first, second, third = stage.encounters.all()
    assert (first.initiative.slug, first.name, first.note_fr) == (
        "le-puits-commun",
        "Le puits commun",
        "Trois sources.",
    )
    assert (second.initiative, second.name) == (None, "Une voisine")
    assert third.initiative is None
    journey.refresh_from_db()
    again = sent | {
        "base": str(journey.version),
        "met-INITIAL_FORMS": "3",
        "met-0-name": "Le puits commun",
        "met-0-was": "0",
    }
    again |= {"met-1-name": "", "met-2-was": "2"}
    hers.post(where(journey, f"stage/{stage.pk}/"), again)
    assert [one.name[:9] for one in stage.encounters.all()] == ["Le puits ", "https://x"]


@pytest.mark.parametrize("address", ["https://x.example/fr/initiatives/nulle-part/", "/initiatives/nulle-part"])
def test_an_address_that_leads_to_no_sheet_is_no_encounter(hers, journey, address):
    make_initiative("Le puits commun", LENS)
    refused = hers.post(where(journey, "stage/"), a_stage("Arras", ARRAS) | {"met-0-name": address})
    assert refused.status_code == 422
    assert refused.context["form"].rows.forms[0].errors == {"name": ["Aucune fiche à cette adresse."]}
    assert address in refused.content.decode()
    found = address.replace("nulle-part", "le-puits-commun")
    assert hers.post(where(journey, "stage/"), a_stage("Arras", ARRAS) | {"met-0-name": found}).status_code == 302
    assert Stage.everything.latest("pk").encounters.get().name == "Le puits commun"


def test_beside_a_choice_more_exact_than_the_journey_it_is_said_that_it_changes_nothing(hers, journey):
    stage = Stage.everything.standing().filter(journey=journey).first()
    for precision, said in (("site", ""), ("city", "Ce voyage se montre à la ville près")):
        Journey.everything.update(live_precision=precision)
        for page in ("stage/", f"stage/{stage.pk}/", "entry/"):
            shown = hers.get(where(journey, page)).content.decode()
            assert said in shown
            assert ("un choix plus exact" in shown) == bool(said)


def test_two_people_in_the_same_note_are_both_shown(hers, journey, alice):
    bob = make_person("basile")
    journey.team.add(bob)
    stage = Stage.everything.standing().get(journey=journey, place_fr="Lens")
    base = str(journey.version)
    his = a_stage("Lens", LENS, note_fr="Chez Paul.", base=base)
    assert entered(bob).post(where(journey, f"stage/{stage.pk}/"), his).status_code == 302
    answer = hers.post(where(journey, f"stage/{stage.pk}/"), a_stage("Lens", LENS, note_fr="Chez Ada.", base=base))
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Chez Paul." in told.replace("<ins>", "").replace("</ins>", "")
    assert "Chez Ada." in told
    stage.refresh_from_db()
    assert stage.note_fr == "Chez Paul."


def test_stages_go_up_and_down_without_a_script_and_all_at_once_with_one(hers, journey):
    lens, lille, delhi = (stage.pk for stage in Stage.everything.standing().filter(journey=journey).order_by("order"))
    sent = {"base": journey.version, "order": [lens, lille, delhi], "up": delhi}
    assert hers.post(where(journey, "order/"), sent).status_code == 302
    assert places(journey) == ["Lens", "Delhi", "Lille"]
    journey.refresh_from_db()
    hers.post(where(journey, "order/"), {"base": journey.version, "order": [lille, delhi, lens]})
    assert places(journey) == ["Lille", "Delhi", "Lens"]
    for wrong in (
        {},
        {"base": "x", "order": [lens]},
        {"base": 1, "order": [lens, lens]},
        {"base": 99, "order": [lens]},
        {"base": Journey.everything.get().version, "order": [lens]},
    ):
        assert hers.post(where(journey, "order/"), wrong).status_code == 422
    assert places(journey) == ["Lille", "Delhi", "Lens"]


def test_two_orders_at_once_are_put_together_or_both_shown(hers, journey):
    lens, lille, delhi = (stage.pk for stage in Stage.everything.standing().filter(journey=journey).order_by("order"))
    hers.post(where(journey, "order/"), {"base": journey.version, "order": [lille, lens, delhi]})
    answer = hers.post(where(journey, "order/"), {"base": journey.version, "order": [delhi, lens, lille]})
    assert answer.status_code == 409
    assert "Lille → Lens → Delhi" in answer.content.decode()
    assert places(journey) == ["Lille", "Lens", "Delhi"]


def test_a_stage_is_taken_out_and_comes_back_with_all_its_words(hers, journey):
    lille = Stage.everything.standing().get(journey=journey, place_fr="Lille")
    hers.post(where(journey, f"stage/{lille.pk}/remove/"))
    assert places(journey) == ["Lens", "Delhi"]
    number = journey.revisions.latest("number").number
    page = hers.get(f"/fr/journeys/{journey.slug}/history/{number}/undo/").content.decode()
    assert "Étapes" in page
    hers.post(f"/fr/journeys/{journey.slug}/history/{number}/undo/", {"part": "stages"})
    assert places(journey) == ["Lens", "Lille", "Delhi"]
    assert hers.post(where(journey, "stage/999999/remove/")).status_code == 404


def test_a_newcomers_journey_waits_and_is_accepted_or_sent_back_with_a_reason(hers, journey, moderator, alice):
    assert "Demander à le publier" in hers.get(where(journey)).content.decode()
    hers.post(where(journey, "publish/"))
    journey.refresh_from_db()
    assert journey.state == JourneyState.WAITING
    assert "Vers l’Inde" in moderator.get("/fr/moderation/journeys/").content.decode()
    refused = moderator.post(f"/fr/moderation/journeys/{journey.slug}/send-back/", {"reason": " "})
    assert refused.status_code == 422
    moderator.post(f"/fr/moderation/journeys/{journey.slug}/send-back/", {"reason": "Une adresse privée s’y lit."})
    journey.refresh_from_db()
    assert (journey.state, journey.refused_for) == (JourneyState.DRAFT, "Une adresse privée s’y lit.")
    assert "Une adresse privée s’y lit." in mail.outbox[-1].body
    assert mail.outbox[-1].to == [alice.email]
    assert "Une adresse privée" in hers.get(where(journey)).content.decode()
    log = "/fr/moderation/log/"
    assert "Vers l’Inde" in moderator.get(log).content.decode()
    for reader in (Client(), hers):
        told = reader.get(log).content.decode()
        assert "a renvoyé un voyage" in told
        assert "Vers l’Inde" not in told
        assert "Une adresse privée" not in told
    hers.post(where(journey, "publish/"))
    moderator.post(f"/fr/moderation/journeys/{journey.slug}/accept/")
    assert Journey.objects.get().slug == journey.slug
    assert "est publié" in mail.outbox[-1].body
    assert [deed.verb for deed in Deed.objects.order_by("pk")] == ["send_back", "publish"]
    assert "Vers l’Inde" in Client().get("/fr/moderation/log/").content.decode()
    assert (
        "déjà décidé" in moderator.post(f"/fr/moderation/journeys/{journey.slug}/accept/", follow=True).content.decode()
    )


def test_nobody_else_is_told_whether_there_is_a_draft_of_that_name(journey):
    for client in (Client(), entered(make_person("chloe"))):
        for page in ("write/", "preview/", "history/1/undo/"):
            there, nowhere = (client.get(f"/fr/journeys/{slug}/{page}") for slug in (journey.slug, "nulle-part"))
            assert there.status_code == nowhere.status_code, page


def test_trusted_people_publish_at_once_and_are_read_afterwards(journey, trusted, moderator):
    entered(trusted).post(where(journey, "publish/"))
    assert Journey.objects.get().state == JourneyState.SHOWN
    assert Patrol.objects.unread().count() == 1
    stage = Stage.everything.standing().get(journey=journey, place_fr="Lens")
    version = Journey.objects.get().version
    entered(trusted).post(where(journey, f"stage/{stage.pk}/"), a_stage("Lens-Liévin", LENS, base=str(version)))
    told = moderator.get("/fr/moderation/changes/").content.decode()
    assert told.count("Vers l’Inde") >= 2
    moderator.post("/fr/moderation/changes/", {"read": list(Patrol.objects.values_list("pk", flat=True))})
    assert not Patrol.objects.unread().exists()


def test_a_journey_without_a_stage_is_not_published(hers):
    hers.post("/fr/journeys/new/", {"title_fr": "Vide", "live_precision": "site"})
    journey = Journey.everything.get()
    answer = hers.post(where(journey, "publish/"))
    assert answer.status_code == 422
    assert "au moins une étape" in answer.content.decode()


def test_moderators_take_a_journey_out_with_a_reason_and_bring_it_back(hers, journey, moderator):
    actions.hand_in(journey, shown=True)
    page = f"/fr/journeys/{journey.slug}/remove/"
    assert moderator.post(page, {"note": ""}).status_code == 422
    moderator.post(page, {"note": "Met quelqu’un en danger."})
    assert not Journey.objects.exists()
    told = hers.get(where(journey)).content.decode()
    assert "Met quelqu’un en danger." in told
    assert "Met quelqu’un en danger." in mail.outbox[-1].body
    answer = hers.post(where(journey, "stage/"), a_stage("Arras", ARRAS))
    assert answer.status_code == 422
    assert "retiré" in answer.content.decode()
    moderator.post(f"/fr/journeys/{journey.slug}/restore/", {"note": "C’est corrigé."})
    assert Journey.objects.get().slug == journey.slug
    assert [deed.verb for deed in Deed.objects.order_by("pk")] == ["take_out", "bring_back"]


def test_who_is_blocked_writes_nothing(hers, journey, alice):
    Block.objects.create(person=alice, reason="Publicité.", until=timezone.now() + timedelta(days=1))
    for page, sent in (
        ("stage/", a_stage("Arras", ARRAS)),
        ("publish/", {}),
        ("team/", {"person": make_person("basile").username}),
        ("about/", {"title_fr": "Autre", "live_precision": "site", "base": str(journey.version)}),
    ):
        answer = hers.post(where(journey, page), sent)
        assert answer.status_code == 422, page
        assert "Publicité." in answer.content.decode(), page
    assert hers.post("/fr/journeys/new/", {"title_fr": "Autre", "live_precision": "site"}).status_code == 422
    assert Journey.everything.count() == 1


def test_newcomers_add_few_links(hers, journey):
    text = " ".join(f"https://x{n}.example/" for n in range(5))
    answer = hers.post(
        where(journey, "about/"),
        {"title_fr": "T", "about_fr": text, "live_precision": "site", "base": str(journey.version)},
    )
    assert answer.status_code == 422
    assert "liens" in answer.content.decode()


def test_a_team_invites_by_handle_and_its_last_one_stays(hers, journey, alice):
    bob = make_person("basile")
    assert entered(bob).get(where(journey)).status_code == 403
    assert "Personne ne porte" in hers.post(where(journey, "team/"), {"person": "nobody"}).content.decode()
    hers.post(where(journey, "team/"), {"person": "@basile"})
    assert entered(bob).get(where(journey)).status_code == 200
    assert mail.outbox[-1].to == [bob.email]
    assert hers.post(where(journey, "team/"), {"person": "basile"}).status_code == 422
    assert hers.post(where(journey, "team/leave/")).status_code == 302
    assert hers.get(where(journey)).status_code == 403
    assert entered(bob).post(where(journey, "team/leave/")).status_code == 422
    assert list(journey.team.all()) == [bob]


def test_a_history_is_read_by_all_only_where_nothing_is_told_late(hers, journey, moderator):
    page = f"/fr/journeys/{journey.slug}/history/"
    assert Client().get(page).status_code == 404
    assert hers.get(page).status_code == 200
    actions.hand_in(journey, shown=True)
    assert "Lens" in Client().get(f"{page}2/").content.decode()
    Journey.everything.update(delay_days=7)
    assert Client().get(page).status_code == 404
    assert Client().get(f"{page}2/").status_code == 404
    assert hers.get(page).status_code == moderator.get(page).status_code == 200


def test_a_reader_reports_a_journey(journey, moderator):
    actions.hand_in(journey, shown=True)
    page = f"/fr/report/?journey={journey.slug}"
    assert "Vers l’Inde" in Client().get(page).content.decode()
    Report.objects.create(journey=journey, wrong="danger", text="On y lit où ils dorment.", language="fr")
    assert "Vers l’Inde" in moderator.get("/fr/moderation/reports/").content.decode()
    assert Client().get("/fr/report/?journey=nulle-part").status_code == 404


def test_what_is_changed_is_seen_by_who_comes_back(journey, trusted):
    """Answers that browsers keep are told apart by the generation: a change of a journey makes another one."""
    actions.hand_in(journey, shown=True)
    before = Client().get("/fr/journeys/")["ETag"]
    entered(trusted).post(where(journey, "about/"), {"title_fr": "Autre titre", "live_precision": "site", "base": "4"})
    assert Client().get("/fr/journeys/")["ETag"] != before


moment = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)).map(
    lambda day: (day.day, day.month, day.year)
)


@given(moment, st.integers(1, 3))
def test_a_date_written_in_fields_is_the_date_that_is_read(parts, known):
    day, month, year = parts
    written = moments.written(*[day if known > 2 else None, month if known > 1 else None, year])
    assert edtf.parse(written)[1] == known
    shown = [int(part) if part else None for part in moments.MomentWidget().decompress(written)]
    assert moments.written(*shown) == written


@given(moment, moment)
def test_a_stretch_is_one_that_the_journey_takes_or_is_refused(one, other):
    since, until = moments.written(*one), moments.written(*other)
    try:
        when = moments.stretch(since, until)
    except ValidationError:
        assert until < since
    else:
        edtf.validate(when)
        assert moments.ends(when) == (since, until if until != since else "")


@given(st.permutations(range(1, 7)), st.integers(0, 8), st.booleans())
def test_moving_keeps_every_stage(keys, asked, up):
    made = order.moved(keys, up=str(asked) if up else "", down="" if up else str(asked))
    assert sorted(made) == sorted(keys)
    if asked in keys:
        assert abs(made.index(asked) - keys.index(asked)) <= 1


def test_a_stage_dated_before_the_one_before_it_is_remarked(journey, alice):
    lens, lille, delhi = Stage.everything.standing().filter(journey=journey).order_by("order")
    wanted = {
        f"stage.{lens.pk}.when": "2012-07",
        f"stage.{lille.pk}.when": "2012-06-03",
        f"stage.{delhi.pk}.when": "2012",
    }
    actions.revise(journey, wanted, base=journey.version, by=alice)
    said = remarks.of_stages(list(Stage.everything.standing().filter(journey=journey).order_by("order")))
    assert set(said) == {lille.pk}
    assert "Lens" in said[lille.pk]


def test_a_country_that_is_not_that_of_the_towns_around_is_remarked_on_the_desk(hers, journey, towns):
    hers.post(where(journey, "stage/"), a_stage("Lens", (44.79, 41.71)))
    hers.post(where(journey, "stage/"), a_stage("Mons", (3.95, 50.45), country="BE"))
    hers.post(where(journey, "stage/"), a_stage("En mer", (-140.0, 0.0)))
    said = remarks.of_stages(list(Stage.everything.standing().filter(journey=journey)))
    assert [Stage.everything.get(pk=key).point.x for key in said] == [44.79]
    assert "(Géorgie)" in hers.get(where(journey)).content.decode()


def test_a_point_counts_as_pinned_only_where_somebody_set_it(hers, journey, towns):
    lens = gazetteer.find("Lens", language="fr")[0]
    pinned = {}
    for place, (lon, lat), shown in (
        ("Lens", (lens.lon, lens.lat), "site"),
        ("Chez Nino", (lens.lon, lens.lat), "site"),
        ("Lens", (lens.lon + 0.01, lens.lat), "site"),
        ("Chez Nino", (lens.lon + 0.01, lens.lat), "city"),
    ):
        hers.post(where(journey, "stage/"), a_stage(place, (lon, lat), precision=shown))
        stage = Stage.everything.filter(journey=journey).latest("pk")
        form = hers.get(where(journey, f"stage/{stage.pk}/")).context["form"]
        pinned[place, lon == lens.lon, shown] = form["pinned"].value()
        assert form.found == "FR"
    assert list(pinned.values()) == ["", "on", "on", ""]


def test_making_places_vaguer_says_what_it_does_and_does_it(hers, journey):
    assert "oublié pour de bon" in hers.get(where(journey, "about/")).content.decode()
    sent = {"title_fr": "Vers l’Inde", "live_precision": "region", "base": str(journey.version)}
    assert hers.post(where(journey, "about/"), sent).status_code == 302
    assert str(LENS[0]) not in str(states.state(Journey.everything.get()))
