"""`python -m tests.servers COMMAND …` runs a command with DATABASE_URL and REDIS_URL set.

Where the environment gives an address, that server is used; else a throw-away one is started.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.servers.postgres import Postgres
from tests.servers.redis import Redis


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """The environment of a child with both addresses set."""
    with ExitStack() as stack:
        environment = dict(os.environ)
        if not environment.get("DATABASE_URL"):
            environment["DATABASE_URL"] = stack.enter_context(Postgres()).url
        if not environment.get("REDIS_URL"):
            environment["REDIS_URL"] = stack.enter_context(Redis()).url
        yield environment


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    command: list[str] = parser.parse_args().command
    if not command:
        parser.error("which command?")
    # A stop asked of us becomes an ordinary exit, so that the servers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with servers() as environment:
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
