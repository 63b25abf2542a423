"""What is worth asking about a journey's stages: said, never refused."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import countries, gazetteer
from routes import edtf
from routes.models import Stage


def of_stages(stages: Sequence[Stage]) -> dict[int, str]:
    """Key of a stage → what there is to say about it."""
    dated, placed = _out_of_order(stages), _abroad(stages)
    return {
        stage.pk: " ".join(filter(None, (dated.get(stage.pk), placed.get(stage.pk))))
        for stage in stages
        if stage.pk in dated or stage.pk in placed
    }


def _abroad(stages: Sequence[Stage]) -> dict[int, str]:
    """Those about which all towns around agree that it is another country."""
    said = {}
    for stage in Stage.everything.filter(pk__in=[stage.pk for stage in stages]).abroad():
        found = gazetteer.country_at(stage.point.x, stage.point.y, called=stage.place_fr)
        if found and found != stage.country:
            said[stage.pk] = _(
                "Les villes autour de son point sont d’un autre pays (%s) : le pays ou le point est-il à revoir ?"
            ) % countries.name(found, get_language() or "fr")
    return said


def _out_of_order(stages: Sequence[Stage]) -> dict[int, str]:
    said = {}
    latest, named = None, ""
    for stage in stages:
        if not stage.when:
            continue
        begins, after = edtf.span(stage.when)
        if latest and after <= latest:
            said[stage.pk] = _("Datée d’avant « %s », qui la précède : l’ordre ou la date est-il à revoir ?") % named
        elif latest is None or begins > latest:
            latest, named = begins, stage.place
    return said


def of_journey(stages: Sequence[Stage]) -> str:
    """About all of them; "" when there is nothing to say."""
    if not stages:
        return _("Aucune étape encore : ajoutez d’où vous partez.")
    if len(stages) == 1:
        return _("Une seule étape : la route se dessine à partir de la deuxième.")
    return ""
