"""Stopping somebody for a while, and letting them write again before that."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import permissions
from community.models import Block, Deed, Proposal
from community.permissions import Person
from community.reviewing import log


@transaction.atomic
def block(
    *, by: Person, reason: str, until: datetime, person: Person | None = None, proposal: Proposal | None = None
) -> Block:
    """A person, or whoever made a proposal: the account, or else the address and, as long as it waits, the network."""
    person = person or (proposal and proposal.author)
    if person and permissions.can(person, "block"):
        raise ValidationError({"person": _("On ne bloque pas quelqu’un qui modère.")})
    if until <= timezone.now():
        raise ValidationError({"until": _("La fin est passée : choisissez un jour à venir.")})
    marked = (
        {"email_mark": proposal.email_mark, "network_mark": proposal.network_mark} if proposal and not person else {}
    )
    if not person and not any(marked.values()):
        raise ValidationError({"person": _("Dites qui : un pseudonyme, ou une proposition sans compte.")})
    made = Block.objects.create(person=person, reason=reason, until=until, by=by, **marked)
    log.write(Deed.Verb.BLOCK, by=by, person=person, reason=reason)
    return made


@transaction.atomic
def end(standing: Block, *, by: Person) -> None:
    locked = Block.objects.select_for_update().get(pk=standing.pk)
    if locked.until > timezone.now():
        locked.until = timezone.now()
        locked.save(update_fields=["until"])
        log.write(Deed.Verb.UNBLOCK, by=by, person=locked.person, reason=locked.reason)
