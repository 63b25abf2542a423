"""What the site shows, made from what the repository holds: tables, translations, data, hashed static files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from environment import PYTHON
from steps import ROOT, VAR, attempt, run, say, step

STATIC_MADE = VAR / "static.made-from"


def manage(*arguments: str, failing: str, doing: str = "") -> str:
    return run(PYTHON, "manage.py", *arguments, failing=failing, doing=doing)


def tables() -> None:
    with step("Tables"):
        manage("migrate", "--no-input", failing="les tables n'ont pas pu être mises à jour")


def translations() -> None:
    """Compile the catalogues that are newer than what was made of them."""
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            with step(f"Traduction {source.relative_to(ROOT / 'locale')}"):
                run("msgfmt", "-o", made, source, failing="une traduction est mal formée")


def data() -> None:
    """Load the atlas's own files. A refused row is shown and keeps nobody from the rest."""
    doing = "Données (une à deux minutes la première fois)"
    with step(doing):
        refused, printed = attempt(PYTHON, "manage.py", "load_atlas", doing=doing)
    if refused:
        for line in printed.splitlines()[-20:]:
            say(f"  {line}")


def static_files() -> None:
    """Hash and compress the static files, if any of them has changed since."""
    source = fingerprint()
    if STATIC_MADE.exists() and STATIC_MADE.read_text() == source:
        return
    doing = "Fichiers statiques"
    with step(doing):
        STATIC_MADE.unlink(missing_ok=True)
        manage(
            "collectstatic", "--no-input", "--clear", "--verbosity=0", failing="les fichiers statiques sont incomplets"
        )
        STATIC_MADE.write_text(source)


def fingerprint() -> str:
    """Of every static file of ours (name, size, date), and of what brings or treats the others."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    for name in ("requirements.txt", "atlas/storage.py", "atlas/settings.py"):
        digest.update(Path(ROOT / name).read_bytes())
    return digest.hexdigest()
