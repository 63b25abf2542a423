"""Whose the private database is, what runs under that name, and which folders are closed to everybody else."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

from steps import VAR, give_up, run

DATA = VAR / "pg"


def owner() -> pwd.struct_passwd:
    """Who PostgreSQL runs as: the owner of the data, else whoever runs this, else `postgres`."""
    uid = DATA.stat().st_uid if DATA.exists() else os.geteuid()
    if os.geteuid() not in (0, uid):
        give_up(f"var/pg appartient à {pwd.getpwuid(uid).pw_name} : lancez sous ce nom, ou en tant que root.")
    try:
        return pwd.getpwuid(uid) if uid else pwd.getpwnam("postgres")
    except KeyError:
        return give_up(
            "PostgreSQL a besoin d'un utilisateur « postgres » (ou de lancer ceci sous un autre nom que root)."
        )


def as_owner(*command, failing: str) -> str:
    return run(*command, failing=failing, **dressed_as_owner())


def dressed_as_owner() -> dict:
    """The options of subprocess that make a command run as the owner, in a folder open to all, deaf to PG* variables."""
    who = owner()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    options = {"cwd": "/", "env": environment | {"HOME": who.pw_dir}}
    if os.geteuid() == 0:
        options |= {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    return options


def may_enter(folder: Path) -> bool:
    return subprocess.run(["test", "-x", folder], **dressed_as_owner(), check=False).returncode == 0


def private(folder: Path) -> None:
    """The folder exists, and only its owner (and root) may enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    give(folder, 0o700)


def is_private(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    status = folder.stat()
    return status.st_uid == owner().pw_uid and not status.st_mode & 0o077


def give(path: Path, mode: int) -> None:
    path.chmod(mode)
    if os.geteuid() == 0:
        os.chown(path, owner().pw_uid, owner().pw_gid)
