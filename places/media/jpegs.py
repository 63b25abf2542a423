"""A JPEG within another file, without unpacking it: its notes are left out, its picture stays as it is."""

from __future__ import annotations

# EXIF and XMP (APP1), Photoshop's and IPTC (APP13), comments; colours (APP2, APP14) are part of the picture.
NOTES = {0xE1, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xFE}
SCAN = 0xDA


def without_notes(picture: bytes) -> bytes:
    """As it came when it is no JPEG as one knows them."""
    kept, at = bytearray(picture[:2]), 2
    while at + 4 <= len(picture) and picture[at] == 0xFF and picture[at + 1] != SCAN:
        if picture[at + 1] == 0xFF:  # padding
            at += 1
            continue
        after = at + 2 + int.from_bytes(picture[at + 2 : at + 4])
        if picture[at + 1] not in NOTES:
            kept += picture[at:after]
        at = after
    return bytes(kept + picture[at:])
