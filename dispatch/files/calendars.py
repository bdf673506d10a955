"""A meeting as an iCalendar file (RFC 5545) that any telephone's calendar takes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Nobody says beforehand how long a meeting lasts; calendars want an end.
USUAL = timedelta(hours=1)
FOLD = 74


@dataclass(frozen=True, slots=True)
class CalendarMeeting:
    """`uid` stays the same for the same meeting, so that a changed one replaces it."""

    uid: str
    title: str
    place: str
    words: str
    starts_at: datetime
    stamped_at: datetime


def calendar_file(meeting: CalendarMeeting) -> bytes:
    """UTF-8, CRLF, lines folded at 75 octets, never inside a character."""
    starts = meeting.starts_at
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//beijing-governance//whistle//ZH",
        "BEGIN:VEVENT",
        f"UID:{_escaped(meeting.uid)}",
        f"DTSTAMP:{_instant(meeting.stamped_at)}",
        f"DTSTART:{_instant(starts)}",
        f"DTEND:{_instant(starts + USUAL)}",
        f"SUMMARY:{_escaped(meeting.title)}",
        f"LOCATION:{_escaped(meeting.place)}",
        f"DESCRIPTION:{_escaped(meeting.words)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(words: str) -> str:
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A following line begins with a space, which counts."""
    folded, room = b"", FOLD
    for sign in line:
        octets = sign.encode()
        if len(octets) > room:
            folded += b"\r\n "
            room = FOLD - 1
        folded += octets
        room -= len(octets)
    return folded
