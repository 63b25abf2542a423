"""A moderator makes one sheet of two and parts them again: by hand, by keyboard, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_media import sound_on_every_side, tab_to

SHEET = "la-coroutine-lille"


def add_a_double(page, house) -> str:
    """The slug of a second sheet of La Coroutine, added as anybody would, without a script."""
    page.goto(f"{house}/fr/initiatives/add/")
    page.wait_for_timeout(2100)  # nobody reads a form in less (community/reviewing/traps.py)
    page.fill("#id_name", "Coroutine de Lille")
    page.select_option("#id_country", "FR")
    page.fill("#id_locality", "Lille")
    page.fill("[name=point_lon]", "3.06")
    page.fill("[name=point_lat]", "50.63")
    page.check("[name=precision][value=city]")
    page.locator("form[data-keep] .button-main").last.click()
    expect(page.locator(".candidates")).to_contain_text("La Coroutine")
    page.check("[name=another]")
    page.locator("form[data-keep] .button-main").last.click()
    expect(page.locator("h1")).to_have_text("Coroutine de Lille")
    return page.url.rstrip("/").rsplit("/", 1)[1]


@pytest.fixture
def page(desk):
    return desk("amel", viewport=PHONE)


def test_two_become_one_and_two_again(page, desk, house):
    double = add_a_double(desk("basile", java_script_enabled=False), house)
    assert double == "coroutine-de-lille"
    page.goto(f"{house}/fr/moderation/pairs/")
    page.get_by_label("Adresse d’une fiche").fill(f"{house}/fr/initiatives/{SHEET}/")
    page.keyboard.press("Tab")
    page.keyboard.type(double)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Est-ce la même")
    expect(page.locator(".letter-mark")).to_have_count(2)
    sound_on_every_side(page)

    tab_to(page, "[name=kept]")
    expect(page.locator("[name=kept]:checked")).to_have_value("one")
    tab_to(page, "[name='way:name']")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name='way:name']:checked")).to_have_value("other")
    tab_to(page, "#id_note")
    page.keyboard.type("ajoutée deux fois")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house}/fr/initiatives/{SHEET}/")
    expect(page.locator("h1")).to_have_text("Coroutine de Lille")
    page.goto(f"{house}/en/initiatives/{double}/")
    expect(page).to_have_url(f"{house}/en/initiatives/{SHEET}/")
    page.goto(f"{house}/fr/initiatives/{SHEET}/history/")
    expect(page.locator(".revisions > li").first).to_contain_text("ajoutée deux fois")

    page.goto(f"{house}/fr/moderation/pairs/?state=united")
    sound_on_every_side(page)
    page.get_by_text("Séparer à nouveau").click()
    page.get_by_label("Pourquoi").fill("pour voir")
    page.get_by_role("button", name="Séparer", exact=True).click()
    expect(page.locator("main")).to_contain_text("Les deux fiches sont là de nouveau")
    page.goto(f"{house}/fr/initiatives/{double}/")
    expect(page.locator("h1")).to_have_text("Coroutine de Lille")

    page.get_by_role("link", name="Retirer cette fiche").click()
    page.get_by_label("Pourquoi").fill("un double, pour essayer")
    page.get_by_role("button", name="Retirer", exact=True).click()
    expect(page.locator("main")).to_contain_text("un double, pour essayer")
    expect(page.get_by_role("link", name="Remettre cette fiche")).to_be_visible()
    page.goto(f"{house}/fr/moderation/log/")
    for deed in ("a réuni deux fiches", "a séparé deux fiches", "a retiré une fiche"):
        expect(page.locator(".revisions")).to_contain_text(re.compile(deed))
