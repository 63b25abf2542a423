"""What a person's share of a way warms the climate by: an estimate, from one public table, and nothing where it is silent."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from routes.choices import Mode

# The factors that the British government gave for 2022, in grams of CO₂ equivalent for one person and one kilometre, as
# this page gives them; flights with their warming at altitude. It says nothing of walking, and of cycling only a range.
SOURCE = "UK Government, Department for Energy Security and Net Zero, 2022"
PUBLISHED_BY = "Our World in Data"
URL = "https://ourworldindata.org/travel-carbon-footprint"
LONG_HAUL_KM = 3700
GRAMS = {Mode.TRAIN: 35, Mode.BUS: 27, Mode.CAR: 170, Mode.BOAT: 19}
SHORT_HAUL_GRAMS, LONG_HAUL_GRAMS = 151, 148
TAKEN_FOR = {
    Mode.TRAIN: _("train national : 35 g"),
    Mode.BUS: _("autocar : 27 g"),
    Mode.CAR: _("voiture à essence, une personne à bord : 170 g"),
    Mode.BOAT: _("ferry, passager à pied : 19 g"),
    Mode.PLANE: _("vol court-courrier : 151 g, et 148 g au-delà de 3 700 km"),
}


def kilograms(mode: str, km: float) -> float | None:
    """Of CO₂ equivalent, for one person; None where the source gives no factor."""
    grams = _of_a_flight(km) if mode == Mode.PLANE else GRAMS.get(mode)
    return None if grams is None else km * grams / 1000


def factors(modes: Iterable[str]) -> str:
    """What was reckoned with, in words, of the modes that have a factor."""
    return " · ".join(str(TAKEN_FOR[mode]) for mode in modes if mode in TAKEN_FOR)


def _of_a_flight(km: float) -> int:
    return SHORT_HAUL_GRAMS if km <= LONG_HAUL_KM else LONG_HAUL_GRAMS
