"""A door: a plain view that programs may ask, and what the OpenAPI file says of it, written in one place.

The views are functions because the hot ones must cost nothing; spectacular looks for DRF's classes. So each door carries
one that only describes it, and that no request ever meets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.views import APIView

from atlas.problems import Refused, problem, refused

JSON, GEOJSON, MVT = "application/json", "application/geo+json", "application/vnd.mapbox-vector-tile"
YAML, HTML = "application/yaml", "text/html"
# Wider names that a client may accept our forms by.
ALSO = {GEOJSON: {JSON}, MVT: {"application/x-protobuf", "application/octet-stream"}}
ALWAYS = (304, 406, 500, 503)


@dataclass(frozen=True)
class Door:
    """What a view answers: {media type: JSON Schema or serializer} for 200, and the statuses of its refusals."""

    name: str
    tag: str
    summary: str
    about: str = ""
    parameters: tuple[OpenApiParameter, ...] = ()
    answers: dict[str, object] = field(default_factory=dict)
    refusals: tuple[int, ...] = (400, 429)
    redirects: bool = False  # a person, to the page that explains
    tries: dict[str, str] = field(default_factory=dict)  # a first question, for the page where one tries it

    @property
    def accepted(self) -> set[str]:
        forms = {*self.answers, HTML} if self.redirects else {*self.answers}
        return forms.union(*(ALSO.get(media, ()) for media in self.answers))

    def described(self) -> type[APIView]:
        """The class that spectacular reads."""
        responses = {
            (200, media): OpenApiResponse(response=schema, description=self.summary)
            for media, schema in self.answers.items()
        }
        get = extend_schema(
            operation_id=self.name,
            summary=self.summary,
            description=self.about,
            tags=[self.tag],
            parameters=list(self.parameters),
            responses=responses,
            extensions={"x-try": self.tries},
        )(lambda view, request: None)
        return type(self.name, (APIView,), {"get": get, "door": self})

    def __call__(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """The view, behind its door: 406 to whoever accepts nothing it has, 400 with the reasons it raises `Refused` for."""

        accepted = self.accepted

        @wraps(view)
        def opened(request: HttpRequest, **where) -> HttpResponse:
            # Almost everybody accepts anything, and reading the header costs a tenth of a small tile.
            if "*/*" not in request.META.get("HTTP_ACCEPT", "*/*") and not any(map(request.accepts, accepted)):
                return problem(406, _("Cette adresse répond en %s.") % ", ".join(self.answers))
            try:
                return view(request, **where)
            except Refused as error:
                return refused(error.problems)

        opened.cls, opened.initkwargs = self.described(), {}
        return opened


class DoorSchema(AutoSchema):
    """Spectacular's description with what holds at every door: headers, and refusals as problem details."""

    def get_operation(self, *path) -> dict:
        operation = super().get_operation(*path)
        door = self.view.door
        statuses = [*([302] if door.redirects else []), *door.refusals, *ALWAYS]
        shared = {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}
        headers = ["ETag", "RateLimit", "RateLimit-Policy"] if 429 in door.refusals else ["ETag"]
        operation["responses"]["200"]["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
        operation["responses"] |= shared
        return operation
