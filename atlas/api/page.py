"""The page where a person tries the API: a form for every door, made of the OpenAPI document itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.api.openapi import document

SHOWN = 6  # fields of a form before « more »
LONGEST_MENU = 40


@require_safe
def try_api(request: HttpRequest) -> HttpResponse:
    told = document(get_language())
    doors = [Shown(path, methods["get"], told["components"]["schemas"]) for path, methods in told["paths"].items()]
    groups = [
        (tag["name"], tag["description"], [door for door in doors if tag["name"] in door.operation["tags"]])
        for tag in told["tags"]
    ]
    lists = {field.code: field.labels for door in doors for field in door.fields if field.labels and not field.is_menu}
    context = {"info": told["info"], "groups": groups, "lists": lists, "limit": settings.API_LIMIT}
    return render(request, "atlas/api.html", context)


@dataclass
class Field:
    """A parameter as a form asks for it."""

    door: str
    parameter: dict
    schema: dict  # of one value
    value: str

    @property
    def name(self) -> str:
        return self.parameter["name"]

    @property
    def id(self) -> str:
        return f"{self.door}-{self.name}"

    @property
    def code(self) -> str:
        """What the list of its values is called."""
        return f"values-{self.name}"

    @property
    def about(self) -> str:
        return self.parameter.get("description", "")

    @property
    def is_in_path(self) -> bool:
        return self.parameter["in"] == "path"

    @cached_property
    def labels(self) -> dict[str, str]:
        """{code: label} of the values there are, when they can be told."""
        return self.schema.get("x-labels") or {code: code for code in self.schema.get("enum", [])}

    @property
    def is_menu(self) -> bool:
        return 0 < len(self.labels) <= LONGEST_MENU

    @property
    def is_number(self) -> bool:
        return self.schema.get("type") in ("integer", "number")

    @property
    def step(self) -> str:
        return "1" if self.schema["type"] == "integer" else "any"

    @property
    def hint(self) -> str:
        """What an empty field stands for, or what one may type."""
        given = self.schema.get("examples") or self.parameter["schema"].get("examples") or [""]
        return str(self.schema.get("default", given[0]))


class Shown:
    """A door as the page shows it."""

    def __init__(self, path: str, operation: dict, schemas: dict):
        self.path = path
        self.operation = operation
        self.name = operation["operationId"]
        self.fields = [self._field(parameter, schemas) for parameter in operation.get("parameters", [])]

    @property
    def first(self) -> list[Field]:
        """What the form shows at once: what it is tried with, then the first parameters."""
        tried = [field for field in self.fields if field.value]
        return sorted([*tried, *(f for f in self.fields if not f.value)][:SHOWN], key=self.fields.index)

    @property
    def more(self) -> list[Field]:
        return [field for field in self.fields if field not in self.first]

    @property
    def action(self) -> str:
        """An address that answers, for a browser without a script."""
        return self.path.format(**{field.name: field.value for field in self.fields if field.is_in_path})

    def _field(self, parameter: dict, schemas: dict) -> Field:
        schema = parameter["schema"]
        one = schema["items"] if schema.get("type") == "array" else schema
        one = schemas[one["$ref"].rsplit("/", 1)[1]] if "$ref" in one else one
        return Field(self.name, parameter, one, self._value(parameter))

    def _value(self, parameter: dict) -> str:
        """What the form is filled with: the page's own language when the API would speak another, the door's first try."""
        if parameter["in"] == "path":
            return str(parameter["schema"]["examples"][0])
        if parameter["name"] == "lang" and get_language() != settings.LANGUAGE_CODE:
            return get_language()
        return self.operation.get("x-try", {}).get(parameter["name"], "")
