"""The life of a background run."""

from enum import StrEnum

from complaints.states.tables import step


class RunStatus(StrEnum):
    """Where a background run stands: a row that was asked for, claimed by a worker for a time."""

    REQUESTED = "requested"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RunVerb(StrEnum):
    """What may happen to it."""

    CLAIM = "claim"
    FINISH = "finish"
    FAIL = "fail"


L, G = RunStatus, RunVerb

RUN_LIFE: dict[tuple[RunStatus, RunVerb], RunStatus] = {
    (L.REQUESTED, G.CLAIM): L.RUNNING,
    # Only where the lease of a lost worker has ended.
    (L.RUNNING, G.CLAIM): L.RUNNING,
    (L.RUNNING, G.FINISH): L.DONE,
    (L.RUNNING, G.FAIL): L.FAILED,
}


def run_after(status: str, verb: RunVerb) -> RunStatus:
    """Where `verb` leads a run from `status`; raises WrongState where it may not run."""
    return step(RUN_LIFE, RunStatus(status), verb)
