"""QR codes, by which a sheet of paper leads back to the screen."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe

DENSEST = 22  # of forty versions: more modules than a telephone reads off 4 cm of paper


def code(address: str) -> SafeString | None:
    """The address as an SVG, black on white whatever the page's theme; None when it is too long to be read off paper."""
    try:
        made = segno.make(address, error="m", micro=False)
    except segno.DataOverflowError:
        return None
    if made.version > DENSEST:
        return None
    return mark_safe(made.svg_inline(border=2, light="white", omitsize=True, svgclass=None, lineclass=None))
