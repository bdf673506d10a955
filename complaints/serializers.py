"""Shapes of the reference data at the API."""

from rest_framework import serializers

from complaints.models import Area, Category, Organisation


class AreaOut(serializers.ModelSerializer[Area]):
    parent_code = serializers.CharField(source="parent.code", default=None)

    class Meta:
        model = Area
        fields = ("code", "name", "level", "kind", "parent_code", "lon", "lat")
        read_only_fields = fields


class CategoryOut(serializers.ModelSerializer[Category]):
    parent_code = serializers.CharField(source="parent.code", default=None)

    class Meta:
        model = Category
        fields = ("code", "name", "level", "parent_code", "demand_kind", "clock_kind", "office_key")
        read_only_fields = fields


class OrganisationOut(serializers.ModelSerializer[Organisation]):
    area_code = serializers.CharField(source="area.code", default=None)
    parent_code = serializers.CharField(source="parent.code", default=None)

    class Meta:
        model = Organisation
        fields = (
            "code",
            "name",
            "kind",
            "office_key",
            "area_code",
            "parent_code",
            "around_the_clock",
        )
        read_only_fields = fields
