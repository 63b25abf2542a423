"""How one travels on a plan, and what distances and hours are taken to be when no routing engine says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from routes.choices import Mode

MODES = (Mode.TRAIN, Mode.BUS, Mode.CAR, Mode.BICYCLE, Mode.FOOT, Mode.PLANE)
DEFAULT = Mode.TRAIN
OVERLAND = frozenset(MODES) - {Mode.PLANE}

# By how much a way on the ground is longer than the straight line: the mean over 300 European cities of the distance by road
# to their centre, divided by the distance as the crow flies (Environment and Planning B, 2023). It was measured on roads;
# railways and paths are given the same for want of better, and the page says so (`HOLDS`).
ON_THE_GROUND = 1.343
FACTOR_SOURCE = "https://doi.org/10.1177/23998083231168870"
FACTOR = dict.fromkeys(OVERLAND, ON_THE_GROUND) | {Mode.PLANE: 1.0}
# For what it holds, behind « mesuré sur des routes, vers le centre de 300 villes d’Europe » : no figure of ours stands for one
# that nobody has measured.
HOLDS = {
    Mode.CAR: _(
        "Il vaut donc pour une voiture, là ; d’une ville à l’autre et hors d’Europe, nous n’en connaissons pas."
    ),
    Mode.BUS: _("Un car prend les mêmes routes, mais ce qu’il fait de détours par ses arrêts ne nous est pas connu."),
    Mode.TRAIN: _(
        "Pour les rails nous n’en connaissons pas : le même est pris faute de mieux, sans savoir s’il est trop grand ou trop petit."
    ),
    Mode.BICYCLE: _(
        "Par les pistes et les chemins nous n’en connaissons pas : le même est pris faute de mieux, sans savoir s’il est trop "
        "grand ou trop petit."
    ),
    Mode.FOOT: _(
        "Par les sentiers nous n’en connaissons pas : le même est pris faute de mieux, sans savoir s’il est trop grand ou trop petit."
    ),
}

# km/h from door to door, waiting and changing included: our own suppositions, said to be so on the page.
SPEED = {Mode.TRAIN: 70, Mode.BUS: 50, Mode.CAR: 60, Mode.BICYCLE: 14, Mode.FOOT: 4, Mode.PLANE: 300}
