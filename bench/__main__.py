"""Measure, print, and write bench/results.json. The tables are made for this and dropped again."""

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
from django.test.utils import (  # noqa: E402
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from bench import lives, pages  # noqa: E402
from bench.measure import Figure  # noqa: E402
from tests import make  # noqa: E402

RESULTS = Path(__file__).with_name("results.json")
SUBJECTS = {"lives": lives.figures, "pages": pages.figures}


@contextmanager
def tables() -> Iterator[None]:
    """A database of our own beside the named one, so that a bench never touches real rows."""
    setup_test_environment(debug=False)
    made = setup_databases(verbosity=0, interactive=False)
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
    }


def code_version() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", help=f"of {', '.join(SUBJECTS)}; all if none")
    chosen = parser.parse_args().subjects or list(SUBJECTS)
    if unknown := set(chosen) - set(SUBJECTS):
        parser.error(f"no subject {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    logging.disable(logging.INFO)
    figures: list[Figure] = []
    with tables():
        about = machine()
        office = make.office()
        for subject in chosen:
            for figure in SUBJECTS[subject](office):
                figures.append(figure)
                print(
                    f"{figure.median:>10} {figure.unit:<4} {figure.name} {figure.remark}",
                    flush=True,
                )
    written = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "code": code_version(),
        "machine": about,
        "figures": [asdict(figure) for figure in figures],
    }
    RESULTS.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
