"""The embedded set-up as one parent process: what is prepared, and which children serve."""

import fcntl
import hashlib
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from beijing_governance.processes import Program
from complaints.models import Complaint, User

HOST = "127.0.0.1"
# Children of a killed parent need a moment to end; they hold its lock until then.
WAIT_FOR_LOCK_SECONDS = 5.0
# The order of a complaint's way through the office.
ACCOUNTS = (
    "clerk", "centre", "desk", "office", "cadre", "community", "property", "lanehead", "steward",
    "judge", "head", "district", "city", "privacy", "admin", "security", "auditor", "resident",
)  # fmt: skip


class AlreadyRunning(Exception):
    """Another parent, or a child it left, still holds this folder."""


@contextmanager
def only_one(var_dir: Path) -> Iterator[int]:
    """Hold `var_dir` alone; gives the descriptor, which the schedulers keep open as well."""
    path = var_dir / "up.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, path)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, path: Path) -> None:
    until = time.monotonic() + WAIT_FOR_LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise AlreadyRunning(str(path)) from None
            time.sleep(0.1)
        else:
            return


def is_port_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def answers(port: int) -> bool:
    """Whether a page comes back: a port is open well before the first worker has loaded."""
    line = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        line.request("GET", "/health/live")
        return line.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def prepare_folder(var_dir: Path) -> None:
    """Everything in here is for this user alone: the database, photos, secrets."""
    var_dir.mkdir(parents=True, exist_ok=True)
    var_dir.chmod(0o700)
    os.umask(0o077)


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> bool:
    """Build the static files once; again only when a file changed. True if it was needed."""
    stamp = Path(settings.STATIC_ROOT) / ".built-from"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _static_fingerprint() -> str:
    files = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen = Path(storage.path(name)).stat()
            files.append((name, seen.st_size, seen.st_mtime_ns))
    return hashlib.sha256(json.dumps(sorted(files)).encode()).hexdigest()


def is_empty() -> bool:
    """Whether nobody works here yet: no person and no complaint."""
    return not User.objects.exists() and not Complaint.objects.exists()


def demonstration_accounts() -> list[str]:
    """Those of the demonstration's sign-in names that exist here, in their order."""
    found = set(User.objects.filter(username__in=ACCOUNTS).values_list("username", flat=True))
    return [name for name in ACCOUNTS if name in found]


def programs(*, port: int, lock: int) -> list[Program]:
    """Web server and schedulers. With no broker the two schedulers run the tasks themselves."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return [_web(port), _beat("short", lock), _beat("scans", lock)]
    worker = Program("worker", [*_celery(), "worker", "--concurrency=2", "--loglevel=WARNING"])
    return [_web(port), worker, _beat("", lock)]


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "-A", "beijing_governance.celery"]


def _beat(half: str, lock: int) -> Program:
    """A schedule file each: two beats on one file spoil it for each other."""
    schedule = Path(settings.VAR_DIR) / f"beat-{half or 'all'}"
    return Program(
        f"scheduler {half}".strip(),
        [*_celery(), "beat", f"--schedule={schedule}", "--pidfile=", "--loglevel=WARNING"],
        {"SCHEDULE": half},
        (lock,),
    )


def _web(port: int) -> Program:
    return Program(
        "web",
        [
            sys.executable, "-m", "gunicorn", "beijing_governance.wsgi:application",
            f"--bind={HOST}:{port}",
            # Loaded once and shared: half the start and much of the memory of two workers.
            "--preload",
            "--worker-class=gthread", "--workers=2", "--threads=8",
            "--timeout=60", "--graceful-timeout=15", "--log-level=warning",
            "--no-control-socket",
        ],
    )  # fmt: skip
