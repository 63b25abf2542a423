"""The booklet of a journey: opened as its readers' programs open it, and made so that nothing it reads can harm."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from socket import create_server

import pikepdf
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.utils import timezone
from PIL import Image

from places import actions, geo
from places.actions import media
from places.media.receiving import receive
from places.models import Initiative
from routes.booklet import book, press, printing
from routes.files.road import Road
from routes.models import Encounter, Entry, Journey, Stage
from tests.routes.diaries import add_photo, make_journey, write

SLUG = "sur-la-route-des-utopies-realistes"
ADDRESS, SHORT = f"/fr/journeys/{SLUG}/road.pdf", "/fr/journeys/essai/road.pdf"
HOSTILE = '<script>alert("&")</script>'
KHMER, URDU = "ភ្នំពេញ", "لاہور"


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "books"


@pytest.fixture
def journey(db) -> Journey:
    return Journey.objects.create(slug="essai", title_fr=f"Essai {HOSTILE}", travellers=["A & B"], year=2026)


def add_stage(journey: Journey, order: int, place: str, *, lon: float = 2.83, lat: float = 50.43, **fields) -> Stage:
    told = {"slug": f"s{order}", "country": "FR", "evidence": "documented", "place_fr": place} | fields
    return Stage.objects.create(journey=journey, order=order, point=geo.point(lon, lat), **told)


def printed(client, address: str = ADDRESS) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())


def links(pdf: pikepdf.Pdf) -> set[str]:
    marks = [mark for page in pdf.pages for mark in page.get("/Annots", [])]
    return {str(mark.A.URI) for mark in marks if "/A" in mark and "/URI" in mark.A}


def alternatives(pdf: pikepdf.Pdf) -> list[str]:
    return [str(part.Alt) for part in pdf.objects if isinstance(part, pikepdf.Dictionary) and "/Alt" in part]


def test_the_booklet_tells_the_whole_road_and_can_be_read_aloud(atlas, client):
    content = printed(client)
    text = words(content)
    stages = list(Stage.objects.order_by("order"))
    assert [stage.place for stage in stages if stage.place not in text] == []
    assert "juillet 2012" in text
    assert text.count("étape illustrative") >= sum(not stage.is_documented for stage in stages)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) > 8
        assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, 595, 842]
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo["/Title"]) == "Sur la route des Utopies Réalistes"
        assert "Sylvain Saudo" in str(pdf.docinfo["/Author"])
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert {f"http://testserver{ADDRESS.removesuffix('road.pdf')}2-berlin/"} <= links(pdf)
        assert "http://testserver/fr/initiatives/spreefeld-berlin/" in links(pdf)
        assert any("41 étapes" in words for words in alternatives(pdf)), "the map"
        with pdf.open_outline() as outline:
            [whole] = outline.root
            assert [part.title for part in whole.children][:3] == ["Sommaire", "Le voyage", "Étape par étape"]


def test_its_pages_are_numbered_in_the_contents(atlas, client):
    reader = pypdf.PdfReader(BytesIO(printed(client)))
    [berlin] = [line for line in reader.pages[1].extract_text().splitlines() if "Berlin" in line]
    number = int(berlin.split()[-1].strip("."))
    assert "Spreefeld" in reader.pages[number - 1].extract_text() + reader.pages[number].extract_text()


def test_in_english_it_is_english(atlas, client):
    content = printed(client, ADDRESS.replace("/fr/", "/en/"))
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "en"
    text = words(content)
    assert "Contents" in text
    assert "Sommaire" not in text
    assert "Krakow" in text or "Kraków" in text


@pytest.mark.parametrize("count", [0, 1])
def test_a_road_of_one_stage_or_none_is_a_booklet_too(journey, client, count):
    for order in range(count):
        add_stage(journey, order, "Lens")
    text = words(printed(client, SHORT))
    assert text.count("Lens") >= count
    assert "Crédits" in text


@pytest.mark.parametrize(("countries", "said"), [([], "seulement annoncée"), (["FR"], "d’après les pays annoncés")])
def test_its_cover_speaks_of_announced_countries_only_where_there_are_some(journey, countries, said):
    add_stage(journey, 1, "Lens", evidence="illustrative")
    Journey.objects.update(planned_countries=countries)
    read = book.Book.read(Road.read(journey.slug, home=""), language="fr")
    cover = render_to_string(
        "routes/booklet/_cover.html", {"book": read, "journey": read.road.journey, "drawn": {"width": 9}}
    )
    assert [words for words in ("seulement annoncée", "d’après les pays annoncés") if words in cover] == [said]


def test_names_in_any_script_and_endless_notes_are_set_as_they_are(journey, client):
    add_stage(journey, 1, HOSTILE, note_fr="m" * 4_000)
    add_stage(journey, 2, KHMER, lon=104.9, lat=11.6, evidence="illustrative", note_fr="\n\n".join(["Mot. " * 200] * 6))
    stage = add_stage(journey, 3, URDU, lon=74.3, lat=31.6)
    Encounter.objects.create(stage=stage, name="{{ 7 * 7 }} {% load x %}", note_fr=HOSTILE)
    content = printed(client, SHORT)
    text = words(content)
    assert HOSTILE in text
    assert "{{ 7 * 7 }} {% load x %}" in text
    assert "ភ" in text
    with pikepdf.open(BytesIO(content)) as pdf:
        fonts = " ".join(str(part.BaseFont) for part in pdf.objects if _is_font(part))
    assert "EB-Garamond" in fonts
    assert "Khmer" in fonts
    assert "Naskh" in fonts


SCRIPTS = {
    "ar": "مدرسة", "bn": "নদী", "el": "Θεσσαλονίκη", "he": "קיבוץ", "hi": "पुदुच्चेरी", "hy": "Երևան", "ka": "თბილისი",
    "km": "ភ្នំពេញ", "lo": "ຫຼວງພະບາງ", "mn": "Улаанбаатар", "my": "ရန်ကုန်", "ne": "काठमाडौँ", "si": "මහනුවර", "ta": "புதுச்சேரி", "th": "เชียงใหม่",
    "bo": "ལྷ་ས", "vi": "Điện Biên Phủ",
}  # fmt: skip
FAR_EAST = {"zh": "昆明的乡村", "ja": "東京のまち", "ko": "서울"}
has_far_east = shutil.which("fc-list") and all(
    subprocess.run(["fc-list", f":lang={language}", "family"], capture_output=True, check=False).stdout.strip()
    for language in FAR_EAST
)


@pytest.mark.parametrize(
    "scripts",
    [
        SCRIPTS,
        pytest.param(FAR_EAST, marks=pytest.mark.skipif(not has_far_east, reason="needs fonts-wqy-microhei")),
    ],
    ids=["the road", "the far east"],
)
def test_every_script_of_the_road_has_its_letters_on_paper(journey, client, caplog, scripts):
    for order, (language, name) in enumerate(scripts.items()):
        stage = add_stage(journey, order, name, note_fr=f"{language} : {name}")
        Entry.objects.create(
            journey=journey, stage=stage, slug=language, title=name, text=f"*{name}*", language=language
        )
    content = printed(client, SHORT)
    assert "printed as boxes" not in caplog.text
    with pikepdf.open(BytesIO(content)) as pdf:
        assert all("/FontFile2" in part or "/FontFile3" in part for part in pdf.objects if _is_descriptor(part))


def test_a_letter_that_no_face_has_is_told_to_whoever_keeps_the_site(journey, client, caplog):
    add_stage(journey, 1, "Lens \U000f1234")
    assert printed(client, SHORT).startswith(b"%PDF")
    assert "printed as boxes: '\\U000f1234'" in caplog.text


def _is_descriptor(part: pikepdf.Object) -> bool:
    return isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/FontDescriptor"


def _is_font(part: pikepdf.Object) -> bool:
    return isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/Font"


@pytest.fixture
def met(atlas, journey) -> Initiative:
    """Whom a short journey met."""
    sheet = Initiative.objects.get(slug="spreefeld-berlin")
    Encounter.objects.create(stage=add_stage(journey, 1, "Berlin"), name="Spreefeld", initiative=sheet)
    return sheet


def photo(sheet: Initiative, **words: str) -> None:
    out = BytesIO()
    Image.new("RGB", (600, 400), (30, 90, 160)).save(out, "JPEG")
    draft = media.draft(sheet, receive(BytesIO(out.getvalue())), by=None, keeps_place=False)
    told = {"caption": "Le puits", "alternative": "Un puits.", "language": "fr", "author": "Alice", "licence": "by"}
    media.hand_in(sheet, {draft: told | words}, by=None, shown=True)


def test_photos_that_are_shown_come_along_with_their_author_and_their_words(met, client):
    photo(met, alternative="Trois immeubles au bord de l’eau.", author="Zoé")
    photo(met, caption="Pour l’atlas seulement", licence="granted")
    content = printed(client, SHORT)
    text = words(content)
    assert "Zoé · CC BY 4.0" in text
    assert "Pour l’atlas seulement" not in text
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "Trois immeubles au bord de l’eau." in alternatives(pdf)
        assert [part.Width for part in pdf.objects if _is_image(part)] == [600]
    met.media.update(removed_at=timezone.now())
    assert "Zoé" not in words(printed(client, SHORT))


def _is_image(part: pikepdf.Object) -> bool:
    return isinstance(part, pikepdf.Stream) and part.get("/Subtype") == "/Image"


def test_whoever_has_no_sheet_any_more_is_named_without_an_address(met, client):
    actions.remove([met], by=None, note="essai")
    content = printed(client, SHORT)
    assert "Spreefeld" in words(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert not [url for url in links(pdf) if "/initiatives/" in url]


def test_its_numbers_hold_nobody_who_is_only_to_be_met(met, journey):
    def counted() -> tuple[int, bool]:
        told = book.Book.read(Road.read(journey.slug, home=""), language="fr").numbers
        return told.encounters, bool(told.resources)

    assert counted() == (1, True)
    journey.stages.update(evidence="illustrative")
    assert counted() == (0, False)


def test_pages_of_the_diary_stand_under_their_stage_and_those_of_none_at_the_end(db, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    journey = make_journey()
    rain = write(
        journey,
        "Sous la pluie",
        at="Lille",
        when="2012-07-14",
        text="Une *averse* ; [leur site](https://example.org/x).",
    )
    write(journey, "En chemin", text=f"{HOSTILE} " + "mot " * 3_000, when="2012-08")
    add_photo(rain, alternative="Deux bassins pleins.")
    add_photo(rain, caption="Pour l’atlas seulement", licence="granted")
    content = printed(client, f"/fr/journeys/{journey.slug}/road.pdf")
    text = words(content)
    order = [
        "Lille",
        "Sous la pluie",
        "14 juillet 2012 · amel",
        "Une averse",
        "Arras",
        "Le carnet, entre les étapes",
        "En chemin",
    ]
    told = text[text.rindex("Étape par étape") :]
    assert [told.index(word) for word in order] == sorted(told.index(word) for word in order)
    assert HOSTILE in text
    assert text.count("mot") > 2_900, "whole"
    assert "Zoé · CC BY 4.0" in text
    assert "Pour l’atlas seulement" not in text
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "Deux bassins pleins." in alternatives(pdf)
        assert "https://example.org/x" in links(pdf)
        assert [part.Width for part in pdf.objects if _is_image(part)] == [320]


def test_it_is_printed_again_only_when_something_has_changed(journey, client, shelf, monkeypatch):
    stage = add_stage(journey, 1, "Lens")
    runs = []
    run = subprocess.run
    monkeypatch.setattr(printing.subprocess, "run", lambda *a, **k: runs.append(a) or run(*a, **k))
    assert printed(client, SHORT) == printed(client, SHORT)
    assert len(runs) == 1
    [first] = shelf.glob("*.pdf")
    stage.point = geo.point(3.06, 50.63)
    stage.save()
    printed(client, SHORT)
    assert len(runs) == 2, "the map has changed"
    assert not first.exists(), "what was taken out does not stay on the shelf"
    assert [path.name for path in shelf.iterdir() if path.is_dir()] == []


def test_while_the_press_works_for_others_one_is_asked_to_come_back(journey, client, shelf, monkeypatch):
    monkeypatch.setattr(printing, "WAIT", 0)
    shelf.mkdir()
    with (shelf / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = client.get(SHORT)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "livret" in answer.content.decode()
    assert client.get(SHORT).status_code == 200


def test_a_press_that_fails_leaves_a_sentence_and_nothing_on_the_shelf(journey, client, shelf, monkeypatch):
    monkeypatch.setattr(printing, "PRESS", [sys.executable, "-c", "raise SystemExit(3)"])
    answer = client.get(SHORT)
    assert answer.status_code == 503
    assert list(shelf.glob("*.pdf")) == []


def test_a_shelf_that_cannot_be_written_is_a_sentence_too(journey, client, shelf):
    shelf.write_text("a file where the folder should be")
    assert client.get(SHORT).status_code == 503


def test_the_press_asks_nobody_for_anything(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "photo-1.jpg")
    with create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        (tmp_path / "book.html").write_text(
            f"<html lang=fr><title>x</title><link rel=stylesheet href='http://127.0.0.1:{port}/a.css'>"
            f"<style>@import 'http://127.0.0.1:{port}/b.css'; p {{ background: url(http://127.0.0.1:{port}/c.png) }}</style>"
            f"<p>x<img src='http://127.0.0.1:{port}/d.png' alt='x'><img src='file:///etc/hostname' alt='x'>"
            "<img src='photo-1.jpg' alt='x'>"
        )
        press.press(tmp_path)
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
    with pikepdf.open(tmp_path / "book.pdf") as pdf:
        assert len([part for part in pdf.objects if _is_image(part)]) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/photo-1.jpg",
        "https://example.org/photo-1.jpg",
        "ftp://example.org/photo-1.jpg",
        "file:///etc/passwd",
        "file://example.org{folder}/photo-1.jpg",
        "file://{folder}/../photo-1.jpg",
        "file://{folder}/%2e%2e/photo-1.jpg",
        "file://{folder}/book.html",
        "file://{folder}/photo-1.jpg?x",
        "FILE:///etc/passwd",
        " data:text/plain,x",
    ],
)
def test_the_press_refuses_what_is_not_its_own(tmp_path, address):
    (tmp_path / "photo-1.jpg").write_bytes(b"x")
    own = press.OwnFiles(tmp_path)
    assert own.fetch(f"file://{tmp_path}/photo-1.jpg").read() == b"x"
    assert own.fetch("data:text/plain,yes").read() == b"yes"
    with pytest.raises(press.Refused):
        own.fetch(address.format(folder=tmp_path))


def test_two_thousand_stages_are_some_chapters_and_a_table_in_as_many_queries(
    atlas, journey, django_assert_num_queries
):
    points = [geo.point(-170 + n * 0.17, 60 * (n % 7) / 7) for n in range(2_000)]
    Stage.objects.bulk_create(
        Stage(
            journey=journey, order=n, slug=f"s{n}", place_fr=f"S{n}", country="FR", point=point, evidence="documented"
        )
        for n, point in enumerate(points)
    )
    met = Initiative.objects.first()
    Encounter.objects.bulk_create(Encounter(stage=stage, name="x", initiative=met) for stage in journey.stages.all())
    with django_assert_num_queries(7):
        told = book.Book.read(Road.read("essai", home="http://testserver"), language="fr")
    assert (len(told.chapters), len(told.table)) == (book.CHAPTERS, 2_000 - book.CHAPTERS)
    assert told.numbers.encounters == told.numbers.stages == 2_000
    assert [chapter.meetings[0].first for chapter in told.chapters[:3]] == [True, False, False]


def test_an_editor_prints_it_into_a_file(journey, tmp_path, settings):
    settings.SITE_URL = "https://atlas.example.org/"
    add_stage(journey, 1, "Lens")
    file = tmp_path / "livret.pdf"
    call_command("make_booklet", "essai", "--lang", "en", "-o", str(file))
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert "https://atlas.example.org/en/journeys/essai/s1/" in links(pdf)
    with pytest.raises(CommandError, match="essai"):
        call_command("make_booklet", "nowhere", "-o", str(file))
    with pytest.raises(CommandError, match="nowhere"):
        call_command("make_booklet", "essai", "-o", str(tmp_path / "nowhere" / "livret.pdf"))
