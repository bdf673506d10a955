"""The one parent of the embedded set-up: what ends, what comes back, what is refused."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import Running, answer, clean_environment, is_alive, until
from tests.servers.postgres import free_port

CHILDREN = {"web", "scheduler short", "scheduler scans"}
READY_WITHIN_SECONDS = 180


@pytest.fixture(scope="module")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests here: its static files are built once."""
    return tmp_path_factory.mktemp("up") / "var"


def up(var_dir: Path, log: Path, *, port: int) -> Running:
    command = ["python", "manage.py", "up", "--no-demo", "--port", str(port)]
    return Running(command, clean_environment(VAR_DIR=str(var_dir)), log)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def parent(var_dir: Path, tmp_path: Path, port: int) -> Iterator[Running]:
    with up(var_dir, tmp_path / "up.log", port=port) as running:
        running.says("Ctrl-C ends all.", seconds=READY_WITHIN_SECONDS)
        yield running


def test_it_serves_with_both_schedulers_and_ends_all_when_asked(parent: Running, port: int) -> None:
    children = parent.children()
    assert set(children) == CHILDREN
    assert answer(port, "/health/live") == 200
    parent.process.send_signal(signal.SIGINT)
    assert parent.process.wait(timeout=40) == 0
    assert [name for name, pid in children.items() if is_alive(pid)] == []


def test_its_folder_and_secrets_are_for_this_user_alone(parent: Running, var_dir: Path) -> None:
    assert stat.S_IMODE(var_dir.stat().st_mode) == 0o700
    for name in ("secrets.json", "db.sqlite3", "up.lock"):
        assert stat.S_IMODE((var_dir / name).stat().st_mode) & 0o077 == 0, name


def test_when_the_parent_is_killed_every_child_ends(parent: Running, port: int) -> None:
    children = parent.children()
    parent.process.kill()
    parent.process.wait(timeout=10)
    until(
        lambda: not any(is_alive(pid) for pid in children.values()),
        seconds=30,
        what=f"the end of {children}",
    )
    until(lambda: answer(port, "/health/live") == 0, seconds=10, what="a free port")


@pytest.mark.parametrize("name", sorted(CHILDREN))
def test_a_killed_child_is_started_anew(name: str, parent: Running, port: int) -> None:
    [first] = parent.starts_of(name)
    os.kill(first, signal.SIGKILL)
    until(lambda: len(parent.starts_of(name)) == 2, seconds=20, what=f"a new {name}")
    until(lambda: answer(port, "/health/live") == 200, seconds=30, what="an answer again")
    assert is_alive(parent.children()[name])
    others = CHILDREN - {name}
    assert all(len(parent.starts_of(other)) == 1 for other in others)


def test_a_second_parent_on_the_same_folder_is_refused(
    parent: Running, var_dir: Path, tmp_path: Path, port: int
) -> None:
    with up(var_dir, tmp_path / "second.log", port=free_port()) as second:
        assert second.process.wait(timeout=60) == 2
        assert "already running" in second.words
        assert second.children() == {}
    assert answer(port, "/health/live") == 200
    assert set(parent.children()) == CHILDREN


def test_a_taken_port_is_said_in_words(parent: Running, tmp_path: Path, port: int) -> None:
    with up(tmp_path / "other", tmp_path / "other.log", port=port) as other:
        assert other.process.wait(timeout=60) == 2
        assert f"port {port} is taken" in other.words
