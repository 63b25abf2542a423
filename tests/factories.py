"""Small real cases: towns of the road, and initiatives made through the same actions as everybody's."""

from __future__ import annotations

from django.utils.text import slugify

from places import actions, geo
from places.models import Answer, Initiative

# lon, lat
LENS = (2.8279, 50.433)
LILLE = (3.0586, 50.633)
ARRAS = (2.7772, 50.2917)
DELHI = (77.2315, 28.6519)
SUVA = (178.4415, -18.1416)
APIA = (-171.7514, -13.8333)


def make_initiative(
    name: str, at: tuple[float, float] | None = LILLE, *, slug: str = "", answers: dict | None = None, **fields
) -> Initiative:
    """`answers`: {(question, language): text}. Without `at` the place is hidden."""
    defaults = {"country": "FR", "zone": "nord-pas-de-calais", "precision": "site" if at else "hidden"}
    initiative = Initiative(
        name=name,
        slug=slug or slugify(name),
        point=at and geo.point(*at),
        **defaults | fields,
    )
    actions.save(initiative)
    Answer.objects.bulk_create(
        Answer(initiative=initiative, question=question, language=language, text=text)
        for (question, language), text in (answers or {}).items()
    )
    actions.reindex([initiative])
    return initiative
