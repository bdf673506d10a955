"""What is supervised: the list, one of them with this person's steps, and who is concerned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Complaint, User
from complaints.states import verbs_from
from dispatch.models import Assignment, Supervision
from dispatch.permissions import may_clear, may_clear_unreplied, may_reply
from dispatch.querysets import SupervisionQuerySet
from dispatch.selectors.paging import page_of
from dispatch.selectors.receivers import people_of_district, people_of_heads, people_of_office
from dispatch.states import SUPERVISE_LIFE, SuperviseStatus, SuperviseVerb

PAGE = 50
T = Supervision.Trigger


@dataclass(frozen=True, slots=True)
class Watched:
    """One of them, with what this person may do; `counted` says in words what raised it."""

    row: Supervision
    complaint: Complaint | None
    counted: str
    is_late: bool
    may_reply: bool
    may_send_back: bool
    may_clear: bool


def supervisions_for(
    user: User, *, is_open: bool = True, trigger: str = "", after: int = 0
) -> tuple[list[Watched], int]:
    """One page, of what is open by its limit, of what has ended the newest first."""
    rows = _with_all(Supervision.objects.visible_to(user))
    cleared = SuperviseStatus.CLEARED
    rows = rows.standing() if is_open else rows.filter(status=cleared)
    if trigger in T.values:
        rows = rows.filter(trigger=trigger)
    rows = rows.order_by("due_at" if is_open else "-cleared_at", "pk")
    page, following = page_of(rows, after=after, size=PAGE)
    return watched(page, user), following


def find_supervision(key: int, user: User) -> Watched:
    """One that this person may see."""
    row = _with_all(Supervision.objects.visible_to(user)).filter(pk=key).first()
    if row is None:
        raise NotFound(_("没有这项督办，或不在您的查看范围内。"))
    return watched([row], user)[0]


def supervisions_on(complaint: Complaint, user: User) -> list[Watched]:
    """All rounds', the newest first."""
    rows = list(_with_all(Supervision.objects.filter(complaint=complaint)))
    for row in rows:
        row.complaint = complaint
    return watched(rows, user)


def watched(rows: Sequence[Supervision], user: User) -> list[Watched]:
    """As the table and his posts allow."""
    units = _units([row.complaint_id for row in rows if row.complaint_id])
    return [_one(row, user, units.get(row.complaint_id or 0, frozenset())) for row in rows]


def units_of(row: Supervision) -> frozenset[int]:
    """Of the units at work on its complaint, by key."""
    key = row.complaint_id or 0
    return _units([key]).get(key, frozenset())


def people_who_read(row: Supervision, *, on: date) -> set[int]:
    """Who reads the reply: who demanded it; else the level's people."""
    if row.opened_by_id:
        return {row.opened_by_id}
    if row.complaint is None:
        return set()
    if row.level == Supervision.Level.DISTRICT:
        return set(people_of_district(row.complaint, on=on))
    return {*people_of_office(row.complaint, on=on), *people_of_heads(row.complaint, on=on)}


def _units(complaints: Sequence[int]) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    if not complaints:
        return found
    rows = Assignment.objects.live().this_round().filter(complaint__in=complaints)
    for key, unit in rows.values_list("complaint_id", "organisation_id"):
        found[key] = found.get(key, frozenset()) | {unit}
    return found


def _with_all(rows: SupervisionQuerySet) -> SupervisionQuerySet:
    rows = rows.select_related(
        "complaint__subdistrict", "complaint__community", "complaint__category",
        "organisation__area__parent", "opened_by", "replied_by", "cleared_by",
    )  # fmt: skip
    return rows.defer(
        "complaint__subdistrict__outline", "complaint__community__outline",
        "organisation__area__outline", "organisation__area__parent__outline",
    )  # fmt: skip


def _one(row: Supervision, user: User, units: frozenset[int]) -> Watched:
    verbs = verbs_from(SUPERVISE_LIFE, row.status)
    is_demanded = row.status == SuperviseStatus.DEMANDED
    clears = may_clear(user, row)
    clears_now = clears and (not is_demanded or may_clear_unreplied(user, row))
    return Watched(
        row=row,
        complaint=row.complaint,
        counted=_counted(row),
        is_late=is_demanded and row.due_at < timezone.now(),
        may_reply=SuperviseVerb.REPLY in verbs and may_reply(user, row, units=units),
        may_send_back=SuperviseVerb.SEND_BACK in verbs and clears,
        may_clear=SuperviseVerb.CLEAR in verbs and clears_now,
    )


def _counted(row: Supervision) -> str:
    words = {
        T.OVERDUE: _("超过反馈时限 %(count)s 小时（满 %(limit)s 小时督办）"),
        T.CHASED: _("已催办 %(count)s 次（满 %(limit)s 次督办）"),
        T.CALLERS: _("%(count)s 位诉求人反映（满 %(limit)s 位督办）"),
        T.RETURNED: _("已退回 %(count)s 次（满 %(limit)s 次督办）"),
        T.BELOW_MEAN: _("综合得分 %(score)s，平均 %(mean)s"),
    }
    said: str = words.get(T(row.trigger), "") % row.facts
    return said
