"""Finding comparable models as a person does: from the home page, a sheet, four questions; sorting, sharing, taking back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, until

on_a_phone = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
without_javascript = pytest.mark.browser_context_args(java_script_enabled=False)
MINE = "mine-de-soleil-loos-en-gohelle"


def asked(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def found(page) -> list[str]:
    return page.locator(".model").evaluate_all("cards => cards.map(card => card.dataset.slug)")


def ready(page):
    page.wait_for_selector("html.is-ready")


def test_water_near_lens_from_the_maps_own_page(explore, page):
    explore.open("?place=3003093&resource=water")
    page.get_by_role("link", name="Des modèles comparables").click()
    ready(page)
    assert asked(page) == {"place": ["3003093"], "resource": ["water"]}
    near, far = page.locator(".models-cards").all()
    assert near.locator(".model").count() == 1
    expect(near).to_contain_text("même ressource : eau")
    expect(page.get_by_role("heading", name=re.compile("^Plus loin"))).to_be_visible()
    expect(far).to_contain_text("Népal")
    assert far.locator(".model").count() >= 10


def test_the_balance_sorts_in_place_and_stands_in_the_address(page, house):
    page.goto(f"{house}/fr/models/?place=3003093&resource=electricity&governance=cooperative")
    ready(page)
    before, slider = found(page), page.get_by_role("slider")
    with page.expect_response(re.compile("/models/results/")):
        slider.press("End")
    expect(page.locator("[data-announce]")).to_have_text("Liste mise à jour")
    alike = found(page)
    assert asked(page)["balance"] == ["1"]
    assert alike != before
    with page.expect_response(re.compile("/models/results/")):
        slider.press("Home")
    until(page, "first => document.querySelector('.model').dataset.slug !== first", alike[0])
    away = page.locator(".model .card-away").all_inner_texts()
    kilometres = [int(re.sub(r"\D", "", re.search(r"[\d\s\u202f]+(?=\s*km)", text)[0])) for text in away]
    assert kilometres == sorted(kilometres), "only distance counts"
    page.reload()
    ready(page)
    assert asked(page)["balance"] == ["0"]
    assert slider.input_value() == "0"


def test_like_a_sheet_each_part_can_be_taken_back_and_the_link_shared(page, house, context):
    page.goto(f"{house}/fr/initiatives/{MINE}/")
    expect(page.locator(".sheet-models .comparable-name")).to_have_count(5)
    page.locator(".sheet-models a[href*='like=']").last.click()
    ready(page)
    assert asked(page)["like"] == [MINE]
    assert MINE not in found(page)
    chips = page.locator(".models-asked .chip")
    parts = chips.count()
    chips.filter(has_text="lectricité").first.click()
    ready(page)
    assert chips.count() == parts - 1
    assert "resource:electricity" in asked(page)["without"]
    other = context.browser.new_context()
    read = other.new_page()
    read.goto(page.url)
    assert found(read) == found(page)
    other.close()


def test_three_models_are_ticked_and_compared(page, house):
    page.goto(f"{house}/en/models/?place=3003093&resource=water")
    ready(page)
    three = found(page)[:3]
    for slug in three:
        page.locator(f".tick input[value='{slug}']").check()
    page.get_by_role("slider").press("ArrowRight")
    expect(page.locator("[data-announce]")).to_have_text("List updated")
    assert asked(page)["with"] == [",".join(three)], "sorting keeps what is ticked"
    page.locator(".compare-bar .button-main").click()
    expect(page.locator("h1")).to_have_text("Side by side")
    assert page.locator(".compare-name").count() == 3


def test_four_questions_by_keyboard_alone(page, house):
    page.goto(f"{house}/fr/models/ask/")
    page.get_by_role("checkbox", name="Eau", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # what a chosen resource is chosen for comes next
    expect(page.get_by_role("checkbox", name="Eau potable")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(re.compile("Où"))
    ready(page)
    where = page.get_by_role("combobox", name="Près de quel lieu")
    where.focus()
    page.keyboard.type("lens")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    where.press("Enter")
    expect(page.get_by_label("À peu près")).to_be_visible()
    page.get_by_label("À peu près").focus()
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name=re.compile("assemblée", re.I)).first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    ready(page)
    assert asked(page)["resource"] == ["water"]
    assert asked(page)["activity"] == ["drinking-water"]
    assert asked(page)["place"] == ["3003093"]
    assert asked(page)["people"] == ["40"]
    assert len(asked(page)["decision"]) == 1
    assert found(page)


@on_a_phone
def test_four_questions_on_a_phone_each_can_be_skipped(page, house):
    page.goto(f"{house}/fr/models/ask/")
    expect(page.locator(".ask-narrower:visible")).to_have_count(0)
    for step in range(1, 4):
        expect(page.locator(".kicker")).to_contain_text(f"étape {step} sur 4")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        submit = page.locator(".ask-go [type=submit]").bounding_box()
        assert submit["height"] >= 44
        page.get_by_role("link", name="Passer cette question").tap()
    expect(page.locator(".kicker")).to_contain_text("étape 4 sur 4")
    page.get_by_role("link", name="Revenir").tap()
    page.get_by_label("À peu près").fill("12")
    page.get_by_role("button", name="Continuer").tap()
    page.get_by_role("link", name="On ne sait pas encore").tap()
    ready(page)
    assert asked(page)["people"] == ["12"]


@without_javascript
def test_without_a_script_place_balance_and_pages_still_work(page, house):
    page.goto(f"{house}/fr/models/?resource=water")
    page.get_by_text("Changer ce que vous cherchez").click()
    page.get_by_label("Près de quel lieu").fill("Lens")
    page.get_by_role("button", name="Chercher").click()
    assert asked(page)["place"] == ["3003093"]
    page.get_by_role("slider").press("End")
    page.get_by_role("button", name="Classer").click()
    assert asked(page)["balance"] == ["1"]
    first = found(page)
    page.get_by_role("link", name="Suivantes").click()
    assert asked(page)["page"] == ["2"]
    assert not set(found(page)) & set(first)


def test_a_server_that_does_not_answer_leaves_the_list_and_says_so(page, house, context):
    page.goto(f"{house}/fr/models/?place=3003093&resource=water")
    ready(page)
    before = found(page)
    page.route("**/models/results/**", lambda route: route.abort())
    page.get_by_role("slider").press("End")
    expect(page.locator("[data-failure]")).to_be_visible()
    assert found(page) == before
    context.complaints[:] = [c for c in context.complaints if "Failed to load resource" not in c]
