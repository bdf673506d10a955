"""What a notice says: the wording in force, filled with what the row knows."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints.kernels.phrases import fill
from complaints.models import NoticeTemplate

_EXAMPLE = {"number": "20261115000123", "due": "11-22 09:00"}


def wordings_of(codes: Collection[str], *, on: date) -> dict[str, NoticeTemplate]:
    """The wording of each kind that is in force on a day."""
    rows = NoticeTemplate.objects.current(on).filter(code__in=codes)
    return {row.code: row for row in rows.order_by("since")}


def said(facts: Mapping[str, Any], wording: NoticeTemplate | None) -> str:
    """Without a wording in force the number alone says what there is to do."""
    if wording is None:
        return str(facts.get("number", ""))
    values = dict(facts)
    due = parse_datetime(values.get("due", "") or "")
    if due is not None:
        values["due"] = date_format(timezone.localtime(due), "n-j H:i")
    return fill(wording.said, values)


def example_of(words: str) -> str:
    """As somebody will read it, filled with an invented complaint."""
    return fill(words, {**_EXAMPLE, "unit": _("样例科室")})
