"""A journey as a flat dict of parts, each of which is edited, merged, told in its history and undone on its own.

A part is a text or a fact of the journey (`about_fr`, `delay_days`), the order of its stages (`stages`: their keys), one thing said of
a stage (`stage.12.place_fr`) or of an entry of the diary (`entry.7.text`), or the words of a medium (`medium.3`) or of a track (`track.5`). What is not in
`stages`, and an entry with `removed`, is taken out but not lost. Values are what JSON can hold, [lon, lat] for places, null for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from places import geo
from places.models import Initiative
from places.states import DECIMALS, MEDIUM, Changes, State, plain
from routes.models import Encounter, Entry, EntryMedium, Journey, Stage, Track

JOURNEY = (
    "title_fr", "title_en", "about_fr", "about_en", "about_sources", "travellers", "travellers_note_fr", "travellers_note_en",
    "year", "year_certainty", "year_note_fr", "year_note_en", "planned_countries", "planned_note_fr", "planned_note_en",
    "illustrative_note_fr", "illustrative_note_en", "questionnaire", "questionnaire_source", "delay_days", "live_precision",
)  # fmt: skip
STAGE = (
    "place_fr", "place_en", "country", "point", "precision", "evidence", "mode", "mode_certainty", "km", "hours", "when",
    "note_fr", "note_en", "sources",
)  # fmt: skip
ENTRY = ("stage", "language", "title", "text", "when", "clock", "point", "precision", "placed")
TRACK = ("name", "kind", "mode", "stage", "shown")
STAGES, MET, REMOVED = "stages", "met", "removed"
TEXTS = ("about_fr", "about_en", "note_fr", "note_en", "text")  # merged word by word
KINDS: dict[str, type[models.Model]] = {
    "stage": Stage, "entry": Entry, "medium": EntryMedium, "track": Track,
}  # fmt: skip
EMPTY = (None, "", [], False)
Row = tuple[str, int]  # kind and key: ("stage", 12)
TAKEN = {
    "embed",
    "follow",
    "history",
    "notes",
    "preview",
    "remove",
    "restore",
    "write",
}  # addresses beside those of a journey's stages


def state(journey: Journey, *, of: Collection[Row] | None = None) -> State:
    """All that a journey says, in six queries; what is empty is left out, so that « nothing » has one spelling.

    With `of`, what it says of itself, the order of its stages, and of these rows alone: however long the road is, a change reads what
    it touches.
    """
    told: State = {name: getattr(journey, name) for name in JOURNEY}
    stages = among(Stage.everything.filter(journey=journey), "stage", of).prefetch_related("encounters__initiative")
    for stage in stages.order_by("order"):
        told |= {part("stage", stage.pk, name): _said(stage, name) for name in STAGE}
        told[part("stage", stage.pk, MET)] = [_met(encounter) for encounter in stage.encounters.all()]
    told[STAGES] = order(journey)
    for entry in among(Entry.everything.filter(journey=journey), "entry", of):
        told |= {part("entry", entry.pk, name): _said(entry, name) for name in ENTRY}
        told[part("entry", entry.pk, REMOVED)] = entry.removed_at is not None
    for medium in among(EntryMedium.objects.filter(entry__journey=journey).standing(), "medium", of):
        told[f"medium.{medium.pk}"] = {name: str(value) for name in MEDIUM if (value := getattr(medium, name))}
    for track in among(Track.objects.filter(journey=journey).standing(), "track", of):
        told[f"track.{track.pk}"] = track_words(track)
    return {name: plain(value) for name, value in told.items() if value not in EMPTY}


def order(journey: Journey) -> list[int]:
    """The keys of its stages, as one follows the road."""
    placed = Stage.everything.filter(journey=journey, order__isnull=False)
    return list(placed.order_by("order").values_list("pk", flat=True))


def rows(parts: Iterable[str]) -> set[Row]:
    """Of what these parts are said."""
    return {found[:2] for name in parts if (found := taken(name))}


def among(every: models.QuerySet, kind: str, of: Collection[Row] | None) -> models.QuerySet:
    """Those of a kind that are named, every one with None."""
    if of is None:
        return every
    keys = [key for one, key in of if one == kind]
    return every.filter(pk__in=keys) if keys else every.none()


def track_words(track: Track) -> dict[str, Any]:
    """What is said of a track, as its part keeps it; what is empty is left out."""
    told = {name: plain(track.stage_id if name == "stage" else getattr(track, name)) for name in TRACK}
    return {name: value for name, value in told.items() if value not in (None, "")}


def part(kind: str, key: int, name: str) -> str:
    return f"{kind}.{key}.{name}"


def taken(name: str) -> tuple[str, int, str] | None:
    """(kind, key, name) of a part that is of a stage, an entry or a medium ("" for its words); None of the journey's own."""
    kind, _dot, rest = name.partition(".")
    key, _dot, of = rest.partition(".")
    return (kind, int(key), of) if kind in KINDS and key.isascii() and key.isdigit() and len(key) < 19 else None


