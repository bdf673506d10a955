"""Log lines that one entry cannot break into two, and that quote no row of the database."""

import logging
import re
from types import TracebackType

# PostgreSQL adds the refused row to its message: a caller's words would stand in the log.
_QUOTED_ROW = re.compile(r"\bDETAIL:.*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL)
_LEFT_OUT = "DETAIL left out of the log"

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class OneLineFormatter(logging.Formatter):
    """Time, level, logger, message; line breaks and control characters are written as escapes."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the base class's name
        return _escaped(_QUOTED_ROW.sub(_LEFT_OUT, super().formatMessage(record)))

    def formatException(self, ei: Caught) -> str:  # noqa: N802 - the base class's name
        """Each line of a traceback is set in, so that none of its words can pass for an entry."""
        told = _QUOTED_ROW.sub(_LEFT_OUT, super().formatException(ei))
        return "\n".join(f"    {_escaped(line)}" for line in told.split("\n"))


def _escaped(words: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)
