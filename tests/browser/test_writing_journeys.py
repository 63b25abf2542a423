"""A journey written at a desk and on the road: put in order by keys and by hand, without a script, without a network."""

from __future__ import annotations

import re
from contextlib import contextmanager
from io import BytesIO
from itertools import cycle
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connections
from PIL import Image
from playwright.sync_api import expect

from routes import actions
from routes.models import Entry, EntryMedium, Journey
from tests.browser.conftest import PHONE, QUIET, WIDE, until
from tests.browser.line import Line
from tests.browser.test_media import sound_on_every_side, tab_to
from tests.factories import DELHI, LENS, LILLE

NAMES = ["Lens", "Lille", "Delhi"]


@pytest.fixture
def within(house):
    """What the house's own database says: asked over a connection beside the one of the test's own transaction."""

    @contextmanager
    def inside():
        usual = connections[DEFAULT_DB_ALIAS]
        beside = usual.copy()
        beside.settings_dict = usual.settings_dict | {
            "NAME": usual.creation.get_test_db_clone_settings("house")["NAME"]
        }
        connections[DEFAULT_DB_ALIAS] = beside
        try:
            yield
        finally:
            beside.close()
            connections[DEFAULT_DB_ALIAS] = usual

    return inside


@pytest.fixture
def slug(within, keys) -> str:
    """A new journey of Amel's with three stages."""
    with within():
        amel = User.objects.get(username="amel-writes")
        journey = actions.create({"title_fr": "Vers l’Inde"}, by=amel)
        for place, country, at in zip(NAMES, ("FR", "FR", "IN"), (LENS, LILLE, DELHI), strict=True):
            met = [{"slug": "mine-de-soleil-loos-en-gohelle", "name": "Mine de Soleil"}]
            actions.add_stage(journey, {"place_fr": place, "country": country, "point": list(at), "met": met}, by=amel)
        return journey.slug


def photo(colour: tuple[int, int, int], size: tuple[int, int] = (400, 300)) -> dict:
    out = BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 26.0, 0.0), 3: "E", 4: (2.0, 50.0, 0.0)})  # near Lens
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return {"name": f"{colour[0]}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def order_on(page) -> list[str]:
    return page.locator(".ordered > li").evaluate_all("rows => rows.map((row) => row.dataset.name)")


def kept_order(within, slug: str) -> list[str]:
    with within():
        stages = Journey.everything.get(slug=slug).stages(manager="everything").standing()
        return [stage.place_fr for stage in stages]


def test_stages_are_put_in_order_by_keys_and_by_hand(desk, house, slug, within):
    page = desk("amel", viewport=WIDE)
    page.goto(f"{house}/fr/journeys/{slug}/write/")
    page.wait_for_selector(".handle")
    sound_on_every_side(page)
    tab_to(page, ".handle")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-said]")).to_have_text("Lens : place 2 sur 3")
    expect(
        page.locator("#stage-" + page.locator("[data-name=Lens]").get_attribute("id")[6:] + " .handle")
    ).to_be_focused()
    page.keyboard.press("End")
    assert order_on(page) == ["Lille", "Delhi", "Lens"]
    assert kept_order(within, slug) == NAMES, "nothing is saved before one says so"
    page.locator(".ordered-save .button-main").click()
    expect(page.locator(".notice")).to_contain_text("Le nouvel ordre est enregistré")
    assert kept_order(within, slug) == ["Lille", "Delhi", "Lens"]

    page.locator("[data-name=Lens] .handle").scroll_into_view_if_needed()
    start = page.locator("[data-name=Lens] .handle").bounding_box()
    end = page.locator("[data-name=Lille]").bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + end["height"] + 8, steps=8)
    page.mouse.move(start["x"] + 5, end["y"] + 4, steps=8)
    page.mouse.up()
    assert order_on(page) == NAMES[:1] + ["Lille", "Delhi"]
    page.locator(".ordered-save .button-main").click()
    expect(page.locator(".notice")).to_contain_text("Le nouvel ordre est enregistré")
    assert kept_order(within, slug) == NAMES
    page.locator("[data-name=Lille] [name=down]").click()
    page.locator("[data-undo]").click()
    assert order_on(page) == NAMES


