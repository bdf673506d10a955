"""Every test there is, in the order that `make test` promises; the largest run comes last.

The journeys run on SQLite and on PostgreSQL; fault tests wait more than they work, so two at once.
"""

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass

from tests.servers.__main__ import servers
from tests.servers.template import VARIABLE, migrated

# Who has nothing left takes from the other: some files are minutes, most are seconds.
ON_CORES = ("-n", "2", "--dist", "worksteal")

# Minutes long, so each is lived once, as what hostile pages do in a browser is asked once: a whole
# hour of work, and how every page looks, which no database changes.
ONCE = (
    "tests/journeys/test_clerks_hour.py",
    "tests/journeys/test_staff_pages.py::test_every_page_of_every_role_fits_and_is_open_to_all",
)


@dataclass(frozen=True)
class Phase:
    """One pytest run; `is_on_sqlite` leaves the servers' addresses out of its environment."""

    title: str
    arguments: tuple[str, ...]
    is_on_sqlite: bool = False


JOURNEYS = (
    Phase(
        "browser journeys on SQLite",
        ("tests/journeys", "-m", "browser", *(f"--deselect={one}" for one in ONCE), *ON_CORES),
        is_on_sqlite=True,
    ),
    Phase("browser journeys on PostgreSQL", ("-m", "browser", *ON_CORES)),
)
WHOLE = (
    *JOURNEYS,
    Phase("schedulers killed on SQLite", ("tests/faults/test_beats.py",), is_on_sqlite=True),
    Phase("faults", ("-m", "faults", *ON_CORES)),
    Phase("all else on PostgreSQL", ("-m", "not browser and not faults", *ON_CORES)),
)


def run(phase: Phase, environment: dict[str, str]) -> int:
    print(f"\n===== {phase.title}", flush=True)
    kept = dict(environment)
    if phase.is_on_sqlite:
        for name in ("DATABASE_URL", "REDIS_URL", VARIABLE):
            kept.pop(name, None)
    command = [sys.executable, "-m", "pytest", "-q", *phase.arguments]
    return subprocess.run(command, env=kept, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.servers.suite", description=__doc__)
    parser.add_argument("--journeys", action="store_true", help="the browser journeys alone")
    phases = JOURNEYS if parser.parse_args().journeys else WHOLE
    os.environ.setdefault("PYTHONFAULTHANDLER", "1")
    with servers() as running, migrated(running) as environment:
        outcomes = [(phase.title, run(phase, environment)) for phase in phases]
    failed = [title for title, code in outcomes if code]
    if failed:
        print(f"make test: not passed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
