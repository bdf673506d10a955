"""Learning which unit acts from what was dispatched: asked for at night or by hand, done once."""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.runs import claim_run, claimed
from complaints.errors import Conflict, NotAllowed
from complaints.models import Actor, By, User
from complaints.states import RunVerb, run_after
from dispatch.kernels.suggesting import UnitModel, chains_of, learn
from dispatch.kernels.unit_packing import packed
from dispatch.models import UnitLearning
from dispatch.permissions import can_edit_rules
from dispatch.selectors.precedents import FIELDS, SHOWN, Lesson, lessons_until

LEARNER = "units 1"
LEASE = timedelta(minutes=30)
ATTEMPTS_MAX = 3
# By Beijing time, after the night's other learning.
NIGHT_HOURS = range(2, 6)
# The last tenth of the rows is told by the ones before it, but no more than this.
TESTED_PART = 10
TESTED_MAX = 2_000


def request_unit_learning(
    *, by: By, period_key: str = "", at: datetime | None = None
) -> UnitLearning | None:
    """Ask for a learning; None where the period's exists already. One at a time."""
    at = at or timezone.now()
    if isinstance(by, User) and not can_edit_rules(by):
        raise NotAllowed(_("派单规则由系统管理员修改。"))
    if period_key and UnitLearning.objects.filter(period_key=period_key).exists():
        return None
    try:
        with transaction.atomic():
            return UnitLearning.objects.create(
                as_of=at,
                period_key=period_key,
                code_version=LEARNER,
                requested_by=by if isinstance(by, User) else None,
                requested_at=at,
            )
    except IntegrityError:
        if period_key:
            return None
        raise Conflict(_("正在学习，请等它完成。")) from None


def ask_for_the_nights_learning(*, at: datetime | None = None) -> UnitLearning | None:
    """Asked for once a night; None by day and where it is asked for already."""
    now = timezone.localtime(at)
    if now.hour not in NIGHT_HOURS:
        return None
    return request_unit_learning(by=Actor.MACHINE, period_key=now.date().isoformat(), at=now)


def claim_unit_learning(*, at: datetime | None = None) -> UnitLearning | None:
    """The oldest that waits, now this worker's."""
    return claim_run(UnitLearning.objects.all(), lease=LEASE, attempts_max=ATTEMPTS_MAX, at=at)


def run_unit_learning(key: int, *, attempt: int) -> bool:
    """Learn, and tell how well; False where the claim was lost. The work itself holds no lock."""
    run = UnitLearning.objects.get(pk=key)
    lessons = lessons_until(run.as_of)
    tested = min(len(lessons) // TESTED_PART, TESTED_MAX)
    first, among = _tried(lessons[: len(lessons) - tested], lessons[len(lessons) - tested :])
    content = packed(_model(lessons)) if lessons else b""
    with transaction.atomic():
        mine = claimed(UnitLearning.objects.all(), key, attempt=attempt)
        if mine is None:
            return False
        mine.row_count, mine.test_count = len(lessons), tested
        mine.first_rate = first / tested if tested else None
        mine.among_rate = among / tested if tested else None
        mine.content = content
        mine.digest = hashlib.sha256(content).hexdigest() if content else ""
        mine.status = run_after(mine.status, RunVerb.FINISH)
        mine.finished_at = timezone.now()
        mine.save(
            update_fields=[
                "row_count", "test_count", "first_rate", "among_rate", "content", "digest",
                "status", "finished_at",
            ]
        )  # fmt: skip
    return True


def _model(lessons: list[Lesson]) -> UnitModel:
    return learn(lessons, chains_of([one.values for one in lessons], FIELDS))


def _tried(taught: list[Lesson], tests: list[Lesson]) -> tuple[int, int]:
    """Of the later rows: how many the first guess names, and how many one of those shown."""
    if not taught or not tests:
        return 0, 0
    model = _model(taught)
    first = among = 0
    for one in tests:
        units = [guess.unit for guess in model.guesses(one.values, day=one.day, most=SHOWN)]
        first += units[:1] == [one.unit]
        among += one.unit in units
    return first, among
