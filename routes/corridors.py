"""Which initiatives lie along a journey."""

from __future__ import annotations

from functools import lru_cache

from places.models import Initiative
from routes.legs import line
from routes.models import Journey, Stage


def beside(journey: str, km: float, generation: int) -> tuple[int, ...]:
    """Primary keys of those within `km` of the line of the journey called so; kept until the next generation, or until time
    lets one read more of its stages."""
    return _beside(journey, km, generation, Stage.objects.filter(journey__slug=journey).count())


@lru_cache(maxsize=16)
def _beside(journey: str, km: float, generation: int, readable: int) -> tuple[int, ...]:
    road = line(Journey.objects.get(slug=journey).stages.order_by("order"))
    return tuple(Initiative.objects.order_by().along(road, km=km).values_list("pk", flat=True))
