"""The public name one signs with: readable, not an address, nobody else's or like it."""

from __future__ import annotations

import re
import unicodedata

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from places.spelling import key

SHORTEST, LONGEST = 2, 40
MARKS = ".-_"
# Letters to Unicode, nothing to the eye.
BLANK = "\u115f\u1160\u3164\uffa0"
STACKED = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{2}")
# Alphabets that share shapes: one word in two of them is mostly meant to be taken for another.
ALIKE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"}
# Who speaks for the atlas, and who is nobody.
RESERVED = set(
    """
    account admin administrateur administration administrator ancien ancien-contributeur anonyme anonymous anonymoususer
    atlas bot compte contact editeur editeurs editor editors equipe former-contributor help interphaz moderateur
    moderateurs moderation moderatrice moderator moderators nobody personne postmaster redaction root staff steward
    superuser support sur-la-route system systeme team utopies utopies-realistes webmaster
    """.split()
)


def likeness(handle: str) -> str:
    """What two handles share that a reader would take for one another."""
    return key(handle).replace(" ", "")


def clean(text: str, *, owner=None) -> str:
    """The handle as it is kept; ValidationError says in a sentence why it may not be. `owner`: who bears it already."""
    handle = unicodedata.normalize("NFC", text.strip())
    if problem := _fault(handle):
        raise ValidationError(problem)
    if likeness(handle) in {likeness(name) for name in RESERVED}:
        raise ValidationError(_("Ce nom-là parle au nom de l’atlas : choisissez-en un autre."))
    if _borne_by_others(handle, owner):
        raise ValidationError(_("Quelqu’un signe déjà de ce nom, ou d’un nom qui lui ressemble."))
    return handle


def unseen(text: str) -> bool:
    """Whether it holds characters that nobody sees, or that turn the reading round."""
    return any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") or sign in BLANK for sign in text)


def _fault(handle: str) -> str:
    if not SHORTEST <= len(handle) <= LONGEST:
        return _("Un nom public a de %(least)s à %(most)s signes.") % {"least": SHORTEST, "most": LONGEST}
    if "@" in handle:
        return _("Une adresse serait lue de tous : choisissez un nom.")
    if unseen(handle):
        return _("Ce nom contient des signes invisibles : tapez-le plutôt que de le coller.")
    if not all(sign in MARKS or unicodedata.category(sign)[0] in "LMN" for sign in handle):
        return _("Un nom public s’écrit avec des lettres, des chiffres, des points et des tirets, sans espace.")
    if unicodedata.category(handle[0])[0] not in "LN" or not likeness(handle):
        return _("Un nom public commence par une lettre ou un chiffre.")
    if STACKED.search(handle):
        return _("Ce nom porte trop d’accents sur une lettre.")
    if len(ALIKE & {unicodedata.name(sign, "").split()[0] for sign in handle if sign.isalpha()}) > 1:
        return _("Ce nom mêle deux alphabets : on le prendrait pour un autre.")
    return ""


def _borne_by_others(handle: str, owner) -> bool:
    others = get_user_model().objects.exclude(pk=owner and owner.pk)
    return others.filter(Q(username__iexact=handle) | Q(profile__likeness=likeness(handle))).exists()
