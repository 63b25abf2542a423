"""A journey's team sends tracks: what can be read is kept, the rest is said, nothing is added before it was looked through."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from community.journeys import writing
from community.journeys.tracks import sending, tokens
from community.models import Block, Patrol
from places import geo
from places.models import Town
from routes.choices import JourneyState, TrackKind
from routes.models import Journey, Stage, Track, TrackFile
from routes.tracks import actions, limits
from tests.community.people import make_person
from tests.routes.test_track_samples import REFUSED, SAID, SAMPLES, plain
from tests.routes.tracks import LENS, gpx, kml, point, some

SLUG = "a-pied"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)


@pytest.fixture
def journey(db) -> Journey:
    found = Journey.objects.create(slug=SLUG, title_fr="À pied", state=JourneyState.SHOWN)
    for order, (lon, lat) in enumerate([LENS, (2.829, 50.434)], 1):
        Stage.objects.create(
            journey=found,
            order=order,
            slug=f"{order}",
            place_fr=["Lens", "Liévin"][order - 1],
            country="FR",
            point=geo.point(lon, lat),
            evidence="documented",
            mode="foot",
        )
    return found


@pytest.fixture
def alice(journey, client):
    person = make_person("alice")
    journey.team.add(person)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client, *files, **more):
    return client.post(reverse("tracks:index", args=[SLUG]), {"files": files, **more})


def typed(page) -> dict[str, str]:
    """What the preview's form would send as it is."""
    form = {field.html_name: field.initial for one in page.context["looked"] for form in one.forms for field in form}
    return {name: value for name, value in form.items() if value not in (None, False, "")}


def test_a_team_sends_looks_and_adds(journey, alice, client):
    answer = send(client, file("marche.gpx", gpx(some(40), besides=point(2, 50, tag="wpt"))))
    assert answer.status_code == 302
    assert not Track.objects.exists()
    page = client.get(answer.url)
    said = plain(page.content.decode())
    assert "GPX : 1 trace, 40 points, 1,4 km." in said
    assert "1 repère sans nom" in said
    assert "Le 3 août 2012 de 14:00 à 14:19, heure du lieu." in said
    form = typed(page)
    assert {name.split("-")[-1]: value for name, value in form.items()} == {
        "taken": True,
        "name": "Marche",
        "stage": 2,
        "kind": "track",
        "mode": "foot",
    }
    added = client.post(answer.url, form, follow=True)
    assert "1 trace ajoutée." in added.content.decode()
    track = Track.objects.get()
    assert (track.added_by, track.stage.order, track.mode, track.points) == (alice, 2, "foot", 40)
    assert client.get(answer.url, follow=True).redirect_chain[0][0] == reverse("tracks:index", args=[SLUG])


def test_a_file_that_is_refused_loses_none_of_the_others(journey, alice, client):
    page = send(client, file("photo.gpx", JPEG), file("marche.gpx", gpx(some())), file("vide.kml", b""))
    said = page.content.decode()
    assert page.status_code == 200
    assert "photo.gpx\u00a0: C’est un fichier JPEG, pas une trace" in said
    assert "vide.kml\u00a0: Ce fichier est vide." in said
    assert "1 fichier est déjà reçu" in said
    again = send(
        client,
        file("retour.kml", kml("<Placemark><Point><coordinates>2,50</coordinates></Point></Placemark>")),
        sent=page.context["token"],
    )
    assert [one.name for one in TrackFile.objects.filter(pk__in=tokens.keys(again.url.split("/")[-2]))] == [
        "marche.gpx",
        "retour.kml",
    ]
    assert "KML : aucune trace." in plain(client.get(again.url).content.decode())


def test_what_is_unticked_is_left_and_nothing_ticked_is_said(journey, alice, client):
    where = send(client, file("deux.gpx", gpx(some())), file("trois.gpx", gpx(some(9)))).url
    form = typed(client.get(where))
    unticked = {name: value for name, value in form.items() if not name.endswith("taken")}
    assert "Cochez au moins une ligne" in client.post(where, unticked).content.decode()
    [first, _second] = [name for name in form if name.endswith("taken")]
    changed = {name: value for name, value in form.items() if name != first} | {
        first.replace("taken", "name"): "x" * 300
    }
    page = client.post(where, changed)
    assert page.status_code == 200
    assert not Track.objects.exists()
    assert "x" * 300 in page.content.decode(), "what was typed is still there"
    kept = {name: value for name, value in form.items() if name != first}
    client.post(where, kept)
    assert Track.objects.get().points == 9


