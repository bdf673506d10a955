"""What goes along with a complaint, and what could, for those who triage it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.models import Complaint, Parameter, User
from complaints.selectors.joint import members_of, membership_of
from complaints.selectors.parameters import span_of
from dispatch.models import Assignment

OFFERED = 20
WORDS = 120


@dataclass(frozen=True, slots=True)
class Beside:
    """One complaint in a list of others."""

    number: str
    words: str
    place: str
    category: str
    units: tuple[str, ...]
    status: str
    status_words: str
    received_at: datetime
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Joint:
    """`lead` is the number of the one it goes along with, "" where it leads or goes alone."""

    lead: str
    how: str
    members: tuple[Beside, ...]

    @property
    def is_alone(self) -> bool:
        return not (self.lead or self.members)


ALONE = Joint("", "", ())


def joint_of(complaint: Complaint, user: User) -> Joint:
    """As far as this person sees them: another street's complaint is no number to him."""
    member = membership_of(complaint)
    if member is not None:
        seen = Complaint.objects.visible_to(user).filter(pk=member.case.lead_id).exists()
        return Joint(member.case.lead.number if seen else "", member.get_how_display(), ())
    keys = [one.pk for one in members_of(complaint)]
    return Joint("", "", _beside(keys, user)) if keys else ALONE


def candidates(complaint: Complaint, user: User, *, at: datetime) -> tuple[Beside, ...]:
    """Open complaints of the same kind in the same street, the newest first."""
    rows = Complaint.objects.visible_to(user).in_status("received", "dispatched", "to_call_back")
    rows = rows.going_alone().filter(
        is_secret=False,
        finished_at__isnull=True,
        subdistrict=complaint.subdistrict_id,
        received_at__gte=at - _reach(at),
    )
    if complaint.category_id is not None:
        rows = rows.filter(category=complaint.category_id)
    keys = rows.exclude(pk=complaint.pk).order_by("-received_at").values_list("pk", flat=True)
    return _beside(list(keys[:OFFERED]), user)


def keys_of(numbers: Sequence[str], user: User) -> list[int]:
    """The complaints of these numbers; refused where one is not there, or not in sight."""
    found = dict(
        Complaint.objects.visible_to(user).filter(number__in=numbers).values_list("number", "pk")
    )
    missing = [number for number in numbers if number not in found]
    if missing:
        raise Invalid(
            _("没有编号为 %(numbers)s 的诉求，或不在您的查看范围内。")
            % {"numbers": _("、").join(missing)},
            field="others",
        )
    return [found[number] for number in numbers]


def _reach(at: datetime) -> timedelta:
    return span_of(Parameter.Key.NEARBY_AGE, on=timezone.localdate(at))


def _beside(keys: Sequence[int], user: User) -> tuple[Beside, ...]:
    rows = Complaint.objects.visible_to(user).with_place().in_bulk(list(keys))
    branches: dict[int, list[Assignment]] = {}
    asked = Assignment.objects.live().this_round().filter(complaint__in=list(rows))
    for branch in asked.select_related("organisation").order_by("-role", "pk"):
        branches.setdefault(branch.complaint_id, []).append(branch)
    return tuple(_line(rows[key], branches.get(key, [])) for key in keys if key in rows)


def _line(complaint: Complaint, branches: Sequence[Assignment]) -> Beside:
    return Beside(
        number=complaint.number,
        words=" ".join(complaint.redacted_text[:WORDS].split()),
        place=complaint.place_words,
        category=str(complaint.category or ""),
        units=tuple(branch.organisation.name for branch in branches),
        status=complaint.status,
        status_words=complaint.get_status_display(),
        received_at=complaint.received_at,
        is_told=bool(branches) and all(branch.resident_told_at for branch in branches),
    )
