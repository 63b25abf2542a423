"""Photos from a telephone to a sheet, by keyboard alone; what comes of them is fit for everybody."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.db import connection
from PIL import Image

from tests.browser.conftest import PHONE, speaking_to, until
from tests.browser.test_every_page import AXE, SERIOUS, SIDEWAYS

SHEET = "fr/initiatives/mine-de-soleil-loos-en-gohelle/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="session")
def editor_cookie(house, django_db_blocker) -> dict:
    """Rosalie, whose changes go in at once."""
    with django_db_blocker.unblock(), speaking_to(connection.creation.get_test_db_clone_settings("house")["NAME"]):
        rosalie = User.objects.create_superuser("rosalie-photographs")
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        known = {
            SESSION_KEY: str(rosalie.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: rosalie.get_session_auth_hash(),
        }
        session.update(known)
        session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": house}


def photo(name: str, colour: tuple[int, int, int], size=(1600, 1200)) -> dict:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def sound_on_every_side(page) -> None:
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(SERIOUS) == [], (page.url, scheme)
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(SIDEWAYS) <= 0, page.url
    page.set_viewport_size(size)
    page.evaluate("document.adoptedStyleSheets = []")


def wait_until_seen(page) -> None:
    """All pictures."""
    until(page, "[...document.images].every(image => image.complete && image.naturalWidth > 0)")


def tab_to(page, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


def test_two_photos_go_from_a_telephone_to_the_sheet_by_keyboard(context, house, editor_cookie):
    context.add_cookies([editor_cookie])
    page = context.new_page()
    choosers = []
    page.on(
        "filechooser", lambda chooser: choosers.append(chooser)
    )  # from the start: asked for at the last moment, it comes after the key
    page.set_viewport_size(PHONE)
    page.goto(house + "/" + SHEET)
    tab_to(page, "a[href$='/media/add/']")
    page.keyboard.press("Enter")

    page.wait_for_selector("#id_files")
    sound_on_every_side(page)
    tab_to(page, "#id_files")
    page.keyboard.press("Enter")
    if not choosers:
        page.wait_for_event("filechooser")
    red, green = photo("rouge.jpg", (200, 30, 30)), photo("vert.jpg", (30, 160, 30), (1200, 1600))
    choosers[0].set_files([red, green])
    tab_to(page, "#id_author")
    page.keyboard.type("Rosalie")
    page.keyboard.press("Enter")

    page.wait_for_selector(".media-words")
    wait_until_seen(page)
    sound_on_every_side(page)
    for words in ("Un mur rouge", "Un pré vert"):
        tab_to(page, "input[name$=caption]")
        page.keyboard.type(words)
        page.keyboard.press("Tab")
        page.keyboard.type(f"{words}, sans personne.")
    tab_to(page, "button.button-main")
    page.keyboard.press("Enter")

    page.wait_for_selector(".media-list")
    page.locator("#media").scroll_into_view_if_needed()
    assert page.locator(".media-list img").count() == 2
    sound_on_every_side(page)
    tab_to(page, ".medium-photo a[href*='/media/']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".medium-whole img")
    assert page.locator("h1").inner_text() == "Un mur rouge"
    sound_on_every_side(page)
    tab_to(page, "a[rel=next]")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Un pré vert')")
    until(page, "document.querySelector('.medium-whole img').naturalHeight > 0")
    shown = page.locator(".medium-whole img").bounding_box()
    assert shown["height"] > shown["width"]
    tab_to(page, "a[href$='/change/']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_note")
    sound_on_every_side(page)
