"""How fresh a sheet is: who said last that it is still true, which nobody confirmed for a year, whom to ask about those."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Confirmation, Reminder
from community.permissions import Person
from community.reviewing import letters
from community.reviewing.stewards import language_of, stewards_of
from places import actions, index
from places.choices import Status
from places.models import Initiative

YEAR = timedelta(days=365)
SALT = "community.reminder"


def confirmed(initiative: Initiative) -> dict[str, Confirmation]:
    """The last word about each part, and about the whole sheet (""): two queries, whatever their number.

    What was written anew since was not what they confirmed.
    """
    found = initiative.confirmations.select_related("by").order_by("part", "-at", "-pk").distinct("part")
    said = {one.part: one for one in found}
    if parts := [part for part in said if part]:
        oldest = min(said[part].at for part in parts)
        later = initiative.revisions.filter(parts__overlap=parts, at__gt=oldest).values_list("parts", "at")
        anew = {part for changed, at in later for part in changed if part in parts and at > said[part].at}
        said = {part: one for part, one in said.items() if part not in anew}
    return said


def dormant() -> QuerySet[Initiative]:
    """Those that nobody changed or confirmed for a year, and that have not ended; the oldest first."""
    since = timezone.now() - YEAR
    still = Confirmation.objects.filter(initiative=OuterRef("pk"), at__gt=since)
    found = Initiative.objects.filter(~Exists(still), updated_at__lte=since).exclude(status=Status.ENDED)
    return found.defer("search", "name_key").order_by("updated_at", "pk")


@transaction.atomic
def still_true(initiative: Initiative, *, by: Person, part: str = "") -> Confirmation:
    """Said once a day by the same person; pages that tell of it are made anew."""
    said = confirmed(initiative).get(part)
    if said and said.by == by and said.at > timezone.now() - timedelta(days=1):
        return said
    index.bump()
    return Confirmation.objects.create(initiative=initiative, by=by, part=part)


@transaction.atomic
def ended(initiative: Initiative, *, by: Person) -> None:
    wanted = {"status": Status.ENDED.value}
    actions.revise(initiative, wanted, base=initiative.version, by=by, note=_("dit par qui s’en occupe"))


def remind() -> int:
    """One letter to each steward of a dormant sheet, at most one a year; answers how many were sent."""
    return sum(_remind(initiative) for initiative in dormant() if stewards_of(initiative))


@transaction.atomic
def _remind(initiative: Initiative) -> int:
    """The trace is kept before the letters leave, and the sheet locked: nobody is ever asked twice."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    if initiative.reminders.filter(at__gt=timezone.now() - YEAR).exists():
        return 0
    Reminder.objects.create(initiative=initiative)
    sent = 0
    for person in stewards_of(initiative):
        links = {act: letters.answer(token(initiative, person), act) for act in ("still", "update", "ended")}
        sent += letters.reminder(initiative, person.email, language_of(person), links)
    return sent


def token(initiative: Initiative, person: Person) -> str:
    return signing.dumps([initiative.pk, person.pk], salt=SALT)


def read(given: str) -> tuple[int, int] | None:
    """(initiative, person) of a link that we sent less than a year ago."""
    try:
        initiative, person = signing.loads(given, salt=SALT, max_age=YEAR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return initiative, person
