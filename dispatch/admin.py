"""Routing rules and scoring schemes in the stock admin, saved through actions."""

from django.contrib import admin

from complaints.admin import OfficeAdmin
from dispatch.models import Label, RoutingRule, ScoringScheme


@admin.register(RoutingRule)
class RoutingRuleAdmin(OfficeAdmin):
    list_display = (
        "position", "category", "area", "demand_kind", "target", "office_key", "organisation",
        "since", "until",
    )  # fmt: skip
    list_filter = ("target", "office_key")
    autocomplete_fields = ("category", "area", "organisation")
    list_select_related = ("category", "area", "organisation")


@admin.register(ScoringScheme)
class ScoringSchemeAdmin(OfficeAdmin):
    list_display = (
        "name", "response_weight", "resolution_weight", "satisfaction_weight", "basic_factor",
        "start_day", "since", "until", "source",
    )  # fmt: skip


@admin.register(Label)
class LabelAdmin(OfficeAdmin):
    list_display = ("name", "colour", "area", "is_archived")
    list_filter = ("is_archived",)
    autocomplete_fields = ("area",)
    list_select_related = ("area",)
