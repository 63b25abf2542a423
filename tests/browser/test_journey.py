"""The road as its readers travel it: list, map and scrubber answer each other."""

from __future__ import annotations

import math
import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

ROAD = "journeys/sur-la-route-des-utopies-realistes"
EDGE = 6  # screen points that journey.js keeps free around the whole road
PICTURE = "() => document.querySelector('.map-journey').toDataURL()"


@pytest.fixture
def journey(page, house) -> Page:
    page.goto(f"{house}/fr/{ROAD}/")
    expect(page.locator("html.is-ready")).to_be_attached()
    page.wait_for_timeout(300)
    return page


def scrubber(page):
    return page.get_by_role("slider", name="Le long de la route")


def here(page) -> str:
    """The stage at which list and scrubber stand."""
    current = page.locator(".stage[aria-current=step]")
    expect(current).to_have_count(1)
    expect(current).to_be_in_viewport()
    name = current.locator("h3 a").inner_text()
    assert scrubber(page).get_attribute("aria-valuetext").startswith(name)
    expect(page.locator("#scrubber-here a")).to_have_text(name)
    return name


def mercator(lon: float, lat: float) -> tuple[float, float]:
    return (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


def spot(page, house, slug: str) -> tuple[float, float]:
    """Where a stage is in the window while the map shows the whole road."""
    features = page.request.get(f"{house}/api/v1/{ROAD}/").json()["features"]
    stages = [f for f in features if f["properties"]["kind"] == "stage"]
    places = {f["properties"]["slug"]: mercator(*f["geometry"]["coordinates"]) for f in stages}
    (west, east), (north, south) = ((min(axis), max(axis)) for axis in zip(*places.values(), strict=True))
    box = page.locator("#map").bounding_box()
    across, down = (box["width"] - 2 * EDGE) / (east - west), (box["height"] - 2 * EDGE) / (south - north)
    world = 256 * 2 ** math.floor(math.log2(min(across, down) / 256))
    x, y = places[slug]
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return middle[0] + world * (x - (west + east) / 2), middle[1] + world * (y - (north + south) / 2)


def test_the_scrubber_travels_by_keyboard(journey):
    whole = journey.get_by_role("button", name="Toute la route")
    expect(whole).to_be_hidden()
    scrubber(journey).press("ArrowRight")
    assert here(journey) == "Berlin"
    assert "juillet 2012" in scrubber(journey).get_attribute("aria-valuetext")
    scrubber(journey).press("End")
    assert here(journey) == "Lens"
    journey.get_by_role("button", name="Étape précédente").click()
    assert here(journey) == "Lille"
    whole.click()
    expect(whole).to_be_hidden()


def test_a_stage_clicked_on_the_map_is_found_in_the_list(journey, house):
    x, y = spot(journey, house, "19-ulaanbaatar")
    journey.mouse.move(x, y)
    expect(journey.locator(".stage.is-lit h3 a")).to_have_text("Oulan-Bator")
    journey.mouse.click(x, y)
    assert here(journey) == "Oulan-Bator"
    journey.mouse.click(*[side + 60 for side in spot(journey, house, "19-ulaanbaatar")])
    assert here(journey) == "Oulan-Bator", "a click beside every stage changes nothing"


def test_a_stage_reached_in_the_list_lights_up_on_the_map(journey):
    dark = journey.evaluate(PICTURE)
    journey.locator("[data-stage='13-moscow'] h3 a").focus()
    journey.wait_for_timeout(100)
    lit = journey.evaluate(PICTURE)
    assert lit != dark
    journey.locator("[data-stage='13-moscow'] h3 a").blur()
    journey.wait_for_timeout(100)
    assert journey.evaluate(PICTURE) != lit


def test_the_legend_tells_who_was_met_from_who_is_to_be(journey, house):
    said, to_come = journey.locator("#legend-met"), journey.locator("#legend-to-meet")
    expect(said).to_be_visible()
    expect(to_come).to_be_visible()  # at Lille, where the diary tells nothing
    journey.goto(f"{house}/fr/journeys/vers-le-nord/")
    expect(journey.locator("html.is-ready")).to_be_attached()
    expect(said).to_be_hidden()
    expect(to_come).to_be_hidden()


def test_on_a_phone_the_map_stays_above_the_stage_one_reads(page, house):
    page.set_viewport_size(PHONE)
    page.goto(f"{house}/en/{ROAD}/")
    expect(page.locator("html.is-ready")).to_be_attached()
    page.get_by_role("slider").press("PageUp")
    name = page.locator(".stage[aria-current=step] h3")
    expect(name).to_be_in_viewport()
    plate = page.locator(".road-plate").bounding_box()
    assert plate["y"] >= 0
    assert plate["height"] < 0.6 * PHONE["height"]
    assert name.bounding_box()["y"] >= plate["y"] + plate["height"]


def test_a_stages_map_leads_to_the_stages_beside_it(page, house):
    page.goto(f"{house}/fr/{ROAD}/17-listvyanka-lake-baikal/")
    expect(page.locator("html.is-ready")).to_be_attached()
    page.wait_for_timeout(300)
    box = page.locator("#map").bounding_box()
    (x0, y0), (x, y) = mercator(104.8693, 51.8535), mercator(107.6063, 51.8272)
    degree = (box["width"] / 2 - 30) / (107.6063 - 104.8693)  # as near as the stages beside it are: in screen points
    world = 256 * 2 ** math.floor(math.log2(360 * degree / 256))
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(middle[0] + world * (x - x0), middle[1] + world * (y - y0))
    expect(page).to_have_url(f"{house}/fr/{ROAD}/18-ulan-ude/")


@contextmanager
def unplugged(browser, house, tmp_path, language="fr", **window):
    """The map for a USB stick, saved and opened without a network; whatever it complains of or asks for fails the test."""
    file = tmp_path / "road.html"
    reader = browser.new_context()
    file.write_bytes(reader.request.get(f"{house}/{language}/{ROAD}/road.html").body())
    reader.close()
    alone = browser.new_context(offline=True, **window)
    page, complaints = alone.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: complaints.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
    )
    page.goto(file.as_uri())
    expect(page.locator(".tick")).not_to_have_count(0)
    yield page
    assert complaints == []
    alone.close()


