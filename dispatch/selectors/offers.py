"""Exactly the steps that the state tables and his posts allow this person on one complaint."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from complaints.models import Complaint, User
from complaints.permissions import can_advise, can_speak_for_the_caller, can_triage
from complaints.states import OPEN_TO_JOIN, Verb, allowed_from
from dispatch.models import Ask, Assignment, Callback, Exclusion
from dispatch.permissions import (
    can_apply_exclusion,
    can_blow,
    can_call_back,
    can_decide_exclusion,
    can_dispatch,
    can_name_handler,
    can_supervise,
    can_sweep,
    can_tell_hotline,
    can_work,
)
from dispatch.selectors.asks import MORE, kinds_open, steps_for
from dispatch.selectors.work_links import LINKABLE
from dispatch.states import ENDED, OPEN, AskStatus, BranchVerb
from dispatch.states import allowed_from as branch_allowed_from

# Where the head of the street may still sign it.
LAYABLE = frozenset({"received", "dispatched", "to_call_back"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken. `door` is a URL's name and `key` its argument; a press is sent
    from the button, anything else opens a form."""

    verb: str
    door: str
    key: str | int
    words: str
    icon: str
    is_press: bool = False
    is_first: bool = False
    confirm: str = ""
    branch_key: int = 0


def offers_of(
    complaint: Complaint,
    branches: Sequence[Assignment],
    user: User,
    *,
    asks: Mapping[int, Sequence[Ask]],
    is_laid: bool = False,
) -> tuple[Offer, ...]:
    """In the order of the path; `branches` come with organisation, callback, exclusions, tries;
    `asks` are what was asked for each; `is_laid`: the head has it in this round."""
    offers = [
        *_on_complaint(complaint, branches, user),
        *_before_dispatch(complaint, branches, user),
        *_for_the_head(complaint, user, is_laid=is_laid),
        *_to_supervise(complaint, user),
        *_to_sweep(complaint, branches, user),
        *_on_advice(complaint, branches, user),
        *_for_the_caller(complaint, user),
    ]
    for branch in branches:
        offers += _on_branch(branch, user)
        offers += _on_handler(branch, user)
        offers += _on_callback(branch, user)
        offers += _on_asks(branch, asks.get(branch.pk, ()), user)
        offers += _on_exclusion(branch, user)
    return tuple(offers)


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
    if complaint.status in OPEN_TO_JOIN and not (complaint.is_secret or complaint.finished_at):
        yield Offer("merge", "office-merge", number, _("合并"), "link-45deg")
    if complaint.status in OPEN_TO_JOIN and not complaint.finished_at and can_blow(user):
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
    is_open = complaint.finished_at is None and complaint.status in LAYABLE
    if is_open and not is_laid and can_dispatch(user, complaint):
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
    is_open = complaint.finished_at is None and complaint.status in LAYABLE
    if is_open and can_supervise(user, complaint):
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


def _on_branch(branch: Assignment, user: User) -> Iterator[Offer]:
    verbs = branch_allowed_from(branch.status)
    key = branch.pk
    works = can_work(user, branch)
    if branch.follows_id is not None:
        # The unit works once, on the lead; to this caller it still speaks by itself.
        verbs = verbs - {BranchVerb.SIGN, BranchVerb.REPORT, BranchVerb.CANNOT}
    if works and BranchVerb.SIGN in verbs:
        yield Offer(
            "sign", "branch-sign", key, _("签收"), "pencil-square", is_press=True, is_first=True,
            branch_key=branch.pk,
        )  # fmt: skip
    has_tried = bool(branch.attempts.all())
    if works and BranchVerb.REPORT in verbs and has_tried:
        yield Offer(
            "report", "branch-report", key, _("报办理结果"), "journal-text", is_first=True,
            branch_key=branch.pk,
        )  # fmt: skip
    if works and BranchVerb.CANNOT in verbs and branch.role == Assignment.Role.CO:
        yield Offer(
            "cannot", "branch-cannot", key, _("报告办不了"), "exclamation-triangle",
            branch_key=branch.pk,
        )  # fmt: skip
    is_open = branch.status in LINKABLE and branch.follows_id is None
    if works and is_open and not branch.complaint.is_secret:
        yield Offer("links", "branch-links", key, _("施工链接"), "link-45deg", branch_key=branch.pk)
    if works and BranchVerb.TRY_CONTACT in verbs:
        yield Offer(
            "contact", "branch-contact", key, _("记录联系"), "telephone", is_first=not has_tried,
            branch_key=branch.pk,
        )  # fmt: skip
    yield from _tellings(branch, verbs, user, works=works)


