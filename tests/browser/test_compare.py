"""Choosing a few on any list and reading them side by side: ticks, the bar, the address, the table, a phone, paper."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.explore import Explore
from tests.browser.test_every_page import AXE, SERIOUS, SIDEWAYS

on_a_phone = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
without_javascript = pytest.mark.browser_context_args(java_script_enabled=False)
THREE = "subak-jatiluwih,mine-de-soleil-loos-en-gohelle,spreefeld-berlin"


def chosen(page) -> list[str]:
    """What the address says."""
    return [slug for value in parse_qs(urlsplit(page.url).query).get("with", []) for slug in value.split(",")]


def tick(page, slug):
    return page.locator(f".tick input[value='{slug}']")


def columns(page) -> list[str]:
    page.wait_for_load_state("domcontentloaded")  # after a click the address is there before the page is
    return [link.get_attribute("href").split("/")[3] for link in page.locator(".compare-name").all()]


def go(page):
    page.locator(".compare-bar .button-main").click()
    expect(page.locator("h1")).to_have_text(re.compile("Côte à côte|Side by side"))


def test_three_ticked_through_filters_and_pages_are_compared_and_the_link_shared(explore, page, context):
    explore.open().choose("resource", "water")
    first = explore.cards[1]
    tick(page, first).check()
    assert chosen(page) == [first]
    explore.choose("resource", "seeds")
    assert chosen(page) == [first], "a filter keeps what is ticked"
    second = next(slug for slug in explore.cards if slug != first)
    tick(page, second).check()
    page.get_by_role("link", name="Suivantes").click()
    explore.settled()
    third = next(slug for slug in explore.cards if slug not in (first, second))
    tick(page, third).check()
    assert chosen(page) == [first, second, third]
    assert explore.asked["page"] == ["2"]
    expect(page.locator(".compare-bar .button-main")).to_have_text("Comparer (3)")
    page.get_by_role("link", name="Précédentes").click()
    explore.settled()
    expect(tick(page, second)).to_be_checked()
    here = page.url
    go(page)
    assert columns(page) == [first, second, third]
    page.go_back()
    explore.settled()
    assert page.url == here
    expect(tick(page, second)).to_be_checked()
    page.go_forward()
    shared = page.locator("#compare-address").input_value()
    other = context.browser.new_context()
    read = other.new_page()
    read.goto(shared)
    assert columns(read) == [first, second, third]
    other.close()


def test_the_map_and_its_list_do_not_change_with_a_tick(explore, page):
    explore.open("?resource=water")
    cards, signs, canvas = explore.cards, explore.signs, page.locator("[data-map]").bounding_box()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/tiles/" in request.url else None)
    tick(page, cards[0]).check()
    page.wait_for_timeout(400)
    explore.settled()
    assert (explore.cards, explore.signs) == (cards, signs)
    assert page.locator("[data-map]").bounding_box() == canvas, "the bar takes nothing from the map"
    explore.choose("zone", "indian-subcontinent")
    assert not any("with=" in url for url in asked)


def test_ticks_are_kept_on_the_way_to_a_sheet_and_back(explore, page):
    explore.open("?resource=housing")
    first = explore.cards[0]
    tick(page, first).check()
    page.locator(".results .card").nth(2).get_by_role("link").click()
    expect(page.locator(".sheet-head h1")).to_be_visible()
    assert chosen(page) == [first]
    here = page.locator(".sheet-names .tick input").get_attribute("value")
    tick(page, here).check()
    neighbour = page.locator(".sheet-near .tick input").first
    last = neighbour.get_attribute("value")
    neighbour.check()
    assert chosen(page) == [first, here, last]
    page.go_back()
    explore.settled()
    assert chosen(page) == [first, here, last], "the ticks of the sheet came back along"
    expect(tick(page, here)).to_be_checked()
    page.get_by_role("link", name="Pays", exact=True).click()
    page.locator(".tile").first.click()
    assert chosen(page) == [first, here, last]
    page.locator(".compare-names button").first.click()
    assert chosen(page) == [here, last]
    page.locator("[data-clear]").click()
    assert chosen(page) == []
    expect(page.locator(".compare-bar")).to_be_hidden()


def test_a_fifth_is_refused_in_words(explore, page):
    explore.open()
    for n in range(4):
        page.locator(".results .tick input").nth(n).check()
    status = page.locator("[data-compare-status]")
    expect(status).to_contain_text("4 sur 4")
    fifth = page.locator(".results .tick input").nth(4)
    fifth.click()
    expect(fifth).not_to_be_checked()
    expect(status).to_contain_text("Quatre au plus")
    expect(page.locator("[data-said]")).to_contain_text("Quatre au plus")
    assert len(chosen(page)) == 4


def test_back_undoes_a_filter_and_leaves_the_ticks(explore, page):
    explore.open()
    one, two = explore.cards[:2]
    tick(page, one).check()
    explore.choose("resource", "water")
    explore.choose("zone", "russia")
    page.go_back()
    explore.settled()
    page.go_back()
    explore.settled()
    tick(page, two).check()
    page.go_forward()
    explore.settled()
    assert explore.asked["resource"] == ["water"]
    assert chosen(page) == [one, two]
    page.get_by_role("link", name="English").click()
    explore.settled()
    assert chosen(page) == [one, two]
    expect(page.locator(".compare-names li")).to_have_count(2)


def test_columns_are_moved_and_taken_out_and_what_is_alike_is_hidden(page, house):
    page.goto(f"{house}/fr/compare/?with={THREE}&near=2.83,50.43")
    a, b, c = THREE.split(",")
    page.get_by_role("link", name="Mettre Subak de Jatiluwih après").click()
    assert columns(page) == [b, a, c]
    expect(page.locator("[data-row=reach] th")).to_contain_text("Depuis Lens")
    same = page.locator("[data-row=status]")
    expect(same).to_have_class(re.compile("is-same"))
    page.get_by_label("Cacher ce qui est pareil").check()
    expect(same).to_be_hidden()
    expect(page.locator("[data-row=governance]")).to_be_visible()
    page.get_by_role("link", name="Retirer Mine de Soleil").click()
    assert columns(page) == [a, c]
    page.get_by_role("link", name="En ajouter une").click()
    explore = Explore(page, house).settled()
    assert chosen(page) == [a, c]
    assert "near" in explore.asked


def test_the_map_carries_the_letters_of_the_columns_apart_from_one_another(page, house):
    page.goto(f"{house}/fr/countries/FR/")
    lille = ["superquinquin-lille-fives", "solis-metropole-lille"]
    page.goto(f"{house}/fr/compare/?with={','.join(lille)},mine-de-soleil-loos-en-gohelle,subak-jatiluwih")
    marks = page.locator(".letter-mark")
    expect(marks).to_have_text(["A", "B", "C", "D"])
    boxes = [mark.bounding_box() for mark in marks.all()]
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            assert abs(one["x"] - other["x"]) > 22 or abs(one["y"] - other["y"]) > 22


def test_choosing_and_comparing_from_the_keyboard(explore, page):
    explore.open("?resource=water&zone=southeast-asia")
    slugs = explore.cards[:2]
    for slug in slugs:
        explore.tab_to(tick(page, slug), most=120)
        page.keyboard.press("Space")
        expect(tick(page, slug)).to_be_focused()
    explore.tab_to(page.locator(".compare-names button").first, most=120)
    page.keyboard.press("Enter")
    expect(page.locator(".compare-names button")).to_have_count(1)
    expect(page.locator(".compare-names button").first).to_be_focused()
    explore.tab_to(tick(page, slugs[0]), most=200)
    page.keyboard.press("Space")
    explore.tab_to(page.locator(".compare-bar .button-main"), most=120)
    page.keyboard.press("Enter")
    expect(page.locator(".compare-table")).to_be_visible()
    assert columns(page) == [slugs[1], slugs[0]]
    explore.tab_to(page.locator(".compare-tools a").first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(slugs[0]))


@on_a_phone
def test_on_a_phone_the_bar_is_under_the_thumb_and_the_table_row_after_row(explore, page):
    explore.open("?resource=water&zone=southeast-asia")
    handle = page.locator("[data-sheet-handle]")
    handle.press("Enter")  # the list, full
    for slug in explore.cards[:3]:
        tick(page, slug).scroll_into_view_if_needed()
        tick(page, slug).tap()
    button = page.locator(".compare-bar .button-main")
    for state in ("peek", "half", "full"):
        handle.press("Enter")
        expect(page.locator(".explore-side")).to_have_attribute("data-sheet", state)
        page.wait_for_timeout(300)
        box = button.bounding_box()
        assert box["height"] >= 44
        assert PHONE["height"] * 0.85 < box["y"] + box["height"] <= PHONE["height"]
        zoom = page.locator(".leaflet-control-zoom").bounding_box()
        assert state == "full" or zoom["y"] + zoom["height"] < page.locator(".explore-side").bounding_box()["y"]
    button.tap()
    expect(page.locator(".compare-table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    first, second = (page.locator("[data-row=summary] td").nth(n).bounding_box() for n in (0, 1))
    assert second["y"] >= first["y"] + first["height"] - 1
    assert first["width"] > 0.8 * PHONE["width"]
    expect(page.locator("[data-row=summary] .compare-whose").first).to_be_visible()


@without_javascript
def test_without_javascript_a_plain_form_compares(explore, page):
    page.goto(f"{explore.house}/fr/explore/?resource=water")
    one, two, three = explore.cards[:3]
    tick(page, one).check()
    tick(page, two).check()
    page.get_by_role("button", name="Comparer").click()
    assert columns(page) == [one, two]
    assert page.url.endswith(f"?with={one},{two}"), "one address, as with a script"
    expect(page.locator(".compare-table")).to_contain_text("En bref")
    expect(page.locator(".apart")).to_contain_text("km")
    page.get_by_role("link", name="En ajouter une").click()
    assert chosen(page) == [one, two]
    page.goto(f"{explore.house}/fr/explore/?resource=water&with={one},{two}")
    tick(page, two).uncheck()
    tick(page, three).check()
    page.get_by_role("button", name="Comparer").click()
    assert columns(page) == [one, three]
    page.go_back()
    page.locator(".pages").get_by_role("link", name="Suivantes").click()
    assert chosen(page) == [one, two], "what the address said travels; a tick not yet sent cannot"
    page.locator(".results .tick input").first.check()
    page.get_by_role("button", name="Comparer").click()
    assert set(columns(page)) > {one, two}
    assert len(columns(page)) == 3, "page 2 sends what page 1 has chosen"
    page.go_back()
    page.locator(".compare-names").get_by_role("link").first.click()
    assert chosen(page) == [two]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_the_table_and_nothing_to_press(page, house, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{house}/fr/compare/?with={THREE}")
    expect(page.locator(".letter-mark")).to_have_count(3)
    page.emulate_media(media="print", color_scheme=scheme)
    for gone in (".site-header", ".compare-tools", ".compare-share form", "[data-copy]", "[data-print]", ".check"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".print-only")).to_contain_text(f"/fr/compare/?with={THREE}")
    assert page.locator(".compare-answers tr").first.evaluate("row => getComputedStyle(row).breakInside") == "avoid"
    ink = page.locator(".compare-answers td").first.evaluate("cell => getComputedStyle(cell).color")
    assert ink == "rgb(38, 34, 27)", "ink on paper, whatever the screen"
    turned = page.locator(".mini-map canvas").first.evaluate("canvas => getComputedStyle(canvas).filter")
    assert (turned != "none") == (scheme == "dark")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_the_address_is_copied(page, house, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{house}/en/compare/?with={THREE}")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy-said]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "path",
    [
        f"compare/?with={THREE},kachorwa-community-seed-bank&near=2.83,50.43",
        "compare/?with=spreefeld-berlin",
        "compare/",
        f"explore/?with={THREE},nowhere&resource=water",
        f"countries/FR/?with={THREE}",
    ],
)
def test_axe_finds_nothing_serious_by_day_or_night_and_nothing_scrolls_sideways(context, house, language, path):
    page = context.new_page()
    page.goto(f"{house}/{language}/{path}")
    if "explore" in path:
        page.wait_for_selector("html.is-ready")
    page.evaluate(AXE)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 720})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(SERIOUS) == [], (width, scheme)
    assert page.evaluate(SIDEWAYS) <= 0
