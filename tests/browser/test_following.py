"""A journey as one follows it: played, entered by any of its moments, by keyboard, without a script, from another site."""

from __future__ import annotations

import gzip
import math
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, until
from tests.browser.test_journey import mercator
from tests.factories import LENS
from tests.routes.travels import day

DIARY, LONG = "journeys/vers-le-nord/", "journeys/longue/"
RAIN = f"{day(15)}-sous-la-pluie"
MOST_KB = 300
# The pictures of the road that one sees within half a second, each once.
PICTURES = """() => new Promise((done) => {
  const seen = new Set();
  const until = performance.now() + 500;
  const look = (now) => {
    seen.add(document.querySelector(".map-journey").toDataURL());
    if (now < until) requestAnimationFrame(look);
    else done(seen.size);
  };
  document.querySelector("#scrubber-next").click();
  requestAnimationFrame(look);
})"""

# How much of a canvas is filled softly, and not drawn on.
# Whether more than a fiftieth of the journey's canvas is softly filled.
TINTED = """() => {
  const canvas = document.querySelector(".map-journey");
  if (!canvas || !canvas.width) return false;
  const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
  const hand = copy.getContext("2d");
  hand.drawImage(canvas, 0, 0);
  const alphas = hand.getImageData(0, 0, copy.width, copy.height).data.filter((_, n) => n % 4 === 3);
  return alphas.filter((alpha) => alpha > 25 && alpha < 60).length > 0.02 * alphas.length;
}"""


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    expect(page.locator("html.is-ready")).to_be_attached()
    return page


def current(page: Page):
    return page.locator(".stage[aria-current=step]")


def stands_at(page: Page, slug: str) -> None:
    expect(current(page)).to_have_attribute("data-stage", slug)
    expect(current(page)).to_be_in_viewport()


def test_playing_goes_along_the_road_until_one_takes_over(page, house):
    opened(page, f"{house}/fr/{DIARY}")
    page.get_by_role("button", name="Parcourir la route").click()
    for slug in ("lens", "lille", "arras"):
        stands_at(page, slug)
    expect(page.get_by_role("button", name="Parcourir la route")).to_be_visible()
    page.get_by_role("button", name="Parcourir la route").click()
    stands_at(page, "lens")
    page.get_by_role("button", name="Faire une pause").click()
    expect(page.get_by_role("button", name="Parcourir la route")).to_be_visible()
    page.get_by_role("button", name="Parcourir la route").click()
    page.get_by_role("slider").press("End")
    expect(page.get_by_role("button", name="Parcourir la route")).to_be_visible()


def test_the_thumb_is_dragged_along_the_road(page, house):
    opened(page, f"{house}/fr/{LONG}")
    box = page.get_by_role("slider").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 11, y)
    page.mouse.down()
    for share in (0.2, 0.4, 0.6):
        page.mouse.move(box["x"] + share * box["width"], y)
        expect(page.locator("#scrubber-here a")).to_contain_text("Halte 1" if share == 0.6 else "Halte")
    page.mouse.up()
    name = page.locator("#scrubber-here a").inner_text()
    expect(current(page).locator("h3 a")).to_have_text(name)
    assert 1100 < int(name.split()[1]) < 1300


def test_each_moment_has_an_address_and_the_way_back_is_one_step(page, house):
    page.goto(f"{house}/fr/journeys/")
    opened_at = f"{house}/fr/{DIARY}"
    page.goto(opened_at)
    expect(page.locator("html.is-ready")).to_be_attached()
    steps = page.evaluate("history.length")
    for _ in range(2):
        page.get_by_role("slider").press("ArrowRight")
    expect(page).to_have_url(f"{opened_at}#arras")
    page.get_by_role("slider").press("ArrowLeft")
    expect(page).to_have_url(f"{opened_at}#lille")
    assert page.evaluate("history.length") == steps
    opened(page, f"{house}/fr/{DIARY}#arras")
    stands_at(page, "arras")
    page.evaluate("location.hash = 'lens'")
    stands_at(page, "lens")
    page.go_back()
    stands_at(page, "arras")


def test_an_address_of_a_page_of_the_diary_opens_at_it(page, house):
    opened(page, f"{house}/fr/{DIARY}notes/{RAIN}/")
    page.locator(".kicker a").click()
    stands_at(page, "lens")
    expect(page.locator(f"#note-{RAIN}")).to_be_in_viewport()
    expect(page).to_have_url(f"{house}/fr/{DIARY}#note-{RAIN}")


