"""A scan's life, one table. A run asked for is a row; a worker claims it for a time (a lease)."""

from enum import StrEnum

from complaints.errors import WrongState


class ScanStatus(StrEnum):
    """Where a run stands."""

    REQUESTED = "requested"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ScanVerb(StrEnum):
    """What may happen to it."""

    CLAIM = "claim"
    FINISH = "finish"
    FAIL = "fail"


S, V = ScanStatus, ScanVerb

LIFE: dict[tuple[ScanStatus, ScanVerb], ScanStatus] = {
    (S.REQUESTED, V.CLAIM): S.RUNNING,
    # Only where the lease of a lost worker has ended.
    (S.RUNNING, V.CLAIM): S.RUNNING,
    (S.RUNNING, V.FINISH): S.DONE,
    (S.RUNNING, V.FAIL): S.FAILED,
}


def after(status: str, verb: ScanVerb) -> ScanStatus:
    """Where `verb` leads from `status`; raises WrongState where it may not run."""
    try:
        return LIFE[ScanStatus(status), verb]
    except KeyError:
        raise WrongState(verb, status) from None
