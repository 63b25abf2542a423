import json
import os
import subprocess
import sys

import pytest

from tests.test_architecture import ROOT


def manage(*arguments, **environment):
    command = [sys.executable, "manage.py", *arguments]
    everything = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"} | environment
    everything.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # is for this process, where browser tests may have run
    return subprocess.run(command, cwd=ROOT, env=everything, capture_output=True, text=True, check=False)


def test_a_house_behind_tls_passes_the_deployment_checks():
    done = manage("check", "--deploy", "--fail-level", "WARNING", HTTPS="1", DJANGO_SETTINGS_MODULE="atlas.settings")
    assert done.returncode == 0, done.stderr


ASK = """
from django.test import Client
for url in ("/fr/", "/en/explore/", "/api/v1/facets/", "/tiles/initiatives/0/0/0.json", "/healthz"):
    answer = Client().get(url, headers={"Host": "localhost"})
    print(url, answer.status_code, answer.headers.get("Retry-After"), answer.headers["Content-Type"])
"""


def test_while_the_database_starts_every_door_says_so():
    done = manage("shell", "-c", ASK, DATABASE_URL="postgis:///nowhere?host=/nonexistent")
    assert done.stdout.splitlines()[-5:] == [
        "/fr/ 503 5 text/html; charset=utf-8",
        "/en/explore/ 503 5 text/html; charset=utf-8",
        "/api/v1/facets/ 503 5 application/problem+json",
        "/tiles/initiatives/0/0/0.json 503 5 application/problem+json",
        "/healthz 503 None text/plain",
    ], done.stderr


def test_the_database_answers(db, client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content[:12]) == (200, b"ok, PostGIS ")


@pytest.mark.parametrize(("spoken", "home"), [("en-GB,en", "/en/"), ("fr", "/fr/"), ("ru,th", "/fr/"), ("", "/fr/")])
def test_the_bare_address_leads_to_the_readers_language(db, client, spoken, home):
    answer = client.get("/", headers={"Accept-Language": spoken})
    assert (answer.status_code, answer["Location"]) == (302, home)


def test_every_answer_carries_the_strict_policy_and_no_cookie(db, client):
    for url in ("/api/v1/facets/", "/robots.txt", "/nowhere"):
        answer = client.get(url)
        assert answer["Content-Security-Policy"].startswith("default-src 'self';")
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert not answer.cookies


def test_the_icon_that_browsers_ask_for_unasked_is_found_by_its_hashed_name(client, settings, tmp_path):
    named = {"paths": {"img/favicon.svg": "img/favicon.0123456789ab.svg"}, "version": "1.1", "hash": ""}
    (tmp_path / "staticfiles.json").write_text(json.dumps(named))
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "atlas.storage.ModuleStorage"}}
    assert client.get("/favicon.ico")["Location"] == f"{settings.STATIC_URL}img/favicon.0123456789ab.svg"