def test_without_a_script_everything_is_written_too(desk, house, slug, within):
    page = desk("amel", java_script_enabled=False, viewport=PHONE)
    page.goto(f"{house}/fr/journeys/{slug}/write/")
    page.locator("[data-name=Delhi] [name=up]").click()
    assert kept_order(within, slug) == ["Lens", "Delhi", "Lille"]
    page.goto(f"{house}/fr/journeys/{slug}/write/entry/")
    page.fill("#id_title", "Sans script")
    page.set_input_files("#id_files", [photo((200, 30, 30))])
    page.locator("form[data-entry] .button-main").click()
    page.wait_for_url("**/media/")
    page.fill("textarea[name$=alternative]", "Un mur rouge.")
    page.locator(".media-go button").click()
    expect(page.locator("#media")).to_be_visible()
    with within():
        medium = EntryMedium.objects.get(entry__journey__slug=slug)
        assert (medium.entry.title, medium.shown, medium.placed) == ("Sans script", True, "exif")


def test_every_page_of_writing_is_sound_by_day_and_night_on_any_screen(desk, house, slug, within):
    page = desk("amel", viewport=PHONE)
    with within():
        amel, journey = User.objects.get(username="amel-writes"), Journey.everything.get(slug=slug)
        entry = actions.add_entry(journey, {"title": "Départ", "text": "Il pleut."}, by=amel)
        actions.hand_in(journey, shown=False)
        stage = journey.stages(manager="everything").standing().first()
    page.goto(f"{house}/fr/journeys/{slug}/write/entry/{entry.key}/")
    page.wait_for_selector("[data-ready]")
    words = {"key": str(uuid4()), "author": "Amel", "licence": "by", "language": "fr", "alternative": ""}
    token = page.request.get(f"{house}/fr/journeys/{slug}/write/token/").json()["csrf"]
    there = f"{house}/fr/journeys/{slug}/write/entry/{entry.key}/media/"
    for alternative in ("", "Un mur."):
        sent = words | {"key": str(uuid4()), "alternative": alternative, "file": photo((9, 9, 9))}
        page.request.post(
            there, multipart=sent, headers={"X-CSRFToken": token, "Accept": "application/json", "Referer": house}
        )
    with within():
        shown = EntryMedium.objects.get(entry__key=entry.key, shown=True)
    write = f"journeys/{slug}/write/"
    pages = [
        "journeys/new/",
        "journeys/mine/",
        f"{write}about/",
        f"{write}stage/",
        f"{write}stage/{stage.pk}/",
        f"{write}sheets/",
    ]
    pages += [
        f"{write}entry/{entry.key}/",
        f"{write}entry/{entry.key}/media/",
        f"{write}media/{shown.pk}/",
        "moderation/journeys/",
    ]
    pages += [
        f"journeys/{slug}/history/",
        f"journeys/{slug}/history/3/",
        f"journeys/{slug}/history/3/undo/",
        f"journeys/{slug}/remove/",
    ]
    for language, path in zip(cycle(["fr", "en"]), pages, strict=False):
        page.goto(f"{house}/{language}/{path}")
        assert page.locator("h1").count() == 1, path
        sound_on_every_side(page)


