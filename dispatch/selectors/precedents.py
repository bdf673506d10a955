"""Which units took what is like this complaint before: what to learn from, and what was learnt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from complaints.models import Category, Complaint, Organisation, OrganisationKind
from dispatch.kernels.suggesting import Guess, UnitModel
from dispatch.kernels.unit_packing import unpacked
from dispatch.models import Assignment, UnitLearning
from dispatch.states import ENDED, BranchStatus

FIELDS = ("group", "category", "street", "community")
# The newest rows; more would not fit beside the pages of a small machine, nor tell more.
LESSONS_MAX = 50_000
SHOWN = 3
# Some are of units that are no more.
ASKED = 8
OFFICE = "office:"


class Lesson(NamedTuple):
    """One complaint, the unit that took it, and the day as an ordinal."""

    values: dict[str, str]
    unit: str
    day: int


@dataclass(frozen=True, slots=True)
class Precedent:
    """A unit that may be asked, the share of such complaints that went there, and the nearest of
    them: of `of` alike `to` went to it."""

    unit: Organisation
    percent: int
    to: int
    of: int


def lessons_until(as_of: datetime) -> list[Lesson]:
    """What a unit took and has not given back, the oldest first. What was given back teaches by
    the unit that took it after."""
    rows = (
        Assignment.objects.filter(
            role=Assignment.Role.LEAD, follows__isnull=True, dispatched_at__lt=as_of
        )
        .exclude(status__in=(*ENDED, BranchStatus.TO_SIGN))
        .order_by("-dispatched_at", "-pk")
        .values_list(
            "complaint__category_id", "complaint__subdistrict_id", "complaint__community_id",
            "organisation_id", "dispatched_at",
        )[:LESSONS_MAX]
    )  # fmt: skip
    read = list(rows)
    tops = _tops()
    bodies = Organisation.objects.in_bulk({row[3] for row in read})
    found = []
    for category, street, community, unit, at in reversed(read):
        values = _values(category, street, community, tops)
        day = timezone.localdate(at).toordinal()
        found.append(Lesson(values, _token(bodies[unit], street, community), day))
    return found


def precedents_for(complaint: Complaint, *, at: datetime | None = None) -> tuple[Precedent, ...]:
    """The likeliest units first, as the newest learning has it; none before the first learning."""
    model = _model_in_use()
    if model is None:
        return ()
    on = timezone.localdate(at)
    top = {complaint.category_id: _top_of(complaint.category)} if complaint.category else {}
    values = _values(complaint.category_id, complaint.subdistrict_id, complaint.community_id, top)
    guesses = model.guesses(values, day=on.toordinal(), most=ASKED)
    bodies = _bodies([guess.unit for guess in guesses], complaint, on)
    return tuple(
        _precedent(guess, bodies[guess.unit]) for guess in guesses if guess.unit in bodies
    )[:SHOWN]


def latest_learning() -> UnitLearning | None:
    """The one that suggests."""
    return UnitLearning.objects.filter(status="done").defer("content").first()


def _model_in_use() -> UnitModel | None:
    done = UnitLearning.objects.filter(status="done").exclude(digest="")
    digest = done.values_list("digest", flat=True).first()
    return None if digest is None else _model_of(digest)


@lru_cache(maxsize=1)
def _model_of(digest: str) -> UnitModel:
    """The digest is that of the content, so a process reads it once."""
    rows = UnitLearning.objects.filter(digest=digest).values_list("content", flat=True)
    return unpacked(bytes(rows[0]))


def _values(
    category: int | None, street: int | None, community: int | None, tops: Mapping[int | None, int]
) -> dict[str, str]:
    return {
        "group": str(tops.get(category, "")),
        "category": str(category or ""),
        "street": str(street or ""),
        "community": str(community or ""),
    }


def _token(unit: Organisation, street: int | None, community: int | None) -> str:
    """A committee is the community's and an office its street's, whichever they are: what was
    learnt in one place serves in the others."""
    if unit.kind == OrganisationKind.COMMUNITY and unit.area_id and unit.area_id == community:
        return str(community)
    if unit.kind == OrganisationKind.OFFICE and unit.office_key and unit.area_id == street:
        return f"{OFFICE}{unit.office_key}"
    return unit.code


def _bodies(tokens: list[str], complaint: Complaint, on: date) -> dict[str, Organisation]:
    """The units that are meant here and exist today."""
    keys = [token.removeprefix(OFFICE) for token in tokens if token.startswith(OFFICE)]
    there = Q(code__in=tokens) | Q(area=complaint.subdistrict_id, office_key__in=keys)
    there |= Q(area=complaint.community_id, kind=OrganisationKind.COMMUNITY)
    rows = Organisation.objects.current(on).filter(there)
    found = {}
    for row in rows:
        found[_token(row, complaint.subdistrict_id, complaint.community_id)] = row
    return found


def _precedent(guess: Guess, unit: Organisation) -> Precedent:
    return Precedent(unit, round(100 * guess.confidence), guess.to, guess.of)


def _tops() -> dict[int | None, int]:
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    tops: dict[int | None, int] = {}
    for key in parents:
        top = key
        while parents[top] is not None:
            top = parents[top]
        tops[key] = top
    return tops


def _top_of(category: Category) -> int:
    while category.parent is not None:
        category = category.parent
    return category.pk
