"""GeoNames → the gazetteer's tables: copied whole, in one transaction, once per edition."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from places import geonames
from places.gazetteer import BEGINS
from places.geo import SRID
from places.labelling import label_zooms
from places.models.gazetteer import GazetteerEdition, Town, TownName

LAYOUT = 1  # raised when what is written below changes, so that every installation loads anew
CAPITAL = 5  # on the map a capital counts as a town so many times as large
PROGRESS_EVERY = 25_000

COPY_TOWNS = "COPY places_town (id, name, name_fr, country, admin1, population, point, label_zoom) FROM STDIN"
COPY_NAMES = "COPY places_townname (key, town_id, rank, weight) FROM STDIN"


@dataclass
class Loaded:
    towns: int = 0
    names: int = 0
    skipped: int = 0


def edition() -> str:
    return f"{geonames.edition()}, layout {LAYOUT}"


def is_loaded() -> bool:
    return GazetteerEdition.objects.filter(edition=edition()).exists()


@transaction.atomic
def load(rows: Iterable[dict], *, progress: Callable[[int], None] = lambda towns: None) -> Loaded:
    """Replace all towns and names by those of `rows` (`geonames.towns`); bad and repeated rows are skipped and counted.

    All or nothing; whoever asks the gazetteer meanwhile waits.
    """
    indexes = [(model, index) for model in (Town, TownName) for index in model._meta.indexes]
    with connection.cursor() as cursor, connection.schema_editor(atomic=False) as editor:
        cursor.execute("TRUNCATE places_town, places_townname, places_gazetteeredition")
        for model, index in indexes:  # made at the end in one go, for a third of what growing them costs
            editor.remove_index(model, index)
        loaded = _copy(cursor, rows, progress)
        for model, index in indexes:
            editor.add_index(model, index)
        cursor.execute("ANALYZE places_town, places_townname")
    GazetteerEdition.objects.create(edition=edition(), towns=loaded.towns, names=loaded.names)
    return loaded


def _copy(cursor, rows: Iterable[dict], progress: Callable[[int], None]) -> Loaded:
    loaded, towns, capitals = Loaded(), {}, {}
    with cursor.copy(COPY_NAMES) as names:
        for row in rows:
            town = _read(row)
            if town is None or town.id in towns:
                loaded.skipped += 1
                continue
            towns[town.id] = town
            spellings = town.spellings(row["alternatenames"])
            loaded.names += _copy_names(names, town, spellings)
            if geonames.capitals().get(town.country) in spellings:
                capitals[town.country] = max(town, capitals.get(town.country, town), key=lambda town: town.population)
            if len(towns) % PROGRESS_EVERY == 0:
                progress(len(towns))
    _copy_towns(cursor, towns.values(), {town.id for town in capitals.values()})
    loaded.towns = len(towns)
    return loaded


def _read(row: dict) -> geonames.Record | None:
    try:
        return geonames.Record.read(row)
    except (KeyError, TypeError, ValueError):
        return None


def _copy_names(copy, town: geonames.Record, spellings: dict[str, TownName.Rank]) -> int:
    size = math.log10(town.population + 100)
    for key, rank in spellings.items():
        copy.write_row((key, town.id, int(rank), round(size + BEGINS[rank], 3)))
    return len(spellings)


def _copy_towns(cursor, towns: Iterable[geonames.Record], capitals: set[int]) -> None:
    def size(town: geonames.Record) -> int:
        return town.population * (CAPITAL if town.id in capitals else 1)

    largest_first = sorted(towns, key=size, reverse=True)
    zooms = label_zooms((size(town), town.lon, town.lat) for town in largest_first)
    with cursor.copy(COPY_TOWNS) as copy:
        for town, zoom in zip(largest_first, zooms, strict=True):
            point = f"SRID={SRID};POINT({town.lon} {town.lat})"
            copy.write_row((town.id, town.name, town.name_fr, town.country, town.admin1, town.population, point, zoom))
