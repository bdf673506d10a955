"""Measure, print, and write bench/results.json. The tables are made for this and dropped again.

SIZE is how many tickets stand there, and how many rows the imported file has. DATABASE_URL names a
server; without it a throw-away PostgreSQL of our own is started, durable as a real one.
"""

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "beijing_governance.settings.test"

import django

django.setup()

from django.db import connection  # noqa: E402 - Django is set up first
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from bench import (  # noqa: E402
    finding,
    imports,
    lives,
    matters,
    months,
    pages,
    related,
    routing,
    sorting,
    tickets,
)
from bench.measure import Figure  # noqa: E402
from tests import make  # noqa: E402
from tests.servers.postgres import Postgres  # noqa: E402

RESULTS = Path(__file__).with_name("results.json")
SUBJECTS = {
    "pages": pages.figures,
    "finding": finding.figures,
    "related": related.figures,
    "months": months.figures,
    "imports": imports.figures,
    "lives": lives.figures,
    "sorting": sorting.figures,
    "routing": routing.figures,
    "matters": matters.figures,
}
SIZE = int(os.environ.get("SIZE", "10000"))


def in_own_server(chosen: list[str]) -> int:
    """The same command again, with the address of a server that lives as long as it runs."""
    with Postgres(durable=True) as server:
        environ = {**os.environ, "DATABASE_URL": server.url}
        command = [sys.executable, "-m", "bench", *chosen]
        return subprocess.run(command, env=environ, check=False).returncode


@contextmanager
def tables() -> Iterator[None]:
    """A database of our own beside the named one, so that a bench never touches real rows."""
    made = setup_databases(verbosity=0, interactive=False)
    # As served: a connection outlives its request.
    connection.settings_dict["CONN_MAX_AGE"] = 600
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def machine() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select sqlite_version()" if connection.vendor == "sqlite" else "show server_version"
        )
        version = cursor.fetchone()[0]
    return {
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": f"{connection.vendor} {version}",
        "cores": os.cpu_count(),
        # Beside other work milliseconds say nothing and ratios little.
        "load": round(os.getloadavg()[0], 1),
    }


def code_version() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"


def settle() -> None:
    """What the database would do by itself in the night."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def line_of(figure: Figure) -> str:
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} of bare {figure.bare} ms"
    mark = {True: "ok", False: "OVER", None: ""}[figure.is_within]
    told = f"{figure.median:>10} {figure.unit:<4} {figure.name}"
    return "  ".join(part for part in (told, ratio, figure.budget, mark, figure.remark) if part)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", help=f"of {', '.join(SUBJECTS)}; all if none")
    chosen = parser.parse_args().subjects or list(SUBJECTS)
    if unknown := set(chosen) - set(SUBJECTS):
        parser.error(f"no subject {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    if "DATABASE_URL" not in os.environ:
        return in_own_server(chosen)
    logging.disable(logging.INFO)
    figures: list[Figure] = []
    with tables():
        about = machine()
        office = make.office()
        print(f"{tickets.fill(office, SIZE):>10,} tickets", flush=True)
        settle()
        for subject in chosen:
            for figure in SUBJECTS[subject](office):
                figures.append(figure)
                print(line_of(figure), flush=True)
    written = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "code": code_version(),
        "machine": about,
        "tickets": SIZE,
        "figures": [asdict(figure) for figure in figures],
    }
    RESULTS.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
