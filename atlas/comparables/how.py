"""How the ranking is made, told to readers with the very numbers it uses."""

from __future__ import annotations

import numpy as np
from django.http import QueryDict
from django.utils.translation import gettext as _

from atlas.comparables import ranking, weights
from atlas.comparables.asking import Question
from atlas.comparables.page import PARTS, models_url, results
from atlas.comparables.scoring import nearness
from places.vocabulary import Terms

EXAMPLE = "resource=electricity&governance=cooperative&near=2.83,50.43"
DISTANCES_KM = (0, 5, 15, 50, 150, 500, 2_000, 5_000, 5_010, 20_000)


def how_context(terms: Terms) -> dict:
    """`counted`: what counts, how much, why; `falls`: nearness by distance; an example worked through."""
    why = {
        "resource": (weights.RESOURCES, _("Qui veut gérer de l’eau cherche de l’eau, quels que soient le statut et la façon de décider.")),
        "activity": (weights.ACTIVITIES, _("Ce qui se fait vraiment : l’eau potable, l’irrigation et une réserve de pêche sont toutes trois de l’eau.")),
        "words": (weights.WORDS, _("Ce que le vocabulaire ne sait pas dire : chaque mot trouvé dans la fiche compte.")),
        "text": (weights.TEXT, _("Quand on part d’une fiche : les mots rares que les deux fiches partagent.")),
        "decision": (weights.DECIDING, _("La question même des voyageurs, et ce qui est le plus difficile au début.")),
        "governance": (weights.GOVERNANCE, _("La même forme ; une forme de la même famille compte pour moitié.")),
        "theme": (weights.THEMES, _("L’esprit de l’initiative ; les fiches en portent plusieurs, chacun dit moins.")),
        "people": (weights.SIZE, _("Sur une échelle de rapports : quatre fois plus grand ou plus petit, c’est moitié moins ressemblant.")),
        "setting": (weights.SETTING, _("Village, petite ville ou grande ville, d’après la ville la plus proche du répertoire.")),
        "instructive": (weights.INSTRUCTIVE, _("Dit-elle ce qu’il faut pour la refaire, comment on décide, avec quelles sources ; vit-elle encore ?")),
    }  # fmt: skip
    question = Question.read(QueryDict(EXAMPLE), terms)
    answer = ranking.find(question, 1)
    [example] = list(results((answer.near + answer.matches)[:1], answer, question, 1)) or [None]
    near = nearness(np.float32(DISTANCES_KM))
    return {
        "terms": terms,
        "counted": [(str(PARTS[name]), weight, reason) for name, (weight, reason) in why.items()],
        "falls": [(km, round(float(share) * 100)) for km, share in zip(DISTANCES_KM, near, strict=True)],
        "example": example,
        "example_url": models_url(question),
    }
