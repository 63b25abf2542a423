"""A moderator works the queue: from the keyboard alone, on a phone, and with everybody's eyes."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_every_page import AXE, SERIOUS, SIDEWAYS

FILL = """
import importlib
import secrets
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from community import changes
from community.models import Proposal
from places.models import Initiative
Proposal.objects.all().delete()
alice, _ = User.objects.get_or_create(username="alice", defaults={"email": "alice@example.org"})
bob, _ = User.objects.get_or_create(username="bob", defaults={"is_staff": True})
for n, sheet in enumerate(Initiative.objects.order_by("pk")[:4]):
    wanted = {"future.fr": f"Elle espère durer {n + 2} ans encore, dit {secrets.token_hex(3)}.", "people_note": "compté par les voisins"}
    changes.hand_in(wanted, by=alice, initiative=sheet, base=sheet.version, note="lu sur place", language="fr")
session = importlib.import_module("django.contrib.sessions.backends.db").SessionStore()
session.update({SESSION_KEY: str(bob.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"})
session[HASH_SESSION_KEY] = bob.get_session_auth_hash()
session.create()
print("session", session.session_key)
"""


@pytest.fixture
def queue(context, house):
    """Four proposals of Alice's, and a browser in which Bob is logged in."""
    name = connection.creation.get_test_db_clone_settings("house")["NAME"]
    url = urlsplit(os.environ.get("DATABASE_URL") or settings.PRIVATE_CLUSTER)._replace(path=f"/{name}").geturl()
    ours = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(settings.ROOT)}
    told = subprocess.run(
        [sys.executable, "-m", "django", "shell", "-v", "0", "-c", FILL],
        env=os.environ | ours, capture_output=True, text=True, check=True,
    )  # fmt: skip
    key = next(line.split()[1] for line in told.stdout.splitlines() if line.startswith("session "))
    context.add_cookies([{"name": "sessionid", "value": key, "url": house}])
    page = context.new_page()
    page.goto(f"{house}/fr/moderation/queue/")
    expect(page.locator(".queued")).to_have_count(4)
    return page


def tab_to(page, target, most=60):
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def test_from_the_keyboard_alone(queue):
    page = queue
    tab_to(page, page.locator(".queued h2 a").first)
    page.keyboard.press("j")
    expect(page.locator(".queued").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Accepter", exact=True).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".queued")).to_have_count(3)
    expect(page.locator("main .notice")).to_contain_text("Acceptée")
    expect(page.locator(".queued").first).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("Sans source, ajoutez-la.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".queued")).to_have_count(2)
    expect(page.locator("main .notice")).to_contain_text("Refusée")
    expect(page.locator(".queued").first).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    words = page.locator("textarea[name='part:future.fr']")
    tab_to(page, words)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Dit autrement.")
    tab_to(page, page.get_by_role("button", name="Accepter ainsi"))
    page.keyboard.press("Enter")
    expect(page.locator(".queued")).to_have_count(1)
    page.goto(page.url.split("/moderation/")[0] + "/moderation/log/")
    for deed in ("a accepté une proposition", "a refusé une proposition", "en la corrigeant"):
        expect(page.locator(".revisions")).to_contain_text(deed)


@pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
def test_on_a_phone_with_one_thumb(queue):
    page = queue
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    first = page.locator(".queued").first
    for way in first.locator(".button:visible").all():
        assert way.bounding_box()["height"] >= 36
    first.get_by_text("Refuser…").tap()
    first.get_by_label("Pourquoi").fill("Déjà dit plus haut.")
    first.get_by_role("button", name="Refuser", exact=True).tap()
    expect(page.locator(".queued")).to_have_count(3)
    page.get_by_role("button", name="Accepter", exact=True).first.tap()
    expect(page.locator(".queued")).to_have_count(2)


def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(queue, house):
    page = queue
    mend = page.locator("a[data-key=c]").first.get_attribute("href")
    paths = [
        f"/fr/moderation/{name}"
        for name in ("", "queue/", "reports/", "changes/", "dormant/", "blocks/", "undo/", "log/")
    ]
    sheet = "/en/report/?initiative=la-coroutine-lille"
    for path in [*paths, mend, sheet, "/en/proposals/sent/", "/fr/moderation/undo/?person=alice&since=2020-01-01"]:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(house + path)
        page.evaluate(AXE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(SERIOUS) == [], (path, scheme)
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate(SIDEWAYS) <= 0, path