def _tellings(
    branch: Assignment, verbs: frozenset[BranchVerb], user: User, *, works: bool
) -> Iterator[Offer]:
    """Both feedbacks, and the one that reaches everybody who goes along."""
    key = branch.pk
    if works and BranchVerb.TELL_RESIDENT in verbs:
        yield Offer(
            "tell_resident", "branch-tell-resident", key, _("已反馈诉求人"), "person-fill",
            is_press=True, is_first=True, branch_key=branch.pk,
            confirm=_("确认已经把办理结果告诉诉求人了吗？"),
        )  # fmt: skip
    if works and getattr(branch, "has_untold", False):
        yield Offer(
            "tell_all", "branch-tell-all", key, _("已全部反馈诉求人"), "people-fill",
            is_press=True, branch_key=branch.pk,
            confirm=_("确认已经把办理结果告诉每一位诉求人了吗？"),
        )  # fmt: skip
    if BranchVerb.TELL_HOTLINE in verbs and can_tell_hotline(user, branch):
        yield Offer(
            "tell_hotline", "branch-tell-hotline", key, _("已反馈热线"), "headset", is_press=True,
            is_first=True, branch_key=branch.pk, confirm=_("确认已经把办理结果反馈热线了吗？"),
        )  # fmt: skip


def _on_handler(branch: Assignment, user: User) -> Iterator[Offer]:
    if branch.handler_id and branch.status in OPEN and can_name_handler(user, branch):
        yield Offer(
            "name_handler", "branch-handler", branch.pk, _("更换承办人"), "person-fill",
            branch_key=branch.pk,
        )  # fmt: skip


def _on_callback(branch: Assignment, user: User) -> Iterator[Offer]:
    callback = getattr(branch, "callback", None)
    if callback is None or callback.status != Callback.Status.OPEN:
        return
    if can_call_back(user, branch):
        yield Offer(
            "call_back", "office-callback", callback.pk, _("回访"), "telephone", is_first=True,
            branch_key=branch.pk,
        )  # fmt: skip


def _on_asks(branch: Assignment, asks: Sequence[Ask], user: User) -> Iterator[Offer]:
    """What may be asked beside the work, and what of it waits for this person."""
    is_judged = getattr(branch, "callback", None) is not None
    taken = {one.kind for one in asks if one.status == AskStatus.PENDING}
    open_now = [one for one in kinds_open(branch, user) if one not in taken]
    if Ask.Kind.OBJECTION in open_now and not is_judged:
        yield Offer(
            "object", "branch-object", branch.pk, _("提出异议"), "arrow-return-left",
            branch_key=branch.pk,
        )  # fmt: skip
    more = [one for one in open_now if one in MORE]
    if is_judged:
        more = [one for one in more if one == Ask.Kind.SHELF]
    if more:
        words = _("申请%(kinds)s") % {"kinds": _("、").join(str(one.label) for one in more)}
        yield Offer("ask", "branch-ask", branch.pk, words, "hourglass", branch_key=branch.pk)
    for one in asks:
        steps = steps_for(one, user)
        if steps.may_decide:
            words = _("审核%(kind)s") % {"kind": one.get_kind_display()}
        elif steps.may_start or steps.may_shelve or steps.may_take_back:
            words = str(one.get_kind_display())
        else:
            continue
        yield Offer(
            "ask_step", "office-ask", one.pk, words, "hourglass-split",
            is_first=steps.may_decide, branch_key=branch.pk,
        )  # fmt: skip


def _on_exclusion(branch: Assignment, user: User) -> Iterator[Offer]:
    asked = [one for one in branch.exclusions.all() if one.decision != Exclusion.Decision.REFUSED]
    if not asked and branch.status not in ENDED and can_apply_exclusion(user, branch):
        yield Offer(
            "exclude",
            "branch-exclude",
            branch.pk,
            _("申请剔除"),
            "slash-circle",
            branch_key=branch.pk,
        )
    for one in asked:
        is_open = one.decision == Exclusion.Decision.PENDING and one.applied_by_id != user.pk
        if is_open and can_decide_exclusion(user, branch):
            yield Offer(
                "decide", "office-exclusion", one.pk, _("审核剔除"), "hourglass-split",
                is_first=True, branch_key=branch.pk,
            )  # fmt: skip
