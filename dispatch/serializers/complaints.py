"""A complaint at the API: read, keyed in, triaged, dispatched."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from complaints.models import (
    Area,
    Category,
    ClockKind,
    Complaint,
    DemandKind,
    Organisation,
    User,
    WithdrawReason,
)
from complaints.permissions import can_read_original
from dispatch.models import Assignment


class CodedOut(serializers.Serializer[Any]):
    """A code and its name."""

    code = serializers.CharField()
    name = serializers.CharField()


class CategoryRefOut(CodedOut):
    """With the English name; empty where it has none."""

    name_en = serializers.CharField()


class ComplaintOut(serializers.ModelSerializer[Complaint]):
    """What every reader of the row may read. `text` and `address` as they were told are only for
    those who may read that: to others the text is null and the address the checked one."""

    community = CodedOut(allow_null=True)
    subdistrict = CodedOut(allow_null=True)
    district = CodedOut(allow_null=True)
    category = CategoryRefOut(allow_null=True)
    text = serializers.SerializerMethodField()
    address = serializers.SerializerMethodField()

    class Meta:
        model = Complaint
        fields = (
            "number", "channel", "demand_kind", "text", "redacted_text", "is_redaction_confirmed",
            "answer", "address", "redacted_address", "lon", "lat", "datum", "community",
            "subdistrict", "district", "category", "category_set_by", "urgency", "is_secret",
            "is_anonymous", "status", "version", "received_at", "dispatch_due_at", "finished_at",
            "round", "chase_count", "source", "external_number", "reported_district",
            "reported_subdistrict", "reported_community", "reported_unit", "reported_category",
            "reported_on_time",
        )  # fmt: skip
        read_only_fields = fields

    def get_text(self, complaint: Complaint) -> str | None:
        return complaint.text if self._reads_original(complaint) else None

    def get_address(self, complaint: Complaint) -> str:
        may = self._reads_original(complaint)
        return complaint.address if may else complaint.redacted_address

    def _reads_original(self, complaint: Complaint) -> bool:
        user = self.context["request"].user
        return isinstance(user, User) and can_read_original(user, complaint)


class ComplaintIn(serializers.Serializer[Any]):
    """Keying in on somebody's behalf. Name, phone and home go to the sealed table only."""

    text = serializers.CharField(max_length=20_000)
    address = serializers.CharField(max_length=300, required=False, default="")
    lon = serializers.FloatField(required=False, allow_null=True, default=None)
    lat = serializers.FloatField(required=False, allow_null=True, default=None)
    datum = serializers.ChoiceField(choices=Complaint.Datum.choices, default=Complaint.Datum.WGS84)
    community = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Area.objects.filter(level=Area.Level.COMMUNITY),
        required=False,
        allow_null=True,
        default=None,
    )
    category = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Category.objects.all(),
        required=False,
        allow_null=True,
        default=None,
    )
    demand_kind = serializers.ChoiceField(choices=DemandKind.choices, default=DemandKind.HELP)
    urgency = serializers.ChoiceField(
        choices=Complaint.Urgency.choices, default=Complaint.Urgency.NORMAL
    )
    channel = serializers.ChoiceField(choices=[("phone", "phone"), ("window", "window")])
    is_secret = serializers.BooleanField(default=False)
    name = serializers.CharField(max_length=60, required=False, default="", write_only=True)
    phone = serializers.CharField(max_length=30, required=False, default="", write_only=True)
    home = serializers.CharField(max_length=200, required=False, default="", write_only=True)
    idempotency_key = serializers.CharField(max_length=64, required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return _with_whole_point(attrs)


class FiledOut(serializers.Serializer[Any]):
    """The receipt; the code is never shown again."""

    number = serializers.CharField()
    code = serializers.CharField()
    is_new = serializers.BooleanField()


class ClassifyIn(serializers.Serializer[Any]):
    """One saved edit; `version` is the one that was read. The point stays where neither `lon` nor
    `lat` is sent."""

    version = serializers.IntegerField(min_value=1)
    address = serializers.CharField(max_length=300, allow_blank=True)
    lon = serializers.FloatField(allow_null=True, required=False, default=None)
    lat = serializers.FloatField(allow_null=True, required=False, default=None)
    datum = serializers.ChoiceField(choices=Complaint.Datum.choices, default=Complaint.Datum.WGS84)
    community = serializers.SlugRelatedField(
        slug_field="code", queryset=Area.objects.filter(level=Area.Level.COMMUNITY), allow_null=True
    )
    category = serializers.SlugRelatedField(
        slug_field="code", queryset=Category.objects.all(), allow_null=True
    )
    demand_kind = serializers.ChoiceField(choices=DemandKind.choices)
    urgency = serializers.ChoiceField(choices=Complaint.Urgency.choices)
    redacted_text = serializers.CharField(max_length=20_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return _with_whole_point(attrs)


class AnswerIn(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=5_000)
    version = serializers.IntegerField(min_value=1)


class AdviseIn(serializers.Serializer[Any]):
    """`outcome` is the code of one in force (`/outcomes/`); a repeat needs `earlier`, the number of
    the complaint told before, and `has_new_fact` false."""

    version = serializers.IntegerField(min_value=1)
    outcome = serializers.SlugField(max_length=40)
    reply = serializers.CharField(max_length=5_000)
    earlier = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    has_new_fact = serializers.BooleanField(required=False, allow_null=True, default=None)
    transferred_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    handed_to = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Organisation.objects.all(),
        required=False,
        allow_null=True,
        default=None,
    )
    redacted_text = serializers.CharField(
        max_length=20_000, required=False, allow_blank=True, default=""
    )


class SupplementIn(serializers.Serializer[Any]):
    """More words of the caller; units read them once a person has checked them."""

    text = serializers.CharField(max_length=20_000)


class ReopenIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=20_000)


class WithdrawIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=WithdrawReason.choices)


class DispatchIn(serializers.Serializer[Any]):
    """Without a unit the rules decide; another unit than theirs needs `override_reason`."""

    version = serializers.IntegerField(min_value=1)
    organisation = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Organisation.objects.all(),
        required=False,
        allow_null=True,
        default=None,
    )
    role = serializers.ChoiceField(choices=Assignment.Role.choices, default=Assignment.Role.LEAD)
    clock_kind = serializers.ChoiceField(
        choices=ClockKind.choices, required=False, allow_blank=True, default=""
    )
    override_reason = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )
    handler = serializers.SlugRelatedField(
        slug_field="username",
        queryset=User.objects.filter(is_active=True),
        required=False,
        allow_null=True,
        default=None,
    )
    redacted_text = serializers.CharField(
        max_length=20_000, required=False, allow_blank=True, default=""
    )
    redacted_address = serializers.CharField(
        max_length=400, required=False, allow_blank=True, allow_null=True, default=None
    )


class RevealIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class RevealedOut(serializers.Serializer[Any]):
    """Who called, for one look that is on record."""

    name = serializers.CharField()
    phone = serializers.CharField()
    home = serializers.CharField()


def _with_whole_point(attrs: dict[str, Any]) -> dict[str, Any]:
    if (attrs["lon"] is None) != (attrs["lat"] is None):
        raise serializers.ValidationError(_("经度和纬度要一起给。"))
    return attrs
