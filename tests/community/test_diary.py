"""Pages of a journey's diary: written as a form or sent by a script, once each, with their photos where they were taken."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from community.models import Block, Passage
from places import coarse, geo
from places.media.receiving import receive
from routes import actions, media, states
from routes.choices import Placed
from routes.models import Entry, EntryMedium, Journey, Stage
from routes.tracks import actions as tracks
from routes.tracks import files, taking
from tests.community.people import make_person
from tests.community.test_journeys import alice, entered, hers, journey, trusted, where
from tests.factories import ARRAS, LENS
from tests.routes.tracks import gpx, some

__all__ = ["alice", "hers", "journey", "trusted"]

pytestmark = pytest.mark.django_db

JSON = {"headers": {"Accept": "application/json"}}
ANYWHERE = {"licence": "by-sa", "precision": "site", "language": "fr", "placed": "stage"}


def a_photo(at: tuple[float, float] | None = None, clock: str = "", offset: str = "") -> SimpleUploadedFile:
    """A JPEG as a telephone writes it: `at` (lon, lat)."""
    image, exif, out = Image.new("RGB", (60, 40), (30, 90, 160)), Image.Exif(), BytesIO()
    if clock:
        exif.get_ifd(0x8769)[0x9003] = clock
    if offset:
        exif.get_ifd(0x8769)[0x9011] = offset
    if at:
        parts = [(IFDRational(int(abs(n))), IFDRational(0), IFDRational(abs(n) % 1 * 3600)) for n in at]
        exif.get_ifd(0x8825).update({1: "N", 2: parts[1], 3: "E", 4: parts[0]})
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("p.jpg", out.getvalue(), "image/jpeg")


def page(**more) -> dict:
    return ANYWHERE | {"key": str(uuid.uuid4()), "title": "Marché", "text": "Du riz."} | more


def upload(file=None, **more) -> dict:
    told = {"key": str(uuid.uuid4()), "author": "Alice", "licence": "by", "language": "fr", "alternative": "Un mur."}
    return told | ({"file": file} if file else {}) | more


def media_of(journey: Journey, entry: Entry) -> str:
    return where(journey, f"entry/{entry.key}/media/")


@pytest.fixture
def entry(journey, alice) -> Entry:
    stage = Stage.everything.standing().get(journey=journey, place_fr="Lens")
    return actions.add_entry(journey, {"title": "Départ", "text": "Il pleut.", "stage": stage.pk}, by=alice)


def test_a_page_with_photos_is_written_without_a_script(hers, journey, alice):
    lens = Stage.everything.standing().get(journey=journey, place_fr="Lens")
    sent = page(stage=str(lens.pk), when_day="14", when_month="7", when_year="2012", clock="14:05", author="Alice")
    answer = hers.post(where(journey, "entry/"), sent | {"files": [a_photo(ARRAS), a_photo()]})
    entry = Entry.everything.standing().get()
    assert answer["Location"] == media_of(journey, entry)
    assert (entry.title, entry.when, entry.clock.hour, entry.stage, entry.author) == (
        "Marché",
        "2012-07-14",
        14,
        lens,
        alice,
    )
    told = hers.get(answer["Location"]).content.decode()
    assert told.count("media-words") == 2
    assert "par l’appareil" in told
    first, second = EntryMedium.objects.order_by("position")
    wrong = hers.post(answer["Location"], {f"{first.pk}-language": "fr"})
    assert wrong.status_code == 422
    assert 'role="alert">Il reste quelque chose à corriger' in wrong.content.decode()
    assert f'id="id_{first.pk}-alternative_error"' in wrong.content.decode()
    words = {
        f"{one.pk}-{name}": value
        for one in (first, second)
        for name, value in (("language", "fr"), ("alternative", "Un mur."), ("place", "keep"))
    }
    assert hers.post(answer["Location"], words).status_code == 302
    first, second = EntryMedium.objects.order_by("position")
    assert (first.placed, round(first.point.x, 3)) == (Placed.EXIF, round(ARRAS[0], 3))
    assert (second.placed, second.point) == (Placed.STAGE, lens.point)
    assert not first.shown, "Alice is new: somebody looks first"


def test_a_page_that_cannot_be_is_told_and_kept(hers, journey):
    answer = hers.post(
        where(journey, "entry/"), page(when_day="31", when_month="2", when_year="2012", text="Trois pages de texte.")
    )
    assert answer.status_code == 422
    assert "n’existe dans aucun calendrier" in answer.content.decode()
    assert "Trois pages de texte." in answer.content.decode()
    for wrong in ({"title": "", "text": ""}, {"placed": "hand"}, {"clock": "25:00"}, {"stage": "999999"}, {"key": "x"}):
        answer = hers.post(where(journey, "entry/"), page(**wrong), **JSON)
        assert answer.status_code == 422, wrong
        assert all(answer.json()["errors"].values())
    assert not Entry.everything.exists()


def test_a_page_needs_a_title_or_a_text_and_says_so(hers, journey):
    told = hers.get(where(journey, "entry/")).content.decode()
    labels = dict(re.findall(r'<label for="id_(title|text)">(.*?)</label>', told))
    assert all("l’un des deux suffit" in label and "(facultatif)" not in label for label in labels.values())
    assert set(labels) == {"title", "text"}
    answer = hers.post(where(journey, "entry/"), page(title="", text=""))
    assert "Écrivez un titre ou un texte" in answer.content.decode()
    field = re.search(r"<textarea[^>]*name=\"text\"[^>]*>", answer.content.decode())[0]
    assert 'aria-invalid="true"' in field
    assert "id_text_error" in field
    for name in ("title", "text"):
        assert hers.post(where(journey, "entry/"), page(**{name: ""})).status_code == 302


def test_what_is_wrong_in_a_date_is_tied_to_its_fields(hers, journey):
    told = hers.post(where(journey, "entry/"), page(when_day="31")).content.decode()
    group = re.search(r'<fieldset class="choices" aria-describedby="([^"]+)">\s*<legend[^>]*>Le jour', told)
    assert f'<p class="problem" id="{group[1]}">' in told


def test_no_script_of_the_diary_quotes_in_french_to_english_readers(hers, journey, alice):
    for path in (settings.ROOT / "static/js/journeys").glob("*.js"):
        code = re.sub(r"^\s*(//|/?\*).*$", "", path.read_text(), flags=re.MULTILINE)
        assert "«" not in code, path.name
    Journey.everything.update(refused_for="Une adresse privée s’y lit.")
    english = where(journey).replace("/fr/", "/en/")
    desk = hers.get(english).content.decode()
    assert "«" not in desk
    assert "<q>Une adresse privée" in desk
    [config] = re.findall(r'<script id="field-config" type="application/json">(.*?)</script>', desk)
    words = json.loads(config)["words"]
    assert words["theirs"] == "{label}: “{words}”"
    assert "«" not in "".join(words.values())


def test_a_page_sent_twice_is_there_once_with_one_version_and_one_passage(hers, journey):
    key = uuid.uuid4()
    there, sent = where(journey, f"entry/{key}/"), page(key=str(key), base="0")
    first = hers.post(there, sent, **JSON)
    version = Journey.everything.get().version
    again = hers.post(there, sent, **JSON)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["version"] == first.json()["version"] == version
    assert Entry.everything.standing().get().key == key


def test_sending_again_does_not_undo_what_somebody_else_wrote_since(hers, journey):
    key = uuid.uuid4()
    there, sent = where(journey, f"entry/{key}/"), page(key=str(key), base="0", text="Du riz et du thé.")
    hers.post(there, sent, **JSON)
    basile = make_person("basile")
    journey.team.add(basile)
    base = str(Journey.everything.get().version)
    entered(basile).post(there, sent | {"base": base, "text": "Du riz et du thé vert."}, **JSON)
    assert hers.post(there, sent, **JSON).status_code == 200
    assert Entry.everything.standing().get().text == "Du riz et du thé vert."
    clash = hers.post(there, sent | {"text": "Du riz et du café."}, **JSON)
    assert clash.status_code == 409
    assert "thé vert" in str(clash.json()["clashes"])
    mended = hers.post(there, sent | {"text": "Du riz et du café.", "base": str(clash.json()["version"])}, **JSON)
    assert mended.status_code == 200
    assert Entry.everything.standing().get().text == "Du riz et du café."


def test_a_log_in_that_ended_is_said_as_such_and_another_team_is_refused(journey, entry):
    for path in (where(journey, f"entry/{entry.key}/"), media_of(journey, entry)):
        ended = Client().post(path, page(), **JSON)
        assert (ended.status_code, ended.json()["login"]) == (401, reverse("account_login"))
        assert entered(make_person(f"x{len(path)}")).post(path, page(), **JSON).status_code == 403
    assert Client().get(where(journey, "token/"), **JSON).status_code == 401


def test_a_fresh_token_lets_a_form_of_yesterday_be_sent(journey, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    there, key = where(journey, "entry/"), str(uuid.uuid4())
    assert client.post(there, page(key=key, csrfmiddlewaretoken="x" * 64), **JSON).status_code == 403
    token = client.get(where(journey, "token/"), **JSON).json()
    headers = JSON["headers"] | {"X-CSRFToken": token["csrf"]}
    assert client.post(there, page(key=key), headers=headers).status_code == 200


def test_a_photo_sent_twice_is_there_once(hers, journey, entry):
    sent = upload(a_photo(ARRAS))
    assert hers.post(media_of(journey, entry), sent, **JSON).json()["state"] == "waits"
    again = hers.post(media_of(journey, entry), sent | {"file": a_photo(ARRAS)}, **JSON)
    assert again.json()["state"] == "waits"
    assert entry.media.count() == 1


def test_a_photo_of_another_page_is_not_taken_over(hers, journey, entry, alice):
    sent = upload(a_photo())
    hers.post(media_of(journey, entry), sent, **JSON)
    other = actions.add_entry(journey, {"text": "Plus loin"}, by=alice)
    answer = hers.post(media_of(journey, other), sent | {"file": a_photo()}, **JSON)
    assert answer.status_code == 422
    assert "autre page" in str(answer.json()["errors"])
    assert (entry.media.count(), other.media.count()) == (1, 0)


def test_who_is_blocked_sends_no_photo_nor_its_words(hers, journey, entry, alice):
    sent = upload(a_photo(), alternative="")
    assert hers.post(media_of(journey, entry), sent, **JSON).status_code == 422
    Block.objects.create(person=alice, reason="Publicité.", until=timezone.now() + timedelta(days=1))
    for more in (upload(a_photo()), {k: v for k, v in sent.items() if k != "file"} | {"alternative": "Un mur."}):
        answer = hers.post(media_of(journey, entry), more, **JSON)
        assert answer.status_code == 422
        assert "Publicité." in str(answer.json()["errors"])
    assert not EntryMedium.objects.waiting().exists()


def test_a_photo_refused_for_its_words_need_not_go_up_again(hers, journey, entry):
    sent = upload(a_photo(), alternative="", portrait="on")
    refused = hers.post(media_of(journey, entry), sent, **JSON)
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"alternative", "consent"}
    mended = {name: value for name, value in sent.items() if name != "file"}
    mended |= {"alternative": "Une voisine.", "consent": "Elle-même, de vive voix."}
    assert hers.post(media_of(journey, entry), mended, **JSON).json()["state"] == "waits"
    assert entry.media.get().consent == "Elle-même, de vive voix."


def test_a_photo_that_waits_for_its_words_can_still_be_signed_and_placed_otherwise(hers, journey, entry):
    sent = upload(a_photo(ARRAS), alternative="")
    assert hers.post(media_of(journey, entry), sent, **JSON).status_code == 422
    words = {name: value for name, value in sent.items() if name != "file"} | {"alternative": "Un mur."}
    again = words | {"author": "Basile", "licence": "by-sa", "place": "hand", "spot_lon": "3.5", "spot_lat": "50.1"}
    hers.post(media_of(journey, entry), again, **JSON)
    photo = entry.media.get()
    assert (photo.author, photo.licence, photo.placed, photo.point.coords) == ("Basile", "by-sa", "hand", (3.5, 50.1))
    hers.post(media_of(journey, entry), again | {"author": "Chloé"}, **JSON)
    photo.refresh_from_db()
    assert photo.author == "Basile", "what was handed in is changed on its own page, as a version"


def test_what_is_no_photo_is_refused_with_a_sentence(hers, journey, entry):
    for file in (
        SimpleUploadedFile("p.jpg", b"pas une image"),
        SimpleUploadedFile("p.jpg", a_photo().read()[:300]),
        None,
    ):
        answer = hers.post(media_of(journey, entry), upload(file), **JSON)
        assert answer.status_code == 422
        assert answer.json()["errors"]["file"]
    assert not entry.media.exists()
    absent = where(journey, f"entry/{uuid.uuid4()}/media/")
    assert hers.post(absent, upload(a_photo()), **JSON).status_code == 404


@pytest.mark.parametrize(
    ("way", "placed", "at"),
    [
        ("", Placed.EXIF, ARRAS),
        ("exif", Placed.EXIF, ARRAS),
        ("stage", Placed.STAGE, LENS),
        ("hand", Placed.HAND, (3.5, 50.1)),
    ],
)
def test_a_photo_is_where_its_writer_confirms(hers, journey, entry, way, placed, at):
    sent = upload(a_photo(ARRAS), place=way, spot_lon="3.5", spot_lat="50.1")
    hers.post(media_of(journey, entry), sent, **JSON)
    photo = entry.media.get()
    assert photo.placed == placed
    assert photo.point.coords == pytest.approx(at, abs=1e-4)


def test_a_photo_that_has_arrived_shows_where_it_would_be_and_is_moved_by_hand(hers, journey, entry):
    hers.post(media_of(journey, entry), upload(a_photo(ARRAS), alternative=""), **JSON)
    [photo] = entry.media.all()
    told = hers.get(media_of(journey, entry)).content.decode()
    shown = dict(re.findall(rf'name="{photo.pk}-spot_(lon|lat)" value="([^"]+)"', told))
    assert (float(shown["lon"]), float(shown["lat"])) == pytest.approx(ARRAS, abs=1e-4)
    words = {f"{photo.pk}-language": "fr", f"{photo.pk}-alternative": "Un mur."}
    moved = {f"{photo.pk}-place": "hand", f"{photo.pk}-spot_lon": "3.5", f"{photo.pk}-spot_lat": "50.1"}
    hers.post(media_of(journey, entry), words | moved)
    photo.refresh_from_db()
    assert (photo.placed, photo.point.coords) == (Placed.HAND, (3.5, 50.1))


def test_a_page_that_is_where_its_photos_were_taken_learns_it_from_the_first(hers, journey):
    key = uuid.uuid4()
    hers.post(where(journey, f"entry/{key}/"), page(key=str(key), placed="exif"), **JSON)
    entry = Entry.everything.standing().get()
    for file in (a_photo(), a_photo(ARRAS), a_photo(LENS)):
        hers.post(media_of(journey, entry), upload(file), **JSON)
    entry.refresh_from_db()
    assert entry.point.coords == pytest.approx(ARRAS, abs=1e-4)


def test_nothing_is_kept_more_exactly_than_the_travellers_want(hers, journey, entry):
    Journey.everything.update(live_precision="region")
    sent = upload(a_photo(ARRAS), place="hand", spot_lon="3.5", spot_lat="50.1")
    hers.post(media_of(journey, entry), sent, **JSON)
    hers.post(media_of(journey, entry), upload(a_photo(ARRAS)), **JSON)
    by_hand, by_camera = entry.media.order_by("position")
    assert by_hand.point == coarse.shown(geo.point(3.5, 50.1), "region")
    assert by_camera.point == coarse.shown(geo.point(*ARRAS), "region")
    assert str(ARRAS[0])[:6] not in str(list(EntryMedium.objects.values_list("point", flat=True)))


def test_the_cameras_clock_is_read_with_its_offset():
    read = receive(a_photo(clock="2012:07:14 14:05:00", offset="+05:45"))
    assert (read.taken_at, read.offset) == (datetime(2012, 7, 14, 14, 5), timedelta(hours=5, minutes=45))
    assert media.moment(read) == datetime(2012, 7, 14, 8, 20, tzinfo=UTC)
    assert media.moment(receive(a_photo(clock="2012:07:14 14:05:00"))) is None
    assert receive(a_photo(clock="2012:14:07 14:05:00")).taken_at is None


def test_files_are_for_everybody_once_page_and_photo_are(hers, journey, entry, moderator, alice):
    hers.post(media_of(journey, entry), upload(a_photo()), **JSON)
    photo = entry.media.get()
    names = [reverse("media_file", args=[name]) for name in photo.names]

    def seen(client) -> set[int]:
        return {client.get(name).status_code for name in names}

    stranger = entered(make_person("chloe"))
    assert (seen(hers), seen(moderator), seen(Client()), seen(stranger)) == ({200}, {200}, {404}, {404})
    actions.hand_in(journey, shown=True)
    assert seen(Client()) == {404}, "it waits"
    assert "Un mur." in moderator.get("/fr/moderation/media/").content.decode()
    moderator.post(f"/fr/moderation/diary/{photo.pk}/show/")
    assert seen(Client()) == {200}
    assert mail.outbox[-1].to == [alice.email]
    Entry.everything.update(visible_from=datetime(2100, 1, 1, tzinfo=UTC))
    assert (seen(Client()), seen(hers)) == ({404}, {200}), "told later"
    Entry.everything.update(visible_from=None)
    actions.remove(journey, reason="x")
    assert seen(Client()) == {404}


def test_a_waiting_photo_is_refused_with_a_reason(hers, journey, entry, moderator):
    hers.post(media_of(journey, entry), upload(a_photo()), **JSON)
    photo = entry.media.get()
    assert moderator.post(f"/fr/moderation/diary/{photo.pk}/refuse/", {"reason": ""}).status_code == 422
    moderator.post(f"/fr/moderation/diary/{photo.pk}/refuse/", {"reason": "Des enfants s’y reconnaissent."})
    assert "Des enfants" in mail.outbox[-1].body
    photo.refresh_from_db()
    assert not photo.shown
    assert photo.removed_for == "Des enfants s’y reconnaissent."


def test_trusted_peoples_photos_are_part_of_the_journey_at_once_and_can_be_undone(trusted, journey, entry):
    client = entered(trusted)
    assert client.post(media_of(journey, entry), upload(a_photo()), **JSON).json()["state"] == "shown"
    photo = entry.media.get()
    assert states.state(journey)[f"medium.{photo.pk}"]["alternative"] == "Un mur."
    version = Journey.everything.get().version
    changed = {
        "base": str(version),
        "language": "fr",
        "alternative": "Un mur bleu.",
        "author": "Alice",
        "licence": "by",
        "place": "keep",
    }
    assert client.post(where(journey, f"media/{photo.pk}/"), changed).status_code == 302
    gone = changed | {"base": str(version + 1), "removes": "on", "note": "flou"}
    assert client.post(where(journey, f"media/{photo.pk}/"), gone).status_code == 302
    assert not entry.media.standing().exists()
    last = journey.revisions.latest("number")
    client.post(f"/fr/journeys/{journey.slug}/history/{last.number}/undo/", {"part": f"medium.{photo.pk}"})
    assert entry.media.standing().get().alternative == "Un mur bleu."


def test_a_page_is_taken_out_and_comes_back(hers, journey, entry):
    hers.post(where(journey, f"entry/{entry.key}/remove/"))
    assert not Entry.everything.standing().exists()
    assert hers.get(where(journey, f"entry/{entry.key}/")).status_code == 404
    last = journey.revisions.latest("number")
    hers.post(f"/fr/journeys/{journey.slug}/history/{last.number}/undo/", {"part": f"entry.{entry.pk}.removed"})
    assert Entry.everything.standing().get().text == "Il pleut."


def test_photos_of_a_page_cost_its_writer_no_passage_each(hers, journey, entry):
    for _ in range(3):
        hers.post(media_of(journey, entry), upload(a_photo()), **JSON)
    assert Passage.objects.count() == 0


def test_each_person_has_a_worker_of_their_own_and_it_tells_nothing_of_the_journey(hers, journey):
    basile = make_person("basile")
    journey.team.add(basile)
    asked = [
        re.search(r'"worker": "([^"]+)"', client.get(where(journey)).content.decode())[1]
        for client in (hers, entered(basile))
    ]
    assert asked[0] != asked[1]
    told = Client().get(asked[0])
    assert told["Content-Type"].startswith("text/javascript")
    assert f'"{where(journey, "entry/")}"' in told.content.decode()
    assert Client().get(asked[0].replace(journey.slug, "nulle-part")).status_code == 200
    assert Client().get(where(journey, 'worker.js?v=");alert(1);("')).status_code == 404


def test_drafts_nobody_came_back_to_are_erased(hers, journey, entry):
    hers.post(media_of(journey, entry), upload(a_photo(), alternative=""), **JSON)
    assert media.purge() == 0
    EntryMedium.objects.update(at=datetime(2020, 1, 1, tzinfo=UTC))
    assert media.purge() == 1


def test_a_photo_without_a_place_is_where_the_track_was_at_its_hour(hers, journey, entry, alice):
    walked = tracks.keep_file(journey, "marche.gpx", gpx(some(5)), by=alice)
    tracks.take(walked, [tracks.Wanted(0, taking.take(files.read(gpx(some(5))).recordings[0]))], by=alice)
    # The track begins at noon UTC: two o'clock in Lens.
    hers.post(media_of(journey, entry), upload(a_photo(clock="2012:08:03 14:01:00")), **JSON)
    hers.post(media_of(journey, entry), upload(a_photo(clock="2012:08:03 18:00:00")), **JSON)
    in_time, later = EntryMedium.objects.order_by("pk")
    assert (in_time.placed, round(in_time.point.x, 4)) == (Placed.TRACK, round(LENS[0] + 2 * 0.0005, 4))
    assert later.placed == Placed.STAGE, "nothing was recorded then"
