"""The office's own model: training asked for, claimed, done; versions promoted and chosen."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import author
from complaints.actions.runs import claim_run, claimed
from complaints.errors import Conflict, NotAllowed, NotFound
from complaints.kernels.classifying.learning import LEARNER, Learnt, Settings, judge_model, learn
from complaints.kernels.classifying.measures import Judged
from complaints.kernels.classifying.packing import packed
from complaints.models import Actor, By, LearningRun, ModelUse, ModelVersion, Parameter, User
from complaints.permissions import can_teach
from complaints.selectors.lessons import Lessons, lessons_of_office
from complaints.selectors.parameters import amount_of
from complaints.selectors.suggested import model_of, version_in_use
from complaints.states import RunVerb, run_after

SEED = 20_260_101
# Few passes: a thousand more texts teach more than a finer line.
SETTINGS = Settings(passes=8, folds=2)
LEASE = timedelta(minutes=30)
ATTEMPTS_MAX = 3
# By Beijing time: nobody waits for a page meanwhile.
NIGHT_HOURS = range(2, 6)


def request_learning(
    *, by: By, period_key: str = "", most: int | None = None, at: datetime | None = None
) -> LearningRun | None:
    """Ask for a run that takes at most so many complaints to learn from; None where the period's
    run exists already."""
    at = at or timezone.now()
    _may_teach(by)
    if period_key and LearningRun.objects.filter(period_key=period_key).exists():
        return None
    if not period_key and LearningRun.objects.unfinished().exists():
        raise Conflict(_("已有一次训练在排队或正在进行，请等它完成。"))
    try:
        with transaction.atomic():
            return LearningRun.objects.create(
                as_of=at,
                period_key=period_key,
                parameters={} if most is None else {"most": most},
                seed=SEED,
                code_version=LEARNER,
                requested_by=by if isinstance(by, User) else None,
                requested_at=at,
            )
    except IntegrityError:
        if not period_key:
            raise
        return None


def ask_in_the_night(*, at: datetime | None = None) -> LearningRun | None:
    """The night's own run, asked for once; None by day and where it is asked for already."""
    now = timezone.localtime(at)
    if now.hour not in NIGHT_HOURS:
        return None
    return request_learning(by=Actor.MACHINE, period_key=now.date().isoformat(), at=now)


def claim_learning(*, at: datetime | None = None) -> LearningRun | None:
    """The oldest waiting run, now this worker's."""
    return claim_run(LearningRun.objects.all(), lease=LEASE, attempts_max=ATTEMPTS_MAX, at=at)


def run_learning(key: int, *, attempt: int, at: datetime | None = None) -> str:
    """Learn from what was sorted up to the run's instant, try it on what came after, and use it if
    it is better than the version in use on the same texts. The work itself holds no lock.

    `attempt` is the claim this worker holds: one that lost its lease to another writes nothing.
    Returns the outcome; "" where the claim was lost.
    """
    run = LearningRun.objects.get(pk=key)
    lessons = lessons_of_office(run.as_of, most=run.parameters.get("most"))
    if not lessons.is_enough:
        return _finish(key, attempt, LearningRun.Outcome.TOO_FEW, lessons, at=at)
    settings = _settings(run.as_of)
    learnt = learn(*_columns(lessons.taught), settings=settings, seed=run.seed)
    tested = _columns(lessons.tests)
    judged = judge_model(learnt.model, *tested)
    present = version_in_use()
    before = judge_model(model_of(present), *tested) if present else None
    is_better = before is None or judged.macro_f1_rate > before.macro_f1_rate
    outcome = LearningRun.Outcome.PROMOTED if is_better else LearningRun.Outcome.NOT_BETTER
    made = _Made(learnt, settings, judged, before, present.pk if present else None)
    return _finish(key, attempt, outcome, lessons, made=made, at=at)


class Lesson(NamedTuple):
    """Texts of one side share sentences, and are held back together; those of a negative one never
    are."""

    text: str
    code: str
    side: int


class _Made(NamedTuple):
    """A version to be, and what it was compared with."""

    learnt: Learnt
    settings: Settings
    judged: Judged
    before: Judged | None
    compared_id: int | None