def is_part(name: str) -> bool:
    if found := taken(name):
        kind, _key, of = found
        return of in {"stage": (*STAGE, MET), "entry": (*ENTRY, REMOVED), "medium": ("",), "track": ("",)}[kind]
    return name in (*JOURNEY, STAGES)


def is_text(name: str) -> bool:
    return name.rpartition(".")[2] in TEXTS


def write(journey: Journey, changes: Changes) -> None:
    """Keep what changed, each row once; ValidationError, by part, for what may not enter. Rows must be the journey's own."""
    values: dict[tuple[str, int], State] = defaultdict(dict)
    for name, (_before, value) in changes.items():
        if found := taken(name):
            kind, key, of = found
            values[kind, key][of] = value
        elif name in JOURNEY:
            setattr(journey, name, _column(Journey, name, value))
    _check(journey, "")
    journey.save()
    for (kind, key), given in values.items():
        WRITERS[kind](journey, key, given)
    if STAGES in changes:
        _arrange(journey, changes[STAGES][1] or [])


def _write_stage(journey: Journey, key: int, given: State) -> None:
    stage = _own(journey, Stage.everything, "stage", key)
    for name in STAGE:
        if name in given:
            setattr(stage, name, _column(Stage, name, given[name]))
    _check(stage, f"stage.{key}.", exclude=["journey", "slug"])
    if stage.slug.startswith("new-"):
        stage.slug = free_slug(Stage.everything.filter(journey=journey), stage.place_fr or stage.place_en, "etape")
    stage.save()
    if MET in given:
        _write_met(stage, given[MET] or [])


def _write_met(stage: Stage, met: list[dict]) -> None:
    slugs = [one["slug"] for one in met if one.get("slug")]
    sheets = {sheet.slug: sheet for sheet in Initiative.everything.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in sheets]:
        raise ValidationError({f"stage.{stage.pk}.met": _("aucune initiative « %s »") % missing[0]})
    stage.encounters.all().delete()
    for position, one in enumerate(met):
        told = {name: one.get(name, "") for name in ("name", "note_fr", "note_en")}
        encounter = Encounter(stage=stage, initiative=sheets.get(one.get("slug")), position=position, **told)
        _check(encounter, f"stage.{stage.pk}.met ", exclude=["stage"])
        encounter.save()


def _write_entry(journey: Journey, key: int, given: State) -> None:
    entry = _own(journey, Entry.everything, "entry", key)
    for name in ENTRY:
        if name in given and name != "stage":
            setattr(entry, name, _column(Entry, name, given[name]))
    if "stage" in given:
        entry.stage = given["stage"] and _own(journey, Stage.everything, "stage", given["stage"])
    if REMOVED in given:
        entry.removed_at = (entry.removed_at or timezone.now()) if given[REMOVED] else None
    _check(entry, f"entry.{key}.", exclude=["journey", "author", "slug", "stage"])
    if entry.slug.startswith("new-"):
        named = " ".join(filter(None, [entry.when.partition("/")[0], entry.title]))
        entry.slug = free_slug(Entry.everything.filter(journey=journey), named, "page")
    entry.save()