class Telephone:
    """A browser of Amel's, `there` the atlas as it reaches it; closed and opened again, it has what it had kept."""

    def __init__(self, launch, line: Line, key: str):
        self._launch, self._line, self._key = launch, line, key
        self._context = None
        self._flies = False
        self.there = line.address

    def open(self):
        """Its page, after a fresh start; whether there is a network stays as it was."""
        self.close()
        self._context = self._launch()
        self._context.set_default_timeout(15_000)
        self._context.set_offline(self._flies)
        self.log_in()
        return self._context.pages[0]

    def log_in(self) -> None:
        expires = 4_102_444_800  # a session that outlives the browser, as a real one does
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self._key, "url": self.there, "expires": expires}
        self._context.add_cookies([cookie])

    def take_off(self) -> None:
        self._flies = True
        self._line.cut()
        self._context.set_offline(True)

    def land(self) -> None:
        self._flies = False
        self._line.restore()
        self._context.set_offline(False)

    def lose_the_line_after(self, sent: int) -> None:
        """When so many bytes more have gone up; the browser believes itself online."""
        self._line.cut_after(sent)

    def find_the_line_again(self) -> None:
        self._line.restore()

    def close(self) -> None:
        if self._context:
            self._context.close()


@pytest.fixture
def telephone(playwright, house, keys, tmp_path, browser_type_launch_args):
    def launch():
        return playwright.chromium.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=browser_type_launch_args["executable_path"],
            args=QUIET,
            viewport=PHONE,
            locale="fr-FR",
            reduced_motion="reduce",
        )

    line = Line(house)
    owned = Telephone(launch, line, keys["amel"])
    yield owned
    owned.close()
    line.cut()


