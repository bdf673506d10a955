"""Addresses that a message may leave to: which ways there are, and which hosts they reach.

An address as typed is an Apprise URL. Robots of three vendors reach their vendor's host and no
other; a mailbox and a gateway reach the host written in them, so the installation lists those.
"""

from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

URL_MAX = 1000
# Scheme -> whether the host is in the address (True) or the vendor's own (False).
SCHEMES: dict[str, bool] = {
    "wecombot": False,
    "dingtalk": False,
    "feishu": False,
    "mailto": True,
    "mailtos": True,
    "json": True,
    "jsons": True,
}


class Reach(NamedTuple):
    """Where an address leads. `hosts` is empty where the vendor's own host is meant."""

    scheme: str
    hosts: tuple[str, ...]


def reach_of(url: str) -> Reach | None:
    """What an address as typed reaches; None for what is no address of a known way."""
    if not url or len(url) > URL_MAX or any(c.isspace() or not c.isprintable() for c in url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        query = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in SCHEMES or not host:
        return None
    if not SCHEMES[scheme]:
        return Reach(scheme, ())
    hosts = [f"{host}:{port}" if port else host]
    # A mailbox may name the server that takes its mail apart from its own domain.
    hosts += [one.lower() for one in query.get("smtp", []) if one]
    return Reach(scheme, tuple(hosts))


def is_listed(reach: Reach, listed: frozenset[str]) -> bool:
    """Whether every host it reaches is in the installation's list, `host` or `host:port`."""
    return all(one in listed or one.rpartition(":")[0] in listed for one in reach.hosts)