def _finish(
    key: int,
    attempt: int,
    outcome: str,
    lessons: Lessons,
    *,
    made: _Made | None = None,
    at: datetime | None = None,
) -> str:
    at = at or timezone.now()
    with transaction.atomic():
        run = claimed(LearningRun.objects.all(), key, attempt=attempt)
        if run is None:
            return ""
        if made is not None:
            run.version = keep_version(
                made.learnt,
                origin=ModelVersion.Origin.OFFICE,
                judged=made.judged,
                before=made.before,
                settings=made.settings,
                texts=len(lessons.taught),
                learned_until=lessons.learned_until,
                at=at,
            )
            if outcome == LearningRun.Outcome.PROMOTED:
                _put_to_use(run.version, why=ModelUse.Why.BETTER, by=Actor.MACHINE, at=at)
        run.parameters |= {"taught": len(lessons.taught), "tests": len(lessons.tests)}
        run.status = run_after(run.status, RunVerb.FINISH)
        run.outcome = outcome
        run.finished_at = at
        run.save(update_fields=["version", "parameters", "status", "outcome", "finished_at"])
    return outcome


def keep_version(
    learnt: Learnt,
    *,
    origin: str,
    judged: Judged,
    settings: Settings,
    texts: int,
    before: Judged | None = None,
    learned_until: datetime | None = None,
    at: datetime | None = None,
) -> ModelVersion:
    """Write a version; it suggests nothing yet."""
    content = packed(learnt.model)
    figures: Mapping[str, object] = {
        **judged._asdict(),
        "before_macro_f1_rate": before.macro_f1_rate if before else None,
    }
    return ModelVersion.objects.create(
        origin=origin,
        made_at=at or timezone.now(),
        learned_until=learned_until,
        text_count=texts,
        label_count=len(learnt.model.labels),
        threshold=learnt.model.threshold,
        figures=figures,
        parameters=settings._asdict(),
        seed=SEED,
        code_version=LEARNER,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def teach_first(
    taught: Sequence[Lesson], tests: Sequence[Lesson], *, by: By, at: datetime | None = None
) -> ModelVersion:
    """The first version, from sentences written for it, tried on others. Put to use where no other
    has been."""
    at = at or timezone.now()
    _may_teach(by)
    texts, codes, sides = zip(*taught, strict=True)
    settings = _settings(at)
    learnt = learn(texts, codes, settings=settings, seed=SEED, groups=sides)
    judged = judge_model(learnt.model, *_columns([(one.text, one.code) for one in tests]))
    with transaction.atomic():
        version = keep_version(
            learnt,
            origin=ModelVersion.Origin.DEMONSTRATION,
            judged=judged,
            settings=settings,
            texts=len(texts),
            at=at,
        )
        if not ModelUse.objects.exists():
            _put_to_use(version, why=ModelUse.Why.FIRST, by=by, at=at)
    return version


def choose_version(key: int, *, by: By, at: datetime | None = None) -> ModelVersion:
    """Use this version from now on, whatever the test said: back to an earlier one, or forward."""
    at = at or timezone.now()
    _may_teach(by)
    with transaction.atomic():
        version = ModelVersion.objects.select_for_update().defer("content").filter(pk=key).first()
        if version is None:
            raise NotFound(_("没有这个模型版本。"))
        if ModelUse.objects.filter(version=version, is_current=True).exists():
            raise Conflict(_("这个版本正在使用。"))
        _put_to_use(version, why=ModelUse.Why.CHOSEN, by=by, at=at)
    return version


def _put_to_use(version: ModelVersion, *, why: str, by: By, at: datetime) -> None:
    """Ends the use of the version before; two at once are refused by the table."""
    current = ModelUse.objects.select_for_update().filter(is_current=True)
    for use in current:
        use.until, use.is_current = at, False
        use.save(update_fields=["until", "is_current"])
    try:
        with transaction.atomic():
            ModelUse.objects.create(version=version, why=why, since=at, **author(by))
    except IntegrityError:
        raise Conflict(_("刚有另一个版本被启用，请刷新后再选。")) from None


def _columns(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Texts, and their codes beside them."""
    return [text for text, _code in pairs], [code for _text, code in pairs]


def _settings(as_of: datetime) -> Settings:
    percent = amount_of(Parameter.Key.SUGGESTION_RIGHT, on=timezone.localdate(as_of))
    return SETTINGS._replace(wanted_rate=percent / 100)


def _may_teach(by: By) -> None:
    if isinstance(by, User) and not can_teach(by):
        raise NotAllowed(_("只有系统管理员和分派人员可以管理分类模型。"))
