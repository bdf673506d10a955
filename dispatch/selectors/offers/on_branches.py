"""Steps on one unit's part: its work, both feedbacks, callback, what it asks for, exclusion."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from complaints.models import User
from dispatch.models import Ask, Assignment, Callback, Exclusion
from dispatch.permissions import (
    can_apply_exclusion,
    can_call_back,
    can_decide_exclusion,
    can_name_handler,
    can_tell_hotline,
    can_work,
)
from dispatch.selectors.asks import MORE, kinds_open, steps_for
from dispatch.selectors.offers.offer import Offer
from dispatch.selectors.work_links import LINKABLE
from dispatch.states import ENDED, OPEN, AskStatus, BranchVerb
from dispatch.states import allowed_from as branch_allowed_from


def on_branch(branch: Assignment, asks: Sequence[Ask], user: User) -> Iterator[Offer]:
    """In the order of the path."""
    yield from _on_branch(branch, user)
    yield from _on_handler(branch, user)
    yield from _on_callback(branch, user)
    yield from _on_asks(branch, asks, user)
    yield from _on_exclusion(branch, user)


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
