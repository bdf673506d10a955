"""What the frame of every page needs: where this person may go, and how the page is to look."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from beijing_governance.slots import TRACKED, Slot
from beijing_governance.views.display import TYPE_COOKIE
from complaints.models import Role, User
from dispatch.selectors.inbox import unread_count
from forecasting.permissions import can_foresee


@dataclass(frozen=True, slots=True)
class NavEntry:
    """`is_current` when the page shown lies under `path`."""

    path: str
    label: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """`language` is for the lang attribute; `other_language` is what the switch offers."""

    resident_nav: tuple[NavEntry, ...]
    staff_nav: tuple[NavEntry, ...]
    is_signed_in: bool
    is_large_type: bool
    language: str
    here: str
    unread: int
    tracked_slots: tuple[Slot, ...] = TRACKED


DISTRICT_ROLES = (Role.DISTRICT_LEADER, Role.CITY_VIEWER, Role.HEAD, Role.TRIAGE_OFFICER, Role.DESK)
ADMIN_ROLES = (Role.ADMINISTRATOR, Role.SECURITY_ADMIN, Role.AUDITOR, Role.PRIVACY_OFFICER)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Put `shell` into every template."""
    user = getattr(request, "user", None)
    signed_in = isinstance(user, User)
    code = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    made = Shell(
        resident_nav=_entries(request, _resident_places()),
        staff_nav=_entries(request, _staff_places(user) if isinstance(user, User) else []),
        is_signed_in=signed_in,
        is_large_type=request.COOKIES.get(TYPE_COOKIE) == "large",
        language="zh-Hans" if code == "zh-hans" else code,
        here=request.get_full_path() if request.method == "GET" else request.path,
        unread=unread_count(user) if isinstance(user, User) else 0,
    )
    return {"shell": made}


def _resident_places() -> list[tuple[str, str, str]]:
    return [
        ("/complaints/new/", _("我要反映"), "pencil-square"),
        ("/complaints/track/", _("查进度"), "search"),
        ("/guide/", _("先了解"), "signpost-2"),
        ("/performance/", _("办得怎么样"), "bar-chart-line"),
    ]


def _staff_places(user: User) -> list[tuple[str, str, str]]:
    places = [("/office/", _("工作台"), "inboxes")]
    if user.has_role(*DISTRICT_ROLES):
        places.append(("/district/", _("考核排名"), "bar-chart-line"))
    if can_foresee(user):
        places.append(("/foresee/", _("预见"), "eyeglasses"))
    if user.is_staff and (user.is_superuser or user.has_role(*ADMIN_ROLES)):
        places.append(("/admin/", _("基础数据"), "gear"))
    return places


def _entries(request: HttpRequest, places: list[tuple[str, str, str]]) -> tuple[NavEntry, ...]:
    return tuple(
        NavEntry(path, label, icon, is_current=request.path.startswith(path))
        for path, label, icon in places
    )
