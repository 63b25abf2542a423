"""Mails in plain text, in the language of whoever reads them."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from community.models import Proposal, Report
from community.reviewing.stewards import language_of
from places.models import Initiative, Medium
from routes.models import EntryMedium, Journey

logger = logging.getLogger(__name__)


def confirm(proposal: Proposal) -> None:
    """To a passer-by: the one link without which nobody looks at what they propose; ValidationError when it cannot be sent."""
    with speaking(proposal.language):
        subject = _("Confirmez votre proposition : %s") % proposal.name
        sent = _send(proposal.email, subject, "confirm", proposal=proposal, link=link(proposal.get_absolute_url()))
    if not sent:
        raise ValidationError(
            {"email": _("Le courrier n’a pas pu partir à cette adresse. Vérifiez-la, ou réessayez plus tard.")}
        )


def decided(proposal: Proposal, email: str) -> None:
    """What became of it, and why."""
    with speaking(proposal.language):
        accepted = proposal.state == Proposal.State.ACCEPTED
        subject = _("Votre proposition est acceptée : %s") if accepted else _("Votre proposition est refusée : %s")
        follow = link(proposal.get_absolute_url())
        sheet = link(proposal.initiative.get_absolute_url()) if proposal.initiative else ""
        _send(email, subject % proposal.name, "decided", proposal=proposal, accepted=accepted, link=follow, sheet=sheet)


def shown(medium: Medium | EntryMedium) -> None:
    """To who sent it: everybody sees it now."""
    _tell_of(medium, gettext_noop("À voir maintenant : %s"))


def not_shown(medium: Medium | EntryMedium, reason: str) -> None:
    _tell_of(medium, gettext_noop("Ce que vous avez envoyé : %s"), reason=reason)


def published(journey: Journey) -> None:
    """To its team: everybody reads it now."""
    _tell_team(journey, gettext_noop("Votre voyage est publié : %s"), link(journey.get_absolute_url()))


def sent_back(journey: Journey, reason: str) -> None:
    _tell_team(journey, gettext_noop("Votre voyage : %s"), _desk(journey), reason=reason)


def taken_out(journey: Journey, reason: str) -> None:
    _tell_team(journey, gettext_noop("Votre voyage est retiré : %s"), _desk(journey), reason=reason, gone=True)


def invited(journey: Journey, person: AbstractBaseUser, by: AbstractBaseUser) -> None:
    """To somebody who now is in a journey's team."""
    with speaking(language_of(person)):
        said = _("Vous êtes de l’équipe d’un voyage : %s") % journey.title
        _send(person.email, said, "invited", journey=journey, by=by, link=_desk(journey))


def handled(report: Report, email: str) -> None:
    with speaking(report.language):
        mended = report.state == Report.State.MENDED
        _send(email, _("Votre signalement"), "handled", report=report, mended=mended)


def reminder(initiative: Initiative, email: str, language: str, links: dict[str, str]) -> bool:
    """The yearly one: `links` to « still true », « update » and « it ended »."""
    with speaking(language):
        return _send(email, _("Toujours vrai ? %s") % initiative.name, "reminder", initiative=initiative, links=links)


def answer(token: str, act: str) -> str:
    return link(reverse("reviewing:answer", args=[token, act]))


def link(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def speaking(language: str):
    """In this language as far as the site speaks it."""
    return translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


def _tell_of(medium: Medium | EntryMedium, subject: str, reason: str = "") -> None:
    if medium.added_by is None:
        return
    about = medium.entry.journey if isinstance(medium, EntryMedium) else medium.initiative
    with speaking(language_of(medium.added_by)):
        told = {"medium": medium, "reason": reason, "link": link(about.get_absolute_url()), "called": str(about)}
        told["is_journey"] = isinstance(medium, EntryMedium)
        _send(medium.added_by.email, _(subject) % about, "shown", **told)


def _tell_team(journey: Journey, subject: str, where: str, **told) -> None:
    for person in journey.team.filter(is_active=True):
        with speaking(language_of(person)):
            _send(person.email, _(subject) % journey.title, "journey", journey=journey, link=where, **told)


def _desk(journey: Journey) -> str:
    return link(reverse("journeys:desk", args=[journey.slug]))


def _send(email: str, subject: str, name: str, **context) -> bool:
    """Whether it left: what was decided stays decided when nobody can be told."""
    if not email:
        return False
    body = render_to_string(f"community/letters/{name}.txt", context)
    try:
        # What somebody typed has no say in the letter's head.
        return bool(send_mail(" ".join(subject.split())[:150], body, None, [email]))
    except OSError:
        logger.exception("a letter could not be sent: %s", name)
        return False
