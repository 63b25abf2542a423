"""A team sends tracks by keyboard; readers see the way they walked, and none of it before it was looked through."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_media import sound_on_every_side, tab_to
from tests.routes.tracks import gpx, point, some

JOURNEY = "journeys/sur-la-route-des-utopies-realistes/"
INK = """
() => {
  const drawn = document.querySelector("canvas.map-tracks");
  if (!drawn || drawn.hidden || !drawn.width) return 0;
  const copy = new OffscreenCanvas(drawn.width, drawn.height).getContext("2d");
  copy.drawImage(drawn, 0, 0);
  return copy.getImageData(0, 0, drawn.width, drawn.height).data.filter((value, n) => n % 4 === 3 && value > 0).length;
}
"""


def way() -> str:
    """From Lille to Berlin, a point a minute."""
    noon = datetime(2012, 7, 1, 12)
    return "".join(
        point(
            round(3.0586 + k * 0.0517, 5),
            round(50.633 + k * 0.00946 + (k % 9) * 0.02, 5),
            f"{(noon + timedelta(minutes=3 * k)).isoformat()}Z",
        )
        for k in range(201)
    )


def inked(page) -> bool:
    for _ in range(50):
        if page.evaluate(INK) > 50:
            return True
        page.wait_for_timeout(100)
    return False


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_team_sends_a_track_by_keyboard_and_readers_see_it(context, house, keys, browser):
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": keys["amel"], "url": house}])
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(f"{house}/fr/{JOURNEY}write/tracks/")
    sound_on_every_side(page)
    files = [file("route.gpx", gpx(way(), name="Vers Berlin")), file("photo.gpx", b"\xff\xd8\xff" + bytes(99))]
    page.set_input_files("#id_files", [*files, file("lens.gpx", gpx(some(9)))])
    tab_to(page, "button.button-main")
    page.keyboard.press("Enter")
    page.wait_for_selector(".problem")
    assert "photo.gpx : C’est un fichier JPEG" in page.locator(".problem").inner_text().replace("\u00a0", " ")
    sound_on_every_side(page)
    tab_to(page, "a[href*='/tracks/sent/']")
    page.keyboard.press("Enter")

    page.wait_for_selector("html.is-ready")
    assert inked(page)
    sound_on_every_side(page)
    page.set_viewport_size(WIDE)
    berlin = page.locator(".track-line", has_text="Vers Berlin")
    assert berlin.locator("select[name$=stage] option:checked").inner_text() == "2. Berlin"
    page.locator(".track-line", has_text="Marche").get_by_label("Prendre cette ligne").uncheck()
    tab_to(page, "form:has(.track-file) button.button-main")
    page.keyboard.press("Enter")
    page.wait_for_selector(".track-list")
    assert page.locator(".track-list > li").count() == 1
    sound_on_every_side(page)

    reader = context.new_page()
    with reader.expect_response(lambda answer: "/tiles/journeys/" in answer.url) as tile:
        reader.goto(f"{house}/fr/{JOURNEY}2-berlin/")
    assert tile.value.status == 200
    assert inked(reader)
    reader.goto(f"{house}/fr/{JOURNEY}")
    assert inked(reader)

    page.get_by_role("button", name="Retirer").click()
    page.wait_for_selector("button:has-text('Rétablir')")
    reader.goto(f"{house}/fr/{JOURNEY}2-berlin/")
    reader.wait_for_selector("html.is-ready")
    assert reader.locator("canvas.map-tracks").count() == 0


def test_without_a_script_tracks_are_sent_and_taken_as_well(browser, house, keys):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": keys["amel"], "url": house}])
    page = context.new_page()
    page.goto(f"{house}/fr/{JOURNEY}write/tracks/")
    page.set_input_files("#id_files", [file("lens.gpx", gpx(some(9)))])
    page.click("button.button-main")
    assert "9 points" in page.locator(".track-line").inner_text().replace("\u202f", " ")
    page.click("form:has(.track-file) button.button-main")
    page.click("button:has-text('Retirer')")
    assert page.locator("button:has-text('Rétablir')").count() >= 1
    context.close()


def test_waypoints_are_ticked_and_become_stages(context, house, keys):
    """By keyboard; what is there already is left by « tick all », and what is asked of one shows once it is ticked."""
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": keys["amel"], "url": house}])
    page = context.new_page()
    page.goto(f"{house}/fr/{JOURNEY}")
    there = page.evaluate("document.body.innerText.includes('Carvin')")
    assert not there
    page.goto(f"{house}/fr/{JOURNEY}write/tracks/")
    marks = [
        point(2.9586, 50.4927, "2012-07-01T09:00:00Z", tag="wpt", name="Carvin"),
        point(2.9586, 50.4928, "2012-07-01T10:00:00Z", tag="wpt", name="La place"),
        point(2.9900, 50.5600, "2012-07-01T11:00:00Z", tag="wpt", name="Seclin"),
        point(-30.0, 45.0, "2012-07-02T11:00:00Z", tag="wpt"),
    ]
    page.set_input_files("#id_files", [file("lieux.gpx", gpx(besides="".join(marks)))])
    page.click("button.button-main")
    page.wait_for_selector("html.is-ready")
    expect(page.locator(".track-mark")).to_have_count(4)
    expect(page.locator(".track-waypoint .track-fields").first).to_be_hidden()
    tab_to(page, "[data-tick-all]")
    page.keyboard.press("Enter")
    expect(page.locator(".track-waypoint input[name$=-taken]:checked")).to_have_count(2)
    expect(page.locator(".track-mark.is-taken")).to_have_count(2)
    expect(page.locator("[data-double]")).to_contain_text("c’est peut-être la même étape")
    sound_on_every_side(page)
    page.set_viewport_size(WIDE)
    page.locator(".track-waypoint", has_text="Seclin").get_by_label("En faire une étape").uncheck()
    tab_to(page, "form:has(.track-file) button.button-main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/write/")
    expect(page.get_by_text("1 étape ajoutée.")).to_be_visible()
    stage = page.get_by_role("link", name=re.compile("Carvin")).first
    expect(stage).to_be_visible()
    page.goto(f"{house}/fr/{JOURNEY}history/")
    page.get_by_role("link", name=re.compile("^version")).first.click()
    expect(page.get_by_text("Carvin").first).to_be_visible()
    page.locator("a[href*='/undo/']").first.click()
    page.locator("main form button[type=submit]").click()
    page.goto(f"{house}/fr/{JOURNEY}write/")
    expect(page.get_by_text("Carvin")).to_have_count(0)
