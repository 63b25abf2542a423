"""The OpenAPI file is true: schemathesis asks every door what the file promises, and looks for what it does not say."""

from __future__ import annotations

import re
from io import StringIO

import hypothesis
import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import QueryDict
from drf_spectacular.drainage import GENERATOR_STATS
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from atlas import criteria, urls
from atlas.api.openapi import document
from atlas.api.parameters import QUESTION
from atlas.wsgi import application
from places import actions
from places.models import Term, TermLabel
from places.vocabulary import Terms

TRUE_TO_THE_FILE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Each parameter's edges are tried once: these doors read the same question as the list does.
ALIKE = ["facets", "tilejson", "initiative_tile", "initiative_cells"]
CONFIG = {
    "generation": {"max-examples": 8, "deterministic": True, "database": "none"},
    "operations": [{"include-operation-id": ALIKE, "phases": {"coverage": {"enabled": False}}}],
}


def strict(schema):
    """The same schema, where an object has no member that is not told."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: strict(part) for name, part in schema.items()}
    return {"additionalProperties": False, **told} if "properties" in told and told.get("type") == "object" else told


def plainly(environ, start_response):
    """The atlas without compression, which schemathesis does not undo when it speaks WSGI."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return application(environ, start_response)


@pytest.fixture
def described(atlas):
    """The file as schemathesis reads it. Like Django's own test client, it leaves the test's connection open."""
    schema = schemathesis.openapi.from_dict(strict(document("fr")), config=SchemathesisConfig.from_dict(CONFIG))
    schema.app = plainly
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schema
    for signal in signals:
        signal.connect(close_old_connections)


lazy = schemathesis.pytest.from_fixture("described")


@lazy.parametrize()
@hypothesis.settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_every_door_answers_as_the_file_says(case):
    case.call_and_validate(checks=TRUE_TO_THE_FILE)


def test_every_address_is_described_and_nothing_else(db):
    routes = [f"/api/v1/{pattern.pattern}" for pattern in urls.api_urls]
    routes += [f"/tiles/{pattern.pattern}" for pattern in urls.tile_urls]
    assert set(document("fr")["paths"]) == {re.sub(r"<\w+:(\w+)>", r"{\1}", route) for route in routes}


def test_the_question_is_described_parameter_by_parameter(db):
    assert {parameter.name for parameter in QUESTION} == {*criteria.FACETS, *criteria.SINGLE, "lang"}
    known = set(criteria.read(QueryDict(), Terms.read("fr")).chosen) | {*criteria.FACETS}
    for path in ("/api/v1/initiatives/", "/api/v1/facets/", "/tiles/initiatives.json"):
        told = {parameter["name"] for parameter in document("fr")["paths"][path]["get"]["parameters"]}
        assert known <= told


def test_each_example_of_the_file_gets_an_answer(atlas, client):
    for path, methods in document("fr")["paths"].items():
        operation = methods["get"]
        for parameter in operation["parameters"]:
            [given, *_] = parameter["schema"].get("examples") or [parameter["schema"].get("default")]
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", str(given))
        required = {"search": {"q": "eau"}, "gazetteer": {"q": "lens"}}.get(operation["operationId"], {})
        assert client.get(path, required | operation["x-try"]).status_code == 200, path
        for parameter in operation["parameters"]:
            [given, *_] = parameter["schema"].get("examples") or [parameter["schema"].get("default")]
            if parameter["in"] == "query" and parameter["name"] not in ("place", "where") and given is not None:
                near = {"near": "2.83,50.43"} if parameter["name"] == "radius" else {}
                assert client.get(path, {**required, **near, parameter["name"]: given}).status_code == 200, parameter


def test_spectacular_has_nothing_to_complain_of(db, capsys):
    assert call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO()) is None
    assert not GENERATOR_STATS


def test_the_file_speaks_both_languages_in_both_forms(db, client):
    french, english = (client.get(f"/api/v1/schema/?lang={language}").json() for language in ("fr", "en"))
    assert french["openapi"] == "3.1.1"
    assert french["paths"].keys() == english["paths"].keys()
    assert french["components"]["schemas"]["Resource"]["x-labels"]["water"] == "Eau"
    assert english["components"]["schemas"]["Resource"]["x-labels"]["water"] == "Water"
    written = client.get("/api/v1/schema/", headers={"Accept": "application/yaml"})
    assert written["Content-Type"] == "application/yaml"
    assert yaml.safe_load(written.content) == french


def test_a_term_added_by_an_editor_is_in_the_file_at_once(db, client):
    assert "tools" not in client.get("/api/v1/schema/").json()["components"]["schemas"]["Resource"]["enum"]
    term = Term(vocabulary="resource", code="tools")
    actions.save_term(term)
    TermLabel.objects.create(term=term, language="fr", label="Outils")
    actions.relabelled()
    assert "tools" in client.get("/api/v1/schema/").json()["components"]["schemas"]["Resource"]["enum"]
