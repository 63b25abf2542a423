"""What is worth asking about a journey's stages: said, never refused."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from routes import edtf
from routes.models import Stage


def of_stages(stages: Sequence[Stage]) -> dict[int, str]:
    """Key of a stage → a sentence about it."""
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
