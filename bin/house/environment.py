"""The Python packages, in .venv: installed anew only when the lists of requirements, or Python itself, have changed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from steps import ROOT, run, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def ready(*lists: str) -> None:
    """Every requirement of these lists is installed."""
    stale = [ROOT / name for name in lists if stamp(ROOT / name) != wanted(ROOT / name)]
    if not stale:
        return
    if not works():
        with step("Environnement Python (.venv)"):
            run(sys.executable, "-m", "venv", "--clear", VENV, failing=".venv n'a pas pu être créé")
    doing = "Bibliothèques Python (une à deux minutes)"
    with step(doing):
        asked = [part for path in stale for part in ("-r", path)]
        pip = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        run(*pip, *asked, failing="pip n'a pas tout installé", doing=doing)
    for path in stale:
        stamp_file(path).write_text(wanted(path))


def works() -> bool:
    """Whether .venv is whole: a half-made one, or one left by another Python, is not."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def wanted(path: Path) -> str:
    return hashlib.sha256(path.read_bytes() + sys.version.encode()).hexdigest()


def stamp(path: Path) -> str:
    return stamp_file(path).read_text() if PYTHON.exists() and stamp_file(path).exists() else ""


def stamp_file(path: Path) -> Path:
    return VENV / f"installed-{'-'.join(path.relative_to(ROOT).parts)}"


def node() -> Path:
    """The Node that Playwright carries: nothing more to install for JavaScript's tests."""
    return next(VENV.glob("lib/python3*/site-packages/playwright/driver/node"))
