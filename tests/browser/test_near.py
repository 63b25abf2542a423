"""Near me: by a town's name, by a click on the map, by the browser's position; nearest first, and never an empty answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

LENS = {"latitude": 50.432871, "longitude": 2.818491}


def test_by_the_name_of_a_town(explore, page):
    explore.open("?resource=electricity")
    where = page.get_by_role("combobox", name="Près de quel lieu")
    where.press_sequentially("lens")
    expect(page.get_by_role("option").first).to_have_text("Lens, Hauts-de-France, France")
    where.press("ArrowDown")
    expect(where).to_have_attribute("aria-activedescendant", page.get_by_role("option").first.get_attribute("id"))
    where.press("Enter")
    explore.settled()
    page.get_by_label("Dans un rayon de").select_option("100")
    explore.settled()
    assert explore.asked == {"resource": ["electricity"], "place": ["3003093"], "radius": ["100"]}
    assert explore.distances == sorted(explore.distances)
    assert explore.distances[-1] <= 100
    assert explore.count == explore.on_map == len(explore.cards) == explore.counted("resource")["electricity"]
    answer = page.request.get(f"{explore.house}/api/v1/initiatives/?resource=electricity&place=3003093&radius=100")
    assert [feature["id"] for feature in answer.json()["features"]] == explore.cards
    page.reload()
    explore.settled()
    expect(where).to_have_value("Lens, Hauts-de-France, France")


def test_a_town_in_another_script_and_one_that_does_not_exist(explore, page):
    explore.open()
    where = page.locator("#where")
    where.press_sequentially("Москва")
    page.get_by_role("option", name="Moscou").click()
    explore.settled()
    assert explore.asked == {"place": ["524901"]}
    assert explore.count == 161
    where.fill("")
    explore.settled()
    assert explore.asked == {}
    where.press_sequentially("xqzwv")
    expect(page.locator(".combobox-said")).to_have_text("Aucun lieu de ce nom.")
    expect(where).to_have_attribute("aria-expanded", "false")


def test_a_name_sent_without_choosing(explore, page):
    explore.open()
    page.locator("#where").fill("Oulan Bator")
    page.get_by_role("button", name="Chercher").first.click()
    explore.settled()
    assert list(explore.asked) == ["place"]
    expect(page.locator("#where")).to_have_value("Oulan-Bator, Ulaanbaatar, Mongolie")


def test_by_a_click_on_the_map(explore, page):
    explore.open()
    page.get_by_role("button", name="Choisir sur la carte").click()
    page.mouse.click(800, 420)
    explore.settled()
    assert list(explore.asked) == ["near"]
    assert explore.distances == sorted(explore.distances)
    expect(page.locator(".origin-mark")).to_be_visible()
    expect(page.get_by_role("button", name="Choisir sur la carte")).to_have_attribute("aria-pressed", "false")
    first = explore.cards
    page.go_back()
    explore.settled()
    assert explore.asked == {}
    page.go_forward()
    explore.settled()
    assert explore.cards == first


def test_by_the_map_under_the_cross_with_the_keyboard(explore, page):
    explore.open()
    page.get_by_role("button", name="Choisir sur la carte").press("Enter")
    expect(page.locator("[data-map-note]")).to_be_visible()
    page.locator("[data-map]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    explore.settled()
    assert "near" in explore.asked
    assert explore.distances == sorted(explore.distances)


def test_by_the_browsers_position_rounded_before_it_leaves(explore, page, context):
    context.grant_permissions(["geolocation"])
    context.set_geolocation(LENS)
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    explore.open()
    page.get_by_role("button", name="Autour de moi").click()
    explore.settled()
    assert explore.asked == {"near": ["2.82,50.43"]}
    assert not any("2.818" in url or "50.432" in url for url in sent)
    assert explore.distances[0] < 10


def test_a_position_refused_is_told(explore, page):
    explore.open()
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.locator("[data-near-note]")).to_contain_text("n’a pas donné votre position")
    assert explore.asked == {}


def test_with_a_place_moving_the_map_keeps_the_list(explore, page):
    explore.open("?near=2.83,50.43&resource=water")
    before = explore.cards
    page.mouse.move(900, 400)
    page.mouse.down()
    page.mouse.move(700, 300, steps=4)
    page.mouse.up()
    explore.settled()
    assert set(explore.asked) == {"near", "resource", "view"}
    assert explore.cards == before
    mark = explore.origin()
    page.reload()
    explore.settled()
    assert abs(explore.origin()[0] - mark[0]) + abs(explore.origin()[1] - mark[1]) < 12


def test_when_nothing_lies_within_the_radius_the_nearest_are_shown(explore, page):
    explore.open("?place=2198148&radius=25")  # Suva, in the middle of the Pacific
    assert explore.count == explore.on_map == 0
    expect(page.locator(".results .note")).to_contain_text(re.compile(r"Rien à moins de\s25"))
    assert len(explore.cards) == 5
    assert explore.distances == sorted(explore.distances)
    assert explore.distances[0] > 25


@pytest.mark.parametrize("box", ["90,-20,200,30", "-270,-20,-160,30"])
def test_a_view_over_the_antimeridian(explore, box):
    explore.open(f"?zone=southeast-asia&bbox={box}")
    assert explore.on_map == explore.count == explore.counted("zone")["southeast-asia"] > 10


def test_the_home_page_finds_towns_as_one_types(page, house, explore):
    page.goto(f"{house}/fr/")
    page.get_by_role("combobox", name="Près de quel lieu").press_sequentially("rijsel")
    page.get_by_role("option", name="Lille").click()
    page.get_by_role("button", name="Chercher").click()
    explore.settled()
    assert explore.asked["place"] == ["2998324"]
    assert "where" not in explore.asked


def test_on_the_home_page_a_name_typed_again_forgets_the_town(page, house, explore):
    page.goto(f"{house}/fr/")
    where = page.get_by_role("combobox", name="Près de quel lieu")
    where.press_sequentially("rijsel")
    page.get_by_role("option", name="Lille").click()
    where.fill("Arras")
    page.get_by_role("button", name="Chercher").click()
    explore.settled()
    expect(page.locator("#where")).to_have_value(re.compile("^Arras"))
