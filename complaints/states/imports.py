"""The life of a file that is taken in."""

from enum import StrEnum

from complaints.states.tables import step, verbs_from


class ImportStatus(StrEnum):
    """Where a file stands that is taken in."""

    UPLOADED = "uploaded"
    REQUESTED = "requested"
    RUNNING = "running"
    CANCELLED = "cancelled"
    FINISHED = "finished"
    FAILED = "failed"


class ImportVerb(StrEnum):
    """What may happen to it."""

    START = "start"
    CLAIM = "claim"
    CANCEL = "cancel"
    RESUME = "resume"
    FINISH = "finish"
    FAIL = "fail"
    ERASE = "erase"


J, W = ImportStatus, ImportVerb

IMPORT_LIFE: dict[tuple[ImportStatus, ImportVerb], ImportStatus] = {
    (J.UPLOADED, W.START): J.REQUESTED,
    (J.UPLOADED, W.CANCEL): J.CANCELLED,
    (J.REQUESTED, W.CLAIM): J.RUNNING,
    # Only where the worker at it has let go, or was lost.
    (J.RUNNING, W.CLAIM): J.RUNNING,
    (J.REQUESTED, W.CANCEL): J.CANCELLED,
    (J.RUNNING, W.CANCEL): J.CANCELLED,
    (J.REQUESTED, W.FAIL): J.FAILED,
    (J.RUNNING, W.FAIL): J.FAILED,
    (J.RUNNING, W.FINISH): J.FINISHED,
    (J.CANCELLED, W.RESUME): J.REQUESTED,
    (J.FAILED, W.RESUME): J.REQUESTED,
    (J.UPLOADED, W.ERASE): J.CANCELLED,
    (J.CANCELLED, W.ERASE): J.CANCELLED,
    (J.FAILED, W.ERASE): J.FAILED,
    (J.FINISHED, W.ERASE): J.FINISHED,
}


def import_after(status: str, verb: ImportVerb) -> ImportStatus:
    """Where `verb` leads a file from `status`; raises WrongState where it may not run."""
    return step(IMPORT_LIFE, ImportStatus(status), verb)


def import_allowed_from(status: str) -> frozenset[ImportVerb]:
    """The verbs a page may offer."""
    return verbs_from(IMPORT_LIFE, status)
