"""What other systems write in a cell, read: instants, verdicts, natures. No guess is made: what
cannot be read is refused (an instant) or left open (a verdict)."""

import re
import unicodedata
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.models.catalogue import DemandKind

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
# The hotline's first year; what is older is a cell that lost its date (0 is shown as 1900-01-00).
FIRST_YEAR = 1987
# Days are counted from here in spreadsheets; the two bounds are 1987 and 2136.
_SERIAL_START = datetime(1899, 12, 30, tzinfo=OFFICE_ZONE)
_SERIAL_DAYS = (31_778.0, 86_500.0)

_WRITTEN = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[\sT]*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})分?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d{1,9})?秒?)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_PACKED = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[\sT]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?(?P<zone>)",
    re.ASCII,
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,12})?", re.ASCII)

# The first that is found in the cell decides: 投诉举报 is a report, which asks for more care.
_NATURES = (
    ("举报", DemandKind.REPORT),
    ("投诉", DemandKind.COMPLAIN),
    ("咨询", DemandKind.CONSULT),
    ("求助", DemandKind.HELP),
    ("求决", DemandKind.HELP),
    ("诉求", DemandKind.HELP),
    ("建议", DemandKind.SUGGEST),
    ("感谢", DemandKind.PRAISE),
    ("表扬", DemandKind.PRAISE),
)
_ON_TIME = frozenset(
    {"intime", "ontime", "true", "1", "是", "按期", "按时", "按期办结", "按时办结"}
)
_KINDS = {kind.value: kind for kind in DemandKind}
_LATE = frozenset(
    {
        "overtime",
        "late",
        "false",
        "0",
        "否",
        "逾期",
        "超期",
        "超时",
        "逾期办结",
        "超期办结",
        "超时办结",
    }
)


def words_of(cell: str) -> str:
    """Long text: lines end in one way, no control signs."""
    return cell if cell.isprintable() else _without_controls(cell)


def line_of(cell: str) -> str:
    """A short cell, as written but in one line."""
    return " ".join(words_of(cell).split())


def name_of(cell: str) -> str:
    """A short cell for comparing: full-width letters, digits and signs as plain ones."""
    return line_of(unicodedata.normalize("NFKC", cell))


def instant_of(cell: str) -> datetime | None:
    """When something happened; None for an empty cell. Without a zone it is Beijing time, without
    an hour that day's midnight."""
    written = unicodedata.normalize("NFKC", cell).strip()
    if not written:
        return None
    found = _written_instant(written)
    if found is None or found.year < FIRST_YEAR:
        raise Invalid(
            _("时间“%(given)s”读不出来，应写作 2025-06-01 或 2025-06-01 09:30")
            % {"given": written[:40]}
        )
    return found


def verdict_of(cell: str) -> bool | None:
    """True for on time, False for late, None for anything else."""
    word = name_of(cell).casefold()
    if word in _ON_TIME:
        return True
    return False if word in _LATE else None


def nature_of(cell: str) -> DemandKind:
    """The kind of demand a source's word means; nothing said is a call for help."""
    word = name_of(cell)
    if not word:
        return DemandKind.HELP
    if word in _KINDS:
        return _KINDS[word]
    return next((kind for sign, kind in _NATURES if sign in word), DemandKind.OTHER)


def _without_controls(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def _written_instant(written: str) -> datetime | None:
    found = _WRITTEN.fullmatch(written) or _PACKED.fullmatch(written)
    if found is None:
        return _serial_instant(written)
    parts = found.groupdict()
    year, month, day, hour, minute, second = (int(parts[name] or 0) for name in _PARTS)
    try:
        zone = _zone(parts["zone"] or "")
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _serial_instant(written: str) -> datetime | None:
    # A date cell without its format: days since the spreadsheet's first day.
    if not _NUMBER.fullmatch(written):
        return None
    days = float(written)
    if not _SERIAL_DAYS[0] <= days <= _SERIAL_DAYS[1]:
        return None
    return _SERIAL_START + timedelta(seconds=round(days * 86_400))


def _zone(written: str) -> tzinfo | None:
    return datetime.strptime(written.upper(), "%z").tzinfo if written else OFFICE_ZONE
