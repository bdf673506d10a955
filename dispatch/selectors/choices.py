"""What the triage and dispatch forms offer to choose from, with pinyin for the search."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Area, Category, Complaint, Organisation, Post, Role, User
from complaints.permissions import can_keep_articles_of
from complaints.selectors.communities import offer_communities, place_words
from dispatch.permissions import WORKERS
from dispatch.selectors.reach import areas_in_reach
from dispatch.selectors.routing import units_for


@dataclass(frozen=True, slots=True)
class Choices:
    """Options of a select, grouped where they have a heading; spellings by value."""

    options: list[tuple[Any, Any]]
    spellings: dict[str, str] = field(default_factory=dict)


def community_choices(complaint: Complaint, user: User, words: str = "") -> Choices:
    """The communities of the complaint's street, or of this person's; found ones come first."""
    street = complaint.subdistrict
    level = Area.Level.COMMUNITY
    rows = areas_in_reach(user, level, within=street.code if street else "")
    groups: list[tuple[Any, Any]] = []
    found = offer_communities(words)
    if words.strip():
        options = [(one.code, one.words) for one in found]
        groups.append((_("查到的社区"), options or [("", _("没有查到，请换个说法"))]))
    known = {one.code for one in found}
    near = [area for area in rows if area.code not in known]
    here = (
        [] if street is None else [(street.code, _("%(street)s（社区未定）") % {"street": street})]
    )
    current = complaint.community
    if current is not None and current.code not in known | {area.code for area in near}:
        here.append((current.code, place_words(current)))
    groups.append((_("本街道") if street else _("本辖区"), [*here, *_named(near)]))
    return Choices(groups, {area.code: _spelt(area) for area in near})


def category_choices(complaint: Complaint, words: str = "", *, on: date | None = None) -> Choices:
    """Third-level categories under their two headings."""
    current = Category.objects.current(on or timezone.localdate())
    rows = current.filter(level=3).select_related("parent__parent")
    words = words.strip().lower()[:40]
    if words:
        like = Q(name__icontains=words) | Q(parent__name__icontains=words)
        like |= Q(name_en__icontains=words) | Q(parent__name_en__icontains=words)
        like |= Q(pinyin__startswith=words) | Q(initials__startswith=words)
        chosen = Q(pk=complaint.category_id) if complaint.category_id else Q(pk__in=[])
        rows = rows.filter(like | chosen)
    groups: dict[str, list[tuple[str, str]]] = {}
    spellings = {}
    for row in rows:
        groups.setdefault(_heading(row), []).append((str(row.pk), row.shown_name))
        spellings[str(row.pk)] = _spelt(row)
    at = complaint.category
    if at is not None and str(at.pk) not in spellings:
        groups.setdefault(_heading(at), []).append((str(at.pk), at.shown_name))
    return Choices(list(groups.items()), spellings)


def catalogue_choices(*, on: date | None = None) -> Choices:
    """The whole third level under its two headings."""
    current = Category.objects.current(on or timezone.localdate())
    groups: dict[str, list[tuple[str, str]]] = {}
    spellings = {}
    for row in current.filter(level=3).select_related("parent__parent"):
        groups.setdefault(_heading(row), []).append((str(row.pk), row.shown_name))
        spellings[str(row.pk)] = _spelt(row)
    return Choices(list(groups.items()), spellings)


def article_owners(user: User, *, current: int | None = None) -> Choices:
    """The units whose articles this person may keep; the present one stays."""
    rows = Organisation.objects.current(timezone.localdate()).select_related("area__parent")
    kept_now = [current] if current else []
    if user.has_role(Role.ADMINISTRATOR):
        # Whoever keeps everything chooses among bodies, not among every committee and firm.
        bodies = rows.exclude(kind__in=("community", "property"))
        return unit_choices(list(bodies | rows.filter(pk__in=kept_now)))
    posts = [post.organisation_id for post in user.current_posts]
    near = Q(pk__in=posts) | Q(area__in=user.sight.areas) | Q(area__parent__in=user.sight.areas)
    kept = [one for one in rows.filter(near) if can_keep_articles_of(user, one)]
    known = {one.pk for one in kept}
    return unit_choices(kept + [one for one in rows.filter(pk__in=kept_now) if one.pk not in known])


def all_categories(*, on: date | None = None) -> Choices:
    """Every category of all three levels, the upper ones before what lies below."""
    rows = Category.objects.current(on or timezone.localdate()).select_related("parent__parent")
    options: list[tuple[Any, Any]] = [
        (str(row.pk), " › ".join([part for part in (_heading(row), row.shown_name) if part]))
        for row in rows.order_by("code")
    ]
    return Choices(options, {str(row.pk): _spelt(row) for row in rows})


def unit_choices(units: list[Organisation]) -> Choices:
    """Units under their kind, nearest first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        groups.setdefault(str(unit.get_kind_display()), []).append((str(unit.pk), unit.name))
    return Choices(list(groups.items()))


def worker_choices(units: list[Organisation]) -> Choices:
    """People who may be named as handler, under their unit."""
    posts = Post.objects.current(timezone.localdate()).filter(
        organisation__in=units, role__in=WORKERS, user__is_active=True
    )
    groups: dict[str, list[tuple[str, str]]] = {}
    for post in posts.select_related("user", "organisation").order_by("organisation__code", "pk"):
        words = _("%(name)s（%(more)s）") % {"name": post.user, "more": Role(post.role).label}
        groups.setdefault(post.organisation.name, []).append((str(post.user_id), words))
    return Choices(list(groups.items()))


def units_to_ask(complaint: Complaint) -> list[Organisation]:
    """Every unit that may be asked, but those that only coordinate."""
    passed = {"hotline", "centre", "district_body"}
    return [unit for unit in units_for(complaint) if unit.kind not in passed]


def category_path(complaint: Complaint) -> str:
    """The three levels in words."""
    names, at = [], complaint.category
    while at is not None:
        names.append(at.shown_name)
        at = at.parent
    return " › ".join(reversed(names))


def _named(areas: list[Area]) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in areas]


def _spelt(row: Area | Category) -> str:
    spelt = f"{row.pinyin} {row.initials}"
    if isinstance(row, Category):
        # Found by the name that the page does not show, too.
        other = row.name if row.shown_name == row.name_en else row.name_en
        spelt = f"{spelt} {other}"
    return spelt.strip()


def _heading(category: Category) -> str:
    above = [
        str(one) for one in (category.parent and category.parent.parent, category.parent) if one
    ]
    return " › ".join(above)
