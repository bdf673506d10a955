"""Scoring schemes and labels in the stock admin, saved through actions."""

from django.contrib import admin

from complaints.admin import OfficeAdmin, OfficeInline
from dispatch.models import DutyEntry, GradeBand, Label, ScoringScheme


class GradeBandInline(OfficeInline):
    model = GradeBand


@admin.register(ScoringScheme)
class ScoringSchemeAdmin(OfficeAdmin):
    inlines = (GradeBandInline,)
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


@admin.register(DutyEntry)
class DutyEntryAdmin(OfficeAdmin):
    list_display = ("code", "group", "title", "holder", "article", "source", "since", "until")
    list_filter = ("group", "holder")
    search_fields = ("code", "title", "article")
