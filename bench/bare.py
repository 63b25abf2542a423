"""The least that Django can do: one view without middleware, which forwards the rows of statements kept in a file."""

import json
import os
from pathlib import Path

import dj_database_url
from django.conf import settings

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="nothing is signed here",
    MIDDLEWARE=[],
    DATABASES={"default": dj_database_url.config(conn_max_age=600)},
    LOGGING_CONFIG=None,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402 (they read the settings)
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from bench import sql  # noqa: E402

STATEMENTS: dict[str, list[list[str]]] = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())


def forward(request: HttpRequest, scenario: int, draw: int) -> HttpResponse:
    return HttpResponse(sql.forward(STATEMENTS[str(scenario)][draw]), content_type="application/octet-stream")


urlpatterns = [path("healthz", lambda request: HttpResponse(b"ok")), path("<int:scenario>/<int:draw>", forward)]
application = get_wsgi_application()
