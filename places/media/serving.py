"""Files sent to browsers: as what they are and nothing else, in parts when a player asks for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

from places.choices import Format

TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
}
SANDBOX = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
# What is taken out, as when somebody no longer agrees to be seen, must leave browsers soon; asking again costs little.
FOR_A_DAY = "public, max-age=86400"
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
AT_ONCE = 1 << 16


def send(request: HttpRequest, file: File, *, name: str, saved_as: str, public: bool) -> HttpResponse:
    """The file, or the part that was asked for (206); what is not for everybody is kept by no browser."""
    suffix = name.rpartition(".")[2]
    tag = f'"{name.rpartition("/")[2]}"'
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", tag) == tag else ""
    size = file.size
    part = _part(asked, size)
    if part is None:
        response = FileResponse(file)
    elif part[0] == part[1]:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        start, end = part
        response = StreamingHttpResponse(_read(file, start, end), status=206)
        response.headers["Content-Length"] = str(end - start)
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response.headers["Content-Type"] = TYPES[suffix]
    way = "attachment" if suffix == Format.PDF else "inline"
    response.headers["Content-Disposition"] = f'{way}; filename="{saved_as}.{suffix}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = FOR_A_DAY if public else "private, no-store"
    return response


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """From (included) and to (not) which byte, the same when it lies outside; None when no part, or several, are asked for."""
    found = RANGE.fullmatch(asked.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(size - int(found[2]), 0), size
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    if start >= size:
        return size, size
    return (start, end) if start < end else None


def _read(file: File, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while start < end and (read := file.read(min(AT_ONCE, end - start))):
            start += len(read)
            yield read