def test_of_two_thousand_stages_one_writes_the_number(journey, alice, client):
    stages = [
        Stage(
            journey=journey,
            order=n,
            slug=f"{n}",
            place_fr="Loin",
            country="FR",
            point=geo.point(90, 60),
            evidence="documented",
        )
        for n in range(3, 2001)
    ]
    Stage.objects.bulk_create(stages)
    where = send(client, file("a.gpx", gpx(some(40)))).url
    page = client.get(where)
    assert len(page.content) < 60_000
    form = typed(page)
    [name] = [name for name in form if name.endswith("stage")]
    assert form[name] == 2
    assert client.post(where, form | {name: 2001}).status_code == 200, "there is no such stage"
    client.post(where, form | {name: 1999})
    assert Track.objects.get().stage.order == 1999


def test_a_line_may_be_told_to_be_drawn_by_hand(journey, alice, client):
    where = send(
        client,
        file("a.kml", kml("<Placemark><LineString><coordinates>2,50 2.1,50.1</coordinates></LineString></Placemark>")),
    ).url
    form = typed(client.get(where))
    assert [value for name, value in form.items() if name.endswith("kind")] == [TrackKind.ROUTE], (
        "nothing says that it was recorded"
    )


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "Choisissez au moins un fichier"),
        ([("f.gpx", gpx(some()))] * (limits.FILES_AT_ONCE + 1), "Douze fichiers au plus"),
    ],
)
def test_too_few_and_too_many_files_are_said(journey, alice, client, files, sentence):
    assert sentence in send(client, *(file(*one) for one in files)).content.decode()


def test_nobody_fills_the_disk_with_what_is_never_confirmed(journey, alice, client, monkeypatch):
    monkeypatch.setattr(limits, "DRAFTS_PER_PERSON", 1)
    send(client, file("a.gpx", gpx(some(4))))
    assert "attendent déjà d’être relus" in send(client, file("b.gpx", gpx(some(5)))).content.decode()


def test_a_file_too_heavy_is_not_even_read(journey, alice, client, monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 100)
    monkeypatch.setattr(sending, "read", None)
    assert "trop lourd une fois déballé" in send(client, file("a.gpx", gpx(some(9)))).content.decode()


def test_a_journey_that_is_full_says_so_and_keeps_the_draft(journey, alice, client, monkeypatch):
    where = send(client, file("a.gpx", gpx(some(9)))).url
    form = typed(client.get(where))
    monkeypatch.setattr(limits, "JOURNEY_VERTICES", 5)
    assert "plus de deux millions de points" in client.post(where, form).content.decode()
    assert TrackFile.objects.drafts().count() == 1


def test_tracks_are_taken_out_brought_back_and_given_back_as_they_came(journey, alice, client):
    content = gpx(some(9))
    where = send(client, file("à pied.gpx", content)).url
    client.post(where, typed(client.get(where)))
    track = Track.objects.get()
    answer = client.get(reverse("tracks:original", args=[SLUG, track.pk]))
    assert answer.content == content
    assert "attachment" in answer["Content-Disposition"]
    client.post(reverse("tracks:remove", args=[SLUG, track.pk]))
    assert not Track.objects.standing().exists()
    assert "Retirées" in client.get(reverse("tracks:index", args=[SLUG])).content.decode()
    client.post(reverse("tracks:restore", args=[SLUG, track.pk]))
    assert Track.objects.standing().get() == track


