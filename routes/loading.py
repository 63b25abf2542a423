"""journey.json → a journey with its stages and encounters; one that was edited since is left alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from places import geo, index
from places.loading import Report
from places.models import Initiative
from routes.models import Encounter, Journey, Stage

JOURNEY = Path(__file__).parent / "data" / "journey.json"
SLUG = "sur-la-route-des-utopies-realistes"
TEXTS = "title about year_note planned_note illustrative_note travellers_note".split()
BILINGUAL = [f"{text}_{language}" for text in TEXTS for language in ("fr", "en")]
PLAIN = "about_sources travellers year year_certainty planned_countries questionnaire questionnaire_source".split()
STAGE = (
    "order slug place_fr place_en country precision evidence mode mode_certainty when note_fr note_en sources".split()
)
ENCOUNTER = "name note_fr note_en".split()


def load_journey(path: Path = JOURNEY) -> Report:
    """All of it or nothing: one stage that may not enter refuses the journey, and the report says which and why."""
    report = Report(path.name)
    try:
        outcome = _load(read(json.loads(path.read_text(encoding="utf-8"))))
    except ValidationError as error:
        report.refuse(1, error)
        return report
    except (KeyError, OSError, TypeError, ValueError) as error:
        report.refuse(1, ValidationError(_("le fichier n’a pas la forme attendue : %r") % error))
        return report
    report.outcomes[outcome] += 1
    if outcome == "edited":
        report.edited.append(SLUG)
    return report


def read(record: dict) -> dict:
    """The file in our own shape: columns of the journey, and under "stages" those of each stage with its "met"."""
    told = {name: record.get(name, "") for name in BILINGUAL} | {name: record[name] for name in PLAIN}
    told["travellers_note_fr"] = record["travellers_note"]
    told["stages"] = [_read_stage(stage) for stage in record["stages"]]
    return told


def as_told(journey: Journey) -> dict:
    """What the database says now, in the same shape as `read`."""
    told = {name: getattr(journey, name) for name in BILINGUAL + PLAIN}
    stages = journey.stages.prefetch_related("encounters__initiative").order_by("order")
    told["stages"] = [
        {name: getattr(stage, name) for name in STAGE}
        | {"lon": stage.point.x, "lat": stage.point.y}
        | {
            "met": [
                {name: getattr(met, name) for name in ENCOUNTER}
                | {"initiative": met.initiative and met.initiative.slug}
                for met in stage.encounters.all()
            ]
        }
        for stage in stages
    ]
    return told


def _read_stage(entry: dict) -> dict:
    renamed = {
        "slug": f"{entry['order']}-{slugify(entry['place_en'])}",
        "place_fr": entry["place"],
        "lon": float(entry["lon"]),
        "lat": float(entry["lat"]),
        "met": [
            {name: met[name] for name in ENCOUNTER} | {"initiative": met["slug"] or None} for met in entry["encounters"]
        ],
    }
    return {name: entry[name] for name in STAGE if name not in renamed} | renamed


def _fingerprint(told: dict) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def _load(told: dict) -> str:
    mark = _fingerprint(told)
    journey = Journey.everything.select_for_update().filter(slug=SLUG).first()
    if journey and journey.loaded != _fingerprint(as_told(journey)):
        return "edited"
    if journey and journey.loaded == mark:
        return "same"
    outcome = "changed" if journey else "new"
    journey = journey or Journey(slug=SLUG)
    for name in BILINGUAL + PLAIN:
        setattr(journey, name, told[name])
    journey.loaded = mark
    journey.full_clean()
    journey.save()
    Stage.everything.filter(journey=journey).delete()
    for stage in told["stages"]:
        _add_stage(journey, stage)
    index.bump()
    return outcome


def _add_stage(journey: Journey, told: dict) -> None:
    where = _("étape %s") % told["order"]
    try:
        point = geo.point(told["lon"], told["lat"])
        stage = Stage(journey=journey, point=point, **{name: told[name] for name in STAGE})
        stage.full_clean()
    except ValidationError as error:
        raise ValidationError({f"{where}, {name}": reasons for name, reasons in error.message_dict.items()}) from error
    except ValueError as error:
        raise ValidationError({f"{where}, lon/lat": str(error)}) from error
    stage.save()
    for position, met in enumerate(told["met"]):
        slug = met["initiative"]
        initiative = Initiative.objects.filter(slug=slug).first() if slug else None
        if slug and not initiative:
            raise ValidationError({f"{where}, encounters": _("aucune initiative « %s »") % slug})
        fields = {name: met[name] for name in ENCOUNTER}
        Encounter.objects.create(stage=stage, initiative=initiative, position=position, **fields)
