import sys

from beijing_governance.processes import (
    FIRST_PAUSE_SECONDS,
    HEALTHY_AFTER_SECONDS,
    LONGEST_PAUSE_SECONDS,
    Child,
    Program,
)

FALLS_AT_ONCE = Program("falls", [sys.executable, "-c", "raise SystemExit(3)"])


def fall(child: Child, *, now: float) -> None:
    """Start the child, let it end, and let its parent notice."""
    child.look(now=now)
    child.wait(seconds=30)
    child.look(now=now)


def test_a_child_that_falls_is_started_again_only_after_a_pause() -> None:
    child = Child(FALLS_AT_ONCE, lambda text: None)
    fall(child, now=100.0)
    child.look(now=100.0 + FIRST_PAUSE_SECONDS / 2)
    assert child.pid is None
    child.look(now=100.0 + FIRST_PAUSE_SECONDS)
    assert child.pid is not None
    child.wait(seconds=30)


def test_the_pauses_double_up_to_a_limit() -> None:
    said: list[str] = []
    child = Child(FALLS_AT_ONCE, said.append)
    for turn in range(9):
        fall(child, now=turn * (LONGEST_PAUSE_SECONDS + 1))
    pauses = [line.split("again in ")[1] for line in said if "again in" in line]
    assert pauses == [f"{seconds:g} seconds" for seconds in (0.5, 1, 2, 4, 8, 16, 30, 30, 30)]


def test_a_child_that_ran_well_for_a_while_starts_with_the_short_pause_again() -> None:
    said: list[str] = []
    child = Child(FALLS_AT_ONCE, said.append)
    for turn in range(3):
        fall(child, now=turn * 100.0)
    child.look(now=300.0)
    child.wait(seconds=30)
    child.look(now=300.0 + HEALTHY_AFTER_SECONDS)
    assert said[-1].endswith(f"again in {FIRST_PAUSE_SECONDS:g} seconds")


def test_a_child_that_does_not_end_when_asked_is_killed() -> None:
    deaf = Program(
        "deaf",
        [
            sys.executable,
            "-c",
            "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pause()",
        ],
    )
    said: list[str] = []
    child = Child(deaf, said.append)
    child.look(now=0.0)
    child.terminate()
    child.wait(seconds=0.2)
    child.look(now=1.0)
    assert said[-1].startswith("deaf: ended (-")
