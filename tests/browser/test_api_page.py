"""The page where one tries the API, as a person meets it: with a script, without, on a phone."""

import json

import pytest
from playwright.sync_api import expect


@pytest.fixture
def tries(page, house):
    page.goto(f"{house}/en/api/")
    return page


def answer(page, door):
    page.locator(f"#{door} .door-form > button").click()
    status = page.locator(f"#{door} .door-status")
    expect(status).to_contain_text(" ms")
    return status.inner_text()


def test_a_question_shows_its_address_its_curl_line_and_its_answer(tries, house):
    door = tries.locator("#initiatives")
    door.get_by_label("resource").select_option("electricity")
    assert answer(tries, "initiatives").startswith("200 · application/geo+json")
    url = door.locator(".door-url").get_attribute("href")
    assert url == f"{house}/api/v1/initiatives/?resource=electricity&near=2.83%2C50.43&lang=en&size=3"
    assert door.locator(".door-curl").inner_text() == f"curl '{url}'"
    told = json.loads(door.locator(".door-body").inner_text())
    assert (told["numberReturned"], told["features"][0]["properties"]["country"]) == (3, "FR")


def test_a_refusal_is_shown_as_one(tries):
    tries.goto(tries.url + "#search")
    tries.locator("#search").get_by_label("near").fill("2,95")
    assert answer(tries, "search").startswith("400 · application/problem+json")
    expect(tries.locator("#search .door-status")).to_have_class("door-status is-refused")
    assert "95" in tries.locator("#search .door-body").inner_text()
    tries.context.complaints.clear()  # Chromium reports every 400 in its console


def test_every_door_answers_what_its_form_begins_with(tries):
    for door in tries.locator(".door").all():
        name = door.get_attribute("id")
        if not door.evaluate("door => door.open"):
            door.locator("> summary").click()
        assert answer(tries, name).startswith("200"), name
        assert door.locator(".door-body").inner_text()


def test_the_keyboard_opens_asks_and_reads(tries):
    tries.locator("#terms > summary").focus()
    tries.keyboard.press("Enter")
    tries.keyboard.press("Tab")
    tries.keyboard.press("Tab")
    tries.keyboard.press("Enter")
    expect(tries.locator("#terms .door-status")).to_contain_text("200")


def test_without_a_script_a_form_opens_the_answer(browser, house):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{house}/fr/api/")
    page.locator("#initiative > summary").click()
    page.locator("#initiative .door-form > button").click()
    assert json.loads(page.locator("body").inner_text())["id"] == "la-coroutine-lille"
    page.goto(f"{house}/fr/api/")
    page.locator("#initiatives .door-form > button").click()
    assert json.loads(page.locator("body").inner_text())["numberReturned"] == 3
    context.close()