def _write_medium(journey: Journey, key: int, given: State) -> None:
    words = given[""]
    medium = EntryMedium.objects.filter(pk=key, entry__journey=journey, shown=True).first()
    if medium is None:
        if words:
            raise ValidationError({f"medium.{key}": _("Ce fichier a été effacé : il ne peut plus être montré.")})
        return
    medium.removed_at = None if words else medium.removed_at or timezone.now()
    for column in MEDIUM[1:]:
        if words:
            setattr(medium, column, words.get(column) or (None if column == "taken_on" else ""))
    _check(medium, f"medium.{key}.", exclude=["entry", "added_by"])
    medium.save()


def _write_track(journey: Journey, key: int, given: State) -> None:
    words = given[""]
    track = Track.objects.filter(pk=key, journey=journey).first()
    if track is None:
        if words:
            raise ValidationError({f"track.{key}": _("Cette trace a été effacée : elle ne peut plus être montrée.")})
        return
    track.removed_at = None if words else track.removed_at or timezone.now()
    if words:
        track.stage = words.get("stage") and _own(journey, Stage.everything, "stage", words["stage"])
        track.name, track.shown = words.get("name", ""), bool(words.get("shown"))
        track.kind, track.mode = words.get("kind", ""), words.get("mode", "")
    _check(track, f"track.{key}.", exclude=["journey", "source", "stage", "added_by"])
    track.save()


WRITERS = {"stage": _write_stage, "entry": _write_entry, "medium": _write_medium, "track": _write_track}


def _arrange(journey: Journey, keys: list[int]) -> None:
    stages = {stage.pk: stage for stage in Stage.everything.filter(journey=journey).only("pk", "order")}
    if len(set(keys)) != len(keys) or any(key not in stages for key in keys):
        raise ValidationError(
            {STAGES: _("Cet ordre nomme une étape deux fois, ou une étape qui n’est pas de ce voyage.")}
        )
    orders = {key: order for order, key in enumerate(keys, 1)}
    moved = [stage for stage in stages.values() if stage.order != orders.get(stage.pk)]
    for stage in moved:
        stage.order = orders.get(stage.pk)
    Stage.everything.bulk_update(moved, ["order"], batch_size=500)


def free_slug(rows: models.QuerySet, named: str, otherwise: str) -> str:
    stem = slugify(named)[:60].strip("-") or otherwise
    used = TAKEN | set(rows.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in _numbered(stem) if slug not in used)


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _own(journey: Journey, rows: models.Manager, kind: str, key: int) -> Any:
    found = rows.filter(journey=journey, pk=key).first()
    if found is None:
        raise ValidationError({f"{kind}.{key}": _("Cela n’est pas de ce voyage, ou n’y est plus.")})
    return found


def _check(row: models.Model, prefix: str, *, exclude: Iterable[str] = ()) -> None:
    try:
        row.full_clean(exclude=set(exclude), validate_unique=False, validate_constraints=True)
    except ValidationError as error:
        raise ValidationError({f"{prefix}{name}": said for name, said in error.message_dict.items()}) from error


def _said(row: Stage | Entry, name: str) -> Any:
    value = getattr(row, f"{name}_id" if name == "stage" else name)
    if name == "point":
        return value and [round(value.x, DECIMALS), round(value.y, DECIMALS)]
    return value.strftime("%H:%M") if isinstance(value, time) else value


def _met(encounter: Encounter) -> dict[str, str]:
    told = {"slug": encounter.initiative.slug if encounter.initiative else ""}
    told |= {name: getattr(encounter, name) for name in ("name", "note_fr", "note_en")}
    return {name: value for name, value in told.items() if value}


def _column(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    if name == "point":
        return geo.point(*value) if value else None
    if value is None:
        return None if field.null else field.get_default() if field.has_default() else field.to_python("")
    return field.to_python(value) if name == "clock" else value