def ready_to_fly(telephone: Telephone, slug: str):
    """The page of writing was seen once with a network, and its worker has kept what it needs."""
    page = telephone.open()
    page.goto(f"{telephone.there}/fr/journeys/{slug}/write/entry/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    until(page, "navigator.serviceWorker.controller !== null")
    page.wait_for_selector("form[data-entry][data-ready]")
    return page


def in_the_aeroplane(telephone: Telephone, slug: str):
    page = ready_to_fly(telephone, slug)
    telephone.take_off()
    page.goto(f"{telephone.there}/fr/journeys/{slug}/write/entry/")
    page.wait_for_selector("form[data-entry][data-ready]")
    return page


def two_photos(page, size: tuple[int, int] = (400, 300)) -> None:
    page.set_input_files("#id_files", [photo((200, 30, 30), size), photo((30, 160, 30), size)])
    expect(page.locator(".photo-card")).to_have_count(2)
    for card, words in zip(page.locator(".photo-card").all(), ("Un mur rouge.", "Un pré vert."), strict=True):
        card.locator("[data-word=alternative]").fill(words)


def test_a_page_with_two_photos_written_in_an_aeroplane_is_there_once_and_complete(telephone, slug, within):
    page = in_the_aeroplane(telephone, slug)
    page.fill("#id_title", "Au-dessus de la Caspienne")
    page.fill("#id_text", "Des **montagnes** sans fin.")
    page.locator("[name=when_day]").fill("14")
    page.locator("[name=when_month]").select_option("7")
    page.locator("[name=when_year]").fill("2012")
    page.locator("summary", has_text="Auteur et licence").click()
    page.fill("#id_author", "Amel")
    two_photos(page)
    expect(page.locator(".photo-card [data-photo-place]").first).to_contain_text("50.4333")
    page.locator("[data-photo-map] > summary").first.click()
    expect(page.locator("[data-photo-map] point-picker [role=status]")).to_contain_text("pas là sans réseau")
    expect(page.locator(".photo-card [data-word=spot_lat]").first).to_have_value("50.43333")
    page.locator("[data-photo-map] > summary").first.click()
    expect(page.locator("[data-queue-items]")).to_contain_text("2 fichiers")
    page.wait_for_timeout(600)  # the last words are kept as soon as one pauses
    page.reload()
    page.wait_for_selector("form[data-entry][data-ready]")
    expect(page.locator("#id_title")).to_have_value("Au-dessus de la Caspienne")
    expect(page.locator(".photo-card")).to_have_count(2)
    sound_on_every_side(page)
    page.locator("form[data-entry] .button-main").click()
    expect(page.locator("[data-kept-notice]")).to_contain_text("partira quand il revient")
    expect(page.locator("[data-queue-items]")).to_contain_text("à envoyer")

    page = telephone.open()
    page.goto(f"{telephone.there}/fr/journeys/{slug}/write/")
    expect(page.locator("[data-queue-items]")).to_contain_text("Au-dessus de la Caspienne")
    expect(page.locator("[data-queue-items]")).to_contain_text("2 fichiers")
    page.goto(f"{telephone.there}/fr/journeys/{slug}/write/sheets/")
    assert page.locator("h1").inner_text() == "Fiches du trajet"
    page.locator("details summary").first.click()
    expect(page.locator("details .prose").first).to_be_visible()
    page.goto(f"{telephone.there}/fr/journeys/{slug}/write/")
    with within():
        assert not Entry.everything.filter(journey__slug=slug).exists()

    telephone.land()
    expect(page.locator("#diary + ul, #diary ~ ul").first).to_contain_text("Au-dessus de la Caspienne", timeout=30_000)
    expect(page.locator("[data-queue-list]")).to_be_hidden()
    page.reload()
    with within():
        entry = Entry.everything.standing().get(journey__slug=slug)
        assert (entry.title, entry.text, entry.when) == (
            "Au-dessus de la Caspienne",
            "Des **montagnes** sans fin.",
            "2012-07-14",
        )
        assert entry.stage.place_fr == "Delhi"
        media = list(entry.media.order_by("position"))
        assert [medium.alternative for medium in media] == ["Un mur rouge.", "Un pré vert."]
        assert all(medium.shown and medium.author == "Amel" and medium.placed == "exif" for medium in media)
        assert all(abs(medium.point.x - 2.8333) < 0.001 for medium in media)
        assert entry.journey.revisions.filter(changes__has_key=f"entry.{entry.pk}.title").count() == 1


def test_a_line_lost_in_the_middle_of_a_photo_leaves_the_page_there_once_and_whole(telephone, slug, within):
    page = ready_to_fly(telephone, slug)
    page.fill("#id_title", "Par le fil")
    page.locator("summary", has_text="Auteur et licence").click()
    page.fill("#id_author", "Amel")
    two_photos(page, (4000, 3000))
    size = len(photo((200, 30, 30), (4000, 3000))["buffer"])
    expect(page.locator("[data-queue-items]")).to_contain_text("2 fichiers")
    telephone.lose_the_line_after(size + size // 2)  # in the second
    page.locator("form[data-entry] .button-main").click()
    expect(page.locator("[data-kept-notice]")).to_contain_text("partira quand il revient")
    expect(page.locator("[data-queue-items]")).to_contain_text("1 fichier")
    with within():
        assert [one.alternative for one in EntryMedium.objects.filter(entry__journey__slug=slug)] == ["Un mur rouge."]
    telephone.find_the_line_again()
    page.locator("[data-queue-items] [data-now]").click()
    page.wait_for_url("**/write/#diary")
    with within():
        entry = Entry.everything.standing().get(journey__slug=slug)
        assert [one.alternative for one in entry.media.order_by("position")] == ["Un mur rouge.", "Un pré vert."]


def said_beside(page, control, words: str) -> None:
    """A sentence that holds `words`: right after the control, announced, read with it, which is told to be wrong."""
    expect(control).to_have_attribute("aria-invalid", "true")
    line = page.locator(f"#{control.get_attribute('aria-describedby').split()[-1]}")
    expect(line).to_contain_text(words)
    expect(line).to_have_attribute("role", "alert")
    field, sentence = control.bounding_box(), line.bounding_box()
    assert 0 <= sentence["y"] - field["y"] - field["height"] < 60, "a thumb's breadth below"


def test_what_is_refused_of_several_photos_is_said_beside_what_it_is_about(desk, house, slug, within):
    page = desk("amel", viewport=PHONE)
    page.goto(f"{house}/fr/journeys/{slug}/write/entry/")
    page.wait_for_selector("form[data-entry][data-ready]")
    page.fill("#id_text", "Deux photos.")
    broken = {"name": "cassee.jpg", "mimeType": "image/jpeg", "buffer": b"pas une image"}
    page.set_input_files("#id_files", [photo((200, 30, 30)), broken])
    expect(page.locator(".photo-card")).to_have_count(2)
    first, second = page.locator(".photo-card").all()
    first.locator("[data-word=portrait]").check()
    page.locator("form[data-entry] .button-main").click()
    expect(page.locator("[data-kept-notice]")).to_contain_text("à corriger")
    page.locator("summary", has_text="Auteur et licence").evaluate("summary => { summary.parentElement.open = true; }")
    said_beside(page, first.locator("[data-word=alternative]"), "obligatoire")
    said_beside(page, first.locator("[data-word=consent]"), "accord")
    file = second.locator("[data-photo-file] [data-said]")
    expect(file).to_have_attribute("role", "alert")
    expect(second).to_have_attribute("aria-describedby", file.get_attribute("id"))
    sound_on_every_side(page)
    first.locator("[data-word=alternative]").fill("Une voisine.")
    expect(first.locator("[data-said]")).to_have_count(1)
    said_beside(page, first.locator("[data-word=consent]"), "accord")
    first.locator("[data-word=consent]").fill("Elle-même.")
    second.locator("[data-photo-drop]").click()
    page.fill("#id_author", "")
    page.locator("form[data-entry] .button-main").click()
    expect(page.locator("#id_author")).to_have_attribute("aria-invalid", "true")
    said_beside(page, page.locator("#id_author"), "Dites qui en est l’auteur")
    page.fill("#id_author", "Amel")
    page.locator("form[data-entry] .button-main").click()
    page.wait_for_url("**/write/#diary")
    with within():
        medium = EntryMedium.objects.get(entry__journey__slug=slug)
        assert (medium.alternative, medium.consent, medium.author) == ("Une voisine.", "Elle-même.", "Amel")


def test_a_photo_is_seen_on_a_map_and_moved_by_keyboard_before_and_after_it_went(desk, house, slug, within):
    page = desk("amel", viewport=WIDE)
    page.goto(f"{house}/fr/journeys/{slug}/write/entry/")
    page.wait_for_selector("form[data-entry][data-ready]")
    page.fill("#id_text", "Deux photos.")
    two_photos(page)
    assert page.locator(".picker-map").count() == 0, "a map is made when somebody opens it"
    first, second = page.locator(".photo-card").all()
    first.locator("[data-word=place]").focus()
    tab_to(page, ".photo-card [data-photo-map] > summary")
    page.keyboard.press("Enter")
    expect(first.locator("[data-word=spot_lon]")).to_have_value("2.83333")
    expect(first.locator(".picker-mark")).to_be_visible()
    second.locator("summary").click()
    expect(page.locator(".picker-map")).to_have_count(1)
    tab_to(page, ".picker-map")
    sound_on_every_side(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(second.locator("[data-word=place]")).to_have_value("spot")
    moved = float(second.locator("[data-word=spot_lon]").input_value())
    assert moved > 2.84
    told = second.locator("[data-photo-place]")
    expect(told).to_contain_text("Sur la carte")
    expect(told).to_contain_text(f"{moved:.4f}")
    tab_to(page, "[data-confirm]")
    page.keyboard.press("Enter")
    expect(second.locator("[data-photo-place]")).to_contain_text("confirmé")
    expect(second.locator("[data-photo-map] > summary")).to_be_focused()
    expect(page.locator(".picker-map")).to_have_count(0)
    page.locator("form[data-entry] .button-main").click()
    page.wait_for_url("**/write/#diary")
    with within():
        camera, hand = EntryMedium.objects.filter(entry__journey__slug=slug).order_by("position")
    assert (camera.placed, hand.placed) == ("exif", "hand")
    assert hand.point.x == pytest.approx(moved, abs=1e-4)
    page.goto(f"{house}/fr/journeys/{slug}/write/media/{camera.pk}/")
    page.locator("[data-photo-map] > summary").click()
    page.locator(".picker-map").click(position={"x": 200, "y": 100})
    expect(page.locator("[name=place][value=hand]")).to_be_checked()
    sound_on_every_side(page)
    page.locator(".media-go button").click()
    page.wait_for_url("**/#media")
    with within():
        assert EntryMedium.objects.get(pk=camera.pk).placed == "hand"


def test_the_country_of_a_point_is_filled_in_and_can_be_another(desk, house, slug, within):
    page = desk("amel", viewport=PHONE)
    page.goto(f"{house}/fr/journeys/{slug}/write/stage/")
    page.wait_for_selector(".picker-map")
    country = page.locator("#id_country")
    page.fill("[name=point_lon]", "44.79")
    page.fill("[name=point_lat]", "41.71")
    expect(country).to_have_value("GE")
    page.fill("[name=point_lon]", "2.35")
    page.fill("[name=point_lat]", "48.85")
    expect(country).to_have_value("FR")
    country.select_option("BE")
    page.fill("[name=point_lat]", "48.86")
    page.wait_for_timeout(800)
    expect(country).to_have_value("BE")
    sound_on_every_side(page)


def test_the_country_goes_with_the_point_by_a_town_and_by_hand(desk, house, slug):
    page = desk("amel", viewport=PHONE)
    country, lon = page.locator("#id_country"), page.locator("[name=point_lon]")

    def choose(town):
        page.fill("#id_place_fr", town)
        page.wait_for_selector(".combobox-list li")
        page.keyboard.press("Enter")

    def put(east, north):
        page.fill("[name=point_lon]", str(east))
        page.fill("[name=point_lat]", str(north))

    page.goto(f"{house}/fr/journeys/{slug}/write/stage/")
    choose("Lens, France")
    expect(country).to_have_value("FR")
    put(44.79, 41.71)
    expect(country).to_have_value("GE")
    choose("Brussels")
    page.wait_for_timeout(800)
    expect(country).to_have_value("GE")
    expect(lon).to_have_value("44.79")
    page.get_by_role("button", name="Le mettre ici").click()
    expect(country).to_have_value("BE")
    page.locator("[name=precision][value=city]").check()
    page.locator(".editing-go .button-main").click()
    page.wait_for_url("**/write/#stage-*")
    page.get_by_role("link", name=re.compile("Bruxelles|Brussels")).first.click()
    choose("Lens, France")
    expect(country).to_have_value("FR")
    expect(lon).not_to_have_value(re.compile(r"^4\."))
    put(44.79, 41.71)
    expect(country).to_have_value("GE")


def test_a_team_goes_through_its_journey_before_everybody_may(desk, house, slug, within):
    with within():
        amel, journey = User.objects.get(username="amel-writes"), Journey.everything.get(slug=slug)
        delhi = journey.stages(manager="everything").standing().last()
        actions.add_entry(journey, {"title": "Arrivée", "text": "Il fait chaud.", "stage": delhi.pk}, by=amel)
    page = desk("amel", viewport=PHONE)
    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.goto(f"{house}/fr/journeys/{slug}/write/")
    page.locator(".writing-ways a", has_text="Aperçu").click()
    page.wait_for_selector("html.is-ready")
    expect(page.locator(".preview-mark")).to_contain_text("comme chacun le lira")
    sound_on_every_side(page)
    page.locator("#scrubber-next").click()
    page.locator("#scrubber-here a").click()
    page.wait_for_url("**/preview/*/")
    page.wait_for_selector("html.is-ready")
    sound_on_every_side(page)
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/preview/delhi/")
    page.locator(".leaf-title a").click()
    page.wait_for_selector("html.is-ready")
    expect(page.locator("h1")).to_have_text("Arrivée")
    sound_on_every_side(page)
    address = page.url
    page.locator(".preview-mark a").click()
    page.wait_for_url("**/write/")
    assert thrown == []
    until(page, "navigator.serviceWorker.ready.then(() => true)")
    kept = page.evaluate(
        "caches.keys().then((all) => Promise.all(all.map((name) => caches.open(name).then((one) => one.keys()))))"
        ".then((all) => all.flat().map(({ url }) => url))"
    )
    assert not [url for url in kept if "/preview/" in url]
    stranger = desk("nobody", viewport=PHONE)
    stranger.goto(address)
    assert "Il fait chaud" not in stranger.content()


def test_a_page_that_is_refused_stays_to_be_mended(telephone, slug, within):
    page = in_the_aeroplane(telephone, slug)
    page.fill("#id_text", "Trois heures d’attente.")
    page.locator("[name=when_day]").fill("31")
    page.locator("[name=when_month]").select_option("2")
    page.locator("[name=when_year]").fill("2012")
    page.set_input_files("#id_files", [photo((200, 30, 30))])
    expect(page.locator(".photo-card")).to_have_count(1)
    page.locator("form[data-entry] .button-main").click()
    expect(page.locator("[data-queue-items]")).to_contain_text("à envoyer")
    telephone.land()
    expect(page.locator("[data-queue-items]")).to_contain_text("refusée", timeout=30_000)
    page.reload()
    expect(page.locator("#id_text")).to_have_value("Trois heures d’attente.")
    said_beside(page, page.locator("[name=when_day]"), "n’existe dans aucun calendrier")
    sound_on_every_side(page)
    page.locator("[name=when_day]").fill("28")
    page.locator("form[data-entry] .button-main").click()
    said_beside(page, page.locator(".photo-card [data-word=alternative]"), "obligatoire")
    with within():
        assert Entry.everything.standing().get(journey__slug=slug).when == "2012-02-28", (
            "the words went in, the photo waits for its own"
        )
    page.locator("[data-word=alternative]").fill("Un quai.")
    expect(page.locator(".photo-card [data-said]")).to_have_count(0)
    expect(page.locator("[data-word=alternative]")).not_to_have_attribute("aria-invalid", "true")
    page.locator("form[data-entry] .button-main").click()
    page.wait_for_url("**/write/#diary")
    expect(page.locator("[data-queue-list]")).to_be_hidden()
    with within():
        assert EntryMedium.objects.get(entry__journey__slug=slug).alternative == "Un quai."


def test_a_log_in_that_ended_is_said_and_what_waits_goes_on_after_it(telephone, slug, within):
    page = ready_to_fly(telephone, slug)
    page.fill("#id_text", "Écrit trop longtemps.")
    page.context.clear_cookies()
    page.locator("form[data-entry] .button-main").click()
    expect(page.locator("[data-kept-notice]")).to_contain_text("Votre connexion est terminée")
    expect(page.locator("[data-kept-notice] a")).to_be_visible()
    telephone.log_in()
    page.goto(f"{telephone.there}/fr/journeys/{slug}/write/")
    expect(page.locator("#entry-list, section[aria-labelledby=diary]")).to_contain_text("sans titre", timeout=30_000)
    with within():
        assert Entry.everything.standing().get(journey__slug=slug).text == "Écrit trop longtemps."


def test_nothing_of_the_pages_stays_after_leaving_and_readers_get_no_worker(telephone, slug):
    page = telephone.open()
    page.goto(f"{telephone.there}/fr/journeys/")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page = ready_to_fly(telephone, slug)
    until(page, "caches.keys().then((all) => all.some((name) => name.startsWith('atlas-diary-pages')))")
    page.goto(f"{telephone.there}/fr/account/logout/")
    page.locator("form[data-forget] button").click()
    page.wait_for_url(f"{telephone.there}/fr/")
    assert (
        page.evaluate("caches.keys().then((all) => all.filter((name) => name.startsWith('atlas-diary-pages')))") == []
    )
    telephone.take_off()
    page.goto(f"{telephone.there}/fr/journeys/{slug}/write/", wait_until="domcontentloaded")
    expect(page.locator("main")).to_contain_text("n’a pas été gardée ici")
