"""The query string, read: what a reader asks of the atlas. Page, list, tiles, counts and API all start here.

Whatever cannot be used becomes a `Problem` with a sentence: a page shows it and goes on without that part, the API and
the tiles answer 400 with it. Nothing here touches initiatives.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.utils.translation import gettext as _

from atlas import choosing
from places import countries, gazetteer, geo
from places.choices import Status, Zone
from places.spelling import key
from places.typography import short
from places.vocabulary import Terms
from routes.models import Journey

FACETS = ("resource", "activity", "theme", "governance", "decision", "country", "zone", "status")
COLUMNS = {"resource": "resources", "activity": "activities", "theme": "themes", "decision": "decisions"}
SINGLE = ("q", "since", "until", "near", "place", "where", "radius", "bbox", "journey", "within", "with", "page")
# What only the ranking of comparable models reads (atlas.comparables.asking).
COMPARING = ("like", "without", "people", "unit", "setting", "balance")
# What only the screen needs, or other sites add to links: never a reason to complain.
IGNORED = (
    "view",
    "lang",
    "format",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "fbclid",
    "gclid",
)
CLOSED = {"zone": Zone.values, "status": Status.values}
LONGEST_WORDS = 200
LAST_PAGE = 999_999
HALF_WAY_ROUND_KM = 20_040
WITHIN_KM = 50


@dataclass(frozen=True)
class Problem:
    """A parameter that could not be used, and why, in a sentence."""

    parameter: str
    message: str


@dataclass(frozen=True)
class Origin:
    """Where « near me » is: degrees, and its name when it was found in the gazetteer."""

    lon: float
    lat: float
    name: str = ""
    place: int | None = None

    @property
    def point(self) -> Point:
        return geo.point(self.lon, self.lat)


@dataclass(frozen=True)
class Criteria:
    q: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)  # facet → codes, in FACETS order
    since: int | None = None
    until: int | None = None
    origin: Origin | None = None
    radius: float | None = None  # km around the origin
    bbox: tuple[float, float, float, float] | None = None  # west, south, east, north as the map sent them
    journey: str = ""
    within: float = WITHIN_KM  # km from the journey's line
    compared: tuple[str, ...] = ()  # slugs ticked to be compared: carried along, never a part of the question
    page: int = 1
    problems: tuple[Problem, ...] = ()

    @property
    def boxes(self) -> list[geo.Extent]:
        return geo.extents(*self.bbox) if self.bbox else []

    def without(self, **parts) -> Criteria:
        """The same question with some parts put back to nothing: `without(bbox=True)`, `without(facet="resource")`."""
        facet = parts.pop("facet", None)
        blank = {name: getattr(Criteria(), name) for name in parts}
        chosen = {name: codes for name, codes in self.chosen.items() if name != facet}
        return replace(self, **blank, chosen=chosen)

    def without_code(self, facet: str, code: str) -> Criteria:
        left = tuple(c for c in self.chosen.get(facet, ()) if c != code)
        chosen = {name: codes for name, codes in self.chosen.items() if name != facet}
        return replace(self, chosen=chosen | ({facet: left} if left else {}), page=1)

    def parameters(self) -> list[tuple[str, str]]:
        """The query string's pairs again, always in the same order, so that equal questions have equal addresses."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(facet, code) for facet in FACETS for code in self.chosen.get(facet, ())]
        pairs += [(name, str(value)) for name in ("since", "until") if (value := getattr(self, name))]
        pairs += self.origin_pairs()
        if self.radius:
            pairs.append(("radius", f"{self.radius:g}"))
        if self.bbox:
            pairs.append(("bbox", ",".join(f"{degrees:g}" for degrees in self.bbox)))
        if self.journey:
            pairs += [("journey", self.journey), ("within", f"{self.within:g}")]
        if self.compared:
            pairs.append(("with", ",".join(self.compared)))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def origin_pairs(self) -> list[tuple[str, str]]:
        if not (o := self.origin):
            return []
        return [("place", str(o.place)) if o.place else ("near", f"{o.lon:g},{o.lat:g}")]

    @property
    def query(self) -> str:
        return urlencode(self.parameters())

    @property
    def is_empty(self) -> bool:
        return not self.parameters()


