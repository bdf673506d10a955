"""Where a complaint stands, in one gentle sentence for its caller."""

from django.utils.translation import gettext as _

from complaints.models import Advice, Complaint, OutcomeKind
from complaints.states import Status

_UNDER_WAY = frozenset({Status.RECEIVED, Status.DISPATCHED})


def headline_of(complaint: Complaint, advice: Advice | None = None) -> str:
    """`advice` is what stands where it was never dispatched."""
    status = Status(complaint.status)
    if status == Status.FINISHED and not complaint.answer:
        return _("承办单位已经办结，会把结果告诉您。")
    if status == Status.CALLED_BACK and complaint.finished_at is None:
        return _("已经回访过您，谢谢。事情还没有办完，办完会把结果告诉您。")
    if status == Status.ADVISED and advice is not None:
        return _of_advice(advice)
    return {
        Status.RECEIVED: _("我们收到了，正在看该由谁来办。"),
        Status.DISPATCHED: _("已经交给承办单位，正在办理。"),
        Status.FINISHED: _("承办单位已经办结，结果在下面。"),
        Status.TO_CALL_BACK: _("我们会打电话问问您：联系了吗、解决了吗、满意吗。"),
        Status.CALLED_BACK: _("已经回访过您，谢谢。"),
        Status.ANSWERED: _("这件事已经直接答复，答复在下面。"),
        Status.ADVISED: _("这件事已经答复您，没有派给单位。"),
        Status.ARCHIVED: _("这件事已经办完存档。"),
        Status.WITHDRAWN: _("您已经撤回这件诉求，不再办理。"),
    }[status]


def progress_of(complaint: Complaint, *, with_answer: bool) -> str:
    """How it stands, said to somebody who does not have its page before him; with the answer where
    it is his own."""
    status = Status(complaint.status)
    if status == Status.WITHDRAWN or (complaint.finished_at is None and status in _UNDER_WAY):
        return headline_of(complaint)
    if complaint.finished_at is None:
        return _("承办单位还在办理。")
    if with_answer and complaint.answer:
        return _("已经办结，答复是：%(answer)s") % {"answer": complaint.answer}
    return _("已经办结。")


def _of_advice(advice: Advice) -> str:
    phone = {"phone": advice.outcome.phone}
    return {
        OutcomeKind.EMERGENCY: _("情况紧急，已经为您转接 %(phone)s。") % phone,
        OutcomeKind.STATUTORY: _("这件事要走法定渠道，怎么走写在下面。"),
        OutcomeKind.REPEAT: _("这件事原来那一件还在，情况写在下面。"),
        OutcomeKind.SECRET: _("您要了解的内容依法不能提供，说明在下面。"),
        OutcomeKind.OUTSIDE: _("这件事不归政府单位办，可以找谁写在下面。"),
        OutcomeKind.UNLAWFUL: _("这件事依法不能办，说明在下面。"),
    }[OutcomeKind(advice.outcome.kind)]
