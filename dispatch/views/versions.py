"""Two people at one row: what the second one is shown, with nothing of what he typed lost."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from complaints.errors import Conflict, OfficeError, WrongState
from complaints.models import Complaint, Supplement
from dispatch.models import Assignment
from dispatch.selectors.finding import find_branch, find_ticket
from dispatch.selectors.versions import Pair, versions_of
from dispatch.selectors.words import refusal_words
from dispatch.views.desk import person

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class _Row:
    """What a step was about: the complaint and, of a unit's step, the branch."""

    complaint: Complaint
    branch: Assignment | None = None
    supplement: Supplement | None = None


def keeps_words(view: View) -> View:
    """A step that somebody else's step has overtaken is told on a page that keeps the words typed;
    where none were, the refusal is told as any other."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Conflict, WrongState) as error:
            row = _row(request, kwargs) if request.method == "POST" else None
            pairs = _typed(request, row) if row else []
            if row is None or not pairs:
                raise
            return _overtaken(request, row, error, pairs)

    return guarded


def _overtaken(
    request: HttpRequest, row: _Row, error: OfficeError, pairs: list[Pair]
) -> HttpResponse:
    context = {
        "complaint": row.complaint,
        "message": refusal_words(error),
        "versions": versions_of(row.complaint, pairs),
    }
    return render(request, "dispatch/overtaken.html", context, status=error.status_code)


def _row(request: HttpRequest, kwargs: dict[str, Any]) -> _Row:
    if "number" in kwargs:
        complaint = find_ticket(kwargs["number"], person(request))
        added = Supplement.objects.filter(pk=kwargs.get("key", 0), complaint=complaint).first()
        return _Row(complaint, supplement=added)
    branch = find_branch(kwargs["key"], person(request))
    return _Row(branch.complaint, branch)


def _typed(request: HttpRequest, row: _Row) -> list[Pair]:
    """The fields that hold words, with what the row says in their place by now."""
    report = getattr(row.branch, "report", None)
    read = row.supplement or row.complaint
    known = {
        "answer": (_("答复内容"), row.complaint.answer),
        "redacted_text": (_("派单内容"), read.redacted_text),
        "redacted_address": (_("派单地点"), row.complaint.redacted_address),
        "text": (_("办理情况") if row.branch else _("补充内容"), report.text if report else ""),
        "reason": (_("理由"), row.branch.return_reason if row.branch else ""),
        "evidence": (_("说明与依据"), ""),
        "note": (_("备注"), ""),
    }
    sent = {name: request.POST.get(name, "").strip() for name in known}
    return [
        Pair(name, words, theirs, sent[name])
        for name, (words, theirs) in known.items()
        if sent[name]
    ]
