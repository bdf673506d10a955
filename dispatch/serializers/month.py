"""The month's table at the API."""

from typing import Any

from rest_framework import serializers

from dispatch.selectors.tallies import Base, Level


class MonthIn(serializers.Serializer[Any]):
    """`period` is a month, the running one where it is left out."""

    period = serializers.RegexField(r"^\d{4}-\d{2}$", required=False, default="")
    level = serializers.ChoiceField(choices=Level.choices, default=Level.UNIT)
    base = serializers.ChoiceField(choices=Base.choices, default=Base.ALL)


class ScoredOut(serializers.Serializer[Any]):
    """One base of one row; rates in percent. Rank, its range and grade are of those that enough
    were called back for; the composite's ends are a 95 % interval."""

    rank = serializers.IntegerField(allow_null=True)
    rank_lo = serializers.IntegerField(allow_null=True)
    rank_hi = serializers.IntegerField(allow_null=True)
    grade = serializers.CharField(allow_blank=True)
    composite_lo = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    composite_hi = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    accepted = serializers.IntegerField()
    closed = serializers.IntegerField()
    valid = serializers.IntegerField()
    contacted = serializers.IntegerField()
    resolved = serializers.IntegerField()
    satisfied = serializers.IntegerField()
    basic = serializers.IntegerField()
    response_percent = serializers.DecimalField(max_digits=7, decimal_places=2)
    resolution_percent = serializers.DecimalField(max_digits=7, decimal_places=2)
    satisfaction_percent = serializers.DecimalField(max_digits=7, decimal_places=2)
    # With as many digits as the scheme in force prints.
    composite = serializers.DecimalField(max_digits=None, decimal_places=None)


class MonthRowOut(serializers.Serializer[Any]):
    unit = serializers.CharField()
    code = serializers.CharField()
    rank_before = serializers.IntegerField(allow_null=True)
    unit_class = serializers.CharField(allow_blank=True)
    is_supervised = serializers.BooleanField()
    all = ScoredOut()
    kept = ScoredOut()


class MonthOut(serializers.Serializer[Any]):
    """The table with the cohort and the instant it stands on."""

    period = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    as_of = serializers.DateTimeField()
    level = serializers.CharField()
    base = serializers.CharField()
    rows = MonthRowOut(many=True)
    summary = MonthRowOut()
