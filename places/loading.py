"""The atlas's own files → actions: good lines go in, each bad one is refused with its file, line, field and reason."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.gis.db.models import Extent
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from places import actions
from places.models import Town
from places.rows import Row

DATA = Path(__file__).parent / "data"
TERMS = DATA / "terms.csv"
INITIATIVES = DATA / "initiatives.jsonl"
# A village over the border of its country's last known town is still at home; a swapped longitude and latitude is not.
MARGIN_DEGREES = 1.5


@dataclass
class Report:
    """What became of each line of a file."""

    file: str
    outcomes: Counter = field(default_factory=Counter)
    edited: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def refuse(self, line: int, error: ValidationError) -> None:
        messages = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, reasons in messages.items():
            where = "" if name == NON_FIELD_ERRORS else f", {name}"
            self.refused.append(f"{self.file}:{line}{where}: {' '.join(map(str, reasons))}")
        self.outcomes["refused"] += 1


def load_terms(path: Path = TERMS) -> int:
    """Terms with their labels and synonyms from the vocabulary file; answers how many were new."""
    with path.open(encoding="utf-8", newline="") as file:
        return actions.add_terms(
            {
                **row,
                "labels": {
                    language: (row[f"label_{language}"], [s for s in row[f"synonyms_{language}"].split(";") if s])
                    for language in ("fr", "en")
                },
            }
            for row in csv.DictReader(file)
        )


def load_initiatives(path: Path = INITIATIVES) -> Report:
    report = Report(path.name)
    if not path.is_file():
        report.refuse(0, ValidationError(_("ce fichier n’existe pas")))
        return report
    homes, written = countries(), []
    for number, text in _lines(path):
        try:
            row = Row.read(_record(text))
            check_country(row, homes)
            loaded = actions.load(row)
        except ValidationError as error:
            report.refuse(number, error)
            continue
        report.outcomes[loaded.outcome] += 1
        if loaded.outcome in ("new", "changed"):
            written.append(loaded.initiative)
        if loaded.outcome == "edited":
            report.edited.append(loaded.initiative.slug)
    actions.reindex(written)
    return report


def countries() -> dict[str, tuple[float, float, float, float]]:
    """Country code → west, south, east, north of its towns in the gazetteer."""
    return dict(Town.objects.order_by().values_list("country").annotate(box=Extent("point")))


def check_country(row: Row, homes: dict[str, tuple[float, float, float, float]]) -> None:
    """Refuse a point far outside its country, which is nearly always a longitude and a latitude swapped."""
    point, country = row.fields["point"], row.fields["country"]
    if point is None or country not in homes:
        return
    if _inside(homes[country], point.x, point.y):
        return
    reason = _("la longitude %(lon)s et la latitude %(lat)s tombent loin de %(country)s") % {
        "lon": point.x,
        "lat": point.y,
        "country": country,
    }
    if _inside(homes[country], point.y, point.x):
        reason += _(" ; sont-elles échangées ?")
    raise ValidationError({"lon/lat": reason})


def _inside(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = box
    return (
        west - MARGIN_DEGREES <= lon <= east + MARGIN_DEGREES
        and south - MARGIN_DEGREES <= lat <= north + MARGIN_DEGREES
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        yield from ((number, line) for number, line in enumerate(file, 1) if line.strip())


def _record(line: bytes) -> dict:
    try:
        text = line.decode("utf-8")
        record = json.loads(text)
    except ValueError as error:
        raise ValidationError(_("ce n’est pas du JSON : %s") % error) from error
    if not isinstance(record, dict):
        raise ValidationError(_("ce n’est pas un objet JSON"))
    if "\x00" in text or "\\u0000" in text:
        raise ValidationError(_("un caractère nul ne peut pas être gardé"))
    return record
