"""Child processes that end with their parent, are started anew when they die, and end in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

PR_SET_PDEATHSIG = 1
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# A child that ran this long was healthy; its next fall starts the back-off anew.
HEALTHY_AFTER_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.2
# More than gunicorn gives its open requests, so that it is not cut short.
END_WITHIN_SECONDS = 25.0


def die_with_parent(parent: int) -> Callable[[], None]:
    """What a child runs before its program: Linux ends it when `parent` dies, however it dies."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        # The parent may have died between the fork and the request.
        if os.getppid() != parent:
            os._exit(1)

    return ask


@dataclass(frozen=True)
class Program:
    """What to run. `environment` is added to our own; `holds` are descriptors it keeps open."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    holds: tuple[int, ...] = ()


class Child:
    """One program kept running; its pauses double while it keeps dying at once."""

    def __init__(self, program: Program, say: Callable[[str], object]) -> None:
        self.program = program
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._next_start_at = 0.0
        self._pause_seconds = FIRST_PAUSE_SECONDS

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def look(self, *, now: float) -> None:
        """Notice a death; start when it is time."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return
            self._note_death(code, now=now)
        if now >= self._next_start_at:
            self._start(now=now)

    def _start(self, *, now: float) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own programs, no word from outside
            self.program.command,
            env={**os.environ, **self.program.environment},
            stdin=subprocess.DEVNULL,
            # A session of its own: Ctrl-C reaches the parent alone, which ends all in order.
            start_new_session=True,
            pass_fds=self.program.holds,
            preexec_fn=die_with_parent(os.getpid()),
        )
        self._started_at = now
        self._say(f"{self.program.name}: started, pid {self._process.pid}")

    def _note_death(self, code: int, *, now: float) -> None:
        if now - self._started_at >= HEALTHY_AFTER_SECONDS:
            self._pause_seconds = FIRST_PAUSE_SECONDS
        self._process = None
        self._next_start_at = now + self._pause_seconds
        self._say(f"{self.program.name}: ended ({code}), again in {self._pause_seconds:g} seconds")
        self._pause_seconds = min(self._pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    def terminate(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, *, seconds: float) -> None:
        """Wait for the end; past the time the child is killed."""
        if self._process is None:
            return
        try:
            self._process.wait(timeout=max(seconds, 0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Watch:
    """Runs children until SIGTERM or SIGINT, then ends them all.

    `greet` is asked at each look until it answers True: the place to say that all is ready.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        say: Callable[[str], object],
        greet: Callable[[], bool],
    ) -> None:
        self.children = [Child(program, say) for program in programs]
        self._greet = greet
        self._is_asked_to_stop = False

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._is_asked_to_stop = True

    def run(self) -> None:
        """Serve until asked to stop; the signals work from before the first child."""
        stops = (signal.SIGTERM, signal.SIGINT)
        before = {which: signal.signal(which, self._stop) for which in stops}
        has_greeted = False
        try:
            while not self._is_asked_to_stop:
                for child in self.children:
                    child.look(now=time.monotonic())
                has_greeted = has_greeted or self._greet()
                time.sleep(LOOK_EVERY_SECONDS)
        finally:
            self._end()
            for which, handler in before.items():
                signal.signal(which, handler)

    def _end(self) -> None:
        until = time.monotonic() + END_WITHIN_SECONDS
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait(seconds=until - time.monotonic())
