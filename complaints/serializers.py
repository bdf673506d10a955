"""Shapes of the reference data at the API."""

from rest_framework import serializers

from complaints.models import Area, Article, Category, Organisation, Outcome


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
        fields = (
            "code", "name", "name_en", "level", "parent_code", "demand_kind", "clock_kind",
            "office_key",
        )  # fmt: skip
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


class OutcomeOut(serializers.ModelSerializer[Outcome]):
    """`call` is the public number to call, if any."""

    call = serializers.CharField(source="phone")

    class Meta:
        model = Outcome
        fields = (
            "code", "kind", "name", "name_en", "ground", "ground_en", "reply", "reply_en",
            "turn_to", "turn_to_en", "call", "since", "until", "source", "is_ours",
        )  # fmt: skip
        read_only_fields = fields


class ArticleOut(serializers.ModelSerializer[Article]):
    category_code = serializers.CharField(source="category.code", default=None)
    owner_code = serializers.CharField(source="owner.code")

    class Meta:
        model = Article
        fields = (
            "id", "title", "title_en", "question_words", "answer", "answer_en", "category_code",
            "owner_code", "source", "is_public", "review_on", "since", "until", "version",
        )  # fmt: skip
        read_only_fields = fields
