"""Planning a visit: from ticks, a search or a sheet to a plan; changed by hand, by keys, by links; shared, printed, without a script."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_every_page import AXE, SERIOUS, SIDEWAYS

on_a_phone = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
without_javascript = pytest.mark.browser_context_args(java_script_enabled=False)
NORTH = "ferme-du-favril-terre-de-liens,superquinquin-lille-fives,ecopole-alimentaire-audruicq,mine-de-soleil-loos-en-gohelle"
MORE = "familistere-de-guise,jardins-ouvriers-hazebrouck,solis-metropole-lille,cafe-citoyen-lille,bousol-boulonnais"


@pytest.fixture
def plan(page, house):
    def opened(query: str, language: str = "fr"):
        page.goto(f"{house}/{language}/plan/?{query}")
        page.wait_for_selector("html.is-ready")
        return page

    return opened


def order(page) -> list[str]:
    return page.locator(".plan-stop").evaluate_all("items => items.map(({ dataset }) => dataset.slug)")


def asked(page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def handle(page, slug):
    return page.locator(f"#stop-{slug} [data-handle]")


def test_from_what_is_ticked_to_a_plan(explore, page):
    explore.open("?country=FR&place=3003093")
    first, second = explore.cards[:2]
    for slug in (first, second):
        page.locator(f".tick input[value='{slug}']").check()
    page.locator(".compare-bar").get_by_role("button", name="En faire un voyage d’étude").click()
    page.wait_for_url(re.compile(r"/fr/plan/"))
    assert asked(page) == {"stops": f"{first},{second}", "start": "3003093"}
    expect(page.locator(".plan-stop")).to_have_count(2)
    expect(page.locator(".letter-mark")).to_have_text(["1", "2"])


def test_from_a_search_and_from_a_sheet(explore, page, house):
    explore.open("?resource=water&zone=southeast-asia")
    cards = explore.cards
    page.get_by_role("link", name="En faire un voyage d’étude").click()
    page.wait_for_url(re.compile(r"/fr/plan/"))
    assert set(order(page)) == set(cards)
    page.goto(f"{house}/fr/initiatives/mine-de-soleil-loos-en-gohelle/")
    page.get_by_role("link", name="En faire un voyage d’étude").click()
    page.wait_for_url(re.compile(r"/fr/plan/"))
    assert order(page) == ["mine-de-soleil-loos-en-gohelle"]
    expect(page.locator(".plan-detours li").first).to_be_visible()


def test_stops_are_moved_by_the_arrow_keys_and_the_focus_stays(plan):
    page = plan(f"stops={NORTH}&start=3003093")
    before = order(page)
    held = handle(page, before[0])
    held.focus()
    with page.expect_response(lambda answer: "order=mine" in answer.url):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert order(page) == [*before[1:3], before[0], before[3]], "at once"
        expect(page.locator("[data-plan-status]")).to_contain_text("étape 3 sur 4")
    expect(page.locator(".plan-stops")).not_to_have_class(re.compile("is-moving"))
    expect(held).to_be_focused()
    assert order(page) == asked(page)["stops"].split(",") == [*before[1:3], before[0], before[3]]
    expect(page.locator(".note")).to_contain_text("Cet ordre est le vôtre")
    page.keyboard.press("ArrowUp")
    page.wait_for_url(re.compile(f"stops={before[1]},{before[0]}"))
    page.go_back()
    expect(page.locator(".plan-stop").nth(2)).to_have_attribute("data-slug", before[0])
    page.go_back()
    expect(page.locator(".plan-stop").first).to_have_attribute("data-slug", before[0])
    assert "order" not in asked(page)


def drag(page, slug, onto):
    start, end = handle(page, slug).bounding_box(), page.locator(f"#stop-{onto} .plan-card").bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, end["y"] + end["height"] * 0.9, steps=8)
    page.mouse.up()


def test_stops_are_dragged(plan):
    page = plan(f"stops={NORTH}&start=3003093")
    before = order(page)
    drag(page, before[0], before[3])
    page.wait_for_url(re.compile("order=mine"))
    expect(page.locator(".plan-stops")).not_to_have_class(re.compile("is-moving"))
    assert order(page) == asked(page)["stops"].split(",") == [*before[1:], before[0]]
    page.get_by_role("link", name=re.compile("Reprendre le plus court|Laisser le plan ordonner")).click()
    expect(page.locator(".plan-stop").first).to_have_attribute("data-slug", before[0])
    assert order(page) == before
    assert "order" not in asked(page)


def test_a_detour_is_added_a_stop_fixed_another_left_out(plan):
    page = plan(f"stops={NORTH}&start=3003093")
    new = page.locator(".plan-proposed a").first.get_attribute("href").split("/")[3]
    page.locator(".plan-detours [data-edit]").first.click()
    expect(page.locator(f"#stop-{new}")).to_be_visible()
    expect(page.locator(".letter-mark")).to_have_count(5)
    last = order(page)[-1]
    page.locator(f"#stop-{last} summary").click()
    page.locator(f"#stop-{last}").get_by_role("link", name="Commencer par elle").click()
    expect(page.locator(".plan-stop").first).to_have_attribute("data-slug", last)
    expect(page.locator(f"#stop-{last}")).to_contain_text("fixée à ce rang")
    assert asked(page)["fixed"] == last
    page.locator(f"#stop-{new} summary").click()
    page.locator(f"#stop-{new}").get_by_role("link", name="La retirer du plan").click()
    expect(page.locator(f"#stop-{new}")).to_have_count(0)
    assert order(page)[0] == last


def test_where_one_leaves_is_found_by_name_and_the_plan_changed_before_goes_along(plan):
    page = plan(f"stops={NORTH}&order=mine")
    handle(page, order(page)[0]).focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("stops=superquinquin"))
    mine = order(page)
    page.locator("#plan-start").press_sequentially("Calai")
    page.get_by_role("option", name=re.compile("Calais")).first.click()
    page.locator("#plan-mode").select_option("bicycle")
    page.locator("#plan-from").fill("2028-02-28")
    page.get_by_role("button", name="Recalculer le plan").click()
    expect(page.locator(".plan-end")).to_contain_text("Calais")
    assert order(page) == mine
    assert {"mode": "bicycle", "from": "2028-02-28", "order": "mine"}.items() <= asked(page).items()
    assert asked(page)["start"].isdigit()
    expect(page.locator(".plan-day").first).to_contain_text("lundi 28 février")


def test_the_address_that_is_shared_shows_the_same_plan(plan, context):
    page = plan(f"stops={NORTH}&start=3003093&round=1&mode=car&days=3&from=2028-02-28&title=Voir+les+voisins")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy-said]")).not_to_be_empty()
    shared = page.evaluate("navigator.clipboard.readText()")
    other = context.browser.new_context()
    read = other.new_page()
    read.goto(shared)
    assert order(read) == order(page)
    for part in (".plan-sum", ".plan-end >> nth=0", "h1", ".plan-day >> nth=1"):
        assert read.locator(part).inner_text() == page.locator(part).inner_text()
    other.close()


def test_a_server_that_does_not_answer_leaves_the_plan_and_says_so(plan, context):
    page = plan(f"stops={NORTH}&start=3003093")
    page.route("**/plan/?*", lambda route: route.abort())
    before = page.url
    page.get_by_role("link", name="Descendre", exact=False).first.click()
    expect(page.locator("[data-plan-status]")).to_contain_text("ne répond pas")
    assert page.url == before
    page.unroute("**/plan/?*")
    page.get_by_role("link", name="Descendre", exact=False).first.click()
    page.wait_for_url(re.compile("order=mine"))
    expect(page.locator("[data-plan-status].problem")).to_have_count(0)
    context.complaints.clear()  # the browser itself says that it could not fetch


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_one_sheet_with_codes(page, house, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{house}/fr/plan/?stops={NORTH},{MORE}&start=3003093&round=1&from=2028-02-28")
    page.get_by_role("link", name="Sur une feuille à imprimer").click()
    expect(page.locator(".paper-code svg")).to_have_count(10)
    page.emulate_media(media="print", color_scheme=scheme)
    for gone in (".site-header", ".plan-links", ".site-footer"):
        expect(page.locator(gone)).to_be_hidden()
    size = page.locator(".paper-stop .paper-code svg").first.bounding_box()
    assert size["width"] == size["height"] > 60, "as CSS has it: 17 mm"
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        assert len(paper.pages) == 1
        assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842]


@on_a_phone
def test_on_a_phone(plan):
    page = plan(f"stops={NORTH}&start=3003093")
    before = order(page)
    page.get_by_role("link", name="Descendre", exact=False).first.tap()
    page.wait_for_url(re.compile("order=mine"))
    expect(page.locator(".plan-stop").nth(1)).to_have_attribute("data-slug", before[0])
    for box in [tool.bounding_box() for tool in page.locator(".plan-tools .button").all()]:
        assert min(box["width"], box["height"]) >= 36
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator(".mini-map").bounding_box()["width"] > 0.85 * PHONE["width"]


@on_a_phone
def test_a_finger_drags_a_stop(plan):
    page = plan(f"stops={NORTH}&start=3003093")
    before = order(page)
    page.locator("#way").scroll_into_view_if_needed()
    box, under = handle(page, before[0]).bounding_box(), page.locator(f"#stop-{before[1]} .plan-card").bounding_box()
    finger = page.context.new_cdp_session(page)
    x, y, to = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, under["y"] + under["height"] * 0.9

    def touch(kind, *points):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": at} for at in points]})

    scrolled = page.evaluate("scrollY")
    touch("touchStart", y)
    for step in range(1, 9):
        touch("touchMove", y + (to - y) * step / 8)
    touch("touchEnd")
    page.wait_for_url(re.compile("order=mine"))
    assert asked(page)["stops"].split(",")[:2] == [before[1], before[0]]
    assert page.evaluate("scrollY") == scrolled, "the page stays where it is"


def test_an_initiative_is_added_by_its_name_with_the_keyboard_alone(plan):
    page = plan(f"stops={NORTH}&start=3003093")
    field = page.get_by_role("searchbox", name=re.compile("Ajouter une initiative"))
    field.focus()
    page.keyboard.type("familist")
    found = page.locator("[data-found] li")
    expect(found).to_have_count(1)
    expect(page.locator("[data-plan-status]")).to_have_text("1 initiative")
    for _ in range(3):  # the button, the sheet, « Ajouter »
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#stop-familistere-de-guise")).to_be_visible()
    expect(page.locator("[data-plan-status]")).to_contain_text("étape")
    expect(page.locator("#plan-find")).to_be_focused()
    assert "q" not in asked(page)
    assert len(order(page)) == 5
    page.keyboard.type("familist")
    expect(page.locator("[data-found] li")).to_contain_text("déjà au plan")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("qqqqxyz")
    page.keyboard.press("Enter")
    expect(page.locator("[data-found]")).to_contain_text("Aucune fiche ne répond")
    assert len(order(page)) == 5, "Enter looks, and leaves the plan"


def test_an_empty_plan_begins_with_a_name(plan):
    page = plan("")
    page.get_by_role("searchbox").fill("superquinquin")
    page.locator("[data-found] [data-edit]").click()
    page.wait_for_url(re.compile("stops=superquinquin-lille-fives"))
    expect(page.locator(".plan-stop")).to_have_count(1)
    expect(page.locator(".letter-mark")).to_have_count(1)


def test_a_search_that_does_not_answer_says_so(plan, context):
    page = plan(f"stops={NORTH}")
    page.route("**/plan/find/?*", lambda route: route.abort())
    page.get_by_role("searchbox").fill("familist")
    expect(page.locator("[data-plan-status].problem")).to_have_text("La recherche ne répond pas.")
    context.complaints.clear()  # the browser itself says that it could not fetch


@without_javascript
def test_without_javascript_an_initiative_is_looked_for_and_chosen(page, house):
    page.goto(f"{house}/fr/plan/?stops={NORTH}&start=3003093&days=3")
    page.get_by_role("searchbox").fill("familistere guise")
    page.get_by_role("button", name="Chercher").click()
    page.locator("[data-found] [data-edit]").click()
    assert set(order(page)) == {*NORTH.split(","), "familistere-de-guise"}
    assert {"start": "3003093", "days": "3"}.items() <= asked(page).items()
    assert "q" not in asked(page)


@without_javascript
def test_without_javascript_everything_is_links_and_one_form(page, house):
    page.goto(f"{house}/fr/explore/?resource=water&zone=southeast-asia")
    page.get_by_role("link", name="En faire un voyage d’étude").click()
    before = order(page)
    assert len(before) > 2
    expect(page.locator(".plan-sketch")).to_be_visible()
    expect(page.locator("[data-handle]").first).to_be_hidden()
    page.get_by_role("link", name="Descendre", exact=False).first.click()
    assert order(page)[:2] == before[1::-1]
    page.locator("#plan-start").fill("Jakarta")
    page.get_by_role("button", name="Recalculer le plan").click()
    expect(page.locator(".plan-end").first).to_contain_text("Jakarta")
    assert "start_words" not in page.url, "one address, as with a script"
    assert order(page)[:2] == before[1::-1]
    page.goto(f"{house}/fr/countries/FR/")
    ticks = page.locator(".tick input")
    for n in (0, 1):
        ticks.nth(n).check()
    page.get_by_role("button", name="En faire un voyage d’étude").click()
    assert len(order(page)) == 2
    assert "/fr/plan/?stops=" in page.url


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_serious_while_one_changes_a_plan(plan, language):
    page = plan(f"stops={NORTH},nowhere&fixed=superquinquin-lille-fives&order=mine&start=3003093&days=1", language)
    page.locator(".plan-more summary").first.click()
    page.get_by_role("searchbox").fill("lille")
    expect(page.locator("[data-found] li").first).to_be_visible()
    page.evaluate(AXE)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 720})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(SERIOUS) == [], (width, scheme)
    assert page.evaluate(SIDEWAYS) <= 0
