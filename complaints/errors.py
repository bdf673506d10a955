"""What an action or a reader refuses, in words for the person at the screen."""

from collections.abc import Callable, Mapping
from typing import ClassVar


def gettext_noop(words: str) -> str:
    """Marks words for the catalogue: the pure modules may not import Django's function."""
    return words


class OfficeError(Exception):
    """A refusal with a message that a page may show as it stands."""

    status_code: ClassVar[int] = 400
    # Until complaints.apps puts Django's gettext here, words stay as they are written.
    translate: ClassVar[Callable[[str], str]] = str

    def __init__(
        self, message: object, *, field: str = "", facts: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self._message = message
        self._facts = facts
        self.field = field

    @property
    def message(self) -> str:
        """The refusal in the reader's language, its `facts` filled in; `field` names the input it
        is about, if one."""
        words = OfficeError.translate(str(self._message))
        return words % self._facts if self._facts else words


class Invalid(OfficeError):
    """The input cannot be accepted."""

    status_code = 422


class NotAllowed(OfficeError):
    """This person may not do this."""

    status_code = 403


class NotFound(OfficeError):
    """There is no such thing, or this person may not know of it."""

    status_code = 404


class WrongState(OfficeError):
    """The verb does not run from the present state."""

    status_code = 409

    def __init__(self, verb: str, status: str) -> None:
        super().__init__(
            gettext_noop("这一步现在不能办理：状态已经改变。请刷新页面，查看最新状态。")
        )
        self.verb = verb
        self.status = status


class Conflict(OfficeError):
    """Somebody else changed the same row first."""

    status_code = 409


class TooMany(OfficeError):
    """Too many tries in too short a time."""

    status_code = 429
