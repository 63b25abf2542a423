"""The diary in what one takes along: read by the programs that open it, and nothing in it that everybody may not read."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.gis.gdal import DataSource
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from places.media import shelf
from routes import actions
from routes.booklet import leaves, printing
from routes.files import diary, marks
from routes.files.views import FORMS
from routes.models import Entry, EntryMedium, Journey, Stage
from tests.factories import ARRAS, LENS, LILLE
from tests.routes.diaries import add_photo, make_journey, write
from tests.routes.test_track_tiles import keep, recorded
from tests.routes.tracks import walk

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("&")</script>'
BESIDE = [3.14, 50.66]  # Lille, some kilometres off
URDU = "لاہور کی بارش"


@pytest.fixture(autouse=True)
def shelves(settings, tmp_path) -> None:
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def journey() -> Journey:
    return make_journey()


@pytest.fixture
def pressed(monkeypatch) -> list[str]:
    """Pages that went to the press, which prints nothing else."""
    pages = []
    monkeypatch.setattr(printing, "_taken", lambda _kept, page, _photos: pages.append(page) or page.encode())
    return pages


def fetched(client, journey: Journey, form: str) -> str:
    answer = client.get(f"/fr/journeys/{journey.slug}/road.{form}")
    assert answer.status_code == 200
    return answer.content.decode()


def opened(client, journey: Journey, form: str, tmp_path) -> dict[str, list]:
    """By GDAL: features by the name of their layer."""
    file = tmp_path / f"road.{form}"
    file.write_text(fetched(client, journey, form), encoding="utf-8")
    return {layer.name: list(layer) for layer in DataSource(file)}


def told_on_the_stick(page: str) -> list[dict]:
    """What the script of the map is handed of the diary."""
    found = re.search(r"tellDiary\(\w+, L, (\{.*?\})\);</script>", page)
    return json.loads(found[1])["marks"]


def test_a_page_is_a_waypoint_with_its_own_place_and_the_hour_of_the_place(journey, client, tmp_path):
    page = write(journey, "Sous la pluie", at="Lille", when="2012-07-14", clock="18:30", point=BESIDE)
    write(journey, "Le marché", at="Lille", when="2012-07-15")
    rain, market = opened(client, journey, "gpx", tmp_path)["waypoints"][3:]
    assert (str(rain["name"]), str(rain["type"])) == ("Sous la pluie", "entry")
    assert rain.geom.tuple[:2] == pytest.approx(BESIDE, abs=1e-6)
    assert rain["time"].value == datetime(2012, 7, 14, 16, 30), "UTC"
    assert "14 juillet 2012, 18:30 · amel\nSous la pluie : une page." in str(rain["desc"])
    assert page.slug in str(rain["link1_href"])
    assert market.geom.tuple[:2] == pytest.approx(LILLE, abs=1e-6), "at its stage"
    assert market["time"].value is None, "its hour is not made up"


def test_the_kml_has_a_folder_of_the_diary_and_the_geojson_its_pages(journey, client, tmp_path):
    write(journey, "Sous la pluie", at="Lille", when="2012-07-14")
    write(journey, "Nulle part", when="2012-07")
    [rain, *others] = opened(client, journey, "kml", tmp_path)["Carnet"]
    assert others == [], "what is nowhere is on no map"
    assert "<em>Sous la pluie</em>" in str(rain["Description"])
    pages = [
        one
        for one in json.loads(fetched(client, journey, "geojson"))["features"]
        if one["properties"]["kind"] == "entry"
    ]
    assert [one["geometry"] and one["geometry"]["coordinates"] for one in pages] == [[*LILLE], None]
    assert [one["properties"]["stage"] for one in pages] == ["lille", None]
    assert pages[0]["properties"]["author"] == "amel"
    assert len(opened(client, journey, "geojson", tmp_path)) == 1, "GDAL reads it"


def test_in_a_calendar_a_page_stands_on_its_own_day_and_at_its_hour(journey, client):
    write(journey, "Sous la pluie", at="Lille", when="2012-07-14", clock="18:30")
    write(journey, "Le marché", at="Lille", when="2012-07-15")
    write(journey, "Un jour de juillet", at="Lille", when="2012-07")
    events = {str(one["summary"]): one for one in Calendar.from_ical(fetched(client, journey, "ics")).walk("VEVENT")}
    assert set(events) == {"Lens", "Lille", "Arras", "Sous la pluie", "Le marché"}
    assert events["Sous la pluie"]["dtstart"].dt == datetime(2012, 7, 14, 16, 30, tzinfo=UTC)
    assert (events["Le marché"]["dtstart"].dt, events["Le marché"]["dtend"].dt) == (
        date(2012, 7, 15),
        date(2012, 7, 16),
    )
    assert "une page" not in str(events["Lille"]["description"]), "told once"


def test_on_the_usb_map_the_pages_of_a_place_are_one_mark_with_a_photo_written_into_the_file(journey, client):
    rain = write(journey, "Sous la pluie", at="Lille", text="Mot " * 400)
    write(journey, "Le marché", at="Lille")
    add_photo(rain)
    [mark] = told_on_the_stick(fetched(client, journey, "html"))
    assert (mark["lon"], mark["lat"], mark["beside"]) == (*LILLE, True)
    assert mark["label"] == "2 pages du carnet : Sous la pluie"
    told, plain = mark["pages"]
    assert len(told["words"]) <= marks.LETTERS + 1
    assert base64.b64decode(told["photo"]["src"].partition(",")[2])[8:12] == b"WEBP"
    assert (told["photo"]["author"], told["photo"]["licence"]) == ("Zoé", "CC BY 4.0")
    assert plain["photo"] is None


def test_photos_that_are_too_heavy_or_gone_are_left_out_of_the_usb_map(journey, client, monkeypatch):
    first, second, third = (add_photo(write(journey, f"P{n}", at="Lille")) for n in range(3))
    shelf.throw_away([shelf.thumbnail(first.file, 320)])
    with shelf.fetch(shelf.thumbnail(second.file, 320)) as kept:
        monkeypatch.setattr(marks, "ALL_BYTES", kept.size)
    [mark] = told_on_the_stick(fetched(client, journey, "html"))
    assert [bool(page["photo"]) for page in mark["pages"]] == [False, True, False], third


def test_a_leg_that_was_recorded_is_told_by_its_track_alone(journey, client, tmp_path):
    actions.add_stage(journey, {"place_fr": "Douai", "country": "FR", "point": [3.08, 50.37]}, by=journey.team.get())
    _lens, lille, arras, douai = Stage.objects.filter(journey=journey).order_by("order")
    keep(journey, recorded(walk(40)), name="Marche", stage=arras)
    layers = opened(client, journey, "gpx", tmp_path)
    assert [len(track.geom) for track in layers["tracks"]] == [1]
    starts = [route.geom.tuple[0][:2] for route in layers["routes"]]
    assert starts == [pytest.approx(LENS, abs=1e-6), pytest.approx(ARRAS, abs=1e-6)]
    assert [len(route.geom) for route in layers["routes"]] == [2, 2]
    ways = [str(one["Name"]) for one in opened(client, journey, "kml", tmp_path)["Trajets"]]
    assert ways == ["Lens → Lille", "Arras → Douai"]
    told = [one["properties"] for one in json.loads(fetched(client, journey, "geojson"))["features"]]
    assert [one["to"] for one in told if one["kind"] == "leg"] == [lille.order, douai.order]
    assert [one["to"] for one in told if one["kind"] == "track"] == [arras.order]


def test_a_nameless_track_is_called_by_where_it_leads_not_by_its_file(journey, client):
    keep(journey, recorded(walk(40)), stage=Stage.objects.get(journey=journey, place_fr="Lille"))
    keep(journey, recorded(walk(30)), content=b"y")
    told = [one["properties"] for one in json.loads(fetched(client, journey, "geojson"))["features"]]
    assert {one["name"] for one in told if one["kind"] == "track"} == {"Trace vers Lille", "Trace"}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_everybodys_is_in_no_file(journey, client, form, pressed):
    lent, waiting = (write(journey, f"Page {n}", at="Lille", when="2012-07-14") for n in range(2))
    add_photo(lent, author="Prêteuse", licence="granted")
    add_photo(waiting, author="Attente", shown=False)
    add_photo(waiting, author="Effacée", removed_at=timezone.now())
    taken_out = write(journey, "Secrète", at="Lille", when="2012-07-14")
    actions.revise(journey, {f"entry.{taken_out.pk}.removed": True}, base=_version(journey), by=journey.team.get())
    write(journey, "Tardive", at="Lille", when="2012-07-14")
    Entry.everything.filter(title="Tardive").update(visible_from=timezone.now() + timedelta(days=3))
    hidden_stage = write(journey, "Pas encore là", at="Arras", when="2012-07-14")
    Stage.everything.filter(place_fr="Arras").update(visible_from=timezone.now() + timedelta(days=3))
    keep(journey, recorded(walk(40)), name="Trace tue")
    actions.revise(journey, {"live_precision": "city"}, base=_version(journey), by=journey.team.get())
    whole = fetched(client, journey, form).replace("\r\n ", "")
    assert "Page 0" in whole
    assert (hidden_stage.title in whole) == (form in ("geojson", "ics", "pdf")), (
        "not on a map: its stage would tell where"
    )
    for word in ("Prêteuse", "Attente", "Effacée", "Secrète", "Tardive", "Trace tue", "Arras"):
        assert word not in whole, word


def _version(journey: Journey) -> int:
    return Journey.everything.get(pk=journey.pk).version


@pytest.mark.parametrize("form", FORMS)
def test_any_words_are_words_in_every_file(journey, client, form, pressed, tmp_path):
    text = f"{HOSTILE} ]]> \u202e{URDU} \x08 {{{{ 7 * 7 }}}} [x](javascript:alert(1))\r\nBEGIN:VALARM"
    write(journey, f"=1+1 {HOSTILE}\x0b", at="Lille", text=text, when="2012-07-14", language="ur")
    Stage.everything.filter(place_fr="Arras").update(note_fr=f"{HOSTILE} \x08", place_fr=f"Arras \x0c{HOSTILE}")
    whole = fetched(client, journey, form)
    if form not in ("geojson", "ics"):  # whose text is nothing but text
        assert "<script>alert" not in whole
        assert 'href="javascript' not in whole
    assert "7 * 7" in whole.replace("\r\n ", "")
    if form in ("gpx", "kml", "geojson"):
        named = [
            str(one["Name" if form == "kml" else "name"])
            for some in opened(client, journey, form, tmp_path).values()
            for one in some
        ]
        assert any(name.startswith("=1+1 <script>") for name in named)
    if form == "kml":
        [page] = opened(client, journey, form, tmp_path)["Carnet"]
        stages = opened(client, journey, form, tmp_path)["Étapes"]
        assert not [one for one in (page, *stages) if "<script" in str(one["Description"])], "which is read as HTML"
    if form == "ics":
        calendar = Calendar.from_ical(whole)
        assert len(calendar.walk("VALARM")) == 0
        assert len(calendar.walk("VEVENT")) == 4


@pytest.mark.parametrize("form", FORMS)
def test_a_long_diary_costs_as_many_queries_as_a_short_one(journey, client, form, pressed):
    keep(journey, recorded(walk(40)), stage=Stage.objects.get(journey=journey, place_fr="Lille"))
    add_photo(write(journey, "Une", at="Lille", when="2012-07-14"))
    few = _queries(client, journey, form)
    keep(journey, *(recorded(walk(40, start=(3, 50 + n / 10))) for n in range(9)), content=b"y")
    lille = Stage.objects.get(journey=journey, place_fr="Lille")
    for n in range(30):
        entry = Entry.objects.create(
            journey=journey, slug=f"p{n}", title=f"P{n}", text="x" * 99, stage=lille if n % 2 else None
        )
        add_photo(entry)
    assert _queries(client, journey, form) == few


def _queries(client, journey: Journey, form: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        fetched(client, journey, form)
    return len(asked)


def test_a_file_tells_how_a_long_page_begins_and_where_the_rest_is(journey, client):
    page = write(journey, "Longue", at="Lille", text="mot " * 5_000)
    [told] = [
        one["properties"]
        for one in json.loads(fetched(client, journey, "geojson"))["features"]
        if one["properties"]["kind"] == "entry"
    ]
    assert told["text"].endswith("mot…")
    assert len(told["text"]) <= diary.BEGINNING + 1
    assert page.slug in told["url"]


def test_a_map_and_a_booklet_of_too_many_pages_say_how_many_are_not_there(journey, client, monkeypatch, pressed):
    monkeypatch.setattr(marks, "PAGES", 2)
    monkeypatch.setattr(leaves, "LEAVES", 2)
    for n in range(5):
        write(journey, f"Page {n}", at="Lille", when=f"2012-07-1{n}")
    assert "3 pages du carnet, sans lieu ou de trop" in fetched(client, journey, "html")
    book = fetched(client, journey, "pdf")
    assert "3 autres pages du carnet sont à lire en ligne" in book
    assert "Page 1" in book
    assert "Page 2" not in book


def test_media_of_other_kinds_are_no_photos(journey, client):
    entry = write(journey, "Une voix", at="Lille")
    add_photo(entry)
    EntryMedium.objects.update(kind="voice")
    [mark] = told_on_the_stick(fetched(client, journey, "html"))
    assert mark["pages"][0]["photo"] is None


@pytest.mark.parametrize("form", FORMS)
def test_a_diary_without_a_single_stage_is_a_file_too(form, client, pressed):
    journey = make_journey(places={})
    assert fetched(client, journey, form), "nothing at all"
    write(journey, "En chemin", when="2012-07-14", point=BESIDE)
    assert "En chemin" in fetched(client, journey, form)
