"""Initiatives as arrays, one per trait: what looks at all of them at once reads them so, and keeps them (see `Tally`, `Ledger`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from django.db import connection

TOLD = ("replicate", "deciding")  # the questions whose answers count, bit 1 and bit 2 of `told`


@dataclass(frozen=True)
class Traits:
    """A row per initiative, in the order of `pk`; masks have the bit of each term's number set."""

    pk: np.ndarray  # int64
    lon: np.ndarray  # float64 degrees of where it is shown, NaN when it is not
    lat: np.ndarray
    x: np.ndarray  # float32: the same on a sphere of radius 1
    y: np.ndarray
    z: np.ndarray
    morton: np.ndarray  # int64, below zero when it is not shown
    resources: np.ndarray  # uint64
    activities: np.ndarray  # uint64
    themes: np.ndarray  # uint64
    decisions: np.ndarray  # uint64
    main: np.ndarray  # int16: the number of the first resource, −1 without
    governance: np.ndarray  # int16: the term's number, −1 without
    people: np.ndarray  # float32, NaN when unknown
    unit: np.ndarray  # int16: place in PeopleUnit, −1 without
    setting: np.ndarray  # int16: place in Setting
    status: np.ndarray  # int16: place in Status
    zone: np.ndarray  # int16: place in Zone
    country: np.ndarray  # int16: `country_number`
    started: np.ndarray  # int16, 0 when unknown
    told: np.ndarray  # int16: bits of TOLD
    sources: np.ndarray  # int16
    updated: np.ndarray  # int32: days since 1970

    def take(self, rows: np.ndarray | slice) -> Self:
        return type(self)(**{trait.name: getattr(self, trait.name)[rows] for trait in fields(self)})

    def __len__(self) -> int:
        return len(self.pk)


# Name and width of each column as PostgreSQL sends it: every one not null and of one width, so that the rows sent, joined
# by the server to one long value, are an array already. (Row by row, a million takes half a minute.)
COLUMNS = [
    ("pk", "i8"), ("lon", "f8"), ("lat", "f8"), ("morton", "i8"), ("resources", "i8"), ("activities", "i8"),
    ("themes", "i8"), ("decisions", "i8"), ("main", "i2"), ("governance", "i2"), ("people", "f8"), ("unit", "i2"), ("setting", "i2"),
    ("status", "i2"), ("zone", "i2"), ("country", "i2"), ("started", "i2"), ("told", "i2"), ("sources", "i2"),
    ("updated", "i4"),
]  # fmt: skip
RECORD = np.dtype(
    [
        ("columns", ">i4"),
        *(
            part
            for name, kind in COLUMNS
            for part in ((f"{name} type", ">i4"), (f"{name} width", ">i4"), (name, f">{kind}"))
        ),
    ]
)
READ = """
SELECT string_agg(record_send(spot), '') FROM (
    SELECT initiative_id, coalesce(ST_X(point), 'NaN'), coalesce(ST_Y(point), 'NaN'), morton, resources, activities,
        themes, decisions, main, governance, coalesce(people, 'NaN'), unit, setting, status, zone, country, started, told, sources, updated
    FROM places_spot WHERE {which} ORDER BY initiative_id
) AS spot
"""
LENGTHS = "SELECT coalesce(min(initiative_id), 0), coalesce(max(initiative_id), -1) FROM places_spot"
LENGTH = 100_000  # rows sent in one value
HEADER, TRAILER = 25, 2  # bytes of a binary COPY before its one value and after it
TOTAL = "SELECT coalesce(sum(n), 0) FROM places_cell WHERE level = 0 AND facet = 0"


def read(since: int = -1) -> Traits:
    """All, or those that changed after a generation."""
    with connection.cursor() as cursor:
        if since >= 0:
            sent = value(cursor, READ.format(which=f"version > {since:d}"))
        else:
            sent = b"".join(value(cursor, READ.format(which=span)) for span in spans(cursor))
    rows = np.frombuffer(sent, RECORD)
    columns = {name: rows[name].astype(kind) for name, kind in COLUMNS}
    columns["people"] = columns["people"].astype(np.float32)
    for mask in ("resources", "activities", "themes", "decisions"):
        columns[mask] = columns[mask].view(np.uint64)
    x, y, z = on_sphere(np.radians(columns["lon"]), np.radians(columns["lat"]))
    return Traits(x=x, y=y, z=z, **columns)


def total() -> int:
    """How many initiatives there are, as the pyramid tells it."""
    with connection.cursor() as cursor:
        cursor.execute(TOTAL)
        return cursor.fetchone()[0]


def spans(cursor) -> list[str]:
    """All spots as conditions that each let some of them through: no more than one value can be made of."""
    cursor.execute(LENGTHS)
    [(first, last)] = cursor.fetchall()
    return [f"initiative_id BETWEEN {start} AND {start + LENGTH - 1}" for start in range(first, last + 1, LENGTH)]


def value(cursor, sql: str) -> bytes:
    """The one binary value that a query of ours has; b"" when it is null."""
    with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT binary)") as copied:
        return b"".join(copied)[HEADER:-TRAILER]


def keys(pks: Iterable[int]) -> str:
    """Primary keys as PostgreSQL writes an array of them, to be cast to bigint[]: many times faster than a list is sent."""
    return f"{{{','.join(map(str, pks))}}}"


def on_sphere(lon, lat) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, y and z on a sphere of radius 1, from radians."""
    around = np.cos(lat)
    return tuple(np.float32(axis) for axis in (around * np.cos(lon), around * np.sin(lon), np.sin(lat)))


def country_number(code: str) -> int:
    return ord(code[0]) * 256 + ord(code[1])


def merged(old: Traits, new: Traits) -> Traits:
    """Both, the new rows in the place of old ones with the same key."""
    stays = ~np.isin(old.pk, new.pk)
    joined = {
        trait.name: np.concatenate([getattr(old, trait.name)[stays], getattr(new, trait.name)]) for trait in fields(old)
    }
    return Traits(**joined).take(np.argsort(joined["pk"], kind="stable"))
