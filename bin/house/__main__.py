"""The house of the atlas: what stands behind each `make` target. `python3 bin/house run|dev|test|tools|bench|stop|reset`."""

from __future__ import annotations

import fcntl
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from contextlib import contextmanager

if sys.version_info < (3, 11):  # noqa: UP036 (an older Python reads this too)
    sys.exit("✗ il faut Python 3.11 ou plus récent ; « make PYTHON=/chemin/de/python3.12 run » en désigne un autre.")

import cluster
import content
import environment
import packages
import server
from steps import ROOT, VAR, give_up, say, step

OWN_DATABASE = not os.environ.get("DATABASE_URL")
SITE, TESTS = "requirements.txt", "tests/requirements.txt"


def run() -> None:
    """Everything a fresh machine needs, then the production server."""
    server.claim_port()
    with alone():
        install(SITE)
        content.static_files()
        content.data()
        what = content.manage("atlas_summary", failing="la base de données ne répond pas")
    print(f"\n{what.rstrip()}\n\n  {server.url()}   (Ctrl-C pour arrêter)\n", flush=True)
    sys.exit(server.serve())


def dev() -> None:
    """The same, served by Django's own server, which reloads the code as it changes."""
    server.claim_port()
    with alone():
        install(SITE)
        content.data()
    os.chdir(ROOT)
    host, port = server.address()
    command = [str(environment.PYTHON), "manage.py", "runserver", f"{host}:{port}"]
    os.execve(environment.PYTHON, command, os.environ | {"DEBUG": "1"})


def test() -> None:
    """Every test: Python's and the browser's by pytest, JavaScript's by the Node that comes with Playwright."""
    with alone():
        install(SITE, TESTS, needs=packages.NODE + packages.BROWSER)
    arguments = shlex.split(os.environ.get("ARGS", "")) or [
        "-n",
        str(min(os.cpu_count() or 1, 4)),
        "--dist",
        "loadgroup",
    ]
    failed = subprocess.run([environment.PYTHON, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
    scripts = sorted(map(str, ROOT.glob("tests/js/**/*.test.js")))
    failed |= subprocess.run([environment.node(), "--test", *scripts], cwd=ROOT, check=False).returncode
    sys.exit(failed and 1)


def tools() -> None:
    """What `make lint` uses."""
    with alone():
        packages.ready(packages.SITE + packages.NODE)
        environment.ready(SITE, TESTS)


def bench() -> None:
    """How fast the atlas is, with invented initiatives in databases of their own (docs/performance.md)."""
    with alone():
        install(SITE, *([TESTS] if os.environ.get("BROWSER") else []))
        content.static_files()
    asked = [f"--{name.lower()}" for name in ("PEERS", "BROWSER") if os.environ.get(name)]
    arguments = shlex.split(os.environ.get("ARGS", "")) + asked
    sys.exit(subprocess.run([environment.PYTHON, "-m", "bench", *arguments], cwd=ROOT, check=False).returncode)


def stop() -> None:
    """Nothing of this checkout runs any more."""
    with step("Arrêt du serveur"):
        server.stop()
    if OWN_DATABASE:
        with step("Arrêt de la base de données"):
            cluster.stop()


def reset() -> None:
    """Erase the private database, once the person has typed that this is meant."""
    if not OWN_DATABASE:
        give_up("DATABASE_URL désigne une base qui n'est pas la nôtre : elle ne s'efface pas d'ici.")
    say("Ceci efface la base de données de cette copie, avec tout ce qui y a été modifié depuis le chargement.")
    try:
        typed = input("  Pour continuer, tapez « effacer » : ")
    except EOFError:
        typed = ""
    if typed.strip() != "effacer":
        give_up("rien n'a été effacé.")
    stop()
    with step("Effacement de la base de données"):
        cluster.drop()


def install(*requirements: str, needs: Sequence[packages.Need] = ()) -> None:
    """System packages, Python packages, database, tables and translations."""
    packages.ready([*packages.SITE, *(packages.DATABASE if OWN_DATABASE else []), *needs])
    environment.ready(*requirements)
    if OWN_DATABASE:
        cluster.start()
    content.translations()
    content.tables()


@contextmanager
def alone():
    """One at a time: two starts at once would make the same things twice."""
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        lock = (VAR / "lock").open("w")
    except PermissionError:
        give_up(
            f"{VAR} appartient à quelqu'un d'autre : lancez sous le même nom que la première fois, ou en tant que root."
        )
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


VERBS = {verb.__name__: verb for verb in (run, dev, test, tools, bench, stop, reset)}

if __name__ == "__main__":
    if sys.argv[1:] not in [[name] for name in VERBS]:
        sys.exit(f"usage : python3 bin/house {'|'.join(VERBS)}")
    try:
        VERBS[sys.argv[1]]()
    except KeyboardInterrupt:
        sys.exit(130)
