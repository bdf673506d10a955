"""A hotline's file comes in; the twin is COPY of the rows it became, into the same four tables."""

import csv
import io
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from bench.measure import Figure, beside
from bench.tickets import FIRST, STREETS, words
from complaints.actions.imports import import_feed
from complaints.actions.imports.runs import start_import, upload_import
from complaints.files.feeds import open_feed
from complaints.models import Actor, Complaint
from tests import make

ROWS = 10_000
MEMORY_MB = 300
LARGE = int(os.environ.get("LARGE", 100_000))
LARGE_MB = 500
SMALL = (
    "import resource, subprocess, sys;"
    "code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);"
    "sys.exit(code)"
)
TABLES = (
    ("complaints_complaint", "id"),
    ("complaints_searchtext", "complaint_id"),
    ("complaints_identity", "complaint_id"),
    ("complaints_complaintevent", "complaint_id"),
)
HEADER = (
    "编号", "创建时间", "主要内容", "被反映街乡镇", "所在村社区", "二级承办单位简称", "一级分类",
    "二级分类", "三级分类", "诉求性质", "联系电话",
)  # fmt: skip


class Undone(Exception):
    """Ends a run's transaction, so that the next one finds the same tables."""


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that leaves nothing."""
    with suppress(Undone), transaction.atomic():
        yield
        raise Undone


def figures(office: make.Office) -> Iterator[Figure]:
    rows = int(os.environ.get("SIZE", ROWS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tickets.csv"
        write_feed(path, rows)
        if connection.vendor == "postgresql":
            yield _beside_copy(path, rows)
        yield _memory(path, rows)
        write_feed(path, LARGE)
        yield _background(office, path, LARGE)


def write_feed(path: Path, rows: int) -> None:
    """A district's export, the same for the same number of rows."""
    rng = random.Random(rows)
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for turn in range(rows):
            at = FIRST + timedelta(days=30) * turn / rows
            street = rng.randrange(100, 100 + STREETS)
            writer.writerow(
                [f"B{turn:08d}", f"{at:%Y-%m-%d %H:%M:%S}", words(rng), f"测试{street}街道",
                 f"测试{street}社区", "某单位", "城乡建设", "施工管理", "夜间施工", "投诉",
                 "010-00000001" if turn % 2 else ""]
            )  # fmt: skip


def _beside_copy(path: Path, rows: int) -> Figure:
    feed = open_feed(path)
    taken = _copied_out(path)

    def take_in() -> None:
        with undone():
            counts = import_feed(feed, by=Actor.FEED, source="bench")
            if counts.accepted != rows:
                message = f"{counts}"
                raise RuntimeError(message)

    def copy() -> None:
        with undone():
            for table, content in taken.items():
                content.seek(0)
                with connection.cursor() as cursor:
                    cursor.copy_expert(f"COPY {table} FROM STDIN", content)

    figure = beside(
        "a row of a hotline's file comes in", take_in, copy, amount=rows, runs=3, at_least=0.25
    )
    remark = f"{1000 / figure.median:,.0f} rows/s, {rows:,} rows with half the callers known"
    return Figure(**{**figure.__dict__, "remark": remark})


def _copied_out(path: Path) -> dict[str, io.StringIO]:
    """What the file became in each table, taken out and taken back."""
    taken = {table: io.StringIO() for table, _key in TABLES}
    with undone():
        import_feed(open_feed(path), by=Actor.FEED, source="bench")
        for table, key in TABLES:
            mine = "SELECT id FROM complaints_complaint WHERE source = 'bench'"
            chosen = f"SELECT * FROM {table} WHERE {key} IN ({mine}) ORDER BY {key}"  # noqa: S608
            with connection.cursor() as cursor:
                cursor.copy_expert(f"COPY ({chosen}) TO STDOUT", taken[table])
    return taken


def _memory(path: Path, rows: int) -> Figure:
    """The command in a process of its own, on the bench's tables."""
    command = ["manage.py", "import_complaints", str(path), "--source", "bench"]
    size, seconds = _in_a_process(command, source="bench", rows=rows)
    return _size("memory of import_complaints", size, MEMORY_MB, rows, seconds)


def _background(office: make.Office, path: Path, rows: int) -> Figure:
    """A file as a browser sends it, taken in by a worker in a process of its own."""
    by = office.people.triage
    with path.open("rb") as file:
        run = upload_import(file, name=path.name, source="bench large", by=by)
    columns = {
        "number": "编号", "received": "创建时间", "text": "主要内容", "subdistrict": "被反映街乡镇",
        "community": "所在村社区", "unit": "二级承办单位简称", "nature": "诉求性质",
        "category": ["一级分类", "二级分类", "三级分类"], "caller_phone": "联系电话",
    }  # fmt: skip
    start_import(run.pk, columns={"columns": columns}, by=by)
    command = ["-m", "bench.worker", str(settings.MEDIA_ROOT)]
    size, seconds = _in_a_process(command, source="bench large", rows=rows)
    return _size("memory of a worker with a file of a browser", size, LARGE_MB, rows, seconds)


def _in_a_process(command: list[str], *, source: str, rows: int) -> tuple[float, float]:
    """Its largest resident size in MB, and its seconds."""
    environ = {**os.environ, "DATABASE_URL": _address()}
    start = time.perf_counter()
    # A program begins with the peak of who started it: here one that is small.
    told = subprocess.run(
        [sys.executable, "-S", "-c", SMALL, sys.executable, *command],
        env=environ, check=False, capture_output=True, text=True,
    )  # fmt: skip
    seconds = time.perf_counter() - start
    if told.returncode or Complaint.objects.filter(source=source).count() != rows:
        message = f"{command} ended with {told.returncode}: {told.stderr[-500:]}"
        raise RuntimeError(message)
    return round(int(told.stdout.split()[-1]) / 1024, 1), seconds


def _size(name: str, size: float, most: int, rows: int, seconds: float) -> Figure:
    return Figure(
        name, "MB", size, size, size, 1,
        budget=f"≤ {most} MB", is_within=size <= most,
        remark=f"{rows:,} rows in {seconds:.1f} s, start of the program included",
    )  # fmt: skip


def _address() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
