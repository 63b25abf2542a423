"""What was sent waits for somebody who looks at it; who sent it is told what became of it."""

from io import BytesIO

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image

from community.models import Deed
from places.actions import media
from places.media import keeping
from places.media.receiving import receive
from places.models import Initiative, Medium

DESK = "/fr/moderation/media/"
WORDS = {
    "caption": "Le puits",
    "alternative": "Un puits de briques.",
    "language": "fr",
    "author": "Alice",
    "licence": "by",
}


@pytest.fixture
def sent(sheet, alice) -> Medium:
    out = BytesIO()
    Image.new("RGB", (60, 40), (30, 90, 160)).save(out, "JPEG")
    draft = media.draft(sheet, receive(BytesIO(out.getvalue())), by=alice, keeps_place=False)
    media.hand_in(sheet, {draft: WORDS}, by=alice, shown=False)
    return draft


def page(client, url=DESK) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_shown_as_a_change_by_who_sent_it(moderator, sheet, sent, alice):
    told = page(moderator)
    assert "Le puits" in told
    assert "Un puits de briques." in told
    src = sent.sizes[0][1]
    assert src in told
    assert moderator.get(src).status_code == 200
    moderator.post(f"{DESK}{sent.pk}/show/")
    revision = Initiative.objects.get().revisions.latest("number")
    assert revision.author == alice
    assert revision.parts == [f"media.{sent.pk}"]
    assert Deed.objects.get().verb == "show"
    [letter] = mail.outbox
    assert letter.to == [alice.email]
    assert sheet.get_absolute_url() in letter.body
    assert "Rien n’attend" in page(moderator)
    assert "déjà décidé" in moderator.post(f"{DESK}{sent.pk}/show/", follow=True).content.decode()


def test_a_refusal_says_why_and_needs_a_reason(moderator, sent, alice, sheet):
    response = moderator.post(f"{DESK}{sent.pk}/refuse/", {"reason": " "})
    assert response.status_code == 422
    assert "obligatoire" in response.content.decode()
    moderator.post(f"{DESK}{sent.pk}/refuse/", {"reason": "On y reconnaît des enfants."})
    assert Medium.objects.get().removed_for == "On y reconnaît des enfants."
    assert "On y reconnaît des enfants." in mail.outbox[0].body
    assert not sheet.media.standing().exists()


def test_a_reason_that_is_too_long_is_there_to_be_cut(moderator, sent):
    reason = "On y reconnaît des enfants. " * 60
    told = moderator.post(f"{DESK}{sent.pk}/refuse/", {"reason": reason}).content.decode()
    assert reason.strip() in told
    assert '<details class="queued-refuse" open>' in told


def test_what_was_shown_meanwhile_is_not_let_go_with_the_drafts(sheet, alice, moderator, sent):
    as_it_was = Medium.objects.get()
    media.publish(sent, by=alice)
    keeping.let_go([as_it_was])
    assert keeping.erase(Medium.objects.all()) == 0
    assert sheet.media.standing().get() == sent


def test_on_a_sheet_that_was_taken_out_nothing_is_shown(moderator, sent, sheet):
    Initiative.everything.update(removed_at=timezone.now())
    response = moderator.post(f"{DESK}{sent.pk}/show/")
    assert response.status_code == 422
    assert "a été retirée" in response.content.decode()
    assert moderator.post(f"{DESK}999999/show/").status_code == 404
