"""What units ask for beside their work: on one complaint, and what waits for whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Complaint, Parameter, User
from complaints.selectors.parameters import amount_of
from dispatch.models import Ask, Assignment
from dispatch.permissions import may_ask, may_decide_ask, may_end_ask
from dispatch.querysets import AskQuerySet
from dispatch.selectors.paging import page_of
from dispatch.states import ASK_FROM, ASK_LIFE, AskStatus, AskVerb, BranchStatus

PAGE = 50
# What one form offers beside the objection, which has a button of its own.
MORE = (Ask.Kind.EXTENSION, Ask.Kind.PAUSE, Ask.Kind.SHELF)


@dataclass(frozen=True, slots=True)
class Steps:
    """What this person may do with one of them."""

    may_decide: bool
    may_take_back: bool
    may_start: bool
    may_shelve: bool


def asks_on(branches: Sequence[Assignment]) -> dict[int, list[Ask]]:
    """By branch, the newest first."""
    rows = Ask.objects.filter(assignment__in=branches).select_related(
        "unit", "duty", "asked_by", "decided_by", "ended_by"
    )
    found: dict[int, list[Ask]] = defaultdict(list)
    for row in rows.prefetch_related("reviews__by"):
        found[row.assignment_id].append(row)
    return found


def asks_seen(
    user: User, *, kind: str = "", status: str = "", after: int = 0
) -> tuple[list[Ask], int]:
    """One page on complaints this person sees: of the shelf by its next day, of all else the
    newest first; and where the next begins."""
    rows = _with_all(Ask.objects.visible_to(user))
    if kind:
        rows = rows.filter(kind=kind)
    if status:
        rows = rows.filter(status=status)
    on_shelf = kind == Ask.Kind.SHELF and status == AskStatus.GRANTED
    order = ("review_on", "pk") if on_shelf else ("-asked_at", "-pk")
    return page_of(rows.order_by(*order), after=after, size=PAGE)


def find_ask(key: int, user: User) -> Ask:
    """One on a complaint that this person may see."""
    rows = _with_all(Ask.objects.visible_to(user)).prefetch_related("reviews__by")
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("没有这项申请，或不在您的查看范围内。"))
    return found


def steps_for(row: Ask, user: User) -> Steps:
    """As the table and his posts allow."""
    status = AskStatus(row.status)
    ends = (status, AskVerb.END) in ASK_LIFE and may_end_ask(user, row)
    runs = row.until_at is not None and row.until_at > timezone.now()
    return Steps(
        may_decide=(status, AskVerb.GRANT) in ASK_LIFE and may_decide_ask(user, row),
        may_take_back=(status, AskVerb.TAKE_BACK) in ASK_LIFE
        and may_ask(user, row.assignment, row.kind),
        may_start=ends and row.kind == Ask.Kind.PAUSE and runs,
        may_shelve=ends and row.kind == Ask.Kind.SHELF,
    )


def kinds_open(branch: Assignment, user: User) -> list[Ask.Kind]:
    """What may be asked for this branch as it stands, by this person."""
    if branch.follows_id is not None:
        return []
    status = BranchStatus(branch.status)
    if branch.complaint.status == Complaint.StatusChoice.ARCHIVED:
        return []
    return [one for one in Ask.Kind if status in ASK_FROM[one] and may_ask(user, branch, one)]


def stops_now(rows: Sequence[Ask], *, at: datetime) -> bool:
    """Whether the clock stands still."""
    return any(
        one.kind == Ask.Kind.PAUSE
        and one.status == AskStatus.GRANTED
        and one.until_at is not None
        and one.until_at > at
        for one in rows
    )


def is_shelved(rows: Sequence[Ask]) -> bool:
    """Whether it lies on the shelf."""
    return any(one.kind == Ask.Kind.SHELF and one.status == AskStatus.GRANTED for one in rows)


def bounced(branches: Sequence[Assignment]) -> int:
    """How often units gave it back, where that is often enough to be told; else 0."""
    count = sum(branch.status == BranchStatus.RETURNED for branch in branches)
    if not count:
        return 0
    least = amount_of(Parameter.Key.BOUNCES_SHOWN, on=timezone.localdate())
    return count if count >= least else 0


def _with_all(rows: AskQuerySet) -> AskQuerySet:
    return rows.select_related(
        "assignment__organisation", "assignment__complaint", "assignment__handler", "unit",
        "asked_by", "decided_by", "ended_by",
    )  # fmt: skip
