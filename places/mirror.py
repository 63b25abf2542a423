"""Every initiative in memory, one array per trait: what scans all of them at once reads it instead of the tables."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from django.db import connection

from places.choices import PeopleUnit, Status, Zone


@dataclass(frozen=True)
class Traits:
    """A row per initiative, in the order of `pk`; masks have the bit of each term's number set."""

    pk: np.ndarray  # int64
    x: np.ndarray  # float32: where it is shown, on a sphere of radius 1; NaN when it is not
    y: np.ndarray
    z: np.ndarray
    resources: np.ndarray  # uint64
    themes: np.ndarray  # uint64
    decisions: np.ndarray  # uint64
    main: np.ndarray  # int8: the number of the first resource, −1 without
    governance: np.ndarray  # int8: the term's number, −1 without
    people: np.ndarray  # float32, NaN when unknown
    unit: np.ndarray  # int8: place in PeopleUnit, −1 without
    setting: np.ndarray  # int8: place in Setting
    status: np.ndarray  # int8: place in Status
    zone: np.ndarray  # int8: place in Zone
    country: np.ndarray  # int16: `country_number`
    started: np.ndarray  # int16, 0 when unknown
    told: np.ndarray  # int8: bits of TOLD
    sources: np.ndarray  # int16
    updated: np.ndarray  # int32: days since 1970

    def take(self, rows: np.ndarray) -> Self:
        return type(self)(**{trait.name: getattr(self, trait.name)[rows] for trait in fields(self)})

    def __len__(self) -> int:
        return len(self.pk)


# Every column not null and of one width, so that the binary answer is an array already.
READ = """
WITH numbered AS (
    SELECT vocabulary, code, (row_number() OVER (PARTITION BY vocabulary ORDER BY id) - 1)::int AS number FROM places_term
), sourced AS (
    SELECT initiative_id, count(*) AS n FROM places_source GROUP BY 1
), answered AS (
    SELECT initiative_id, bit_or(array_position(%(told)s, question)::int) AS told FROM places_answer
    WHERE question = ANY(%(told)s) GROUP BY 1
)
SELECT i.id,
    coalesce(radians(ST_X(i.point)), 'NaN')::float8, coalesce(radians(ST_Y(i.point)), 'NaN')::float8,
    (SELECT coalesce(bit_or(1::int8 << number), 0) FROM numbered WHERE vocabulary = 'resource' AND code = ANY(i.resources)),
    (SELECT coalesce(bit_or(1::int8 << number), 0) FROM numbered WHERE vocabulary = 'theme' AND code = ANY(i.themes)),
    (SELECT coalesce(bit_or(1::int8 << number), 0) FROM numbered WHERE vocabulary = 'decision' AND code = ANY(i.decisions)),
    coalesce((SELECT number FROM numbered WHERE vocabulary = 'resource' AND code = i.resources[1]), -1)::int2,
    coalesce((SELECT number FROM numbered WHERE vocabulary = 'governance' AND code = i.governance), -1)::int2,
    coalesce(i.people, 'NaN'::float4)::float4,
    (coalesce(array_position(%(units)s, i.people_unit::text), 0) - 1)::int2,
    coalesce((SELECT CASE WHEN t.population < 5000 THEN 1 WHEN t.population < 50000 THEN 2 ELSE 3 END FROM places_town t
              WHERE i.point IS NOT NULL AND ST_DWithin(t.point, i.point, 0.15) ORDER BY t.point <-> i.point LIMIT 1), 0)::int2,
    (array_position(%(statuses)s, i.status::text) - 1)::int2,
    (array_position(%(zones)s, i.zone::text) - 1)::int2,
    (ascii(i.country) * 256 + ascii(substr(i.country, 2)))::int2,
    coalesce(i.started, 0)::int2,
    coalesce(answered.told, 0)::int2,
    coalesce(sourced.n, 0)::int2,
    (i.updated_at::date - '1970-01-01'::date)::int4
FROM places_initiative i
LEFT JOIN sourced ON sourced.initiative_id = i.id LEFT JOIN answered ON answered.initiative_id = i.id
ORDER BY i.id
"""

# Name and width of each column of READ, as PostgreSQL's binary COPY writes it.
COLUMNS = [
    ("pk", "i8"), ("lon", "f8"), ("lat", "f8"), ("resources", "i8"), ("themes", "i8"), ("decisions", "i8"),
    ("main", "i2"), ("governance", "i2"), ("people", "f4"), ("unit", "i2"), ("setting", "i2"), ("status", "i2"),
    ("zone", "i2"), ("country", "i2"), ("started", "i2"), ("told", "i2"), ("sources", "i2"), ("updated", "i4"),
]  # fmt: skip
RECORD = np.dtype(
    [("columns", ">i2"), *[part for name, kind in COLUMNS for part in ((f"{name} width", ">i4"), (name, f">{kind}"))]]
)
HEADER, TRAILER = 19, 2  # bytes before the first record and after the last
TOLD = ("replicate", "deciding")  # the questions whose answers count, bit 1 and bit 2 of `told`


def read() -> Traits:
    """All of them, in one query."""
    values = {"told": list(TOLD), "units": PeopleUnit.values, "statuses": Status.values, "zones": Zone.values}
    with connection.cursor() as cursor, cursor.copy(f"COPY ({READ}) TO STDOUT (FORMAT binary)", values) as copied:
        answer = b"".join(copied)
    rows = np.frombuffer(answer[HEADER:-TRAILER], RECORD)
    columns = {name: rows[name].astype(kind) for name, kind in COLUMNS}
    lon, lat = columns.pop("lon"), columns.pop("lat")
    for mask in ("resources", "themes", "decisions"):
        columns[mask] = columns[mask].view(np.uint64)
    x, y, z = on_sphere(lon, lat)
    return Traits(x=x, y=y, z=z, **columns)


def on_sphere(lon, lat) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, y and z on a sphere of radius 1, from radians."""
    around = np.cos(lat)
    return tuple(np.float32(axis) for axis in (around * np.cos(lon), around * np.sin(lon), np.sin(lat)))


def country_number(code: str) -> int:
    return ord(code[0]) * 256 + ord(code[1])
