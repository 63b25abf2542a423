"""Who initiatives are, in memory: what a map writes beside a sign, of any of them and without a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.db import connection

from places import mirror

# One value for many rows, as `mirror` reads them: their keys, then a line each.
READ = """
SELECT convert_to(string_agg(id::text, ',' ORDER BY id) || E'\\n' || string_agg(concat_ws(E'\\t', slug,
    translate(name, E'\\t\\n', '  '), precision, resources[1]), E'\\n' ORDER BY id), 'UTF8')
FROM places_initiative WHERE {which}
"""
LENGTHS = "SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM places_initiative"
LENGTH = 100_000  # rows read in one value


class Name(NamedTuple):
    slug: str
    name: str
    precision: str
    resource: str | None = None  # its first


@dataclass(frozen=True)
class Names:
    """One line for each of `pks`, which are in order; the lines are kept as the text they were read as."""

    pks: np.ndarray
    text: bytes
    ends: np.ndarray  # where each line ends

    @classmethod
    def read(cls, pks: Iterable[int] | None = None) -> Names:
        """All, or these."""
        with connection.cursor() as cursor:
            if pks is None:
                cursor.execute(LENGTHS)
                [(first, last)] = cursor.fetchall()
                spans = (f"id BETWEEN {start} AND {start + LENGTH - 1}" for start in range(first, last + 1, LENGTH))
            else:
                spans = [f"id IN ({', '.join(str(int(pk)) for pk in pks)})"] if len(pks) else []
            parts = [
                value.partition(b"\n") for span in spans if (value := mirror.value(cursor, READ.format(which=span)))
            ]
        keys = [np.fromstring(known.decode(), np.int64, sep=",") for known, _, _ in parts]
        text = b"".join(lines + b"\n" for _, _, lines in parts)
        ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
        return cls(np.concatenate([np.zeros(0, np.int64), *keys]), text, ends)

    def of(self, pks: np.ndarray) -> Iterator[tuple[int, Name]]:
        """Those of these that are known here."""
        if not len(self.pks) or not len(pks):
            return
        places = np.minimum(np.searchsorted(self.pks, pks), len(self.pks) - 1)
        for place, found, pk in zip(places.tolist(), self.pks[places].tolist(), pks.tolist(), strict=True):
            if found == pk:
                start = int(self.ends[place - 1]) + 1 if place else 0
                yield pk, Name(*self.text[start : int(self.ends[place])].decode().split("\t"))
