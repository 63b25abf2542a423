"""The query string of a plan, read. Whatever cannot be used is left out and told in a sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.validators import slug_re
from django.http import QueryDict
from django.utils.translation import gettext as _

from places import gazetteer, geo
from places.typography import short
from routes.choices import Mode
from routes.planning.asking import DETOUR_KM, MINE, MOST, VISIT_HOURS, Asked, Place
from routes.planning.crossing import at_sea
from routes.planning.modes import DEFAULT, MODES

MOST_DAYS = 90
MOST_DETOUR_KM = 100
MOST_VISIT_HOURS = 12
YEARS = range(1900, 2201)
LONGEST_SLUG = 120
LONGEST_WORDS = 200
LONGEST_TITLE = 100
NAMED = 3  # unusable ones told one by one
NAMES = (
    "stops with fixed order start end start_words end_words place near round mode days from detour visit title found q"
).split()  # `q`: words that initiatives to add are looked for by (`finding.py`)
# What other sites add to links, and what a form's button may send.
IGNORED = ("lang", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "fbclid", "gclid")


def read(query: QueryDict, language: str) -> Asked:
    return Reader(query, language).read()


def is_rough(query: QueryDict) -> bool:
    """Whether it is what a form or another page sent, rather than the one address to share."""
    rough = ("with", "start_words", "end_words", "place", "near")
    return any(name in query for name in rough) or any(len(values) > 1 for _name, values in query.lists())


def slugs(values: Iterable[str]) -> list[str]:
    """What is asked for, in order, as often as it is."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def is_possible(slug: str) -> bool:
    """Whether a sheet can be called so."""
    return len(slug) <= LONGEST_SLUG and bool(slug_re.match(slug))


