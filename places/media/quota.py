"""A form that carries too much: its files are let go as they come, its words stay, and the page can say so."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from places.media import limits


class Quota(FileUploadHandler):
    """First of the upload handlers: without it a disk could be filled by whoever likes to. Marks `request.is_too_heavy`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # What a request says of its length is all that is ever read of it.
        if int(self.request.META.get("CONTENT_LENGTH") or 0) > limits.REQUEST_BYTES:
            self.request.is_too_heavy = True
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
