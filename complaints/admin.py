"""Reference data in the stock admin. No living case is here: those change by their verbs only."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.actions.flagging import save_risk_word
from complaints.actions.reference import remove_reference, save_reference
from complaints.errors import OfficeError
from complaints.models import (
    Area,
    CalendarDay,
    CalendarYear,
    Category,
    ClockLimit,
    Component,
    Elsewhere,
    GazetteerEntry,
    NoticeTemplate,
    Organisation,
    Outcome,
    Parameter,
    Post,
    PropertyContract,
    Question,
    RiskWord,
    User,
    WorkingSession,
)
from complaints.permissions import can_edit_people, can_edit_reference
from complaints.selectors.notices import example_of

# Django's admin classes take no type argument when they run.
if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
    Accounts = UserAdmin[User]
else:
    Admin, Inline, Accounts = admin.ModelAdmin, admin.TabularInline, UserAdmin


class OfficeAdmin(Admin):
    """Asks the person's post, not Django's permission table, and writes through actions."""

    list_per_page = 50
    show_full_result_count = False

    @staticmethod
    def may(user: User) -> bool:
        """Whose post it is."""
        return can_edit_reference(user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._allows(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._allows(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._allows(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._allows(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._allows(request)

    def save_model(
        self, request: HttpRequest, obj: Model, form: "ModelForm[Any]", change: bool
    ) -> None:
        save_reference(obj, by=cast("User", request.user), may=self.may)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        try:
            remove_reference(obj, by=cast("User", request.user), may=self.may)
        except OfficeError as error:
            messages.error(request, error.message)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What keeps a row is said without names: an administrator sees no complaint."""
        listed, counts, perms, protecting = super().get_deleted_objects(objs, request)
        in_use = _("还有 %(count)s 条记录在用。") % {"count": len(protecting)}
        return listed, counts, perms, [in_use] if protecting else []

    def _allows(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and self.may(request.user)


@admin.register(Area)
class AreaAdmin(OfficeAdmin):
    list_display = ("code", "name", "level", "parent", "outline_origin")
    list_filter = ("level",)
    search_fields = ("code", "name", "initials")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)


@admin.register(GazetteerEntry)
class GazetteerEntryAdmin(OfficeAdmin):
    list_display = ("name", "kind", "area", "origin")
    list_filter = ("kind",)
    search_fields = ("name", "initials")
    autocomplete_fields = ("area",)
    list_select_related = ("area",)


class OfficeInline(Inline):
    """Rows edited on their parent's page, by the same people."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return isinstance(request.user, User) and can_edit_reference(request.user)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


class PropertyContractInline(OfficeInline):
    model = PropertyContract
    autocomplete_fields = ("estate",)


@admin.register(Organisation)
class OrganisationAdmin(OfficeAdmin):
    list_display = ("code", "name", "kind", "office_key", "area", "since", "until")
    list_filter = ("kind", "office_key")
    search_fields = ("code", "name")
    autocomplete_fields = ("area", "parent")
    list_select_related = ("area",)
    inlines = (PropertyContractInline,)


@admin.register(Category)
class CategoryAdmin(OfficeAdmin):
    list_display = (
        "code", "name", "name_en", "level", "clock_kind", "office_key", "since", "until",
    )  # fmt: skip
    list_filter = ("level", "clock_kind", "is_told_nearby", "community_assists", "office_key")
    search_fields = ("code", "name", "name_en", "initials")
    autocomplete_fields = ("parent",)


@admin.register(ClockLimit)
class ClockLimitAdmin(OfficeAdmin):
    list_display = ("stage", "clock_kind", "amount", "unit", "since", "until", "is_ours", "source")
    list_filter = ("stage", "clock_kind")


@admin.register(Parameter)
class ParameterAdmin(OfficeAdmin):
    list_display = ("key", "amount", "unit", "since", "until", "is_ours", "source")
    list_filter = ("key",)


@admin.register(Question)
class QuestionAdmin(OfficeAdmin):
    list_display = ("text", "category", "kind", "position", "since", "until")
    list_filter = ("kind",)
    search_fields = ("text", "text_en", "category__name")
    autocomplete_fields = ("category",)
    list_select_related = ("category",)


@admin.register(Elsewhere)
class ElsewhereAdmin(OfficeAdmin):
    list_display = ("name", "turn_to", "is_ours", "since", "until")
    search_fields = ("name", "name_en", "words", "words_en")


@admin.register(Component)
class ComponentAdmin(OfficeAdmin):
    list_display = ("code", "name", "kind", "area", "where", "since", "until")
    list_filter = ("kind",)
    search_fields = ("code", "name", "where")
    autocomplete_fields = ("area", "category")
    list_select_related = ("area",)


@admin.register(Outcome)
class OutcomeAdmin(OfficeAdmin):
    list_display = ("code", "kind", "name", "phone", "since", "until", "is_ours", "source")
    list_filter = ("kind",)
    search_fields = ("code", "name")


@admin.register(RiskWord)
class RiskWordAdmin(OfficeAdmin):
    list_display = ("word", "kind", "what_to_do", "limit_hint", "since", "until", "is_ours")
    list_filter = ("kind",)
    search_fields = ("word",)

    def save_model(
        self, request: HttpRequest, obj: Model, form: "ModelForm[Any]", change: bool
    ) -> None:
        """What is under way and holds the word is flagged with it."""
        flagged = save_risk_word(cast("RiskWord", obj), by=cast("User", request.user))
        if flagged:
            words = _("有 %(count)s 件在办的诉求含有这个词，已经标出。")
            messages.info(request, words % {"count": flagged})


@admin.register(NoticeTemplate)
class NoticeTemplateAdmin(OfficeAdmin):
    list_display = ("code", "preview", "is_urgent", "since", "until", "is_ours", "source")
    list_filter = ("code",)
    readonly_fields = ("preview", "preview_en")

    @admin.display(description=_("样例"))
    def preview(self, obj: NoticeTemplate) -> str:
        """As somebody reads it, of an invented complaint."""
        return example_of(obj.words)

    @admin.display(description=_("英文样例"))
    def preview_en(self, obj: NoticeTemplate) -> str:
        """The same for who reads English."""
        return example_of(obj.words_en)


@admin.register(WorkingSession)
class WorkingSessionAdmin(OfficeAdmin):
    list_display = ("starts", "ends", "since", "until", "is_ours", "source")


class CalendarDayInline(OfficeInline):
    model = CalendarDay


@admin.register(CalendarYear)
class CalendarYearAdmin(OfficeAdmin):
    list_display = ("year", "is_provisional", "source")
    inlines = (CalendarDayInline,)


class PeopleAdmin(OfficeAdmin):
    """Accounts and posts belong to the security administrator, apart from the reference data."""

    @staticmethod
    def may(user: User) -> bool:
        return can_edit_people(user)


@admin.register(Post)
class PostAdmin(PeopleAdmin):
    list_display = ("user", "organisation", "role", "since", "until")
    list_filter = ("role",)
    search_fields = ("user__username", "organisation__name")
    autocomplete_fields = ("user", "organisation")
    list_select_related = ("user", "organisation")


@admin.register(User)
class AccountAdmin(PeopleAdmin, Accounts):
    """No superuser and no permission table: what a person may do follows from his posts."""

    list_display = ("username", "display_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("username", "display_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name", "is_active", "is_staff")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "display_name", "usable_password", "password1", "password2"),
            },
        ),
    )
