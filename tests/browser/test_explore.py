"""The main job: one question gives the map, the list and the counts; the address holds it; every initiative can be reached."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.explore import Explore


def test_map_list_and_counts_agree(explore):
    explore.open()
    assert explore.count == explore.on_map == 161
    for facet in ("country", "zone", "status"):
        assert sum(explore.counted(facet).values()) == 161
    said = explore.counted("resource")["water"]
    explore.choose("resource", "water")
    assert explore.count == explore.on_map == said > 10
    assert explore.asked == {"resource": ["water"]}


def test_filters_add_up_and_each_can_be_taken_back(explore, page):
    explore.open().choose("resource", "water")
    expect(explore.option("resource", "water").locator("input")).to_be_focused()
    water = explore.count
    explore.choose("resource", "seeds")
    assert explore.count > water, "two values of a facet are either one or the other"
    said = explore.counted("zone")["indian-subcontinent"]
    explore.choose("zone", "indian-subcontinent")
    assert explore.count == explore.on_map == said
    assert set(explore.chips) == {"Semences", "Eau", "Sous-continent indien"}
    page.locator(".chip[data-kind=zone]").click()
    explore.settled()
    page.locator(".chip", has_text="Semences").click()
    explore.settled()
    assert (explore.count, explore.asked) == (water, {"resource": ["water"]})
    assert not explore.option("zone", "indian-subcontinent").locator("input").is_checked()


def test_one_click_clears_everything(explore, page):
    explore.open("?q=eau&resource=water&zone=russia&since=1990")
    page.get_by_role("link", name="Tout effacer").click()
    explore.settled()
    assert (explore.count, explore.on_map, explore.asked) == (161, 161, {})
    assert page.locator("#q").input_value() == page.locator("[name=since]").input_value() == ""


def test_words_are_searched_as_one_types(explore, page):
    explore.open()
    page.locator("#q").press_sequentially("puits")
    explore.settled()
    assert 0 < explore.count < 161
    assert explore.count == explore.on_map
    assert explore.asked == {"q": ["puits"]}
    expect(page.locator("#q")).to_be_focused()


def test_the_back_button_undoes_and_the_list_says_so(explore, page):
    explore.open().choose("resource", "water")
    water = explore.cards
    explore.choose("zone", "southeast-asia")
    page.go_back()
    explore.settled()
    assert (explore.cards, explore.asked) == (water, {"resource": ["water"]})
    assert not explore.option("zone", "southeast-asia").locator("input").is_checked()
    page.go_back()
    explore.settled()
    assert (explore.count, explore.on_map) == (161, 161)
    page.go_forward()
    explore.settled()
    assert explore.cards == water


def test_the_list_follows_the_map_and_a_mailed_link_shows_the_same(explore, page, context):
    explore.open().choose("resource", "farm-produce")
    largest = max(explore.signs, key=lambda sign: sign.n)
    explore.click(largest)
    assert set(explore.asked) == {"resource", "bbox"}
    assert largest.n <= explore.count < 161
    assert explore.on_map == explore.count
    page.get_by_role("button", name="Zoomer", exact=True).click()
    explore.settled()
    mailed = Explore(context.new_page(), explore.house)
    mailed.page.goto(page.url)
    mailed.settled()
    assert mailed.cards == explore.cards
    assert [sign.text for sign in mailed.signs] == [sign.text for sign in explore.signs]
    drift = [
        abs(one.x - other.x) + abs(one.y - other.y) for one, other in zip(mailed.signs, explore.signs, strict=True)
    ]
    assert max(drift, default=0) < 12, "the same part of the world at the same scale"


def test_from_a_cluster_to_one_place_and_its_sheet(explore, page):
    explore.open("?resource=seeds")
    for _ in range(8):
        if single := next((sign for sign in explore.signs if sign.n == 1), None):
            break
        explore.click(max(explore.signs, key=lambda sign: sign.n))
    name = single.text.split(",")[0]
    explore.click(single)
    before = page.url
    page.locator(".map-popup").get_by_role("link", name=name).click()
    expect(page.locator("h1")).to_contain_text(name)
    page.go_back()
    explore.settled()
    assert page.url == before


def test_back_from_a_sheet_the_list_stands_where_it_stood(explore, page):
    explore.open()
    card = page.locator(".results .card").nth(12)
    card.scroll_into_view_if_needed()
    expect(page.locator(".results .card").first).not_to_be_in_viewport()
    card.get_by_role("link").click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    explore.settled()
    expect(card).to_be_in_viewport()


def test_all_who_share_a_point_can_be_reached(explore, page):
    shared = 8  # known only to be in Lille, they stand on its centre
    explore.open("?place=2998324&radius=5")
    while not page.locator(".map-popup").count():
        explore.click(max(explore.signs, key=lambda sign: sign.n))
    crowd = page.locator(".map-popup li a")
    expect(crowd.first).to_be_visible()
    slugs = {link.get_attribute("href") for link in crowd.all()}
    assert len(slugs) == crowd.count() == shared
    crowd.last.scroll_into_view_if_needed()
    crowd.last.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/initiatives/" in page.url


def test_list_and_map_light_each_other(explore, page):
    explore.open("?zone=russia")
    single = next(sign for sign in explore.signs if sign.n == 1)
    page.mouse.move(single.x, single.y)
    lit = page.locator(".card.is-lit")
    expect(lit).to_have_count(1)
    expect(lit).to_contain_text(single.text.split(",")[0])
    dark = explore.picture_around(single)
    lit.hover()
    page.wait_for_timeout(100)
    assert explore.picture_around(single) != dark


def test_when_the_server_does_not_answer_the_list_stays_and_one_can_try_again(explore, page, context):
    explore.open().choose("resource", "water")
    kept = explore.cards
    context.route("**/explore/results/*", lambda route: route.abort())
    page.locator("#q").fill("jardin")
    retry = page.get_by_role("button", name="Réessayer")
    expect(retry).to_be_visible()
    assert explore.cards == kept
    context.unroute("**/explore/results/*")
    context.complaints.clear()
    retry.click()
    explore.settled()
    expect(retry).to_be_hidden()
    assert explore.cards != kept


def test_what_cannot_be_understood_is_said(explore, page):
    explore.open("?bbox=foo&resource=gold&since=abc&page=0&view=9,99,99")
    assert page.locator(".problem:visible").count() == 4
    assert explore.count == 161
