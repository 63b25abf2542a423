"""The sheets that a plan names, read in one go; those that are gone are told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from places.models import Initiative
from places.typography import short

NAMED = 3  # unusable ones told one by one


@dataclass(frozen=True)
class Choice:
    """Each initiative once, in the order asked, and a sentence for whatever was left out or changed."""

    initiatives: list[Initiative]
    problems: list[str]


def choose(slugs: Sequence[str]) -> Choice:
    """A sheet that was united with another one leads to that; one taken out is left out."""
    read = Initiative.everything.filter(slug__in=slugs).select_related("merged_into") if slugs else []
    known = {one.slug: one for one in read.defer("search", "name_key", "loaded")} if slugs else {}
    found: dict[int, Initiative] = {}
    problems, lost = [], []
    for slug in slugs:
        one = known.get(slug)
        if one is None:
            lost.append(slug)
            continue
        heir = one.heir
        if heir is None:
            problems.append(_("La fiche « %s » a été retirée de l’atlas.") % one.name)
        elif heir is not one:
            problems.append(
                _("« %(one)s » est maintenant racontée par « %(other)s ».") % {"one": one.name, "other": heir.name}
            )
        if heir:
            found.setdefault(heir.pk, heir)
    problems += [_("Aucune fiche ne s’appelle « %s ».") % short(slug) for slug in lost[:NAMED]]
    if len(lost) > NAMED:
        problems.append(_("Et %s autres noms ne mènent à aucune fiche.") % (len(lost) - NAMED))
    return Choice(list(found.values()), problems)