def read(query: QueryDict, terms: Terms, *, besides: Collection[str] = ()) -> Criteria:
    """Criteria from a request's GET; everything unusable is left out and told in `problems`.

    `besides` are names that somebody else reads.
    """
    return Reader(query, terms, besides).read()


class Reader:
    def __init__(self, query: QueryDict, terms: Terms, besides: Collection[str] = ()):
        self.query = query
        self.terms = terms
        self.besides = besides
        self.problems: list[Problem] = []

    def read(self) -> Criteria:
        self.names()
        since, until = self.year("since"), self.year("until")
        if since and until and since > until:
            self.refuse("until", _("L’année de fin vient avant celle de début."))
            until = None
        origin = self.origin()
        radius = self.km("radius")
        if radius and not origin:
            if not any(p.parameter in ("near", "place", "where") for p in self.problems):
                self.refuse("radius", _("Un rayon ne veut rien dire sans lieu : choisissez d’abord un lieu."))
            radius = None
        return Criteria(
            q=self.words(),
            chosen={facet: codes for facet in FACETS if (codes := self.codes(facet))},
            since=since,
            until=until,
            origin=origin,
            radius=radius,
            bbox=self.bbox(),
            journey=self.journey(),
            within=self.km("within") or WITHIN_KM,
            compared=choosing.asked(self.query.getlist("with")).slugs[: choosing.MOST],
            page=self.page(),
            problems=tuple(self.problems),
        )

    def refuse(self, parameter: str, message: str) -> None:
        self.problems.append(Problem(parameter, message))

    def text(self, name: str) -> str:
        return self.query.get(name, "").strip()

    def names(self) -> None:
        self.problems += unknown(self.query, (*FACETS, *SINGLE, *self.besides))

    def words(self) -> str:
        words = self.text("q")
        if "\x00" in words:
            words = words.replace("\x00", "")
            self.refuse("q", _("Les mots cherchés contenaient un caractère nul ; il a été retiré."))
        if len(words) > LONGEST_WORDS:
            self.refuse("q", _("La recherche est limitée à %s caractères.") % LONGEST_WORDS)
            return ""
        if words and not key(words):
            self.refuse("q", _("Il n’y a ni lettre ni chiffre à chercher dans « %s ».") % short(words))
            return ""
        return words

    def codes(self, facet: str) -> tuple[str, ...]:
        asked = dict.fromkeys(value.strip() for value in self.query.getlist(facet) if value.strip())
        if not asked:
            return ()
        known = self.known(facet)
        if facet == "country":
            asked = dict.fromkeys(value.upper() for value in asked)
        for code in asked:
            if code not in known:
                self.refuse(
                    facet,
                    _("« %(value)s » n’est pas une valeur connue de « %(facet)s ».")
                    % {"value": short(code), "facet": facet},
                )
        return tuple(code for code in asked if code in known)

    def known(self, facet: str):
        if facet == "country":
            return countries.names(self.terms.language)
        return CLOSED[facet] if facet in CLOSED else self.terms.labels[facet]

    def number(self, name: str, sentence: str, *, low: float, high: float) -> float | None:
        text = self.text(name)
        if not text:
            return None
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            self.refuse(name, sentence)
            return None
        return value

    def year(self, name: str) -> int | None:
        if not self.text(name):  # the sentence is worded only when it may be needed: every request reads its years
            return None
        last = date.today().year + 1
        value = self.number(name, _("Une année est un nombre entre 1 et %s.") % last, low=1, high=last)
        return value and int(value)

    def km(self, name: str) -> float | None:
        if not self.text(name):
            return None
        sentence = _("Un rayon est un nombre de kilomètres entre 0,1 et 20 040, la moitié du tour de la Terre.")
        return self.number(name, sentence, low=0.1, high=HALF_WAY_ROUND_KM)

    def page(self) -> int:
        text = self.text("page")
        if not text:
            return 1
        if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= LAST_PAGE):
            self.refuse("page", _("Les pages sont numérotées de 1 à %s.") % LAST_PAGE)
            return 1
        return int(text)

    def degrees(self, name: str, count: int) -> list[float] | None:
        parts = self.text(name).split(",")
        try:
            values = [float(part) for part in parts]
        except ValueError:
            values = []
        return values if len(values) == count and all(map(math.isfinite, values)) else None

    def bbox(self) -> tuple[float, float, float, float] | None:
        if not self.text("bbox"):
            return None
        values = self.degrees("bbox", 4)
        if values is None:
            self.refuse("bbox", _("Une vue s’écrit ouest,sud,est,nord en degrés, par exemple 1.5,50,4.2,51."))
            return None
        west, south, east, north = values
        if -180 <= east < west <= 180:
            east += 360  # over the antimeridian, as RFC 7946 writes it
        if south > north or west > east:
            self.refuse("bbox", _("Dans une vue, le sud vient avant le nord et l’ouest avant l’est."))
            return None
        if south > 90 or north < -90 or abs(west) > 3600 or abs(east) > 3600:
            self.refuse("bbox", _("Cette vue ne touche pas la Terre : les latitudes vont de -90 à 90."))
            return None
        return west, max(south, -90.0), east, min(north, 90.0)

    def origin(self) -> Origin | None:
        """The place; words typed anew win over what the form remembers of the last one."""
        remembered = self.place() if self.text("place") else self.near() if self.text("near") else None
        typed = self.text("where")
        if typed and not (remembered and remembered.name == typed):
            return self.where()
        return remembered

    def near(self) -> Origin | None:
        values = self.degrees("near", 2)
        if values is None:
            self.refuse("near", _("Un lieu s’écrit longitude,latitude en degrés, par exemple 2.83,50.43 pour Lens."))
            return None
        lon, lat = values
        if not -90 <= lat <= 90 or abs(lon) > 3600:
            self.refuse(
                "near",
                _("La latitude %s n’existe pas : elle va de -90 à 90, et vient après la longitude.") % f"{lat:g}",
            )
            return None
        return Origin(round(geo.wrap(lon), 5), round(lat, 5))

    def place(self) -> Origin | None:
        text = self.text("place")
        known = text.isascii() and text.isdigit() and len(text) < 10
        town = gazetteer.get(int(text), self.terms.language) if known else None
        if town is None:
            self.refuse("place", _("Ce lieu n’est pas dans le répertoire des noms de lieux."))
            return None
        return Origin(town.lon, town.lat, town.label, town.id)

    def where(self) -> Origin | None:
        """What a reader without JavaScript typed as a place: the gazetteer's first answer."""
        text = self.text("where")
        found = gazetteer.find(text, language=self.terms.language, limit=1) if len(text) <= LONGEST_WORDS else []
        if not found:
            self.refuse(
                "where", _("Aucun lieu ne s’appelle « %s » dans le répertoire des noms de lieux.") % short(text)
            )
            return None
        return Origin(found[0].lon, found[0].lat, found[0].label, found[0].id)

    def journey(self) -> str:
        slug = self.text("journey")
        if slug and ("\x00" in slug or not Journey.objects.filter(slug=slug).exists()):
            self.refuse("journey", _("Il n’y a pas de voyage « %s ».") % short(slug))
            return ""
        return slug


def unknown(names: Iterable[str], known: Collection[str]) -> list[Problem]:
    """A problem for each name that nobody here reads."""
    strangers = [name for name in names if name not in known and name not in IGNORED]
    if not strangers:
        return []
    sentences = {name: _("« %s » ne sert qu’à comparer : voyez les modèles comparables.") for name in COMPARING}
    other = _("« %s » n’est pas un filtre connu.")
    return [Problem(name[:40], sentences.get(name, other) % short(name)) for name in strangers]
