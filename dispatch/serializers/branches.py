"""Branches, callbacks and exclusions at the API."""

from typing import Any

from rest_framework import serializers

from complaints.models import User
from dispatch.models import (
    Assignment,
    Callback,
    CallbackAttempt,
    ContactAttempt,
    Exclusion,
    Report,
)
from dispatch.selectors.notes import hide_in_work
from dispatch.serializers.complaints import CodedOut

# A try that brought no answers; one that reached the caller comes with them.
TRIED = [
    (outcome.value, outcome.label)
    for outcome in CallbackAttempt.Outcome
    if outcome != CallbackAttempt.Outcome.REACHED
]


class ReportOut(serializers.ModelSerializer[Report]):
    class Meta:
        model = Report
        fields = ("outcome", "text", "at")
        read_only_fields = fields


class AttemptOut(serializers.ModelSerializer[ContactAttempt]):
    class Meta:
        model = ContactAttempt
        fields = ("method", "outcome", "note", "at")
        read_only_fields = fields


class AssignmentOut(serializers.ModelSerializer[Assignment]):
    complaint = serializers.CharField(source="complaint.number")
    organisation = CodedOut()
    attempts = AttemptOut(many=True)
    report = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = (
            "id", "complaint", "organisation", "role", "status", "clock_kind", "dispatched_at",
            "street_dispatch_due_at", "sign_due_at", "contact_due_at", "onsite_due_at",
            "feedback_due_at", "signed_at",
            "contacted_at", "reported_at", "resident_told_at", "hotline_told_at", "closed_at",
            "returned_at", "return_reason", "rule", "rule_facts", "override_reason", "attempts",
            "report",
        )  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: Assignment) -> dict[str, Any]:
        user = getattr(self.context.get("request"), "user", None)
        hide_in_work(instance, user if isinstance(user, User) else None)
        return super().to_representation(instance)

    def get_report(self, assignment: Assignment) -> dict[str, Any] | None:
        report = getattr(assignment, "report", None)
        return None if report is None else dict(ReportOut(report).data)


class ContactIn(serializers.Serializer[Any]):
    method = serializers.ChoiceField(choices=ContactAttempt.Method.choices)
    outcome = serializers.ChoiceField(choices=ContactAttempt.Outcome.choices)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ReportIn(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Report.Outcome.choices)
    text = serializers.CharField(max_length=20_000)


class CallbackOut(serializers.ModelSerializer[Callback]):
    class Meta:
        model = Callback
        fields = (
            "id", "assignment", "status", "opened_at", "is_valid", "invalid_ground", "contacted",
            "resolved", "satisfaction", "completed_at",
        )  # fmt: skip
        read_only_fields = fields


class CallbackAttemptIn(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=TRIED)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class CallbackAnswersIn(serializers.Serializer[Any]):
    """Three answers apart."""

    contacted = serializers.BooleanField()
    resolved = serializers.BooleanField()
    satisfaction = serializers.ChoiceField(choices=Callback.Satisfaction.choices)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class CallbackInvalidIn(serializers.Serializer[Any]):
    ground = serializers.ChoiceField(choices=Callback.InvalidGround.choices)


class ExclusionOut(serializers.ModelSerializer[Exclusion]):
    class Meta:
        model = Exclusion
        fields = (
            "id", "assignment", "ground", "evidence", "applied_at", "decision", "decided_at",
            "decision_note",
        )  # fmt: skip
        read_only_fields = fields


class ExclusionIn(serializers.Serializer[Any]):
    ground = serializers.ChoiceField(choices=Exclusion.Ground.choices)
    evidence = serializers.CharField(max_length=5_000)


class DecisionIn(serializers.Serializer[Any]):
    is_granted = serializers.BooleanField()
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
