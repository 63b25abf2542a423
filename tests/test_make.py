"""The commands behind `make`: what they say when they cannot go on, and a private database that survives everything."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import pytest

from tests.test_architecture import ROOT

HOUSE = ROOT / "bin/house"
# The house's modules are run, as `make` does, outside of Django and of this process.
ABOUT_CLUSTER = f"import sys; sys.path.insert(0, {str(HOUSE)!r}); import cluster; "


def house(verb, typed="", **environment):
    return python([HOUSE, verb], typed, **environment)


def python(arguments, typed="", **environment):
    given = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT", "BIND")}
    command = [sys.executable, *arguments]
    everything = {"env": given | environment, "input": typed, "capture_output": True, "text": True}
    return subprocess.run(command, **everything, check=False, timeout=60)


def test_make_alone_lists_every_target():
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[1] for line in listed.splitlines()] == phony


def test_a_busy_port_is_one_sentence_before_any_work(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = house("run", PORT=str(port), ATLAS_VAR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"✗ le port {port} est déjà pris par un autre programme ; essayez « make run PORT={port + 1} »."
    )
    assert (done.stdout, list(tmp_path.iterdir())) == ("", [])


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(port):
    done = house("run", PORT=port)
    assert (done.returncode, done.stderr) == (1, f"✗ PORT={port} n'est pas un numéro de port (1 à 65535).\n")


@pytest.mark.parametrize("typed", ["", "\n", "oui\n", "effacer tout\n"])
def test_reset_erases_nothing_unless_the_word_is_typed(tmp_path, typed):
    (tmp_path / "pg").mkdir()
    done = house("reset", typed, ATLAS_VAR=str(tmp_path))
    assert (done.returncode, done.stderr) == (1, "✗ rien n'a été effacé.\n")
    assert (tmp_path / "pg").is_dir()


def test_reset_leaves_a_database_of_others_alone():
    done = house("reset", "effacer\n", DATABASE_URL="postgis:///precious")
    assert (done.returncode, done.stdout) == (1, "")
    assert "DATABASE_URL" in done.stderr


def test_without_apt_everything_missing_is_named(tmp_path):
    ask = "import packages; packages.find_library = lambda name: None; packages.ready(packages.SITE + packages.BROWSER)"
    done = python(["-c", f"{ABOUT_CLUSTER}{ask}"], PATH=str(tmp_path), ATLAS_VAR=str(tmp_path))
    assert done.returncode == 1
    for name in ("libgdal", "libgeos-c1v5", "gettext", "chromium"):
        assert name in done.stderr


needs_postgres = pytest.mark.skipif(
    python(["-c", f"{ABOUT_CLUSTER}sys.exit(not cluster.newest())"]).returncode, reason="no PostgreSQL on this machine"
)


@pytest.fixture
def private(tmp_path):
    """The folder of a private database with a path far too long for a socket; whatever happens, nothing is left of it."""
    folder = tmp_path / ("long " * 25)
    folder.mkdir()
    yield folder
    cluster("drop()", folder)
    assert not (folder / "pg").exists()


def cluster(call, folder):
    done = python(["-c", f"{ABOUT_CLUSTER}cluster.{call}"], ATLAS_VAR=str(folder))
    assert done.returncode == 0, done.stdout + done.stderr


def psql(folder, question):
    door = ["psql", "-h", (folder / "run").resolve(), "-U", "atlas", "-d", "atlas", "-XAtc", question]
    return subprocess.run(door, capture_output=True, text=True, check=True).stdout.strip()


@needs_postgres
def test_the_private_database_survives_a_kill_and_a_pid_file_that_names_somebody_else(private):
    cluster("start()", private)
    assert (private / "run").resolve().stat().st_mode & 0o077 == 0
    assert psql(private, "SHOW listen_addresses") == ""
    psql(private, "CREATE TABLE kept AS SELECT 42 AS answer")

    pid_file = private / "pg/postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
    pid_file.write_text(re.sub(r"^\d+", str(os.getpid()), pid_file.read_text()))
    cluster("start()", private)
    assert psql(private, "SELECT answer FROM kept") == "42"

    cluster("stop()", private)
    shutil.rmtree((private / "run").resolve())  # as /tmp is emptied by a reboot
    cluster("start()", private)
    assert psql(private, "SELECT answer FROM kept") == "42"