def test_what_is_said_of_a_track_is_changed_and_told_in_the_history(journey, alice, client):
    where = send(client, file("marche.gpx", gpx(some(9)))).url
    client.post(where, typed(client.get(where)))
    track = Track.objects.get()
    address = reverse("tracks:change", args=[SLUG, track.pk])
    assert client.post(address, {"name": "", "kind": "nothing", "mode": "foot"}).status_code == 422
    client.post(address, {"name": "Par les terrils", "stage": "1", "kind": "track", "mode": "bicycle"})
    track.refresh_from_db()
    assert (track.name, track.stage.place, track.mode, track.shown) == ("Par les terrils", "Lens", "bicycle", False)
    assert not Track.objects.public().exists(), "it is no longer shown"
    journey.refresh_from_db()
    [before, after] = journey.revisions.get(number=journey.version).changes[f"track.{track.pk}"]
    assert (before["name"], after["name"]) == ("Marche", "Par les terrils")
    page = client.get(f"/fr/journeys/{SLUG}/history/{journey.version}/").content.decode()
    assert "Trace « Par les terrils »" in page.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")


def test_whoever_is_blocked_changes_no_track(journey, alice, client):
    where = send(client, file("marche.gpx", gpx(some(9)))).url
    client.post(where, typed(client.get(where)))
    track = Track.objects.get()
    Block.objects.create(person=alice, reason="essai", until=timezone.now() + timedelta(days=1))
    for act in ("remove", "change"):
        client.post(reverse(f"tracks:{act}", args=[SLUG, track.pk]), {"name": "X", "kind": "track", "mode": "foot"})
    track.refresh_from_db()
    assert (track.name, track.removed_at) == ("Marche", None)


def test_only_the_team_comes_in_and_a_draft_is_not_there_for_others(journey, client):
    make_person("alice")
    address, bob = reverse("tracks:index", args=[SLUG]), make_person("bob")
    assert client.get(address).status_code in (302, 403)
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 403
    draft = actions.keep_file(journey, "a.gpx", gpx(some()), by=None)
    assert client.get(reverse("tracks:preview", args=[SLUG, tokens.signed([draft])])).status_code == 403
    Journey.everything.update(state=JourneyState.DRAFT)
    assert client.get(address).status_code == 404


def test_an_address_made_up_and_a_file_of_another_journey_lead_nowhere(journey, alice, client):
    assert client.get(reverse("tracks:preview", args=[SLUG, "abc"])).status_code == 404
    other = Journey.objects.create(slug="ailleurs", title_fr="Ailleurs")
    draft = actions.keep_file(other, "a.gpx", gpx(some()), by=None)
    answer = client.get(reverse("tracks:preview", args=[SLUG, tokens.signed([draft])]))
    assert (answer.status_code, answer.url) == (302, reverse("tracks:index", args=[SLUG]))


@pytest.mark.skipif(not SAMPLES.exists(), reason="no samples on this machine")
def test_every_real_file_goes_in_by_the_form_and_says_what_the_command_says(journey, alice, client):
    names = [*SAID]
    for start in range(0, len(names), limits.FILES_AT_ONCE):
        some_names = names[start : start + limits.FILES_AT_ONCE]
        answer = send(client, *(file(Path(name).name, (SAMPLES / name).read_bytes()) for name in some_names))
        page = client.get(answer.url)
        said = plain(re.sub(r"\s+", " ", page.content.decode()))
        assert [name for name in some_names if SAID[name][0] not in said] == []
        client.post(answer.url, typed(page))
    assert Track.objects.count() == 48
    for name, sentence in REFUSED.items():
        said = send(client, file(Path(name).name, (SAMPLES / name).read_bytes())).content.decode()
        assert sentence.split(" :")[0] in plain(said)


def ticked(page, *numbers, **words) -> dict[str, str]:
    """What the preview's form would send with these waypoints ticked, `words` said of each."""
    [one] = page.context["looked"]
    form = typed(page) | {one.after.add_prefix("after"): one.after.initial["after"]}
    for number in numbers:
        mark = one.waypoints[number]
        begun = {mark.add_prefix("taken"): "on", mark.add_prefix("place"): words.get("place", mark.initial["place"])}
        year, month, day = (mark.initial["when"] or "--").split("-")
        begun |= {
            mark.add_prefix(f"when_{part}"): value
            for part, value in zip(("year", "month", "day"), (year, month, day), strict=True)
        }
        form |= begun | ({mark.add_prefix("announced"): "on"} if mark.initial["announced"] else {})
    return {name: value for name, value in form.items() if value not in (None, False, "")}


