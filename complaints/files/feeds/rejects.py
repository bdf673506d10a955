"""The rows that were not taken, given back with the reason, beside the file they came from."""

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.files.tables import safe_text

REASON = "reason"


class RejectsFile:
    """`FILE.rejected.csv`: the columns of the file and `reason`, UTF-8 with its mark, no formulas.

    It appears when the import has gone through, in one step; where nothing was rejected there is
    none, also when an earlier run left one. Nothing is made before the first rejected row.
    """

    def __init__(self, feed: Path, columns: tuple[str, ...]) -> None:
        self.path = feed.with_name(f"{feed.name}.rejected.csv")
        self._part = feed.with_name(f"{feed.name}.rejected.csv.part")
        # A rejects file that was mended and comes back has the column already.
        self._columns = [column for column in columns if column != REASON]
        self._file: TextIO | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def add(self, cells: Mapping[str, str], reason: str) -> None:
        """One row more; raises Invalid where no file can be made."""
        try:
            if self._file is None:
                self._open()
            words = [cells.get(column, "") for column in self._columns]
            self._writer.writerow([safe_text(word) for word in [*words, reason]])
        except OSError as error:
            raise Invalid(
                _("%(path)s 写不了：%(why)s") % {"path": self.path, "why": error.strerror}
            ) from None

    def _open(self) -> None:
        self._file = self._part.open("w", encoding="utf-8-sig", errors="replace", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([safe_text(word) for word in [*self._columns, REASON]])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
        if kind is not None:
            self._part.unlink(missing_ok=True)
        elif self._file is not None:
            os.replace(self._part, self.path)
        else:
            self.path.unlink(missing_ok=True)
