"""Shapes of the reference data at the API."""

from rest_framework import serializers

from complaints.models import Area, Category, Organisation


class AreaOut(serializers.ModelSerializer[Area]):
    parent = serializers.SlugRelatedField[Area](slug_field="code", read_only=True)

    class Meta:
        model = Area
        fields = ("code", "name", "level", "kind", "parent", "lon", "lat")
        read_only_fields = fields


class CategoryOut(serializers.ModelSerializer[Category]):
    parent = serializers.SlugRelatedField[Category](slug_field="code", read_only=True)

    class Meta:
        model = Category
        fields = ("code", "name", "level", "parent", "demand_kind", "clock_kind", "office_key")
        read_only_fields = fields


class OrganisationOut(serializers.ModelSerializer[Organisation]):
    area = serializers.SlugRelatedField[Area](slug_field="code", read_only=True)
    parent = serializers.SlugRelatedField[Organisation](slug_field="code", read_only=True)

    class Meta:
        model = Organisation
        fields = ("code", "name", "kind", "office_key", "area", "parent", "around_the_clock")
        read_only_fields = fields
