"""One set of filters over complaints, for the board and for the API. Sight comes before: the rows
given are already `visible_to` the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from complaints.models import (
    Area,
    Category,
    Channel,
    Complaint,
    DemandKind,
    Organisation,
    RiskFlag,
    RiskKind,
    User,
)
from complaints.permissions import reads_flags
from complaints.querysets import among
from dispatch.forms.base import DAYS
from dispatch.models import Assignment, Label, Labelling
from dispatch.selectors.counting import capped, count_words, counted
from dispatch.selectors.queues import Queue, late_rows, queues_for, rows_of
from dispatch.selectors.reach import areas_in_reach, units_in_reach
from dispatch.selectors.saved_views import ViewLine

YES_NO = [("", _("不限")), ("true", _("是")), ("false", _("否"))]


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters kept from another day: who asks, and what they were."""

    user: User
    GET: QueryDict


def _person(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def _subdistricts(request: HttpRequest | None) -> QuerySet[Area]:
    return areas_in_reach(_person(request), Area.Level.SUBDISTRICT)


def _communities(request: HttpRequest | None) -> QuerySet[Area]:
    chosen = request.GET.get("subdistrict", "") if request is not None else ""
    return areas_in_reach(_person(request), Area.Level.COMMUNITY, within=chosen)


def _units(request: HttpRequest | None) -> QuerySet[Organisation]:
    chosen = request.GET.get("subdistrict", "") if request is not None else ""
    return units_in_reach(_person(request), within=chosen)


def _labels(request: HttpRequest | None) -> QuerySet[Label]:
    user = _person(request)
    return Label.objects.none() if user is None else Label.objects.in_reach(user)


class ComplaintFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Query parameters of the board and of `/api/v1/complaints/`."""

    q = django_filters.CharFilter(
        method="saying",
        label=_("搜索"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=Complaint.StatusChoice.choices,
        label=_("状态"),
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subdistrict = django_filters.ModelChoiceFilter(
        queryset=_subdistricts, to_field_name="code", label=_("街道"), empty_label=_("全部街道")
    )
    community = django_filters.ModelChoiceFilter(
        queryset=_communities, to_field_name="code", label=_("社区"), empty_label=_("全部社区")
    )
    category = django_filters.ModelChoiceFilter(
        queryset=Category.objects.order_by("code"),
        to_field_name="code",
        method="under_category",
        label=_("分类"),
        empty_label=_("全部分类"),
    )
    demand_kind = django_filters.ChoiceFilter(
        choices=DemandKind.choices, label=_("诉求类型"), empty_label=_("不限")
    )
    channel = django_filters.ChoiceFilter(
        choices=Channel.choices, label=_("渠道"), empty_label=_("不限")
    )
    urgency = django_filters.ChoiceFilter(
        choices=Complaint.Urgency.choices, label=_("紧急程度"), empty_label=_("不限")
    )
    received_from = django_filters.DateFilter(
        method="received_since",
        label=_("受理日期从"),
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    received_to = django_filters.DateFilter(
        method="received_until",
        label=_("受理日期到"),
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=_units,
        to_field_name="code",
        method="with_unit",
        label=_("承办单位"),
        empty_label=_("全部单位"),
    )
    label = django_filters.ModelChoiceFilter(
        queryset=_labels, method="with_label", label=_("名签"), empty_label=_("不限")
    )
    overdue = extend_schema_field(OpenApiTypes.BOOL)(
        django_filters.TypedChoiceFilter(
            choices=YES_NO,
            coerce=lambda value: value == "true",
            method="past_limit",
            label=_("逾期"),
        )
    )
    secret = extend_schema_field(OpenApiTypes.BOOL)(
        django_filters.TypedChoiceFilter(
            choices=YES_NO,
            coerce=lambda value: value == "true",
            field_name="is_secret",
            label=_("保密"),
        )
    )

    risk = django_filters.ChoiceFilter(
        choices=[("any", _("有提示")), *RiskKind.choices],
        method="flagged",
        label=_("风险提示"),
        empty_label=_("不限"),
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def flagged(self, rows: Any, _name: str, kind: str) -> Any:
        """With a flag that stands; who may not read flags finds nothing by them."""
        user = _person(self.request)
        if user is None or not reads_flags(user):
            return rows.none()
        flags = RiskFlag.objects.standing()
        if kind != "any":
            flags = flags.filter(word__kind=kind)
        return rows.filter(among("pk", flags.order_by().values("complaint_id"), using=rows.db))

    def saying(self, rows: Any, _name: str, words: str) -> Any:
        return rows.saying(words.replace("\x00", "").strip())

    def under_category(self, rows: Any, _name: str, category: Category) -> Any:
        """The category and all below it: codes nest by pairs of digits."""
        stem = category.code
        while stem.endswith("00"):
            stem = stem[:-2]
        return rows.filter(category__code__startswith=stem)

    def received_since(self, rows: Any, _name: str, day: Any) -> Any:
        return rows.filter(received_at__gte=_midnight(day))

    def received_until(self, rows: Any, _name: str, day: Any) -> Any:
        return rows.filter(received_at__lt=_midnight(day + timedelta(days=1)))

    @extend_schema_field(OpenApiTypes.STR)
    def with_unit(self, rows: Any, _name: str, unit: Organisation) -> Any:
        asked = Assignment.objects.live().filter(organisation=unit)
        return self._among(rows, asked.order_by().values("complaint_id"))

    @extend_schema_field(OpenApiTypes.INT)
    def with_label(self, rows: Any, _name: str, label: Label) -> Any:
        return self._among(rows, Labelling.objects.filter(label=label).values("complaint_id"))

    def _among(self, rows: Any, keys: QuerySet[Any]) -> Any:
        user = _person(self.request)
        if user is not None and not user.sight.everywhere and not user.sight.areas:
            # His rows are a list of keys already, and two lists are compared one by one.
            return rows.filter(pk__in=keys)
        return rows.filter(among("pk", keys, using=rows.db))

    def past_limit(self, rows: Any, _name: str, wanted: bool) -> Any:
        late = late_rows(timezone.now())
        return rows.filter(late) if wanted else rows.exclude(late)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def filter_of(query: str, user: User, rows: QuerySet[Complaint]) -> ComplaintFilter:
    """Filters kept as an address, over rows that this person sees."""
    given = QueryDict(query)
    return ComplaintFilter(given, rows, request=Asked(user, given))


def unreadable(query: str, user: User) -> list[str]:
    """The names of kept filters that no longer parse: a unit was closed, a word is too long."""
    form = filter_of(query, user, Complaint.objects.none()).form
    return [str(form.fields[name].label) for name in form.errors if name in form.fields]


def counts_of(views: Iterable[ViewLine], user: User, *, at: datetime) -> dict[int, str]:
    """How much lies in each view, in one query. What lies over everything is not counted, nor what
    can no longer be read."""
    queues = queues_for(user)
    counts = {}
    for view in views:
        queue = QueryDict(view.query).get("queue", "")
        if queue not in queues or queue == Queue.ALL:
            continue
        filters = filter_of(view.query, user, rows_of(Queue(queue), user, at=at))
        if filters.form.is_valid():
            counts[f"view_{view.key}"] = capped(filters.qs)
    return {int(name[5:]): count_words(count) for name, count in counted(counts).items()}