def test_a_mark_on_the_map_leads_to_its_page_in_the_list(page, house):
    opened(page, f"{house}/fr/{DIARY}#lens")
    page.wait_for_timeout(400)
    box = page.locator("#map").bounding_box()
    # Lens is in the middle, at the zoom at which the whole road is seen.
    corners = mercator(2.7772, 50.633), mercator(3.0586, 50.2917)
    across, down = (abs(corners[0][axis] - corners[1][axis]) for axis in (0, 1))
    world = 256 * 2 ** math.floor(math.log2(min((box["width"] - 12) / across, (box["height"] - 12) / down) / 256))
    here, there = mercator(*LENS), mercator(LENS[0] + 0.08, LENS[1] + 0.04)
    x = box["x"] + box["width"] / 2 + world * (there[0] - here[0])
    y = box["y"] + box["height"] / 2 + world * (there[1] - here[1])
    page.mouse.move(x, y)
    expect(page.locator("#map")).to_have_attribute("title", "Sous la pluie")
    page.mouse.click(x, y)
    expect(page).to_have_url(f"{house}/fr/{DIARY}#note-{RAIN}")


def test_the_keyboard_alone_travels_pauses_and_opens_a_page(page, house):
    opened(page, f"{house}/en/{DIARY}")
    play = page.locator("#scrubber-play")
    for _ in range(40):
        page.keyboard.press("Tab")
        if play.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    stands_at(page, "lens")
    stands_at(page, "lille")
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Home")
    stands_at(page, "lens")
    page.keyboard.press("ArrowRight")
    stands_at(page, "lille")
    link = page.locator("[data-stage=lille] .leaf-title a").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Le marché")


def test_two_thousand_stages_come_window_by_window(page, house):
    opened(page, f"{house}/fr/{LONG}")
    expect(page.locator("[data-stage]")).to_have_count(60)
    page.get_by_role("slider").press("End")
    stands_at(page, "halte-2000")
    expect(page.locator("[data-stage]")).to_have_count(20)
    expect(page).to_have_url(f"{house}/fr/{LONG}?from=halte-1981#halte-2000")
    page.reload()
    expect(page.locator("html.is-ready")).to_be_attached()
    stands_at(page, "halte-2000")
    page.get_by_role("slider").press("Home")
    stands_at(page, "halte-1")
    expect(page).to_have_url(f"{house}/fr/{LONG}#halte-1")
    opened(page, f"{house}/fr/{LONG}#halte-777")
    stands_at(page, "halte-777")


def test_only_the_last_place_one_rushes_to_is_fetched(page, house):
    opened(page, f"{house}/fr/{LONG}")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "from=" in request.url else None)
    for _ in range(6):
        page.get_by_role("slider").press("PageUp")
    page.get_by_role("slider").press("End")
    stands_at(page, "halte-2000")
    assert page.locator("[data-stage]").first.get_attribute("data-stage") == "halte-1981"


def test_a_window_that_does_not_come_leaves_the_page_as_it_is(page, house, context):
    opened(page, f"{house}/fr/{LONG}")
    page.route("**/*from=*", lambda route: route.fulfill(status=503, body="later"))
    page.get_by_role("slider").press("End")
    expect(page.locator("#scrubber-here a")).to_have_text("Halte 2000")
    page.wait_for_timeout(300)
    expect(page.locator("[data-stage]")).to_have_count(60)
    context.complaints[:] = [said for said in context.complaints if "503" not in said]


def test_the_first_view_of_two_thousand_stages_weighs_less_than_three_hundred_kilobytes(page, house):
    weights = {}

    def weigh(response):
        packed = response.url.endswith((".png", ".jpg", ".woff2"))
        body = response.body()
        weights[response.url] = len(body) if packed else len(gzip.compress(body))

    page.on("response", weigh)
    opened(page, f"{house}/fr/{LONG}")
    page.wait_for_load_state("networkidle")
    assert any("map.json" in url for url in weights)
    assert any("world.json" in url for url in weights)
    assert sum(weights.values()) < MOST_KB * 1000, sorted(weights.items(), key=lambda pair: -pair[1])[:8]


