"""How fresh a sheet is: who said last that it is still true, which nobody confirmed for a year, whom to ask about those."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from community import changes
from community.models import Confirmation, Reminder, Stewardship
from community.permissions import Person
from community.reviewing import letters, limits
from community.reviewing.stewards import language_of, stewards_of
from places import index, states
from places.choices import Status
from places.models import Initiative

DAY, YEAR = timedelta(days=1), timedelta(days=365)
SALT = "community.reminder"
# What is confirmed at once, beside single parts.
PLACE = ("country", "precision", *states.PLACES)
GROUPS = {"place": PLACE, "facts": tuple(name for name in states.FACTS if name not in PLACE)}


def confirmed(initiative: Initiative) -> dict[str, Confirmation]:
    """The last word about each part, and about the whole sheet (""): two queries, whatever their number.

    What was written anew since was not what they confirmed.
    """
    found = initiative.confirmations.select_related("by").order_by("part", "-at", "-pk").distinct("part")
    said = {one.part: one for one in found}
    if covered := {part: {*GROUPS.get(part, (part,))} for part in said if part}:
        oldest = min(said[part].at for part in covered)
        some = [*set().union(*covered.values())]
        later = list(initiative.revisions.filter(parts__overlap=some, at__gt=oldest).values_list("parts", "at"))
        for part, parts in covered.items():
            if any(at > said[part].at and parts & {*changed} for changed, at in later):
                del said[part]
    return said


def may_say(confirmation: Confirmation | None, person: Person) -> bool:
    """Whether it is worth saying: once a day."""
    return not (confirmation and confirmation.by == person and confirmation.at > timezone.now() - DAY)


def dormant() -> QuerySet[Initiative]:
    """Those that nobody changed or confirmed for a year, and that have not ended; the oldest first."""
    since = timezone.now() - YEAR
    still = Confirmation.objects.filter(initiative=OuterRef("pk"), at__gt=since)
    found = Initiative.objects.filter(~Exists(still), updated_at__lte=since).exclude(status=Status.ENDED)
    return found.defer("search", "name_key").order_by("updated_at", "pk")


@transaction.atomic
def still_true(initiative: Initiative, *, by: Person, part: str = "") -> Confirmation:
    """Said once a day by the same person; pages that tell of it are made anew. ValidationError for whoever is blocked."""
    limits.check_blocks(by)
    said = confirmed(initiative).get(part)
    if not may_say(said, by):
        return said
    index.bump()
    return Confirmation.objects.create(initiative=initiative, by=by, part=part)


def ended(initiative: Initiative, *, by: Person) -> None:
    """As any other change by who looks after it: ValidationError for whoever is blocked or writes too often."""
    wanted = {"status": Status.ENDED.value}
    changes.hand_in(wanted, by=by, initiative=initiative, base=initiative.version, note=_("dit par qui s’en occupe"))


def remind() -> int:
    """One letter to each steward of a dormant sheet, at most one a year; answers how many were sent."""
    looked_after = Exists(Stewardship.objects.confirmed().filter(initiative=OuterRef("pk")))
    return sum(_remind(initiative) for initiative in dormant().filter(looked_after) if stewards_of(initiative))


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
    if not sent:  # the mail server is away: tomorrow is another day
        transaction.set_rollback(True)
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
