"""One initiative as a plain row: what the atlas's own files hold, and what a sheet says now, in the same shape."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from places import geo
from places.choices import Precision, Question

LANGUAGES = ("fr", "en")
PLAIN = (
    "slug name name_local zone country admin1 locality location_note started status governance resources themes "
    "decisions people people_unit people_note website confidence"
).split()
LISTS = ("resources", "themes", "decisions", "activities")


@dataclass(frozen=True)
class Row:
    """`fields`: column → value; `answers`: {question, language, text}; `sources`: {url, title, supports}."""

    fields: dict
    answers: list[dict] = field(default_factory=list)
    sources: list[dict] = field(default_factory=list)

    @classmethod
    def read(cls, record: dict) -> Row:
        """From a line of initiatives.jsonl; ValidationError names each field that is missing or not what it should be."""
        errors = {name: _("manque") for name in (*PLAIN, "location_precision") if name not in record}
        fields = {name: record.get(name) for name in PLAIN}
        fields["precision"] = record.get("location_precision")
        fields["activities"] = record.get("activities", [])
        fields["visited"] = bool(record.get("visited"))
        fields["visited_source"] = record.get("visited_source") or ""
        for name in LISTS:
            if not (isinstance(fields[name], list) and all(isinstance(code, str) for code in fields[name])):
                errors.setdefault(name, _("doit être une liste de codes"))
        try:
            hidden = fields["precision"] == Precision.HIDDEN
            fields["point"] = None if hidden else geo.point(float(record["lon"]), float(record["lat"]))
        except (KeyError, TypeError, ValueError) as error:
            errors["lon/lat"] = str(error)
        sources = record.get("sources", [])
        if not (isinstance(sources, list) and all(isinstance(source, dict) for source in sources)):
            errors["sources"], sources = _("doit être une liste d’objets"), []
        if errors:
            raise ValidationError(errors)
        answers = [
            {"question": question.value, "language": language, "text": text.strip()}
            for question in Question
            for language in LANGUAGES
            if (text := str(record.get(f"{question}_{language}") or "")).strip()
        ]
        return cls(fields, answers, [{k: s.get(k, "") for k in ("url", "title", "supports")} for s in sources])

    @classmethod
    def of(cls, initiative) -> Row:
        """What a sheet says now (with its answers and sources prefetched)."""
        names = (*PLAIN, "activities", "precision", "visited", "visited_source", "point")
        answers = [{k: getattr(a, k) for k in ("question", "language", "text")} for a in initiative.answers.all()]
        sources = [{k: getattr(s, k) for k in ("url", "title", "supports")} for s in initiative.sources.all()]
        return cls({name: getattr(initiative, name) for name in names}, answers, sources)


def fingerprint(row: Row) -> str:
    """Equal for two rows that say the same, whatever the order of their answers."""
    said = asdict(row)
    point = row.fields["point"]
    said["fields"]["point"] = point and [round(point.x, 6), round(point.y, 6)]
    if not said["fields"]["activities"]:
        del said["fields"]["activities"]  # as it was written before there were any
    said["answers"] = sorted(said["answers"], key=lambda a: (a["question"], a["language"]))
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
