"""Real faults: the database itself refuses, as a full disk or a broken table would."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# PostgreSQL changes no table while checks of its rows are put off to the end of the transaction.
_SETTLED = ("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def refusing(table: str) -> Iterator[None]:
    """Inside, no row comes into the table. The message quotes the row, as PostgreSQL's own do."""
    with connection.cursor() as cursor:
        for statement in _made(table):
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in _undone(table):
                cursor.execute(statement)


def _made(table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [*_SETTLED, f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK (false) NOT VALID"]
    return [
        f"CREATE TRIGGER refused BEFORE INSERT ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: refused'); END"
    ]


def _undone(table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [*_SETTLED, f"ALTER TABLE {table} DROP CONSTRAINT refused"]
    return ["DROP TRIGGER refused"]
