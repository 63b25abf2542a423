"""What the system itself must have. Debian's packages are installed when missing; elsewhere the list is told."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

import postgres
from steps import give_up, run, say, step


@dataclass
class Need:
    """Something the atlas cannot do without, how to see that it is there, and what brings it on Debian."""

    name: str
    present: Callable[[], object]
    package: str


def has_face(family: str) -> bool:
    """As fontconfig sees it, which comes with Pango."""
    listed = shutil.which("fc-list") and subprocess.run(
        ["fc-list", f":family={family}", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed and listed.stdout.strip())


def speaks(language: str) -> bool:
    """Whether some face has its letters."""
    listed = shutil.which("fc-list") and subprocess.run(
        ["fc-list", f":lang={language}", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed and listed.stdout.strip())


SITE = [
    Need("Python : modules venv et ensurepip", lambda: importlib.util.find_spec("ensurepip"), "python3-venv"),
    Need("GDAL (bibliothèque libgdal)", lambda: find_library("gdal"), "^libgdal[0-9]+$"),
    Need("GEOS (bibliothèque libgeos_c)", lambda: find_library("geos_c"), "libgeos-c1v5"),
    Need(
        "Pango (bibliothèque libpangoft2), qui met en page le livret",
        lambda: find_library("pangoft2-1.0"),
        "libpangoft2-1.0-0",
    ),
    Need(
        "HarfBuzz (bibliothèque libharfbuzz-subset), pour ses polices",
        lambda: find_library("harfbuzz-subset"),
        "libharfbuzz-subset0",
    ),
    Need("EB Garamond, sa police", lambda: has_face("EB Garamond"), "fonts-ebgaramond"),
    Need("Noto, pour toutes les écritures de la route", lambda: has_face("Noto Serif Khmer"), "fonts-noto-core"),
    Need("gettext (programme msgfmt)", lambda: shutil.which("msgfmt"), "gettext"),
]
# What the site does without, if need be: installed along with what is missing, never asked for alone.
WISHED = [
    Need("une police du chinois, du japonais et du coréen, pour le livret", lambda: speaks("zh"), "fonts-wqy-microhei"),
]
DATABASE = [Need(f"PostgreSQL ≥ {postgres.OLDEST} avec PostGIS", postgres.newest, "postgresql-postgis")]
NODE = [Need("libatomic, pour le Node de Playwright", lambda: find_library("atomic"), "libatomic1")]
BROWSER = [
    Need("Chromium", lambda: shutil.which("chromium") or shutil.which("chromium-browser"), "chromium"),
]

# While this file is there, Debian's postgresql does not start a cluster of its own that nobody asked for.
NO_MAIN_CLUSTER = "/etc/postgresql-common/createcluster.d/atlas.conf"


def ready(needs: list[Need]) -> None:
    """Install whatever is missing, or tell it and stop."""
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    if not shutil.which("apt-get"):
        tell(missing)
    install([*missing, *(need for need in WISHED if not need.present())])
    if still := [need for need in missing if not need.present()]:
        tell(still)


def tell(missing: list[Need]) -> None:
    lines = [f"    {need.name}  (paquet Debian : {need.package.strip('^$')})" for need in missing]
    give_up("\n".join(["il manque à ce système, à installer par ses propres moyens :", *lines]))


def install(missing: list[Need]) -> None:
    say(f"Il manque : {', '.join(need.name for need in missing)}.")
    root = as_root()
    doing = "Paquets du système (1 à 4 minutes)"
    with step(doing):
        run(*root, "apt-get", "update", failing="apt-get update a échoué", doing=doing)
        if DATABASE[0] in missing and not Path("/usr/lib/postgresql").exists():
            keep = f"mkdir -p {Path(NO_MAIN_CLUSTER).parent} && echo create_main_cluster = off > {NO_MAIN_CLUSTER}"
            run(*root, "sh", "-c", keep, failing="/etc/postgresql-common reste fermé")
        try:
            run(
                *root,
                *["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--no-install-recommends"],
                *[need.package for need in missing],
                failing="l'installation des paquets a échoué",
                doing=doing,
            )
        finally:
            run(*root, "rm", "-f", NO_MAIN_CLUSTER, failing="/etc/postgresql-common reste fermé")


def as_root() -> list[str]:
    """How to act as root; a password is asked for, if one is needed, before anything is under way."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        give_up("des paquets manquent et sudo n'est pas là : relancez une fois en tant que root.")
    if subprocess.run(["sudo", "-n", "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        if not sys.stdin.isatty():
            give_up("des paquets manquent et sudo demande un mot de passe : relancez depuis un terminal.")
        subprocess.run(["sudo", "-v"], check=True)
    return ["sudo"]
