"""The PostgreSQL programs of this system that have PostGIS."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from steps import give_up

OLDEST = 15


def newest() -> Path | None:
    """The programs of the newest PostgreSQL that has PostGIS."""
    found = sorted((version, folder) for folder in installed() if (version := postgis_version(folder)))
    return found[-1][1] if found else None


def installed() -> list[Path]:
    known = {path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")}
    if path := shutil.which("initdb"):
        known.add(Path(path).resolve().parent)
    return [*known]


def postgis_version(tools: Path) -> int | None:
    """PostgreSQL's major version, if it is recent enough and PostGIS is installed for it."""
    told = subprocess.run([tools / "initdb", "--version"], capture_output=True, text=True, check=False).stdout
    version = int(re.search(r"\d+|$", told)[0] or 0)
    shares = [Path("/usr/share/postgresql", str(version)), *tools.parent.glob("share/p*g*sql*"), tools.parent / "share"]
    has_postgis = any((share / "extension" / "postgis.control").exists() for share in shares)
    return version if has_postgis and version >= OLDEST else None


def tools_of(data: Path) -> Path:
    """The programs of the version that made this data."""
    version = int((data / "PG_VERSION").read_text())
    for tools in installed():
        if postgis_version(tools) == version:
            return tools
    return give_up(
        f"var/pg a été créé par PostgreSQL {version}, qui n'est plus installé avec PostGIS : "
        f"réinstallez-le (postgresql-{version}-postgis-3), ou voyez docs/operating.md pour changer de version."
    )
