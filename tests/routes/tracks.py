"""Small files of tracks, each with one fault, and paths made of numbers."""

from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np

from routes.tracks.reading import UNKNOWN, Path

NOON = 1_343_995_200_000  # 3 August 2012, 12:00 UTC
LENS = (2.8279, 50.433)
NAN = float("nan")


def path(places, times=None, heights=None) -> Path:
    """`places`: rows of lon, lat; `times`: seconds after noon, None where unknown."""
    lons, lats = np.array(places, np.float64).reshape(-1, 2).T
    told = [UNKNOWN if time is None else NOON + time * 1000 for time in times or [None] * len(lons)]
    heights = np.full(len(lons), np.nan, np.float32) if heights is None else np.array(heights, np.float32)
    return Path(lons, lats, np.array(told, np.int64), heights)


def walk(n: int, start=LENS, step=0.0005, seconds: int | None = 30) -> Path:
    """A walk to the north-east, some fifty metres at a time."""
    places = [(start[0] + k * step, start[1] + k * step / 2) for k in range(n)]
    return path(places, [k * seconds for k in range(n)] if seconds else None)


def point(lon, lat, time="", ele="", tag="trkpt", name="") -> str:
    within = (f"<time>{time}</time>" if time else "") + (f"<ele>{ele}</ele>" if ele else "")
    return f'<{tag} lon="{lon}" lat="{lat}">{within}{f"<name>{name}</name>" if name else ""}</{tag}>'


def gpx(*segments: str, name: str = "Marche", besides: str = "") -> bytes:
    told = "".join(f"<trkseg>{segment}</trkseg>" for segment in segments)
    track = f"<trk><name>{name}</name>{told}</trk>" if segments else ""
    return f'<?xml version="1.0"?><gpx version="1.1">{besides}{track}</gpx>'.encode()


def some(n: int = 5, lon: float = LENS[0], lat: float = LENS[1]) -> str:
    """Points of a segment, half a minute and fifty metres apart."""
    return "".join(
        point(round(lon + k * 0.0005, 6), lat, f"2012-08-03T12:{k // 2:02}:{k % 2 * 30:02}Z") for k in range(n)
    )


def kml(placemarks: str) -> bytes:
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{placemarks}</Document></kml>'.encode()


# Without the hour: tests are named by these bytes, and two processes must name them alike.
def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name.replace("_", ".")), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
