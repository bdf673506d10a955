"""A program of ours under test: its words in a file, its children by their ids, an end for sure."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

CHECKOUT = Path(__file__).resolve().parents[2]
STARTED = re.compile(r"^(?P<name>[a-z ]+): started, pid (?P<pid>\d+)$", re.MULTILINE)
LOOK_EVERY_SECONDS = 0.1


def until(
    holds: Callable[[], bool],
    *,
    seconds: float,
    what: str,
    every_seconds: float = LOOK_EVERY_SECONDS,
) -> None:
    """Wait for something that another process brings about; fail with `what` past the time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            message = f"not within {seconds:g} seconds: {what}"
            raise AssertionError(message)
        time.sleep(every_seconds)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def clean_environment(**extra: str) -> dict[str, str]:
    """Ours without what points at another set-up; our programs are first on the path."""
    foreign = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SCHEDULE", "VAR_DIR")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    programs = str(Path(sys.executable).parent)
    path = os.pathsep.join([programs, os.environ.get("PATH", "")])
    return {**kept, "PATH": path, **extra}


def answer(port: int, path: str, headers: dict[str, str] | None = None) -> int:
    """The status of a page on loopback; 0 while nobody listens."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers or {})
    try:
        with urllib.request.urlopen(asked, timeout=5) as page:
            status: int = page.status
            return status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


class Running:
    """`with Running(command, environment, log) as program:` and it is gone afterwards."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self._command = command
        self._environment = environment
        self._log = log

    def __enter__(self) -> Self:
        self._file = self._log.open("wb")
        self.process = subprocess.Popen(
            self._command,
            cwd=CHECKOUT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._file,
            stderr=subprocess.STDOUT,
        )
        return self

    def __exit__(self, *_: object) -> None:
        left = [*self.children().values(), self.process.pid]
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=10)
        for pid in left:
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        self._file.close()

    @property
    def words(self) -> str:
        return self._log.read_text("utf-8", errors="replace")

    def children(self) -> dict[str, int]:
        """The newest id of each child, as the parent told it."""
        return {one["name"]: int(one["pid"]) for one in STARTED.finditer(self.words)}

    def starts_of(self, name: str) -> list[int]:
        return [int(one["pid"]) for one in STARTED.finditer(self.words) if one["name"] == name]

    def says(self, text: str, *, seconds: float = 60) -> None:
        """Wait for a line; a program that ended says no more."""

        def has_said() -> bool:
            ended = self.process.poll() is not None
            if text in self.words:
                return True
            assert not ended, f"it ended without {text!r}:\n{self.words}"
            return False

        until(has_said, seconds=seconds, what=f"{text!r} in:\n{self._log}")
