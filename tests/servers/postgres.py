"""A PostgreSQL of our own on a free loopback port, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

from tests.servers.machine import postgres_bin

READY_WITHIN_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _other_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: postgres if it exists, else nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    message = "neither a postgres nor a nobody user to run PostgreSQL as"
    raise RuntimeError(message)


class Postgres:
    """`with Postgres() as server: server.url`. `durable` keeps fsync on, for tests that kill it."""

    def __init__(self, *, durable: bool = False) -> None:
        folder = postgres_bin()
        if folder is None:
            message = "no PostgreSQL server programs on this machine"
            raise FileNotFoundError(message)
        self._bin = folder
        self._as_user = _other_user()
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="office-pg-"))
        self.port = 0

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> Self:
        try:
            self._initialise()
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def _initialise(self) -> None:
        if self._as_user:
            os.chown(self.folder, self._as_user["user"], self._as_user["group"])
        subprocess.run(
            [
                self._bin / "initdb",
                "--pgdata", self.folder / "data",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            **self._as_user,
        )  # fmt: skip

    def start(self) -> None:
        """Start on the port had before, or on a free one; another taker costs one more try."""
        for _ in range(5):
            port = self.port or free_port()
            if self._try_start(port):
                self.port = port
                return
        message = f"PostgreSQL did not start; its log: {self._log_tail()}"
        raise RuntimeError(message)

    def _try_start(self, port: int) -> bool:
        safe = "on" if self._durable else "off"
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": self.folder,
            "fsync": safe,
            "full_page_writes": safe,
            "synchronous_commit": safe,
            # A test's rows are taken back: a table looked at in between is noted down as empty, and
            # the planner then walks it once for every row of another (minutes, by chance).
            "autovacuum": "off",
            "max_connections": 100,
            "timezone": "UTC",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.folder / "data", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **self._as_user,
            )
        return self._is_ready(port)

    def _is_ready(self, port: int) -> bool:
        process = self._process
        until = time.monotonic() + READY_WITHIN_SECONDS
        while process is not None and process.poll() is None and time.monotonic() < until:
            answer = subprocess.run(
                [self._bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False
            )
            if answer.returncode == 0:
                return True
            time.sleep(0.05)
        return False

    def _log_tail(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace")[-1500:] if log.exists() else "(none)"

    def stop(self) -> None:
        """An orderly stop that does not wait for clients."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """As if the power went."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(how)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=10)
        self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
