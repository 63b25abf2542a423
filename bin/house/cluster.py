"""The private PostgreSQL in var/: the data in var/pg, the Unix socket in var/run, no network, nothing to configure.

It belongs to whoever runs the house; for root, whom PostgreSQL refuses, to the system's `postgres`. Where that owner
cannot work in var/ (a closed checkout, a path too long for a socket) the folder lies elsewhere and var/pg or var/run is
a link to it: these two names always tell where things are, and atlas/settings.py reads var/run too.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import processes
from owner import DATA, as_owner, give, is_private, may_enter, owner, private
from postgres import newest, tools_of
from steps import VAR, step

SOCKET = VAR / "run"
LONGEST = 103  # bytes of a socket's path, on the strictest system
PORT = "5432"  # only names the socket; nothing listens there
LEAST_SHARED, MOST_SHARED = 128, 8192  # MB; a million sheets with all that is derived from them take six thousand

SETTINGS = """\
# Written at each start by bin/house/cluster.py. For settings of your own: local.conf, in this folder.
listen_addresses = ''
unix_socket_directories = {socket}
unix_socket_permissions = 0700
port = {port}
max_connections = 100
shared_buffers = {shared}MB
effective_cache_size = {cached}MB
work_mem = 16MB
maintenance_work_mem = 128MB
wal_level = minimal  # nobody follows this server; new tables and indexes are written once, not twice
max_wal_senders = 0
max_wal_size = 4GB  # loading a million sheets is not interrupted by a checkpoint every few seconds
random_page_cost = 1.1
jit = off  # our questions are short: compiling them costs more than it saves
include_if_exists = 'local.conf'
"""
# Who enters is told by the kernel (peer), and the socket's folder is closed to everybody else: no password to keep.
DOORS = "local all all peer map=house\n"
PEOPLE = 'house "{owner}" atlas\nhouse root atlas\n'


def start() -> None:
    """The cluster answers and holds the database `atlas`, whatever happened to it before."""
    with step("Base de données"):
        data, socket = data_folder(), socket_folder()
        tools = tools_of(data)
        if not answers(tools, socket, seconds=60 if running(data) else 0):
            clear_traces(data, socket)
            configure(data, socket)
            command = [tools / "pg_ctl", "start", "-D", data, "-l", data / "server.log", "-w", "-t", "120", "-s"]
            as_owner(*command, failing=f"PostgreSQL n'a pas démarré, voir {data / 'server.log'}")
        create_database(tools, socket)


def stop() -> None:
    """Nothing of the cluster runs any more."""
    data = DATA.resolve()
    if DATA.exists() and owner() and running(data):
        command = [tools_of(data) / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-s"]
        as_owner(*command, failing="PostgreSQL ne s'est pas arrêté")
    clear_traces(data, SOCKET.resolve())


def drop() -> None:
    """Erase the cluster and all it holds."""
    stop()
    for link, elsewhere in ((DATA, DATA.resolve().parent), (SOCKET, SOCKET.resolve())):
        shutil.rmtree(elsewhere if link.is_symlink() else link, ignore_errors=True)
        link.unlink(missing_ok=True)


# Where things are


def data_folder() -> Path:
    """Where the data is, made first if there is none yet. It appears only once complete: a half-made one is never used."""
    if owner() and (DATA / "PG_VERSION").exists():
        return DATA.resolve()
    parent = VAR
    if not may_enter(VAR):
        parent = Path(tempfile.mkdtemp(prefix="atlas-", dir="/var/lib"))
        parent.chmod(0o711)
    growing = parent / "pg.growing"
    shutil.rmtree(growing, ignore_errors=True)
    private(growing)
    command = [newest() / "initdb", "-D", growing, "-U", "atlas", "-E", "UTF8", "--locale=C.UTF-8", "--auth=peer"]
    as_owner(*command, failing="PostgreSQL n'a pas pu créer var/pg")
    with (growing / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude = 'atlas.conf'\n")
    configure(growing, SOCKET)
    if DATA.is_symlink():
        DATA.unlink()
    growing.rename(parent / "pg")
    if parent != VAR:
        DATA.symlink_to(parent / "pg")
    return parent / "pg"


def socket_folder() -> Path:
    """Where the socket is: var/run, or a private folder it leads to."""
    if SOCKET.is_symlink() and not is_private(SOCKET.resolve()):
        SOCKET.unlink()  # /tmp was emptied, or somebody else made a folder of that name
    if not SOCKET.exists():
        name = SOCKET / f".s.PGSQL.{PORT}.lock"
        if len(os.fsencode(name)) > LONGEST or "," in str(name) or not may_enter(VAR):
            SOCKET.symlink_to(tempfile.mkdtemp(prefix="atlas-", dir="/tmp"))
    private(SOCKET.resolve())
    return SOCKET.resolve()


# How it goes


def configure(data: Path, socket: Path) -> None:
    quoted = str(socket).replace('"', '""').replace("'", "''")
    files = {
        "atlas.conf": SETTINGS.format(socket=f"'\"{quoted}\"'", port=PORT, **memory()),
        "pg_hba.conf": DOORS,
        "pg_ident.conf": PEOPLE.format(owner=owner().pw_name),
    }
    for name, text in files.items():
        (data / name).write_text(text)
        give(data / name, 0o600)


def memory() -> dict[str, int]:
    """Megabytes, by what the machine has: a quarter for PostgreSQL's own copy of pages (taken only as they are read), half for
    what the system keeps."""
    all_of_it = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return {"shared": min(max(all_of_it // 4, LEAST_SHARED), MOST_SHARED), "cached": all_of_it // 2}


def running(data: Path) -> bool:
    """Whether the server named in the data's pid file is really one: after a reboot, that number may be anybody's."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return any(process.pid == pid and str(data) in process.command for process in processes.all_of_them())


def clear_traces(data: Path, socket: Path) -> None:
    """Nothing of a server that died is left: no process that outlived it, no pid file, no socket."""
    processes.end(lambda: processes.working_in(data), politely=signal.SIGQUIT, seconds=5)
    for trace in [data / "postmaster.pid", *socket.glob(".s.PGSQL.*")]:
        trace.unlink(missing_ok=True)


def answers(tools: Path, socket: Path, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while subprocess.run([tools / "pg_isready", "-q", "-h", socket, "-p", PORT], check=False).returncode:
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def create_database(tools: Path, socket: Path) -> None:
    door = ["-h", socket, "-p", PORT, "-U", "atlas"]
    question = "SELECT 1 FROM pg_database WHERE datname = 'atlas'"
    failing = "la base de données a refusé d'être interrogée"
    if not as_owner(tools / "psql", *door, "-d", "postgres", "-XAtc", question, failing=failing).strip():
        as_owner(tools / "createdb", *door, "atlas", failing="la base « atlas » n'a pas pu être créée")
