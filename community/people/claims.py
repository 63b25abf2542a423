"""« I look after this initiative »: asking, and being believed."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _

from community.models import Stewardship, Way
from community.permissions import Role, role
from community.reviewing import limits
from places.models import Initiative

LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"  # none that is read as another, none that makes words
LENGTH, TRIES = 8, 5
LIVES = timedelta(days=1)
PAUSE = timedelta(minutes=2)  # between two askings
MOST_OPEN = 5
SETTLED = timedelta(days=7)  # whoever changes a sheet's site must not own the sheet by it
# Addresses that anybody may have: they tell nothing of an initiative whose page lies there.
MAILBOXES = set(
    """
    aol.com bluewin.ch fastmail.com free.fr gmail.com gmx.de gmx.net googlemail.com hotmail.com hotmail.fr icloud.com
    laposte.net libertysurf.fr list.ru live.com live.fr mail.com mail.ru me.com msn.com neuf.fr numericable.fr orange.fr
    outlook.com outlook.fr proton.me protonmail.com qq.com rediffmail.com riseup.net seznam.cz sfr.fr t-online.de ukr.net
    wanadoo.fr web.de wp.pl yahoo.co.in yahoo.com yahoo.fr yandex.com yandex.ru
    """.split()
)


def host(initiative: Initiative) -> str:
    """What follows the @ of an address that speaks for it; "" when its site tells none."""
    found = initiative.network
    return "" if found in MAILBOXES else found


def ask(initiative: Initiative, *, by: AbstractBaseUser, address: str = "", words: str = "") -> Stewardship:
    """With an address at its site, a code is mailed there; else its stewards and the moderators are asked.

    ValidationError, by field, when it may not be asked so, or so often. The address is not kept.
    """
    limits.check_blocks(by)
    code = get_random_string(LENGTH, LETTERS) if address else ""
    if address:
        _check(initiative, address, by)
    with transaction.atomic():
        asked = _asked(initiative, by, words, way=Way.WEBSITE if address else Way.MODERATOR)
        asked.token = digest(asked, code) if code else ""
        asked.save(update_fields=["token"])
    if code:
        _mail(asked, code, address)
    return asked


def answer(asked: Stewardship, code: str) -> None:
    """Confirm by the code that was mailed; ValidationError when it is not that one, or no longer."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    Stewardship.objects.filter(pk=asked.pk).update(tries=F("tries") + 1)
    asked.refresh_from_db()
    if not asked.token or asked.asked_at < timezone.now() - LIVES or asked.tries > TRIES:
        raise ValidationError({"code": _("Ce code ne vaut plus : demandez-en un autre.")})
    if not constant_time_compare(asked.token, digest(asked, typed)):
        raise ValidationError({"code": _("Ce n’est pas le code du message.")})
    _confirmed(asked, way=Way.WEBSITE, by=None)


def confirm(asked: Stewardship, *, by: AbstractBaseUser) -> None:
    way = Way.MODERATOR if role(by, asked.initiative) >= Role.MODERATOR else Way.STEWARD
    _confirmed(asked, way=way, by=by)


def end(stewardship: Stewardship) -> None:
    """Refused, withdrawn or laid down: nothing of it is kept."""
    stewardship.delete()


def digest(asked: Stewardship, code: str) -> str:
    return salted_hmac("stewardship", f"{asked.pk}:{code}", algorithm="sha256").hexdigest()


def _check(initiative: Initiative, address: str, by: AbstractBaseUser) -> None:
    at = host(initiative)
    if not at:
        raise ValidationError({"address": _("Le site de cette fiche ne suffit pas à vous reconnaître.")})
    if address.lower().rpartition("@")[2] != at:
        raise ValidationError({"address": _("Cette adresse ne finit pas par @%s, le site de la fiche.") % at})
    told = initiative.revisions.filter(parts__contains=["website"]).order_by("-number").first()
    if told and told.author_id and (told.author_id == by.pk or told.at > timezone.now() - SETTLED):
        raise ValidationError(
            {"address": _("Le site de cette fiche vient d’être changé : demandez plutôt à quelqu’un.")}
        )


def _asked(initiative: Initiative, by: AbstractBaseUser, words: str, way: str) -> Stewardship:
    now = timezone.now()
    # Two askings at once wait for each other here.
    get_user_model().objects.select_for_update().get(pk=by.pk)
    mine = Stewardship.objects.filter(person=by, confirmed_at=None)
    if mine.filter(initiative=initiative, asked_at__gt=now - PAUSE).exists():
        raise ValidationError(_("Vous venez de le demander : attendez deux minutes."))
    if mine.exclude(initiative=initiative).filter(asked_at__gt=now - LIVES).count() >= MOST_OPEN:
        raise ValidationError(_("Vous l’avez demandé pour plusieurs fiches aujourd’hui : attendez demain."))
    if Stewardship.objects.confirmed().filter(person=by, initiative=initiative).exists():
        raise ValidationError(_("Vous vous en occupez déjà."))
    said = {"way": way, "words": words, "asked_at": now, "tries": 0, "token": ""}
    return Stewardship.objects.update_or_create(initiative=initiative, person=by, defaults=said)[0]


def _mail(asked: Stewardship, code: str, address: str) -> None:
    spelt = f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
    context = {"initiative": asked.initiative, "handle": asked.person.get_username(), "code": spelt}
    subject = _("Votre code pour la fiche « %s »") % asked.initiative.name
    try:
        send_mail(" ".join(subject.split()), render_to_string("community/claim.txt", context), None, [address])
    except OSError as error:  # which smtplib's errors are
        raise ValidationError(_("Le message n’a pas pu partir : réessayez dans quelques minutes.")) from error


def _confirmed(asked: Stewardship, *, way: str, by: AbstractBaseUser | None) -> None:
    asked.way, asked.confirmed_by, asked.confirmed_at, asked.token = way, by, timezone.now(), ""
    asked.save(update_fields=["way", "confirmed_by", "confirmed_at", "token"])
