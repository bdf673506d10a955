"""A number of the office's rules as it stands on a day."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.models import Parameter

_SPANS = frozenset({"seconds", "minutes", "hours", "days"})


def amount_of(key: Parameter.Key, *, on: date) -> int:
    """How many; refused where the office has no row in force, rather than guessed."""
    return _in_force(key, on).amount


def amounts_of(keys: Sequence[Parameter.Key], *, on: date) -> list[int]:
    """Several at once, in the order asked."""
    rows = Parameter.objects.current(on).filter(key__in=keys).order_by("since")
    found = dict(rows.values_list("key", "amount"))
    return [found[key] if key in found else _in_force(key, on).amount for key in keys]


def span_of(key: Parameter.Key, *, on: date) -> timedelta:
    """How long."""
    row = _in_force(key, on)
    if row.unit not in _SPANS:
        raise Invalid(_("办理参数“%(name)s”应以时间为单位，请管理员更正。") % {"name": key.label})
    return timedelta(**{row.unit: row.amount})


def _in_force(key: Parameter.Key, on: date) -> Parameter:
    row: Parameter | None = Parameter.objects.current(on).filter(key=key).order_by("-since").first()
    if row is None:
        raise Invalid(_("办理参数“%(name)s”没有设置，请管理员补上。") % {"name": key.label})
    return row