class Reader:
    def __init__(self, query: QueryDict, language: str):
        self.query = query
        self.language = language
        self.problems: list[str] = []

    def read(self) -> Asked:
        self.names()
        stops = self.stops()
        start = self.place("start") or self.origin()
        round_trip = self.text("round") == "1"
        if round_trip and not start and not self.problems:
            self.refuse(_("Une boucle revient d’où l’on part : dites d’abord d’où."))
        end = None if round_trip else self.place("end")
        return Asked(
            stops=stops,
            fixed=tuple(slug for slug in dict.fromkeys(slugs(self.query.getlist("fixed"))) if slug in stops),
            by_hand=self.text("order") == MINE,
            start=start,
            end=start if round_trip else end,
            round=round_trip and start is not None,
            mode=self.mode(),
            days=self.days(),
            since=self.since(),
            detour=self.number(
                "detour", DETOUR_KM, 0, MOST_DETOUR_KM, _("Un détour est un nombre de kilomètres entre 0 et %s.")
            ),
            visit=self.number(
                "visit", VISIT_HOURS, 0, MOST_VISIT_HOURS, _("Une visite dure un nombre d’heures entre 0 et %s.")
            ),
            title=self.title(),
            found=self.found(),
            problems=tuple(self.problems),
        )

    def refuse(self, message: str) -> None:
        self.problems.append(message)

    def text(self, name: str) -> str:
        return self.query.get(name, "").strip()

    def names(self) -> None:
        for name in self.query:
            if name not in NAMES and name not in IGNORED:
                self.refuse(_("« %s » ne dit rien à un plan.") % short(name))

    def stops(self) -> tuple[str, ...]:
        asked = slugs([*self.query.getlist("stops"), *self.query.getlist("with")])
        once = list(dict.fromkeys(asked))
        if len(once) < len(asked) and "with" not in self.query:
            twice = [slug for slug, times in Counter(asked).items() if times > 1]
            self.refuse(_("Une étape demandée deux fois n’est visitée qu’une : %s.") % self.listed(twice))
        possible = [slug for slug in once if is_possible(slug)]
        if strange := [slug for slug in once if not is_possible(slug)]:
            self.refuse(_("Aucune fiche ne peut s’appeler ainsi : %s.") % self.listed(strange))
        if len(possible) > MOST:
            self.refuse(
                _("Un plan a %(most)s étapes au plus : voici les %(most)s premières, sur %(asked)s.")
                % {"most": MOST, "asked": len(possible)}
            )
        return tuple(possible[:MOST])

    def listed(self, names: Sequence[str]) -> str:
        named = ", ".join(f"« {short(name)} »" for name in names[:NAMED])
        return (
            named
            if len(names) <= NAMED
            else _("%(named)s et %(others)s autres")
            % {
                "named": named,
                "others": len(names) - NAMED,
            }
        )

    def place(self, name: str) -> Place | None:
        """Words typed anew win over what the form remembers of the last place; a field that was emptied forgets it."""
        typed = self.text(f"{name}_words")
        if f"{name}_words" in self.query and not typed:
            return None
        remembered = self.written(self.text(name)) if self.text(name) else None
        if typed and not (remembered and remembered.name == typed):
            return self.on_land(self.called(typed))
        return self.on_land(remembered)

    def origin(self) -> Place | None:
        """Where the page that one comes from measured from."""
        near = self.text("place") or self.text("near")
        return self.on_land(self.written(near)) if near else None

    def written(self, text: str) -> Place | None:
        if text.isascii() and text.isdigit() and len(text) < 10:
            town = gazetteer.get(int(text), self.language)
            if town is None:
                self.refuse(_("Ce lieu n’est pas dans le répertoire des noms de lieux."))
            return town and Place(town.lon, town.lat, town.label, town.id)
        return self.degrees(text)

    def degrees(self, text: str) -> Place | None:
        try:
            lon, lat = (float(part) for part in text.split(","))
        except ValueError:
            lon = lat = math.nan
        if not (-90 <= lat <= 90 and abs(lon) <= 3600):
            self.refuse(
                _("« %s » n’est pas un lieu : longitude,latitude en degrés, par exemple 2.83,50.43.") % short(text)
            )
            return None
        lon, lat = round(geo.wrap(lon), 5), round(lat, 5)
        near = gazetteer.nearest_town(lon, lat, self.language)
        return Place(lon, lat, near.name if near else f"{lat:.2f}, {lon:.2f}")

    def called(self, words: str) -> Place | None:
        found = gazetteer.find(words, language=self.language, limit=1) if len(words) <= LONGEST_WORDS else []
        if not found:
            self.refuse(_("Aucun lieu ne s’appelle « %s » dans le répertoire des noms de lieux.") % short(words))
            return None
        return Place(found[0].lon, found[0].lat, found[0].label, found[0].id)

    def on_land(self, place: Place | None) -> Place | None:
        if place and not place.town and at_sea((place.lon, place.lat)):
            self.refuse(_("Le lieu %s est en pleine mer : le plan s’en passe.") % place.name)
            return None
        return place

    def mode(self) -> Mode:
        asked = self.text("mode")
        if asked and asked not in MODES:
            self.refuse(_("« %s » n’est pas une façon de voyager que ce plan connaît.") % short(asked))
        return Mode(asked) if asked in MODES else DEFAULT

    def days(self) -> int | None:
        text = self.text("days")
        if text and not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_DAYS):
            self.refuse(_("Un voyage dure de 1 à %s jours.") % MOST_DAYS)
            return None
        return int(text) if text else None

    def since(self) -> date | None:
        text = self.text("from")
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            self.refuse(_("Le jour « %s » n’existe pas : une date s’écrit année-mois-jour, 2027-05-04.") % short(text))
            return None
        return day

    def number(self, name: str, default: float, low: float, high: float, sentence: str) -> float:
        text = self.text(name)
        if not text:
            return default
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            self.refuse(sentence % f"{high:g}")
            return default
        return value

    def found(self) -> int:
        text = self.text("found")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def title(self) -> str:
        title = "".join(letter for letter in self.text("title") if letter.isprintable())
        if len(title) > LONGEST_TITLE:
            self.refuse(_("Un titre est limité à %s caractères ; en voici le début.") % LONGEST_TITLE)
        return title[:LONGEST_TITLE]
