"""Recorded tracks of a journey: the files as they came, what was taken from them, and how it is drawn."""

from __future__ import annotations

import numpy as np
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from places.geo import SRID
from routes.choices import Mode, PartKind, TrackKind
from routes.models.journey import Journey, Stage
from routes.querysets import TrackFileQuerySet, TrackQuerySet


class TrackFile(models.Model):
    """A file as it came, gzipped on the shelf. One of which nothing was taken yet is a draft of who sent it."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="track_files", verbose_name=_("voyage"))
    name = models.CharField(_("nom du fichier"), max_length=120)
    file = models.CharField(max_length=60, editable=False)  # its name on the shelf
    size = models.PositiveIntegerField(_("octets"), editable=False)
    mark = models.CharField(max_length=64, editable=False)  # SHA-256 of its bytes
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="track_files", editable=False
    )
    at = models.DateTimeField(_("reçu le"), auto_now_add=True)

    objects = TrackFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier de traces")
        verbose_name_plural = _("fichiers de traces")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["journey", "mark"], name="track_file_mark")]

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    """One line of a file: the way to `stage`, when somebody says which. `number`: the how manieth of its file."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="tracks", verbose_name=_("voyage"))
    stage = models.ForeignKey(
        Stage, models.SET_NULL, null=True, blank=True, related_name="tracks", verbose_name=_("trajet vers")
    )
    source = models.ForeignKey(TrackFile, models.RESTRICT, related_name="tracks", verbose_name=_("fichier"))
    number = models.PositiveSmallIntegerField(editable=False)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    kind = models.CharField(_("nature"), max_length=5, choices=TrackKind)
    mode = models.CharField(_("moyen"), max_length=8, choices=Mode, default=Mode.UNKNOWN)
    points = models.PositiveIntegerField(_("points"), editable=False)
    km = models.FloatField(_("kilomètres"), editable=False)  # of its recorded parts
    started_at = models.DateTimeField(_("début"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("fin"), null=True, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tracks", editable=False
    )
    at = models.DateTimeField(_("ajoutée le"), auto_now_add=True)
    shown = models.BooleanField(_("montrée"), default=True)
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)

    objects = TrackQuerySet.as_manager()

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        ordering = ["started_at", "pk"]
        constraints = [models.UniqueConstraint("source", "number", name="a_line_is_taken_once")]

    def __str__(self) -> str:
        return self.name or f"{self.source.name} {self.number + 1}"

    @property
    def metres(self) -> float:
        """How long its recorded parts are together."""
        return self.km * 1000


class TrackPart(models.Model):
    """Vertices as they were taken, all of them. `times`: int64 milliseconds UTC, `heights`: float32 metres, one for each
    vertex, b"" when none is known."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=PartKind)
    line = models.LineStringField(srid=SRID, spatial_index=False)
    times = models.BinaryField(blank=True, default=b"")
    heights = models.BinaryField(blank=True, default=b"")

    class Meta:
        verbose_name = _("partie de trace")
        verbose_name_plural = _("parties de traces")
        ordering = ["track", "position"]
        constraints = [models.UniqueConstraint("track", "position", name="one_part_per_position")]

    def __str__(self) -> str:
        return f"{self.track_id}.{self.position}"

    @property
    def milliseconds(self) -> np.ndarray:
        """Empty when no time is known."""
        return np.frombuffer(self.times, np.int64)

    @property
    def metres(self) -> np.ndarray:
        return np.frombuffer(self.heights, np.float32)


class TrackDrawing(models.Model):
    """A piece of a track as it is drawn at one zoom; made again from its parts at any time."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="+", db_index=False)
    track = models.ForeignKey(Track, models.CASCADE, related_name="drawings")
    zoom = models.SmallIntegerField()
    kind = models.CharField(max_length=8, choices=PartKind)
    points = models.PositiveSmallIntegerField()
    line = models.LineStringField(srid=SRID, spatial_index=False)

    class Meta:
        verbose_name = _("dessin de trace")
        verbose_name_plural = _("dessins de traces")
        indexes = [GistIndex("journey", "zoom", "line", name="track_drawing_in_view")]

    def __str__(self) -> str:
        return f"{self.track_id} z{self.zoom}"
