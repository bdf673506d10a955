"""What an action or a reader refuses, in words for the person at the screen."""

from typing import ClassVar


class OfficeError(Exception):
    """A refusal with a message that a page may show as it stands."""

    status_code: ClassVar[int] = 400

    def __init__(self, message: object, *, field: str = "") -> None:
        super().__init__(message)
        self._message = message
        self.field = field

    @property
    def message(self) -> str:
        """The refusal in the reader's language; `field` names the input it is about, if one."""
        return str(self._message)


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
        super().__init__("这一步现在不能办理：状态已经改变。请刷新页面，查看最新状态。")
        self.verb = verb
        self.status = status


class Conflict(OfficeError):
    """Somebody else changed the same row first."""

    status_code = 409


class TooMany(OfficeError):
    """Too many tries in too short a time."""

    status_code = 429
