"""Opening an account on a phone with a keyboard alone, in both languages; what the house mails is read from its folder."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_every_page import AXE, SERIOUS, SIDEWAYS

on_a_phone = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)


def code_mailed(to: str) -> str:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for file in sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda file: -file.stat().st_mtime):
            text = file.read_text()
            if f"To: {to}" in text and (found := re.search(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$", text, re.MULTILINE)):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"nothing was mailed to {to}")


def type_into(page, name: str, text: str):
    """Tab to a field, as somebody without a mouse does, and type."""
    for _ in range(40):
        if page.evaluate("document.activeElement.name") == name:
            break
        page.keyboard.press("Tab")
    expect(page.locator(f"[name={name}]")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def is_sound(page):
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(SERIOUS) == [], scheme
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(SIDEWAYS) <= 0
    page.set_viewport_size(PHONE)


@on_a_phone
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_account_is_opened_used_and_closed_by_keyboard_on_a_phone(page, house, context, language):
    handle = f"clavier-{language}-{time.time_ns()}"[:40]
    address = f"{handle}@private.example"
    page.goto(f"{house}/{language}/account/signup/")
    is_sound(page)
    type_into(page, "username", "a@b")
    type_into(page, "email", address)
    page.keyboard.press("Enter")
    wrong = page.locator("#id_username_error")
    expect(wrong).to_be_visible()
    expect(page.locator("[name=username]")).to_have_value("a@b")
    assert page.locator("[name=username]").get_attribute("aria-describedby").endswith("id_username_error")
    is_sound(page)
    type_into(page, "username", handle)
    type_into(page, "licence", " ")
    page.keyboard.press("Enter")
    expect(page.locator("[name=code]")).to_be_visible()
    is_sound(page)
    type_into(page, "code", code_mailed(address))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house}/{language}/account/")
    is_sound(page)
    type_into(page, "where", "Lens")
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_be_visible()
    for path in (
        f"people/{handle}/",
        "initiatives/subak-jatiluwih/stewards/",
        "account/email/",
        "account/password/set/",
    ):
        page.goto(f"{house}/{language}/{path}")
        is_sound(page)
    page.goto(f"{house}/{language}/account/delete/")
    is_sound(page)
    type_into(page, "handle", handle)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house}/{language}/account/left/")
    context.complaints[:] = [said for said in context.complaints if "422" not in said]
    context.clear_cookies()
    page.goto(f"{house}/{language}/")
    assert context.cookies() == []
