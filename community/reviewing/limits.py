"""How often one may write, how many links somebody new may add, and who may not write at all for now."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import permissions
from community.models import Block, Passage
from community.permissions import Person, Role
from community.reviewing import marks
from places import dates
from places.states import State, answered

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# How many times in an hour and in a day; moderators as often as they like.
MOST = {Role.PASSER_BY: (5, 15), Role.CONTRIBUTOR: (20, 80), Role.TRUSTED: (120, 600), Role.STEWARD: (120, 600)}
MOST_LINKS = 2  # that somebody new may add to answers; sources and the site have fields of their own
LINK = re.compile(r"https?://|\bwww\.|\]\(", re.IGNORECASE)


def count(person: Person, *, email: str = "", address: str = "") -> None:
    """One more time; ValidationError, with when to come back, when that is too often."""
    most = MOST.get(permissions.role(person))
    if most is None:
        return
    now = timezone.now()
    for who in _named(person, email, address):
        Passage.objects.filter(who=who, at__lte=now - DAY).delete()
        for span, number in zip((HOUR, DAY), most, strict=True):
            passed = Passage.objects.filter(who=who, at__gt=now - span).order_by("-at")
            if last := passed[number - 1 : number]:
                raise ValidationError(_too_often(last[0].at + span), code="too_often")
    Passage.objects.bulk_create(Passage(who=who) for who in _named(person, email, address))


def forget() -> None:
    """Who wrote before yesterday counts no more."""
    Passage.objects.filter(at__lte=timezone.now() - DAY).delete()


def check_blocks(person: Person, *, email: str = "", address: str = "") -> None:
    """ValidationError, with the reason and the end, for whoever may not write."""
    meant = Q(person=person) if person.is_authenticated else Q(pk=None)
    if email := email or getattr(person, "email", ""):  # whoever left while blocked and came back is still known
        meant |= Q(email_mark=marks.of_email(email))
    if address and not person.is_authenticated:
        meant |= Q(network_mark=marks.of_network(address))
    if block := Block.objects.standing().filter(meant).order_by("-until").first():
        raise ValidationError(_told(block), code="blocked")


def check_links(person: Person, before: State, wanted: State, *, is_text: Callable[[str], Any] = answered) -> None:
    """ValidationError, by part, when somebody new adds too many to texts."""
    if permissions.can(person, "publish"):
        return
    added = {part: links(value) - links(before.get(part)) for part, value in wanted.items() if is_text(part)}
    if sum(n for n in added.values() if n > 0) > MOST_LINKS:
        said = ngettext(
            "Les premières contributions ajoutent au plus %(n)s lien. Ce qui appuie un fait va dans les sources.",
            "Les premières contributions ajoutent au plus %(n)s liens. Ce qui appuie un fait va dans les sources.",
            MOST_LINKS,
        )
        raise ValidationError({part: said % {"n": MOST_LINKS} for part, n in added.items() if n > 0}, code="links")


def links(text: str | None) -> int:
    return len(LINK.findall(text or ""))


def _named(person: Person, email: str, address: str) -> list[str]:
    if person.is_authenticated:
        return [f"account:{person.pk}"]
    named = {"email": marks.of_email(email), "network": marks.of_network(address)}
    return [f"{kind}:{mark}" for kind, mark in named.items() if mark]


def _too_often(again: datetime) -> str:
    when = dates.said(again, "j F, H:i")
    return _(
        "Vous avez beaucoup écrit en peu de temps : l’atlas attend un peu avant de vous lire encore. Revenez après le %s ; "
        "ce que vous avez écrit reste ici."
    ) % when  # fmt: skip


def _told(block: Block) -> str:
    until = dates.said(block.until, "j F Y, H:i")
    said = {"until": until, "reason": block.reason}
    return _("Vous ne pouvez pas écrire dans l’atlas jusqu’au %(until)s. La raison : %(reason)s") % said