def test_who_asks_for_less_motion_is_there_at_once_and_others_see_the_way(browser, house):
    seen = {}
    for motion in ("reduce", "no-preference"):
        context = browser.new_context(reduced_motion=motion)
        page = opened(context.new_page(), f"{house}/fr/{DIARY}#lens")
        page.wait_for_timeout(1000)
        seen[motion] = page.evaluate(PICTURES)
        context.close()
    assert seen["reduce"] <= 3 < seen["no-preference"], seen


def test_on_a_phone_the_scrubber_is_under_the_thumb_and_nothing_is_lost(page, house):
    page.set_viewport_size(PHONE)
    opened(page, f"{house}/fr/{DIARY}")
    for name in ("Parcourir la route", "Étape précédente", "Étape suivante"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    page.get_by_role("button", name="Étape suivante").click()
    stands_at(page, "lille")
    plate = page.locator(".road-plate").bounding_box()
    assert current(page).locator("h3").bounding_box()["y"] >= plate["y"] + plate["height"]


def test_without_a_script_the_story_is_read_in_order_window_after_window(browser, house):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{house}/fr/{LONG}")
    expect(page.locator(".scrubber")).to_be_hidden()
    expect(page.locator(".sketch")).to_be_visible()
    for first in ("halte-61", "halte-121"):
        page.get_by_role("link", name="La suite").click()
        assert page.locator("[data-stage]").first.get_attribute("data-stage") == first
    page.get_by_role("link", name="Les étapes d’avant").click()
    assert page.locator("[data-stage]").first.get_attribute("data-stage") == "halte-61"
    page.goto(f"{house}/fr/{DIARY}")
    order = page.locator("[data-stage], [data-note]").evaluate_all("all => all.map(({ id }) => id)")
    assert order == ["lens", f"note-{RAIN}", "lille", f"note-{day(15)}-le-marche", f"note-{day(15)}-le-canal", "arras"]
    context.close()


@pytest.fixture
def elsewhere(house, tmp_path):
    """The address of another site, one of whose pages holds the code that the journey's page gives."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_small_map_stands_in_another_sites_page_and_the_journey_itself_does_not(browser, house, elsewhere):
    folder, address = elsewhere
    context = browser.new_context()
    page = opened(context.new_page(), f"{house}/fr/{DIARY}")
    code = page.locator(".embed-code").input_value()
    assert f"{house}/fr/{DIARY}embed/" in code
    framed = f'<iframe src="{house}/fr/{DIARY}" id="whole"></iframe>'
    (folder / "index.html").write_text(f"<!doctype html><title>Ailleurs</title>{code}{framed}", encoding="utf-8")
    page.goto(address)
    small = page.frame_locator("iframe[title]")
    expect(small.locator("html.is-ready")).to_be_attached()
    expect(small.locator("main")).to_contain_text("Arras")
    expect(small.locator(".map-journey")).to_be_visible()
    with context.expect_page() as led:
        small.get_by_role("link", name="Vers le nord").click()
    expect(led.value).to_have_url(f"{house}/fr/{DIARY}")
    assert page.frame_locator("#whole").locator(".road-plate").count() == 0
    assert context.cookies() == []
    context.close()


def test_following_by_mail_asks_for_an_address_and_nothing_more(page, house, context):
    opened(page, f"{house}/fr/{DIARY}")
    page.get_by_role("link", name="Par courrier électronique").click()
    page.get_by_label("Votre adresse électronique").fill("rien")
    page.wait_for_timeout(2100)  # nobody reads and fills in a form in less
    page.get_by_role("button", name="Suivre", exact=True).click()
    expect(page.locator(".problem")).to_contain_text("Cette adresse n’en est pas une")
    context.complaints.clear()  # the browser's own word for an answer 422
    page.get_by_label("Votre adresse électronique").fill("chloe@example.org")
    page.get_by_role("button", name="Suivre", exact=True).click()
    expect(page.locator("h1")).to_have_text("Regardez votre courrier")
    assert context.cookies() == []


def test_a_place_told_vaguely_is_an_area_and_the_page_says_how_wide(page, house):
    opened(page, f"{house}/fr/{DIARY}")
    expect(page.locator("#legend-vague")).to_be_visible()
    opened(page, f"{house}/fr/{DIARY}lens/")
    expect(page.locator("figcaption")).to_contain_text("lieu dit à 6 km près")
    until(page, TINTED)  # a town's width is seen around its point
