"""Two people at the same sheet, a network that goes away, a phone and a keyboard: nothing that is typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_media import sound_on_every_side, tab_to

SHEET = "la-coroutine-lille"
WORDS = "Des habitants ont ouvert un atelier près du canal, puis une cuisine."


@pytest.fixture
def written(desk, house):
    """The sheet with known answers, and what its forms tell of them afterwards."""
    page = desk("amel")
    for part, text in (("origin.fr", WORDS), ("future.fr", "Durer.")):
        edit(page, house, part).fill(text)
        save(page)

    def told(part="origin.fr") -> str:
        page.goto(f"{house}/fr/initiatives/{SHEET}/edit/{part}/")
        return page.locator("#id_text").input_value()

    return told


def edit(page, house, part="origin.fr"):
    page.goto(f"{house}/fr/initiatives/{SHEET}/edit/{part}/")
    page.wait_for_timeout(2100)  # nobody reads a form in less (community/reviewing/traps.py)
    return page.locator("#id_text")


def save(page):
    page.locator("form[data-keep] .button-main").click()
    page.wait_for_load_state()


def test_two_people_in_the_same_answer_at_once_are_merged_or_asked(desk, house, written):
    amel, basile = desk("amel"), desk("basile")
    hers, his = edit(amel, house), edit(basile, house)
    hers.fill(WORDS.replace("un atelier", "deux ateliers"))
    his.fill(WORDS.replace("une cuisine", "une cantine"))
    save(amel)
    save(basile)
    expect(basile.locator(".notice")).to_contain_text("C’est enregistré")
    assert written() == WORDS.replace("un atelier", "deux ateliers").replace("une cuisine", "une cantine")

    hers, his = edit(amel, house), edit(basile, house)
    now = hers.input_value()
    hers.fill(now.replace("Des habitants", "Six habitants"))
    his.fill(now.replace("Des habitants", "Vingt voisins"))
    save(amel)
    save(basile)
    expect(basile.locator(".clash")).to_contain_text("Six")
    expect(basile.locator(".clash")).to_contain_text("Des")
    expect(his).to_have_value(re.compile("^Vingt voisins"))
    assert written().startswith("Six habitants"), "nothing is written before somebody chose"
    sound_on_every_side(basile)
    basile.wait_for_timeout(2100)
    his.fill(now.replace("Des habitants", "Six habitants et vingt voisins"))
    save(basile)
    assert written().startswith("Six habitants et vingt voisins")


def test_different_questions_are_both_kept(desk, house, written):
    amel, basile = desk("amel"), desk("basile")
    hers, his = edit(amel, house), edit(basile, house, "future.fr")
    hers.fill("Née d’un repas.")
    his.fill("Tenir dix ans.")
    save(amel)
    save(basile)
    assert (written(), written("future.fr")) == ("Née d’un repas.", "Tenir dix ans.")


def test_a_network_cut_while_saving_loses_nothing(desk, house, written):
    page = desk("amel")
    box = edit(page, house)
    box.fill("Écrit dans le train.")
    page.wait_for_timeout(400)
    page.route("**/edit/**", lambda route: route.abort())  # the answer never comes, the browser believes itself online
    page.locator("form[data-keep] .button-main").click()
    page.wait_for_timeout(500)
    page.unroute("**/edit/**")
    box = edit(page, house)
    expect(box).to_have_value("Écrit dans le train.")
    expect(page.locator(".kept-notice")).to_contain_text("de retour")
    page.context.set_offline(True)
    page.locator("form[data-keep] .button-main").click()
    expect(page.locator(".kept-notice")).to_contain_text("Pas de réseau")
    expect(box).to_have_value("Écrit dans le train.")
    page.context.set_offline(False)
    save(page)
    expect(page.locator(".notice")).to_contain_text("C’est enregistré")
    assert written() == "Écrit dans le train."
    expect(edit(page, house)).to_have_value("Écrit dans le train.")
    expect(page.locator(".kept-notice .notice")).to_have_count(0)


def test_an_answer_that_was_saved_but_not_told_so_is_saved_once(desk, house, written):
    page = desk("amel")
    box = edit(page, house)
    box.fill("Enregistré, mais le réseau s’est tu.")

    def cut(route):
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/edit/**", cut)
    page.locator("form[data-keep] .button-main").click()
    page.wait_for_timeout(700)
    page.unroute("**/edit/**")
    assert written() == "Enregistré, mais le réseau s’est tu."
    box = edit(page, house)
    expect(box).to_have_value("Enregistré, mais le réseau s’est tu.")
    versions = desk("").request.get(f"{house}/fr/initiatives/{SHEET}/history/").text().count('class="revision"')
    save(page)
    expect(page.locator(".notice").last).to_contain_text("La fiche disait déjà cela")
    after = desk("").request.get(f"{house}/fr/initiatives/{SHEET}/history/").text().count('class="revision"')
    assert after == versions


def test_a_version_is_undone_by_keyboard_alone(desk, house, written):
    page = desk("amel", viewport=PHONE)
    edit(page, house).fill("À défaire.")
    save(page)
    page.goto(f"{house}/fr/initiatives/{SHEET}/history/?part=origin.fr")
    tab_to(page, ".revision-what > a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/history/*/")
    tab_to(page, "a[href$='/undo/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/undo/")
    sound_on_every_side(page)
    tab_to(page, "#id_note")
    page.keyboard.type("essai")
    tab_to(page, "form[data-keep] button")
    page.keyboard.press("Enter")
    expect(page.locator(".notice").first).to_contain_text("C’est annulé")
    assert written() != "À défaire."


def test_a_log_in_that_ended_meanwhile_loses_nothing(desk, house, written):
    page = desk("amel")
    edit(page, house).fill("Écrit trop longtemps.")
    page.context.clear_cookies()
    page.locator("form[data-keep] .button-main").click()
    page.wait_for_load_state()
    expect(edit(page, house)).to_have_value("Écrit trop longtemps.")


def test_an_unfinished_draft_is_found_gone_on_with_and_thrown_away(desk, house, written):
    page = desk("")
    edit(page, house).fill("À moitié")
    page.wait_for_timeout(400)
    page.goto(f"{house}/fr/drafts/")
    sound_on_every_side(page)
    page.locator("[data-drafts] a").click()
    expect(page.locator("#id_text")).to_have_value("À moitié")
    page.locator(".kept-notice button").click()
    expect(page.locator("#id_text")).to_have_value(written())
    page.goto(f"{house}/fr/drafts/")
    expect(page.locator("[data-drafts]")).to_contain_text("Aucun brouillon")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_is_improved_on_a_phone_by_keyboard_alone(desk, house, written, language):
    page = desk("basile", viewport=PHONE)
    page.goto(f"{house}/{language}/initiatives/{SHEET}/")
    tab_to(page, "a.improve[href$='/edit/origin.fr/']") if language == "fr" else page.goto(
        f"{house}/en/initiatives/{SHEET}/edit/origin.fr/"
    )
    if language == "fr":
        page.keyboard.press("Enter")
    page.wait_for_selector("#id_text")
    sound_on_every_side(page)
    tab_to(page, "#id_text")
    page.keyboard.press("Control+End")
    page.keyboard.type(" **Au clavier.**")
    tab_to(page, "[data-preview]")
    page.keyboard.press("Enter")
    expect(page.locator("#preview strong")).to_have_text("Au clavier.")
    tab_to(page, "#id_note")
    page.keyboard.type("essai")
    page.wait_for_timeout(1500)
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice")
    assert written().endswith("**Au clavier.**")
    expect(page.locator(".sheet-story strong", has_text="Au clavier.")).to_have_count(1)


class TestAdding:
    def test_a_passer_by_adds_one_on_a_phone_by_keyboard_alone(self, desk, house):
        page = desk("", viewport=PHONE)
        page.goto(f"{house}/fr/initiatives/add/")
        sound_on_every_side(page)
        tab_to(page, "#id_name")
        page.keyboard.type("Mine de soleil")
        expect(page.locator(".candidates")).to_contain_text("C’est celle-ci")
        page.keyboard.press("Control+A")
        page.keyboard.type("Le lavoir de Méricourt")
        expect(page.locator(".candidates li")).to_have_count(0)
        page.keyboard.press("Enter")
        expect(page.locator("#step-place")).to_be_focused()
        sound_on_every_side(page)
        tab_to(page, "#id_locality")
        page.keyboard.type("Lens")
        page.wait_for_selector(".combobox-list li")
        page.keyboard.press("Enter")
        expect(page.locator("#id_country")).to_have_value("FR")
        expect(page.locator("[name=point_lon]")).not_to_have_value("")
        page.reload()
        expect(page.locator("#id_name")).to_have_value("Le lavoir de Méricourt")
        expect(page.locator("#id_country")).to_have_value("FR")
        for step in ("place", "facts", "questions", "sources", "end"):
            tab_to(page, "section:not([hidden]) .steps-ways .button-main")
            page.keyboard.press("Enter")
            expect(page.locator(f"#step-{step}")).to_be_focused()
            sound_on_every_side(page)
            if step == "facts":
                tab_to(page, "#terms-finder")
                page.keyboard.type("puits")
                expect(page.locator(".terms-finder .chip").first).to_be_visible()
                tab_to(page, ".terms-finder .chip")
                page.keyboard.press("Enter")
        tab_to(page, "#id_email")
        page.keyboard.type("chloe@example.org")
        tab_to(page, "#id_agrees")
        page.keyboard.press("Space")
        tab_to(page, "section:not([hidden]) button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/proposals/sent/")
        page.goto(f"{house}/fr/drafts/")
        expect(page.locator("[data-drafts]")).to_contain_text("Aucun brouillon")

    def test_in_english_a_place_follows_its_town_until_somebody_sets_the_pin(self, desk, house):
        page = desk("basile")
        page.goto(f"{house}/en/initiatives/add/")
        page.locator("section:not([hidden]) .button-main").first.click()
        expect(page.locator(".steps-told")).to_have_text("step 1 of 6")  # not past an empty name
        expect(page.locator("#id_name")).to_be_focused()
        page.fill("#id_name", "A wash-house")
        page.locator("section:not([hidden]) .button-main").first.click()

        def choose(town):
            page.fill("#id_locality", town)
            page.wait_for_selector(".combobox-list li")
            page.keyboard.press("Enter")

        choose("Lens")
        lens = page.locator("[name=point_lon]").input_value()
        choose("Arras")
        arras = page.locator("[name=point_lon]").input_value()
        assert arras != lens, "the first town was a slip"
        page.wait_for_timeout(400)
        page.reload()
        page.locator("section:not([hidden]) .button-main").first.click()
        page.locator(".picker-map").click(position={"x": 60, "y": 60})
        pinned = page.locator("[name=point_lon]").input_value()
        assert pinned != arras
        choose("Lens")
        assert page.locator("[name=point_lon]").input_value() == pinned, "the human's pin wins"
        page.wait_for_timeout(400)
        page.reload()
        expect(page.locator("[name=point_lon]")).to_have_value(pinned)
        page.locator("section:not([hidden]) .button-main").first.click()
        choose("Arras")
        page.get_by_role("button", name="Put it here").click()
        expect(page.locator("[name=point_lon]")).to_have_value(arras)

    def test_it_is_one_page_without_a_script(self, desk, house):
        page = desk("basile", java_script_enabled=False)
        page.goto(f"{house}/fr/initiatives/add/")
        page.fill("#id_name", "Mine de soleil")
        page.wait_for_timeout(2100)
        page.locator("form[data-keep] .button-main").last.click()
        expect(page.locator("#id_country_error")).to_be_visible()
        page.select_option("#id_country", "FR")
        page.fill("[name=point_lon]", "2.79")
        page.fill("[name=point_lat]", "50.45")
        page.locator("form[data-keep] .button-main").last.click()
        expect(page.locator(".candidates")).to_contain_text("Mine de Soleil")
        expect(page.locator("#id_name")).to_have_value("Mine de soleil")
