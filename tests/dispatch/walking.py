"""One life through the single verbs, and the rows it leaves, for comparing with the bulk verb."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models

from complaints.actions.intake import file_complaint
from complaints.actions.life import answer_complaint, archive_complaint, classify_complaint
from complaints.actions.photos import add_photo
from complaints.models import (
    Complaint,
    ComplaintEvent,
    Holding,
    Identity,
    Photo,
    RiskFlag,
    SearchText,
    User,
)
from dispatch.actions.asks.asking import Wish, ask
from dispatch.actions.asks.deciding import decide_ask
from dispatch.actions.assignments import (
    dispatch_complaint,
    record_contact,
    report_result,
    sign_assignment,
    tell_hotline,
    tell_resident,
)
from dispatch.actions.bulk import lives
from dispatch.actions.callbacks import (
    close_callback_invalid,
    complete_callback,
    open_callback,
    record_callback_attempt,
)
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from dispatch.models import (
    Assignment,
    AssignmentEvent,
    Callback,
    CallbackAttempt,
    ContactAttempt,
    Exclusion,
    Report,
)

Take = Callable[[int, Callable[[int], Assignment], Any], object]


def _fresh(by: Any) -> Any:
    """A person signs in anew: posts are read once a request."""
    return User.objects.get(pk=by.pk) if isinstance(by, User) else by


def _who(step: lives.Step) -> dict[str, Any]:
    return {"by": _fresh(step.by), "at": step.at}


def _classify(key: int, step: lives.Classify) -> None:
    classify_complaint(
        key,
        **_who(step),
        version=Complaint.objects.get(pk=key).version,
        where=step.where,
        category_id=step.category_id,
        demand_kind=step.demand_kind,
        urgency=step.urgency,
        redacted_text=step.redacted_text,
    )


def _give_back(branch: Assignment, step: lives.Return) -> None:
    wish = Wish(kind="objection", ground=step.ground, words=step.reason)
    row = ask(branch.pk, **_who(step), wish=wish)
    decide_ask(row.pk, by=step.decided_by, is_granted=True, at=step.decided_at)


TAKE: dict[type[lives.Step], Take] = {
    lives.Classify: lambda key, _b, s: _classify(key, s),
    lives.AnswerAtOnce: lambda key, _b, s: answer_complaint(key, **_who(s), answer=s.answer),
    lives.Photograph: lambda key, _b, s: add_photo(key, s.content, **_who(s), stage=s.stage),
    lives.Archive: lambda key, _b, s: archive_complaint(key, **_who(s)),
    lives.Dispatch: lambda key, _b, s: dispatch_complaint(key, **_who(s), order=s.order),
    lives.Sign: lambda _k, b, s: sign_assignment(b(s.branch).pk, **_who(s)),
    lives.Return: lambda _k, b, s: _give_back(b(s.branch), s),
    lives.Contact: lambda _k, b, s: record_contact(
        b(s.branch).pk, **_who(s), method=s.method, outcome=s.outcome, note=s.note
    ),
    lives.ReportBack: lambda _k, b, s: report_result(
        b(s.branch).pk, **_who(s), outcome=s.outcome, text=s.text
    ),
    lives.TellResident: lambda _k, b, s: tell_resident(b(s.branch).pk, **_who(s)),
    lives.TellHotline: lambda _k, b, s: tell_hotline(b(s.branch).pk, **_who(s)),
    lives.OpenCallback: lambda _k, b, s: open_callback(b(s.branch).pk, **_who(s)),
    lives.TryCallback: lambda _k, b, s: record_callback_attempt(
        b(s.branch).callback.pk, **_who(s), outcome=s.outcome, note=s.note
    ),
    lives.CompleteCallback: lambda _k, b, s: complete_callback(
        b(s.branch).callback.pk, **_who(s), answers=s.answers
    ),
    lives.CloseInvalid: lambda _k, b, s: close_callback_invalid(
        b(s.branch).callback.pk, **_who(s), ground=s.ground
    ),
    lives.ApplyExclusion: lambda _k, b, s: apply_exclusion(
        b(s.branch).pk, **_who(s), ground=s.ground, evidence=s.evidence
    ),
    lives.DecideExclusion: lambda _k, b, s: decide_exclusion(
        b(s.branch).exclusions.get().pk, **_who(s), is_granted=s.is_granted, note=s.note
    ),
}


def walk_singly(life: lives.Life) -> Complaint:
    """File and take every step by its own verb, as its own person."""
    filed = file_complaint(
        life.draft, by=_fresh(life.by), channel=life.channel, idempotency_key=life.key, at=life.at
    )
    key = filed.complaint.pk

    def branch(number: int) -> Assignment:
        return Assignment.objects.filter(complaint_id=key).order_by("pk")[number]

    for step in life.steps:
        TAKE[type(step)](key, branch, step)
    return Complaint.objects.get(pk=key)


# Drawn by chance or counted up: ids, seals, the day's number.
CHANCE = {"id", "number", "name_sealed", "phone_sealed", "home_sealed", "file"}


def rows_of(complaint: Complaint) -> dict[str, list[dict[str, Any]]]:
    """Every row that hangs on a complaint, all columns but keys and what chance draws."""
    key = complaint.pk
    branches = Assignment.objects.filter(complaint_id=key)
    mine = {"complaint_id": key}
    below = {"assignment__in": branches}
    found: list[models.QuerySet[Any]] = [
        Complaint.objects.filter(pk=key),
        Identity.objects.filter(**mine),
        SearchText.objects.filter(**mine),
        RiskFlag.objects.filter(**mine).order_by("word_id"),
        ComplaintEvent.objects.filter(**mine).order_by("at", "pk"),
        Holding.objects.filter(**mine).order_by("since", "organisation_id"),
        Photo.objects.filter(**mine).order_by("added_at", "stage"),
        branches.order_by("pk"),
        AssignmentEvent.objects.filter(**below).order_by("assignment_id", "at", "pk"),
        ContactAttempt.objects.filter(**below).order_by("assignment_id", "at", "pk"),
        Report.objects.filter(**below).order_by("assignment_id"),
        Callback.objects.filter(**below).order_by("assignment_id"),
        Exclusion.objects.filter(**below).order_by("assignment_id", "pk"),
        CallbackAttempt.objects.filter(callback__assignment__in=branches).order_by("pk"),
    ]
    return {rows.model.__name__: [_columns(row) for row in rows] for rows in found}


def _columns(row: models.Model) -> dict[str, Any]:
    keys = {"complaint_id", "assignment_id", "callback_id"}
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in CHANCE | keys
    }


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else value
