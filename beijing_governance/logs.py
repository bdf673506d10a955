"""Log lines that one entry cannot break into two (log injection)."""

import logging


class OneLineFormatter(logging.Formatter):
    """Time, level, logger, message; line breaks and control characters are written as escapes."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the base class's name
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
