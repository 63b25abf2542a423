"""Writes of tracks: a file kept as it came, its lines taken from it, taken out and brought back."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from places import geo
from places.media import shelf
from places.typography import short
from routes.actions import lock, tell
from routes.choices import TrackKind
from routes.models import Journey, Stage, Track, TrackDrawing, TrackFile, TrackPart
from routes.tracks import limits
from routes.tracks.reading import Path
from routes.tracks.simplifying import drawn
from routes.tracks.taking import Taken

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """A line of a file, as whoever sent it wants it kept."""

    number: int
    taken: Taken
    name: str = ""
    kind: str = TrackKind.TRACK
    mode: str = "unknown"
    stage: Stage | None = None
    shown: bool = True


@transaction.atomic
def keep_file(journey: Journey, name: str, content: bytes, *, by: AbstractBaseUser | None) -> TrackFile:
    """A draft: the very bytes, gzipped. The same file sent again, of which nothing was taken yet, is the same draft."""
    mark = hashlib.sha256(content).hexdigest()
    if same := TrackFile.objects.drafts().filter(journey=journey, mark=mark, sent_by=by).first():
        return same
    packed = shelf.new_name("gz")
    size = shelf.keep(packed, gzip.compress(content, mtime=0))
    return TrackFile.objects.create(
        journey=journey, name=short(name) or "?", file=packed, size=size, mark=mark, sent_by=by
    )


def content(file: TrackFile) -> bytes:
    """What was sent; FileNotFoundError when it is no longer there."""
    return unpacked(file.file)


def unpacked(name: str) -> bytes:
    """The same by its name on the shelf."""
    with shelf.fetch(name) as kept:
        return gzip.decompress(kept.read())


@transaction.atomic
def take(file: TrackFile, wanted: Iterable[Wanted], *, by: AbstractBaseUser | None) -> list[Track]:
    """Lines of a file become tracks, as one change of the journey; those taken before stay as they are.

    ValidationError when the journey would have too many points.
    """
    journey, before = lock(file.journey, of=())
    known = set(file.tracks.values_list("number", flat=True))
    new = [one for one in wanted if one.number not in known and one.taken.parts]
    _check_room(journey, sum(one.taken.points for one in new))
    tracks = [_track(file, journey, one, by) for one in new]
    tell(journey, before, by=by, new=[("track", track.pk) for track in tracks])
    return tracks


@transaction.atomic
def change(track: Track, *, by: AbstractBaseUser | None, **said: object) -> None:
    """Its `name`, `kind`, `mode`, `stage`, or whether it is `shown`; ValidationError."""
    journey, before = lock(track.journey, of={("track", track.pk)})
    for name, value in said.items():
        setattr(track, name, value)
    track.full_clean(exclude=["journey", "source", "added_by"])
    track.save(update_fields=[*said])
    tell(journey, before, by=by)


@transaction.atomic
def remove(track: Track, *, by: AbstractBaseUser | None, note: str = "") -> None:
    """Nobody sees it any more; its team can bring it back for a while."""
    journey, before = lock(track.journey, of={("track", track.pk)})
    Track.objects.standing().filter(pk=track.pk).update(removed_at=timezone.now())
    tell(journey, before, by=by, note=note)


@transaction.atomic
def restore(track: Track, *, by: AbstractBaseUser | None, note: str = "") -> None:
    journey, before = lock(track.journey, of={("track", track.pk)})
    Track.objects.filter(pk=track.pk).update(removed_at=None)
    tell(journey, before, by=by, note=note)


@transaction.atomic
def draw(track: Track, parts: Sequence) -> None:
    """Its drawings anew, from its parts (`splitting.Part`)."""
    track.drawings.all().delete()
    rows = (
        TrackDrawing(
            journey_id=track.journey_id, track=track, kind=kind, zoom=zoom, points=len(piece), line=geo.line(piece)
        )
        for kind, zoom, piece in drawn(parts)
    )
    TrackDrawing.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


@transaction.atomic
def purge(*, removed_days: int = limits.REMOVED_DAYS) -> int:
    """Erase drafts nobody came back to and tracks taken out so many days ago, with the files nobody needs then; how many files."""
    now = timezone.now()
    Track.objects.filter(removed_at__lt=now - timedelta(days=removed_days)).delete()
    old = TrackFile.objects.drafts().filter(at__lt=now - timedelta(hours=limits.DRAFT_HOURS))
    return forget(old)


@transaction.atomic
def forget(files: Iterable[TrackFile]) -> int:
    """Files of which nothing was taken, for good; how many."""
    gone = list(TrackFile.objects.drafts().filter(pk__in=[file.pk for file in files]))
    names = [file.file for file in gone]
    TrackFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
    transaction.on_commit(lambda: shelf.throw_away(names))
    return len(gone)


def _check_room(journey: Journey, more: int) -> None:
    has = Track.objects.filter(journey=journey).standing().aggregate(n=Sum("points"))["n"] or 0
    if has + more > limits.JOURNEY_VERTICES:
        raise ValidationError(
            _(
                "Ce voyage aurait plus de deux millions de points : retirez d’abord une trace, ou envoyez-en une moins fine."
            )
        )


def _track(file: TrackFile, journey: Journey, one: Wanted, by: AbstractBaseUser | None) -> Track:
    span = one.taken.span or (None, None)
    track = Track(
        journey=journey,
        stage=one.stage,
        source=file,
        number=one.number,
        name=one.name,
        kind=one.kind,
        mode=one.mode,
        points=one.taken.points,
        km=one.taken.recorded_km,
        started_at=span[0],
        ended_at=span[1],
        added_by=by,
        shown=one.shown,
    )
    track.full_clean(exclude=["journey", "source", "added_by", "stage"])
    track.save()
    TrackPart.objects.bulk_create(
        [
            TrackPart(track=track, position=n, kind=part.kind, line=geo.line(_rows(part.path)), **_beside(part.path))
            for n, part in enumerate(one.taken.parts)
        ],
        batch_size=ROWS_AT_ONCE,
    )
    draw(track, one.taken.parts)
    return track


def _rows(path: Path) -> np.ndarray:
    return np.column_stack([path.lons, path.lats])


def _beside(path: Path) -> dict[str, bytes]:
    has_heights = bool(np.isfinite(path.heights).any())
    return {
        "times": path.times.tobytes() if path.is_timed else b"",
        "heights": path.heights.tobytes() if has_heights else b"",
    }
