"""The code base as a whole: who may import whom, nothing left over, nothing untold."""

import ast
import re
from pathlib import Path

import allauth
import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
LAYERS = ["atlas", "community", "routes", "places"]  # an app imports only what stands to its right


def imported_apps(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("app", LAYERS)
def test_apps_import_downwards_only(app):
    above = set(LAYERS[: LAYERS.index(app)])
    climbing = [path for path in (ROOT / app).rglob("*.py") if imported_apps(path.read_text()) & above]
    assert climbing == []


def test_every_template_is_used():
    code = "".join(path.read_text() for path in ROOT.glob("*/**/*.py") if ".venv" not in path.parts)
    markup = "".join(path.read_text() for path in (ROOT / "templates").rglob("*") if path.is_file())
    known = {f"{status}.html" for status in ("403", "403_csrf", "404", "429", "500", "503")}
    asked_by_allauth = Path(allauth.__file__).parent / "templates"
    known |= {str(path.relative_to(asked_by_allauth)) for path in asked_by_allauth.rglob("*.html")}
    known.add("account/password_reset_help_text.html")
    names = {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")}
    assert [name for name in sorted(names - known) if name not in code + markup] == []


def test_every_setting_a_host_can_give_is_told():
    settings = (ROOT / "atlas/settings.py").read_text()
    names = set(re.findall(r'(?:environ\.get\(|env_list\()"(\w+)"', settings)) | {"DATABASE_URL"}
    told = (ROOT / "docs/operating.md").read_text()
    assert [name for name in sorted(names) if name not in told] == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_imports_of_modules_end_with_a_semicolon_so_that_django_can_hash_them():
    for path in (ROOT / "static/js").rglob("*.js"):
        loose = re.findall(r'^(?:import|export)[^;\n]*from\s+"[^"]+"$', path.read_text(), re.MULTILINE)
        assert loose == [], path
