"""What map and search read instead of the sheets: derived from them by `places.index`, never edited."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField

from places.geo import SRID
from places.models.initiative import Initiative


class Spot(models.Model):
    """An initiative where it may be shown, with all it can be filtered and ranked by; no place when it is hidden."""

    initiative = models.OneToOneField(Initiative, models.CASCADE, primary_key=True, related_name="spot")
    point = models.PointField(srid=SRID, null=True, spatial_index=False)
    globe = models.PointField(geography=True, null=True, spatial_index=False)
    morton = models.BigIntegerField()  # where on the map's grid, see places.pyramid; below zero when hidden
    facets = ArrayField(models.IntegerField())  # `places.facets`, terms and pairs of them
    name_key = models.TextField(db_collation="C")
    feature = models.TextField()  # GeoJSON, without what depends on who asks

    # What rankings read (`places.mirror`), in the numbers of terms and the places of choices.
    resources = models.BigIntegerField()
    activities = models.BigIntegerField(db_default=0)
    themes = models.BigIntegerField()
    decisions = models.BigIntegerField()
    main = models.SmallIntegerField()
    governance = models.SmallIntegerField()
    people = models.FloatField(null=True)
    unit = models.SmallIntegerField()
    setting = models.SmallIntegerField()
    status = models.SmallIntegerField()
    zone = models.SmallIntegerField()
    country = models.SmallIntegerField()
    started = models.SmallIntegerField()
    told = models.SmallIntegerField()
    sources = models.SmallIntegerField()
    updated = models.IntegerField()
    version = models.BigIntegerField()  # the generation of its last change

    class Meta:
        indexes = [
            models.Index("morton", name="spot_morton"),
            models.Index("name_key", "initiative", name="spot_name"),
            models.Index("version", name="spot_version"),
        ]

    def __str__(self) -> str:
        return self.name_key


class Cell(models.Model):
    """How many lie in one cell of the map's grid, of all initiatives or of one facet's; kept right by `places.pyramid`."""

    pk = models.CompositePrimaryKey("level", "facet", "morton")
    level = models.SmallIntegerField()
    facet = models.IntegerField()
    morton = models.BigIntegerField()  # of the cell: its places' shifted to its level
    n = models.IntegerField()
    # Sums of degrees, and the degrees that hold them all.
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    few = ArrayField(models.BigIntegerField(), null=True)  # who they are, when they are few
    mix = ArrayField(models.IntegerField(), null=True)  # otherwise how many have each resource, by its number

    def __str__(self) -> str:
        return f"{self.level}/{self.facet}/{self.morton}: {self.n}"


class Generation(models.Model):
    """One row, whose number is another one after every change of initiatives or vocabulary."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