MARKS = "".join(
    [
        point(2.8282, 50.4332, "2012-08-03T12:00:00Z", tag="wpt", name="La gare"),
        point(2.90, 50.44, "2012-08-03T15:00:00Z", tag="wpt", name="Le marché"),
        point(2.95, 50.45, "2012-08-03T18:00:00Z", tag="wpt"),
    ]
)


@pytest.fixture
def amiens(db) -> Town:
    """Too far to name what has no name, near enough to tell its country."""
    return Town.objects.create(
        id=3_037_854, name="Amiens", country="FR", point=geo.point(2.3, 49.9), population=133_000, label_zoom=5
    )


def test_waypoints_are_offered_as_stages_and_those_ticked_become_some(journey, alice, client, amiens):
    answer = send(client, file("marche.gpx", gpx(some(40), besides=MARKS)))
    page = client.get(answer.url)
    said = plain(page.content.decode())
    assert "3 repères, qui peuvent devenir des étapes" in said
    assert "À 30 m de « 1. Lens » : c’est peut-être la même étape." in said
    assert "Sans nom dans le fichier, et sans ville alentour : donnez-lui un nom." in said
    [one] = page.context["looked"]
    assert not any(form["taken"].value() for form in one.waypoints)
    nameless = client.post(answer.url, ticked(page, 1, 2))
    assert "Donnez un nom à cette étape." in nameless.content.decode()
    assert nameless.context["problems"] == [
        "Il reste quelque chose à corriger. Ce que vous avez écrit est toujours là."
    ]
    assert page.context["problems"] == []
    assert re.search(r"Ces étapes viennent</label>", said)
    assert Stage.objects.count() == 2
    assert not Track.objects.exists(), "all of it, or nothing"
    added = client.post(answer.url, ticked(page, 1), follow=True)
    assert "1 trace ajoutée." in added.content.decode()
    assert "1 étape ajoutée." in added.content.decode()
    stages = list(Stage.objects.filter(journey=journey).order_by("order"))
    assert [stage.place_fr for stage in stages] == ["Lens", "Le marché", "Liévin"], "before where the line leads"
    assert (stages[1].when, stages[1].evidence, stages[1].point.coords) == ("2012-08-03", "documented", (2.90, 50.44))
    revision = writing.last(journey)
    assert revision.author == alice
    assert Patrol.objects.filter(journey_revision__journey=journey).count() == 2, "the tracks, and the stages"
    writing.undo(revision, by=alice)
    assert [stage.place_fr for stage in Stage.objects.filter(journey=journey, order__gt=0)] == ["Lens", "Liévin"]


def test_a_file_of_waypoints_alone_is_worth_sending(journey, alice, client, amiens):
    answer = send(client, file("lieux.gpx", gpx(besides=MARKS)))
    page = client.get(answer.url)
    form = ticked(page, 0, 1) | {page.context["looked"][0].after.add_prefix("after"): 0}
    added = client.post(answer.url, form, follow=True)
    assert added.redirect_chain[0][0] == reverse("journeys:desk", args=[SLUG])
    places = Stage.objects.filter(journey=journey).order_by("order").values_list("place_fr", flat=True)
    assert list(places) == ["La gare", "Le marché", "Lens", "Liévin"]
    again = client.get(answer.url)
    assert all(form.offered.double for form in again.context["looked"][0].waypoints[:2]), "they are there already"


def test_of_many_waypoints_a_hundred_are_offered_and_the_others_counted(journey, alice, client):
    many = "".join(point(2 + n / 50, 49, tag="wpt", name=f"Repère {n}") for n in range(120))
    page = client.get(send(client, file("lieux.gpx", gpx(besides=many))).url)
    assert len(page.context["looked"][0].waypoints) == 100
    assert "Le fichier en a 20 de plus, qui ne sont pas proposés." in plain(page.content.decode())
