"""GeoJSON Features in memory, as the index keeps them: what lists send and maps write beside a sign, without a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection

from places import mirror

# One value for many rows, as `mirror` reads them: their keys, then a line each; JSON has no line ends within.
READ = """
SELECT convert_to(string_agg(initiative_id::text, ',' ORDER BY initiative_id) || E'\\n'
    || string_agg(feature, E'\\n' ORDER BY initiative_id), 'UTF8')
FROM places_spot WHERE {which}
"""


@dataclass(frozen=True)
class Features:
    """One line for each of `pks`, which are in order; the lines are kept as the text they were read as."""

    pks: np.ndarray
    text: bytearray
    ends: np.ndarray  # where each line ends

    @classmethod
    def read(cls, pks: Iterable[int] | None = None) -> Features:
        """All, or these."""
        keys, ends, text = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], bytearray()
        with connection.cursor() as cursor:
            spans = mirror.spans(cursor) if pks is None else [f"initiative_id = ANY('{mirror.keys(pks)}'::bigint[])"]
            for span in spans:
                known, _, lines = mirror.value(cursor, READ.format(which=span)).partition(b"\n")
                if lines:
                    keys.append(np.fromstring(known.decode(), np.int64, sep=","))
                    lines += b"\n"
                    ends.append(np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n")) + len(text))
                    text += lines
        return cls(np.concatenate(keys), text, np.concatenate(ends))

    def of(self, pks: np.ndarray) -> Iterator[tuple[int, str]]:
        """Those of these that are known here."""
        if not len(self.pks) or not len(pks):
            return
        places = np.minimum(np.searchsorted(self.pks, pks), len(self.pks) - 1)
        known = self.pks[places] == pks
        places = places[known]
        starts = np.where(places > 0, self.ends[places - 1] + 1, 0)
        for pk, start, end in zip(pks[known].tolist(), starts.tolist(), self.ends[places].tolist(), strict=True):
            yield pk, self.text[start:end].decode()
