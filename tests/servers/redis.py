"""A Redis of our own on a free loopback port, in a temporary folder, gone afterwards."""

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.servers.machine import redis_server
from tests.servers.postgres import free_port

READY_WITHIN_SECONDS = 15


class Redis:
    """`with Redis() as server: server.url`. `durable` writes the append-only file, as served."""

    def __init__(self, *, durable: bool = False) -> None:
        program = redis_server()
        if program is None:
            message = "no redis-server on this machine"
            raise FileNotFoundError(message)
        self._program = program
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="office-redis-"))
        self.port = 0

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def start(self) -> None:
        """Start on the port had before, or on a free one; another taker costs one more try."""
        for _ in range(5):
            port = self.port or free_port()
            if self._try_start(port):
                self.port = port
                return
        message = "Redis did not start"
        raise RuntimeError(message)

    def _try_start(self, port: int) -> bool:
        self._process = subprocess.Popen(
            [
                self._program,
                "--bind", "127.0.0.1",
                "--port", str(port),
                "--dir", str(self.folder),
                "--save", "",
                "--appendonly", "yes" if self._durable else "no",
                "--maxmemory-policy", "noeviction",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + READY_WITHIN_SECONDS
        while self._process.poll() is None and time.monotonic() < until:
            if self._answers(port):
                return True
            time.sleep(0.05)
        return False

    @staticmethod
    def _answers(port: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """An orderly stop."""
        self._end(kill=False)

    def kill(self) -> None:
        """As if the power went."""
        self._end(kill=True)

    def _end(self, *, kill: bool) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.kill() if kill else self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=10)
        self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
