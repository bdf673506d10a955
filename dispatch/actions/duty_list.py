"""Matters beside the list, and figures asked of a community: registered, refused or taken on."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Actor, By, Organisation, User
from complaints.permissions import can_edit_reference
from dispatch.files.duties import DutySeed
from dispatch.models import DutyEntry, FigureRequest, OffListMatter
from dispatch.permissions import can_keep_figures, can_keep_matters
from dispatch.selectors.duty_list import departments, figure_of
from dispatch.states import OffListVerb, off_list_after

WORDS_MAX = 1000


@dataclass(frozen=True, slots=True)
class Means:
    """With what a matter is taken on: who approved it by which paper, and what comes with it."""

    approval: str
    document: str
    people: str
    money: str
    technique: str
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What is asked of a community, by whom, on what ground; `known` where the system has it."""

    asker: str
    title: str
    legal_ground: str = ""
    known: str = ""
    since: date | None = None
    until: date | None = None


def load_duties(seeds: Iterable[DutySeed], *, by: By = Actor.MACHINE) -> int:
    """Add the entries whose code no row has yet; returns how many."""
    if isinstance(by, User) and not can_edit_reference(by):
        raise NotAllowed(_("只有系统管理员可以载入职责清单。"))
    with transaction.atomic():
        there = set(DutyEntry.objects.values_list("code", flat=True))
        fresh = [DutyEntry(**asdict(seed)) for seed in seeds if seed.code not in there]
        DutyEntry.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def register_matter(
    street: int,
    *,
    by: User,
    department: int | None,
    title: str,
    words: str,
    is_own_work: bool = False,
    received_on: date | None = None,
    at: datetime | None = None,
) -> OffListMatter:
    """A department wants the street to do something that its list does not hold."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    body = Organisation.objects.filter(pk=street).first()
    if body is None or not can_keep_matters(by, body):
        raise NotAllowed(_("清单外事项由街道处置中心、专班和一把手登记。"))
    known = {one.pk: one for one in departments(body, on=today)}
    if department not in known:
        raise Invalid(_("请选择下派的部门。"), field="department")
    if not title.strip() or not words.strip():
        raise Invalid(_("请写明事项和下派要求。"), field="title" if not title.strip() else "words")
    if received_on is not None and received_on > today:
        raise Invalid(_("收到日期不能晚于今天。"), field="received_on")
    return OffListMatter.objects.create(
        street=body, department=known[department], title=title.strip()[:120],
        words=words.strip()[:WORDS_MAX], is_own_work=is_own_work,
        received_on=received_on or today, by=by, at=at,
    )  # fmt: skip


def refuse_matter(
    key: int, *, by: User, article: str, reply: str, at: datetime | None = None
) -> OffListMatter:
    """With the article cited, and words for the department."""
    at = at or timezone.now()
    if not article.strip() or not reply.strip():
        raise Invalid(
            _("请写明引用的条款和答复。"), field="article" if not article.strip() else "reply"
        )
    with transaction.atomic():
        row = _locked(key, by=by)
        return _move(
            row, OffListVerb.REFUSE, by=by, at=at, article=article.strip()[:120],
            reply=reply.strip()[:WORDS_MAX],
        )  # fmt: skip


def accept_matter(key: int, *, by: User, means: Means, at: datetime | None = None) -> OffListMatter:
    """Only with an approval above, with people, money and technique, until a day."""
    at = at or timezone.now()
    told = {name: value for name, value in asdict(means).items() if isinstance(value, str)}
    for name, value in told.items():
        if not value.strip():
            raise Invalid(_("接受清单外事项，批准、人员、经费、技术都要写明。"), field=name)
    if means.approval not in OffListMatter.Approval.values:
        raise Invalid(_("请选择批准层级。"), field="approval")
    if means.until_on is None or means.until_on < timezone.localdate(at):
        raise Invalid(_("请写明截止日期，不能早于今天。"), field="until_on")
    with transaction.atomic():
        row = _locked(key, by=by)
        if row.is_own_work:
            raise Conflict(_("部门的本职工作不能推给街道和社区，只能拒绝。"))
        given = {name: value.strip()[:120 if name == "document" else 200]
                 for name, value in told.items()}  # fmt: skip
        return _move(row, OffListVerb.ACCEPT, by=by, at=at, until_on=means.until_on, **given)


def end_matters(*, at: datetime | None = None) -> int:
    """Temporary tasks whose last day is over; returns how many. May run twice."""
    at = at or timezone.now()
    over = OffListMatter.objects.over_on(timezone.localdate(at))
    return over.update(status=OffListMatter.StatusChoice.ENDED)


def register_figures(
    community: int, figures: Figures, *, by: User, at: datetime | None = None
) -> FigureRequest:
    """What the system has is offered; what has no ground in law is refused; the rest is filled
    in. The verdict follows from the two, so that nobody need argue."""
    at = at or timezone.now()
    body = Organisation.objects.select_related("area").filter(pk=community).first()
    if body is None or not can_keep_figures(by, body):
        raise NotAllowed(_("社区填报由社区和街道处置中心登记。"))
    asker, title = figures.asker.strip()[:120], figures.title.strip()[:200]
    if not asker or not title:
        raise Invalid(_("请写明谁要、要什么。"), field="asker" if not asker else "title")
    if figures.known not in FigureRequest.Known.values:
        raise Invalid(_("请选择一项。"), field="known")
    ground = figures.legal_ground.strip()[:200]
    since, until = _days(figures, at=at)
    offered = None
    if figures.known:
        verdict = FigureRequest.Verdict.OFFERED
        offered = figure_of(figures.known, body, since=since, until=until)
    elif ground:
        verdict = FigureRequest.Verdict.ACCEPTED
    else:
        verdict = FigureRequest.Verdict.NO_GROUND
    return FigureRequest.objects.create(
        community=body, asker=asker, title=title, legal_ground=ground, known=figures.known,
        since=since if figures.known else None, until=until if figures.known else None,
        verdict=verdict, offered=offered, by=by, at=at,
    )  # fmt: skip


def _days(figures: Figures, *, at: datetime) -> tuple[date, date]:
    """This year until today, unless other days were asked for."""
    today = timezone.localdate(at)
    since = figures.since or today.replace(month=1, day=1)
    until = figures.until or today
    if until < since:
        raise Invalid(_("截止不能早于起始。"), field="until")
    return since, until


def _locked(key: int, *, by: User) -> OffListMatter:
    rows = OffListMatter.objects.select_for_update(of=("self",)).select_related("street")
    row = rows.filter(pk=key).first()
    if row is None or not can_keep_matters(by, row.street):
        raise NotFound(_("没有这个事项，或不在您的管理范围内。"))
    return row


def _move(
    row: OffListMatter, verb: OffListVerb, *, by: User, at: datetime, **changes: object
) -> OffListMatter:
    row.status = off_list_after(row.status, verb).value
    changes |= {"decided_by": by, "decided_at": at}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *changes])
    return row
