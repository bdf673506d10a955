"""The commands of docker-compose.yml, run as they stand on a PostgreSQL and a Redis of our own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.faults.running import CHECKOUT, Running, answer, clean_environment, is_alive, until
from tests.house.compose import service
from tests.servers.deploy import SERVED
from tests.servers.machine import postgres_bin, redis_server, required_services
from tests.servers.postgres import Postgres, free_port
from tests.servers.redis import Redis

LASTING = ("web", "worker", "scheduler")
HOST = {"Host": SERVED["ALLOWED_HOSTS"]}


class Served:
    """Runs a service's command here: own folder, own port, the virtual environment's programs."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.port = free_port()

    def words(self, name: str, part: str) -> list[str]:
        """The command, or what says that the service is well, with this machine's places."""
        described = service(name)
        words = described["command"] if part == "command" else described["healthcheck"]["test"][1:]
        here = {
            "/srv/var": str(self.folder),
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
        }
        for there, instead in here.items():
            words = [str(word).replace(there, instead) for word in words]
        return words

    def is_well(self, name: str) -> bool:
        command = self.words(name, "healthcheck")
        asked = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return asked.returncode == 0

    def run(self, name: str) -> Running:
        return Running(self.words(name, "command"), self.environment, self.folder / f"{name}.log")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A migrated database, a broker, and the environment that production asks for."""
    if postgres_bin() is None or redis_server() is None:
        reason = "no PostgreSQL and Redis programs on this machine"
        if required_services():
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("served")
    (folder / "beat").mkdir()
    with Postgres() as database, Redis(durable=True) as broker:
        environment = clean_environment(
            **{
                **SERVED,
                "DATABASE_URL": database.url,
                "REDIS_URL": broker.url,
                "VAR_DIR": str(folder),
            }
        )
        # The image is built with its static files in place, by the embedded settings.
        embedded = {
            **clean_environment(VAR_DIR=str(folder)),
            "DJANGO_SETTINGS_MODULE": "beijing_governance.settings.embedded",
        }
        collect = ["python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=CHECKOUT, env=embedded, check=True, timeout=180)
        here = Served(folder, environment)
        migrate = here.words("migrate", "command")
        subprocess.run(migrate, cwd=CHECKOUT, env=environment, check=True, timeout=180)
        yield here


def test_the_described_commands_start_and_say_that_they_are_well(served: Served) -> None:
    with ExitStack() as stack:
        running = {name: stack.enter_context(served.run(name)) for name in LASTING}
        for name in LASTING:
            until(partial(served.is_well, name), seconds=90, what=f"a well {name}")
        assert answer(served.port, "/health/ready", HOST) == 200
        for name, program in running.items():
            program.process.terminate()
            assert program.process.wait(timeout=40) in (0, -15), name
        assert not any(is_alive(program.process.pid) for program in running.values())


def test_what_says_well_says_otherwise_when_nothing_runs(served: Served) -> None:
    for path in (served.folder / "beat").iterdir():
        os.utime(path, (0, 0))
    assert [name for name in LASTING if served.is_well(name)] == []


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"]
)
def test_a_missing_secret_stops_the_start_with_its_name(served: Served, name: str) -> None:
    without = {key: value for key, value in served.environment.items() if key != name}
    started = subprocess.run(
        ["python", "-c", "import beijing_governance.wsgi"],
        cwd=CHECKOUT,
        env=without,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode != 0
    assert name in started.stderr.splitlines()[-1]
