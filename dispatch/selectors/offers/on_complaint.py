"""Steps on the complaint as a whole: triage, what is beside it, and what its caller asks for."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from complaints.models import Complaint, User
from complaints.permissions import can_advise, can_speak_for_the_caller, can_triage
from complaints.states import Verb, allowed_from
from dispatch.models import Assignment
from dispatch.permissions import (
    can_blow,
    can_dispatch,
    can_keep_petitions,
    can_supervise,
    can_sweep,
    can_work,
)
from dispatch.selectors.offers.offer import Offer
from dispatch.states import ENDED


def on_complaint(
    complaint: Complaint, branches: Sequence[Assignment], user: User, *, is_laid: bool
) -> Iterator[Offer]:
    """In the order of the path."""
    yield from _on_complaint(complaint, branches, user)
    yield from _before_dispatch(complaint, branches, user)
    yield from _for_the_head(complaint, user, is_laid=is_laid)
    yield from _to_supervise(complaint, user)
    yield from _to_sweep(complaint, branches, user)
    yield from _to_petition(complaint, user)
    yield from _on_advice(complaint, branches, user)
    yield from _for_the_caller(complaint, user)


def _to_petition(complaint: Complaint, user: User) -> Iterator[Offer]:
    """The same matter may lie with the petition office too."""
    if complaint.is_under_way and can_keep_petitions(user, complaint):
        words = _("关联信访件")
        yield Offer("petition", "office-petition-new", complaint.number, words, "link-45deg")


def _on_complaint(
    complaint: Complaint, branches: Sequence[Assignment], user: User
) -> Iterator[Offer]:
    verbs = allowed_from(complaint.status)
    number = complaint.number
    if not can_triage(user, complaint):
        return
    held = [one for one in branches if one.status not in ENDED and one.round == complaint.round]
    has_lead = any(branch.role == Assignment.Role.LEAD for branch in held)
    if Verb.DISPATCH in verbs and can_dispatch(user, complaint):
        words = _("增派协办") if has_lead else _("派单")
        yield Offer("dispatch", "office-dispatch", number, words, "send", is_first=not has_lead)
    if Verb.CLASSIFY in verbs:
        yield Offer("classify", "office-classify", number, _("整理信息"), "pencil-square")
    if complaint.is_under_way and not complaint.is_secret:
        yield Offer("merge", "office-merge", number, _("合并"), "link-45deg")
    if complaint.is_under_way and can_blow(user):
        yield Offer("whistle", "office-ticket-whistle", number, _("吹哨"), "megaphone")
    if Verb.ANSWER in verbs and not held:
        yield Offer("answer", "office-answer", number, _("直接答复"), "chat-left-text")
    if Verb.ARCHIVE in verbs and complaint.finished_at is not None:
        yield Offer(
            "archive", "office-archive", number, _("归档"), "archive", is_press=True,
            is_first=True, confirm=_("归档后不能再修改。确定归档吗？"),
        )  # fmt: skip


def _for_the_head(complaint: Complaint, user: User, *, is_laid: bool) -> Iterator[Offer]:
    """Laying it before the head of the street, once a round."""
    if complaint.is_under_way and not is_laid and can_dispatch(user, complaint):
        yield Offer("lay", "office-lay", complaint.number, _("提请批办"), "pencil-square")


def _before_dispatch(
    complaint: Complaint, branches: Sequence[Assignment], user: User
) -> Iterator[Offer]:
    """Asking several units whose it is."""
    held = any(one.status not in ENDED and one.round == complaint.round for one in branches)
    is_waiting = Verb.ANSWER in allowed_from(complaint.status) and not complaint.is_secret
    if is_waiting and not held and can_dispatch(user, complaint):
        yield Offer("consult", "office-consult", complaint.number, _("会商"), "people-fill")


def _to_sweep(complaint: Complaint, branches: Sequence[Assignment], user: User) -> Iterator[Offer]:
    """Once there is a result, where else may it be?"""
    done = [one for one in branches if one.reported_at and one.status not in ENDED]
    is_fit = complaint.subdistrict_id and not complaint.is_secret
    if done and is_fit and complaint.status != Complaint.StatusChoice.ARCHIVED:
        works = any(can_work(user, one) for one in done)
        if can_sweep(user, complaint, works=works):
            yield Offer("sweep", "office-sweep-new", complaint.number, _("举一反三"), "search")


def _to_supervise(complaint: Complaint, user: User) -> Iterator[Offer]:
    """Demanding a reply about it."""
    if complaint.is_under_way and can_supervise(user, complaint):
        yield Offer("supervise", "office-supervise", complaint.number, _("督办"), "eye")


def _on_advice(complaint: Complaint, branches: Sequence[Assignment], user: User) -> Iterator[Offer]:
    """What is never dispatched, and taking that back."""
    if not can_advise(user, complaint):
        return
    verbs, number = allowed_from(complaint.status), complaint.number
    held = any(one.status not in ENDED and one.round == complaint.round for one in branches)
    if Verb.ADVISE in verbs and not held:
        yield Offer("advise", "office-advise", number, _("不派单处理"), "signpost-split")
    if Verb.RESUME in verbs:
        yield Offer(
            "resume", "office-resume", number, _("撤销告知，改为办理"), "arrow-counterclockwise",
            is_press=True, confirm=_("撤销以后，诉求回到待派单，原来的答复不再显示。确定吗？"),
        )  # fmt: skip


def _for_the_caller(complaint: Complaint, user: User) -> Iterator[Offer]:
    """What a caller on the telephone may ask for."""
    if not can_speak_for_the_caller(user, complaint):
        return
    verbs, number = allowed_from(complaint.status), complaint.number
    is_over = complaint.finished_at is not None
    if Verb.CHASE in verbs and not is_over:
        yield Offer("chase", "office-chase", number, _("催办"), "bell", is_press=True)
    if Verb.SUPPLEMENT in verbs and not is_over:
        yield Offer("supplement", "office-add", number, _("补充内容"), "plus-lg")
    if Verb.REOPEN in verbs and is_over:
        yield Offer("reopen", "office-reopen", number, _("重新办理"), "arrow-repeat")
    if Verb.WITHDRAW in verbs:
        yield Offer("withdraw", "office-withdraw", number, _("撤回"), "x-circle")