def test_the_map_for_a_usb_stick_opens_without_a_network(browser, house, tmp_path):
    with unplugged(browser, house, tmp_path, viewport={"width": 900, "height": 600}) as page:
        expect(page.locator(".told h1")).to_have_text("Sur la route des Utopies Réalistes")
        drawn = page.evaluate(
            "() => { const c = document.querySelector('canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
            " return new Set(Array.from({ length: d.length / 4 }, (_, i) => d[4 * i] << 16 | d[4 * i + 1] << 8 | d[4 * i + 2])).size }"
        )
        assert drawn > 20, "land, borders and the road"
        expect(page.locator(".tick .name", has_text="Kazan")).to_be_visible()
        expect(page.locator(".behind.country", has_text="Mongolie")).to_have_count(0)
        expect(page.locator(".behind.country span", has_text="Algérie")).to_be_visible()
        expect(page.get_by_role("button", name="Zoomer", exact=True)).to_be_visible()
        page.get_by_role("button", name="Zoomer", exact=True).click()
        expect(page.locator(".behind.town")).not_to_have_count(0)


def test_on_the_usb_map_stages_are_reached_and_read_by_keyboard(browser, house, tmp_path):
    with unplugged(browser, house, tmp_path) as page:
        for _ in range(40):
            page.keyboard.press("Tab")
            if "Berlin" in (page.evaluate("document.activeElement.ariaLabel") or ""):
                break
        berlin = page.get_by_role("button", name="2. Berlin, racontée par le carnet")
        expect(berlin).to_be_focused()
        page.keyboard.press("Enter")
        popup = page.locator(".leaflet-popup-content")
        expect(popup).to_be_focused()
        expect(popup).to_contain_text("juillet 2012")
        expect(popup.get_by_role("link", name="Spreefeld")).to_have_attribute(
            "href", re.compile("/fr/initiatives/spreefeld")
        )
        expect(page.get_by_role("button", name="Fermer")).to_be_visible()
        page.keyboard.press("Escape")
        expect(popup).to_have_count(0)
        expect(berlin).to_be_focused()


def test_on_the_usb_map_nobody_was_met_where_the_diary_tells_nothing(browser, house, tmp_path):
    with unplugged(browser, house, tmp_path) as page:
        page.get_by_role("button", name="1. Lille, étape illustrative").press("Enter")
        expect(page.locator(".leaflet-popup-content h3")).to_have_text("À rencontrer")


def test_on_a_phone_the_usb_maps_popups_fit(browser, house, tmp_path):
    low = {"width": PHONE["width"], "height": 560}
    with unplugged(browser, house, tmp_path, "en", viewport=low, color_scheme="dark") as page:
        page.get_by_role("button", name="2. Berlin").press("Enter")
        page.wait_for_timeout(600)
        box = page.locator(".leaflet-popup-content-wrapper").bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] < 0.55 * low["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        background = page.locator(".leaflet-popup-content-wrapper").evaluate(
            "one => getComputedStyle(one).backgroundColor"
        )
        assert background == "rgb(39, 37, 34)", "the night's paper"
        expect(page.get_by_role("button", name="Close")).to_be_visible()
