"""Turns a database address into Django's settings, with what each engine needs under load."""

from typing import Any

import environ


def database(url: str) -> dict[str, Any]:
    """PostgreSQL as given; SQLite with WAL and immediate transactions (no 'database is locked')."""
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config
