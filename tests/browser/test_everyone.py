"""For everyone: on a phone, from the keyboard, without JavaScript, in both languages, with the map's own background alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, until

on_a_phone = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
without_javascript = pytest.mark.browser_context_args(java_script_enabled=False)


@on_a_phone
def test_a_phone_shows_the_map_first_and_the_list_is_pulled_up(explore, page):
    explore.open()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sheet, handle = page.locator(".explore-side"), page.locator("[data-sheet-handle]")
    header = page.locator(".site-header").bounding_box()["height"]
    assert sheet.bounding_box()["y"] - header > 0.3 * PHONE["height"], "the map is seen first"
    top = handle.bounding_box()
    x, y = top["x"] + top["width"] / 2, top["y"] + top["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, 200, steps=5)
    page.mouse.up()
    expect(sheet).to_have_attribute("data-sheet", "full")
    page.wait_for_timeout(300)
    assert sheet.bounding_box()["y"] < 0.2 * PHONE["height"]
    page.locator(".card").nth(3).scroll_into_view_if_needed()
    handle.tap()
    expect(sheet).to_have_attribute("data-sheet", "peek")
    page.wait_for_timeout(300)
    assert sheet.bounding_box()["y"] > 0.75 * PHONE["height"]
    handle.press("Enter")
    expect(sheet).to_have_attribute("data-sheet", "half")


@on_a_phone
def test_on_a_phone_a_popup_opens_clear_of_the_maps_buttons(explore, page):
    explore.open("?place=2998324&radius=5")
    while not page.locator(".map-popup").count():
        explore.click(max(explore.signs, key=lambda sign: sign.n))
    popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
    for other in (".legend", ".leaflet-control-zoom", ".explore-side"):
        box = page.locator(other).bounding_box()
        apart = box["x"] >= popup["x"] + popup["width"] or box["x"] + box["width"] <= popup["x"]
        above = box["y"] >= popup["y"] + popup["height"] or box["y"] + box["height"] <= popup["y"]
        assert apart or above, other


@on_a_phone
def test_a_phone_filters_and_finds_a_town_with_one_thumb(explore, page):
    explore.open()
    explore.choose("resource", "electricity")
    assert explore.count == int(page.locator(".results").get_attribute("data-count")) < 161
    where = page.locator("#where")
    where.tap()
    where.press_sequentially("lens")
    page.get_by_role("option", name="Lens, Hauts-de-France").tap()
    explore.settled()
    assert explore.asked == {"resource": ["electricity"], "place": ["3003093"]}
    assert explore.distances == sorted(explore.distances)
    for target in page.locator(".explore-actions .button:visible, .sheet-handle").all():
        assert target.bounding_box()["height"] >= 36


@on_a_phone
def test_a_phone_opens_what_a_finger_points_at(explore, page):
    explore.open("?country=AM")
    [single] = explore.signs
    page.touchscreen.tap(single.x, single.y)
    expect(page.locator(".map-popup").get_by_role("link")).to_be_visible()


def test_everything_from_the_keyboard(explore, page):
    explore.open()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    explore.tab_to(page.locator("#q"))
    page.keyboard.type("eau")
    explore.settled()
    explore.tab_to(page.locator("#where"))
    page.keyboard.type("delhi")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    explore.settled()
    assert {"q", "place"} <= set(explore.asked)
    explore.tab_to(page.locator(".filters > summary"))
    page.keyboard.press("Enter")
    explore.tab_to(explore.option("resource", "water").locator("input"))
    page.keyboard.press("Space")
    explore.settled()
    assert explore.asked["resource"] == ["water"]
    explore.tab_to(page.locator(".map-sign[tabindex='0']"), most=200)
    here = page.evaluate("document.activeElement.textContent")
    for arrow in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(arrow)
        if page.evaluate("document.activeElement.textContent") != here:
            break
    assert page.evaluate("document.activeElement.textContent") != here
    while not page.locator(".map-popup").count():
        page.keyboard.press("Enter")
        explore.settled()
    expect(page.locator(".map-popup a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".map-popup")).to_have_count(0)
    expect(page.locator(".map-sign[tabindex='0']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".map-popup a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/initiatives/"))


def test_changes_are_said_to_those_who_do_not_see_them(explore, page):
    explore.open().choose("resource", "water")
    expect(page.locator("[data-announce]")).to_have_text(re.compile(rf"^{explore.count} initiatives"))


@without_javascript
def test_without_javascript_the_form_the_list_and_the_sheets_work(explore, page):
    page.goto(f"{explore.house}/fr/explore/")
    assert explore.count == 161
    page.get_by_role("link", name="Suivantes").click()
    expect(page.locator(".pages")).to_contain_text("page 2 sur 9")
    page.locator("#where").fill("lens")
    page.locator("#radius").select_option("100")
    page.locator(".filters > summary").click()
    explore.option("resource", "electricity").click()
    page.get_by_role("button", name="Chercher").first.click()
    page.wait_for_url("**resource=electricity**")
    assert explore.distances == sorted(explore.distances)
    assert explore.count == len(explore.cards) > 1
    assert explore.option("resource", "electricity").locator("input").is_checked()
    page.locator("#q").fill("soleil")
    page.get_by_role("button", name="Chercher").first.click()
    page.wait_for_url("**q=soleil**")
    assert explore.distances == sorted(explore.distances), "the place is remembered"
    page.locator(".chip[data-kind=q]").click()
    page.locator(".card a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_both_languages_show_the_same(explore, page):
    explore.open("?place=3003093&resource=electricity&radius=100")
    cards = explore.cards
    page.get_by_role("link", name="English").click()
    explore.settled()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert explore.cards == cards
    assert explore.asked == {"place": ["3003093"], "resource": ["electricity"], "radius": ["100"]}
    page.get_by_role("link", name="Français").click()
    explore.settled()
    assert "/fr/explore/" in page.url
    explore.choose("resource", "water")
    page.get_by_role("link", name="English").click()
    explore.settled()
    assert set(explore.asked["resource"]) == {"water", "electricity"}


def test_the_background_is_ours_until_the_reader_asks_for_streets(explore, page, context):
    explore.open()
    until(page, f"() => ({COLOURS})().length > 4")  # land, sea and lines are drawn by us
    explore.open("?near=2.83,50.43&radius=5")
    page.locator(".map-detail-toggle").click()
    assert context.complaints == []
    page.locator(".map-detail-answer").click()
    explore.settled()
    assert context.complaints
    assert all("tile.openstreetmap.org" in said or "ERR_FAILED" in said for said in context.complaints)
    context.complaints.clear()
    assert explore.on_map == explore.count > 0


# The colours of the base map's tiles, at one point in 64.
COLOURS = """() => {
  const found = new Set();
  for (const canvas of document.querySelectorAll("canvas.leaflet-tile")) {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 256) found.add(data.slice(at, at + 3).join());
  }
  return [...found];
}"""
