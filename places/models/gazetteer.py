"""Towns of the world and every name people give them; filled whole by `load_gazetteer`, never edited by hand."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Q
from django.db.models.functions import Left

from places.geo import SRID

FARTHEST_ZOOM = 6  # up to it a tile spans countries: its names need an index without the villages


class Town(models.Model):
    """A populated place of GeoNames; the primary key is its geonameid."""

    id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200, blank=True)  # only where French has its own: « Varsovie »
    country = models.CharField(max_length=2)
    admin1 = models.CharField(max_length=20, blank=True)  # GeoNames' code of the region; `regions` has its name
    population = models.PositiveIntegerField(default=0)
    point = models.PointField(srid=SRID, spatial_index=False)
    # The first zoom at which a map has room for the name, settled when loading so that tiles only have to read.
    label_zoom = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            GistIndex("point", name="town_point"),
            GistIndex("point", name="town_point_afar", condition=Q(label_zoom__lte=FARTHEST_ZOOM)),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"


class TownName(models.Model):
    """One spelling of a town's name, as `spelling.key` writes it."""

    class Rank(models.IntegerChoices):
        MAIN = 0
        FRENCH = 1
        OTHER = 2

    pk = models.CompositePrimaryKey("key", "town_id")
    # "C" sorts by code point whatever the cluster's locale, so that one index answers both « is » and « begins with ».
    key = models.TextField(db_collation="C")
    # No constraint: towns and names are replaced together, and checking a million references costs more than copying.
    town = models.ForeignKey(Town, models.DO_NOTHING, related_name="names", db_constraint=False, db_index=False)
    rank = models.PositiveSmallIntegerField(choices=Rank)
    weight = models.FloatField()  # how likely the town is meant by the beginning of this name

    class Meta:
        indexes = [models.Index(Left("key", 2), F("weight").desc(), name="town_name_heaviest")]

    def __str__(self) -> str:
        return self.key


class GazetteerEdition(models.Model):
    """What the two tables above were filled from; its single row is the mark that they are complete."""

    edition = models.CharField(max_length=80, unique=True)
    towns = models.PositiveIntegerField()
    names = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.edition
