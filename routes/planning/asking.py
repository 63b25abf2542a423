"""What is asked of a plan, and its query string: it is the plan's whole state (`reading.py` reads it).

`stops` are slugs in the order last seen; `fixed` those that keep their rank in it; `order=mine` keeps all of them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from routes.choices import Mode
from routes.planning.modes import DEFAULT

MOST = 60  # stops
DETOUR_KM = 20
VISIT_HOURS = 3
MINE = "mine"


@dataclass(frozen=True)
class Place:
    """Where one leaves or arrives: degrees, the gazetteer's number and name when it is a town."""

    lon: float
    lat: float
    name: str
    town: int | None = None

    @property
    def written(self) -> str:
        return str(self.town) if self.town else f"{self.lon:g},{self.lat:g}"


@dataclass(frozen=True)
class Asked:
    """`found`: how many answered the search that this is made from, 0 when it is made from none."""

    stops: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    by_hand: bool = False
    start: Place | None = None
    end: Place | None = None
    round: bool = False
    mode: Mode = DEFAULT
    days: int | None = None
    since: date | None = None
    detour: float = DETOUR_KM
    visit: float = VISIT_HOURS
    title: str = ""
    found: int = 0
    problems: tuple[str, ...] = field(default=(), compare=False)

    def parameters(self) -> list[tuple[str, str]]:
        """The query string's pairs, always in the same order, so that equal plans have equal addresses."""
        pairs = [
            ("title", self.title),
            ("stops", ",".join(self.stops)),
            ("fixed", ",".join(slug for slug in self.stops if slug in self.fixed)),
            ("order", MINE if self.by_hand else ""),
            ("start", self.start.written if self.start else ""),
            ("end", self.end.written if self.end and not self.round else ""),
            ("round", "1" if self.round else ""),
            ("mode", self.mode.value if self.mode != DEFAULT else ""),
            ("days", str(self.days or "")),
            ("from", self.since.isoformat() if self.since else ""),
            ("detour", f"{self.detour:g}" if self.detour != DETOUR_KM else ""),
            ("visit", f"{self.visit:g}" if self.visit != VISIT_HOURS else ""),
            ("found", str(self.found or "")),
        ]
        return [pair for pair in pairs if pair[1]]

    @property
    def query(self) -> str:
        return urlencode(self.parameters(), safe=",")

    def url(self, view: str = "planning:plan", **changes) -> str:
        """The address of this plan, or of it with some parts changed."""
        query = replace(self, **changes).query
        return reverse(view) + (f"?{query}" if query else "")
