"""A PostgreSQL of a test's own, whose files lie where the test says, to be killed and started."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.faults.site import HOST, with_signal

SECONDS_TO_START = 60
QUIET = "-c log_min_messages=panic -c logging_collector=off"


class Postgres:
    """The server of one data folder."""

    def __init__(self, data: Path, binaries: Path, sockets: str, *switched_off: str) -> None:
        self.data, self.binaries, self.sockets = data, binaries, sockets
        self.switched_off = switched_off
        with socket.socket() as found:
            found.bind((HOST, 0))
            self.port = found.getsockname()[1]
        self.address = f"postgresql+psycopg://ideas@{HOST}:{self.port}/postgres"
        self.process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Fill the data folder."""
        self.data.mkdir()
        owner = pwd.getpwnam("postgres")
        os.chown(self.data, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb", "--username=ideas", "--auth=trust", "--no-sync", "--locale=C.UTF-8"
        ).wait()

    def start(self) -> None:
        """Start, after a crash with the recovery this takes."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        off = [word for name in self.switched_off for word in ("-c", f"{name}=off")]
        here = ["-h", HOST, "-p", str(self.port), "-k", self.sockets, "-c", "max_connections=80"]
        quiet = ["-c", "log_min_messages=panic", "-c", "shared_buffers=32MB"]
        self.process = self._run("postgres", *here, *quiet, *off)
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                psycopg.connect(self.address.replace("+psycopg", ""), connect_timeout=5).close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, "PostgreSQL did not start"
                assert self.process.poll() is None, "PostgreSQL could not start"
                time.sleep(0.05)
            else:
                return

    def _run(self, name: str, *words: str) -> "subprocess.Popen[bytes]":
        command = [str(self.binaries / name), "-D", str(self.data), *words]
        return subprocess.Popen(
            command, user="postgres", group="postgres", extra_groups=(), cwd="/",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self) -> None:
        """End all its processes at once."""
        if self.process is None:
            return
        first = self.process.pid
        try:
            text = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii")
        except OSError:
            text = ""
        for process in (first, *map(int, text.split())):
            with_signal(process, signal.SIGKILL)
        self.process.wait()
        for process in map(int, text.split()):
            while Path(f"/proc/{process}").exists():
                time.sleep(0.01)


@contextmanager
def a_postgres(data: Path, *switched_off: str) -> Iterator[Postgres]:
    """A server that waits for the disk, but for the settings that are switched off."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    binaries = Path(os.environ.get("PG_BIN") or (installed[0] if installed else "/nowhere"))
    sockets = tempfile.mkdtemp()
    shutil.chown(sockets, "postgres", "postgres")
    server = Postgres(data, binaries, sockets, *switched_off)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(sockets)
