"""One database that every run copies, so that the migrations are walked once and not ten times."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

VARIABLE = "TEST_TEMPLATE"
_SETTINGS = "beijing_governance.settings.test"


@contextmanager
def migrated(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with the name of a migrated database beside the named one."""
    url = environment["DATABASE_URL"]
    name = f"office_template_{os.getpid()}"
    _at(url, sql.SQL("create database {}").format(sql.Identifier(name)))
    try:
        beside = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        known = {**environment, "DATABASE_URL": beside, "DJANGO_SETTINGS_MODULE": _SETTINGS}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=known, check=True)
        yield {**environment, VARIABLE: name}
    finally:
        _at(url, sql.SQL("drop database if exists {}").format(sql.Identifier(name)))


def _at(url: str, statement: sql.Composed) -> None:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
