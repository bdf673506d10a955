"""Counts in one query, and the same count asked again without putting it together anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils import timezone

from complaints.models import User

CAP = 1000
KEPT_MAX = 512
# Stands for the instant of asking, and is none that any row has.
SOME_INSTANT = datetime(9998, 6, 1, 12, 30, tzinfo=UTC)
Build = Callable[[datetime], Mapping[str, Subquery]]


def capped(rows: QuerySet[Any]) -> Subquery:
    """How many, as a subquery that stops at the cap."""
    return _Counted(rows.order_by().values("pk")[:CAP])


def counted(counts: Mapping[str, Any]) -> dict[str, int]:
    """Several counts in one query, and without any in none."""
    return dict(_hung_on_one_row(counts).get()) if counts else {}


def counted_again(name: str, user: User, build: Build, *, at: datetime) -> dict[str, int]:
    """What `build` counts for a person at an instant. It may hang on nothing but his posts, the day
    and the instant or the midnight after it: while these are the same, so is the question."""
    key = (name, user.pk, user.is_active, user.current_posts, timezone.localdate())
    question = _kept.get(key)
    if question is None:
        if len(_kept) >= KEPT_MAX:
            _kept.clear()
        _kept[key] = question = _question(build(SOME_INSTANT))
    return question.answer(at)


def count_words(count: int | None) -> str:
    """A count that was capped, as a page shows it."""
    if count is None:
        return ""
    return str(count) if count < CAP else f"{CAP - 1}+"


def midnight_after(at: datetime) -> datetime:
    """The end of its day, on Beijing's clock."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    # Who can see nothing has nothing to do: no NULL where the planner need not even be asked.
    empty_result_set_value = 0


@dataclass(frozen=True, slots=True)
class _Question:
    """Counts as SQL. Putting them together costs several times what asking costs."""

    names: tuple[str, ...]
    sql: str
    params: tuple[Any, ...]

    def answer(self, at: datetime) -> dict[str, int]:
        """Counted at this instant."""
        if not self.names:
            return {}
        instants = dict(zip(_instants(SOME_INSTANT), _instants(at), strict=True))
        params = [instants.get(one, one) for one in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return dict(zip(self.names, cursor.fetchone(), strict=True))


_kept: dict[tuple[Any, ...], _Question] = {}


def _question(counts: Mapping[str, Any]) -> _Question:
    sql, params = _hung_on_one_row(counts).query.sql_with_params() if counts else ("", ())
    return _Question(tuple(counts), sql, params)


def _instants(at: datetime) -> tuple[Any, ...]:
    """The instants that counts are asked with, as the engine is told them."""
    adapt = connection.ops.adapt_datetimefield_value
    return adapt(at), adapt(midnight_after(at))


def _hung_on_one_row(counts: Mapping[str, Any]) -> QuerySet[User, dict[str, Any]]:
    # Whichever: there is one as long as anybody asks.
    row: QuerySet[User, dict[str, Any]] = User.objects.order_by().annotate(**counts).values(*counts)
    return row[:1]
