"""The diary on the map for a USB stick: opened without a network, read by keyboard, by day and by night."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from places import geo
from places.models import Town
from routes.files import page as stick
from routes.files.road import Road
from tests.browser.conftest import PHONE
from tests.routes.diaries import add_photo, make_journey, write


def test_pages_of_the_diary_are_reached_and_read_by_keyboard(browser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    journey = make_journey()
    add_photo(write(journey, "Sous la pluie", at="Lille", when="2012-07-14", text="Il *pleuvait*. <b>Fort</b>."))
    write(journey, "Le marché", at="Lille", when="2012-07-15")
    file = tmp_path / "road.html"
    file.write_bytes(stick.write(Road.read(journey.slug, home="http://atlas.example")))
    context = browser.new_context(offline=True, viewport=PHONE, color_scheme="dark")
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    mark = page.get_by_role("button", name="2 pages du carnet : Sous la pluie")
    expect(mark).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if mark.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_be_focused()
    expect(popup).to_contain_text("14 juillet 2012 · amel")
    expect(popup).to_contain_text("Il pleuvait. <b>Fort</b>.")
    expect(popup.get_by_role("heading")).to_have_text(["Sous la pluie", "Le marché"])
    expect(popup.get_by_role("img", name="Deux bassins.")).to_have_js_property("naturalWidth", 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    stage = page.get_by_role("button", name="2. Lille")
    marked, ticked = mark.bounding_box(), stage.bounding_box()
    assert marked["x"] >= ticked["x"] + ticked["width"] / 2, "the stage's own mark stays free"
    assert complaints == []
    context.close()


@pytest.mark.parametrize("size", [PHONE, {"width": 1200, "height": 800}], ids=["phone", "wide"])
@pytest.mark.parametrize(
    "places",
    [
        {"Lens": (2.83, 50.43), "Liévin": (2.775, 50.42)},
        {"Lille": (3.06, 50.63), "Chartres": (1.49, 48.45)},
        {"Suva": (178.44, -18.14), "Apia": (-171.76, -13.83)},
    ],
    ids=["a walk", "a tour", "across the antimeridian"],
)
def test_it_opens_on_the_whole_road_beside_the_words(browser, tmp_path, size, places):
    for number, (name, spot) in enumerate((("Arras", (2.78, 50.29)), ("Douai", (3.08, 50.37))), 90_000_000):
        Town.objects.create(id=number, name=name, country="FR", point=geo.point(*spot), label_zoom=7)
    journey = make_journey(places=places)
    file = tmp_path / "road.html"
    file.write_bytes(stick.write(Road.read(journey.slug, home="http://atlas.example")))
    context = browser.new_context(offline=True, viewport=size)
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    ticks = page.locator(".tick")
    expect(ticks).to_have_count(2)
    one, other = (ticks.nth(n).bounding_box() for n in range(2))
    words = page.locator(".told").bounding_box()
    for tick in (one, other):
        assert 0 <= tick["x"] <= size["width"] - tick["width"]
        assert 0 <= tick["y"] <= size["height"] - tick["height"]
        assert tick["x"] + 12 < words["x"] or tick["y"] + 12 < words["y"], "nothing of it lies beneath the words"
    apart = abs(one["x"] - other["x"]) + abs(one["y"] - other["y"])
    assert apart > 20, "as near as its places can be told apart"
    assert complaints == []
    context.close()
