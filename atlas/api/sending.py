"""What the busiest doors answer, written as JSON in a tenth of the time the standard library takes."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

from atlas.api.door import JSON


def as_json(data: Any, content_type: str = JSON) -> HttpResponse:
    return HttpResponse(written(data), content_type=content_type)


def written(data: Any) -> bytes:
    """Dicts, lists, dataclasses, numbers and texts, those still to be translated among them."""
    return orjson.dumps(data, default=str)
