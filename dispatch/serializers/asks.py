"""What a unit asks for beside its work."""

from typing import Any

from rest_framework import serializers

from complaints.models import Organisation
from dispatch.models import Ask, ContactAttempt


class AskOut(serializers.ModelSerializer[Ask]):
    class Meta:
        model = Ask
        fields = (
            "id", "assignment", "kind", "ground", "words", "unit", "until_at", "plan", "review_on",
            "told_by", "asked_at", "status", "decided_at", "decision_words", "due_before_at",
            "due_after_at", "ended_at", "result",
        )  # fmt: skip
        read_only_fields = fields


class AskIn(serializers.Serializer[Any]):
    """What the kind does not need may be left out."""

    kind = serializers.ChoiceField(choices=Ask.Kind.choices)
    ground = serializers.ChoiceField(choices=Ask.Ground.choices)
    words = serializers.CharField(max_length=5_000)
    unit_id = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), required=False, allow_null=True, default=None
    )
    until_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    plan = serializers.CharField(max_length=5_000, required=False, allow_blank=True, default="")
    review_on = serializers.DateField(required=False, allow_null=True, default=None)
    told_by = serializers.ChoiceField(
        choices=ContactAttempt.Method.choices, required=False, allow_blank=True, default=""
    )

    def validate_unit_id(self, unit: Organisation | None) -> int | None:
        """The key is what the action takes."""
        return unit.pk if unit else None


class AskDecisionIn(serializers.Serializer[Any]):
    is_granted = serializers.BooleanField()
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
