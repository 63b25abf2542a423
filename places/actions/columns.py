"""An initiative's own columns: checked, kept, and read anew by what is derived from them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from places import index
from places.choices import Vocabulary
from places.models import Initiative, Term

# Columns that hold Term codes → the vocabulary they come from.
CODED = {
    "resources": Vocabulary.RESOURCE,
    "activities": Vocabulary.ACTIVITY,
    "themes": Vocabulary.THEME,
    "decisions": Vocabulary.DECISION,
    "governance": Vocabulary.GOVERNANCE,
}
DERIVED = ("name_key", "sounds", "site", "search")
# What whoever edits a sheet may have changed; the rest is kept by the history and by the index.
OWN = [
    field.name
    for field in Initiative._meta.concrete_fields
    if field.name not in ("id", "version", "removed_at", "merged_into", "created_at", *DERIVED)
]


@transaction.atomic
def save(initiative: Initiative) -> None:
    """Check and keep an initiative's own columns; answers and sources follow separately (see `reindex`)."""
    check_codes(initiative)
    initiative.full_clean()
    if initiative.pk:
        initiative.save(update_fields=OWN)
    else:
        initiative.save()


def reindex(initiatives: Iterable[Initiative]) -> None:
    """Make what map and search read equal to what the sheets say now."""
    index.refresh(initiatives)


def check_codes(initiative: Initiative) -> None:
    """Every code must be a term of its vocabulary: an array has no foreign key to see to it."""
    known = set(Term.objects.values_list("vocabulary", "code"))
    errors = {}
    for column, vocabulary in CODED.items():
        value = getattr(initiative, column)
        used = value if isinstance(value, list) else [value] if value else []
        if strangers := [code for code in used if (vocabulary, code) not in known]:
            errors[column] = _("terme inconnu : %s") % ", ".join(map(str, strangers))
    if errors:
        raise ValidationError(errors)
