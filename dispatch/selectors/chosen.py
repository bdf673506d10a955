"""Complaints chosen on a board: what each is, which unit the rules name, what bars it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.kernels.masking import find_personal
from complaints.models import Complaint, JointMember, User
from complaints.states import Verb, allowed_from
from dispatch.models import Assignment
from dispatch.permissions import can_dispatch
from dispatch.selectors.beside import beside
from dispatch.selectors.labels import Tag, labels_on
from dispatch.selectors.routing import Routing, Suggestion, rules_in_force
from dispatch.selectors.why import cause_words

# Two pages of a board: more than that nobody reads before he presses.
CHOSEN_MAX = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of them, with the words that units may read."""

    key: int
    number: str
    version: int
    full_words: str
    place: str
    category: str
    kind: str
    channel: str
    received_at: datetime
    status: str
    status_words: str
    units: tuple[str, ...]
    labels: tuple[Tag, ...]
    is_urgent: bool
    is_secret: bool


@dataclass(frozen=True, slots=True)
class Sendable:
    """Where it would go, or why it cannot from here."""

    line: Chosen
    unit: str
    unit_key: int
    rule: str
    cannot: str


def chosen_lines(numbers: Sequence[str], user: User) -> list[Chosen]:
    """Those of these numbers that this person sees, in the order given."""
    wanted = list(dict.fromkeys(numbers))[:CHOSEN_MAX]
    rows = {row.number: row for row in _rows(wanted, user)}
    branches = _branches(row.pk for row in rows.values())
    labels = labels_on([row.pk for row in rows.values()])
    return [
        _line(rows[number], branches.get(rows[number].pk, []), labels.get(rows[number].pk, ()))
        for number in wanted
        if number in rows
    ]


def sendable(lines: Sequence[Chosen], user: User) -> list[Sendable]:
    """The rules are read once for all of them."""
    at = timezone.now()
    today = timezone.localdate(at)
    rows = {row.pk: row for row in _rows([line.number for line in lines], user)}
    routes = Routing(rules_in_force(at), beside(rows.values(), on=today), at)
    members = JointMember.objects.filter(complaint__in=rows, until__isnull=True)
    along = set(members.values_list("complaint_id", flat=True))
    found = []
    for line in lines:
        row = rows[line.key]
        named = routes.suggestion(row)
        cannot = _against(row, line, user, is_along=row.pk in along) or _unnamed(named)
        unit = named.organisation
        found.append(
            Sendable(
                line=line,
                unit=unit.name if unit else "",
                unit_key=unit.pk if unit else 0,
                rule=str(named.rule.note or named.rule.position) if named.rule else "",
                cannot=cannot,
            )
        )
    return found


def _rows(numbers: Sequence[str], user: User) -> Sequence[Complaint]:
    rows = Complaint.objects.visible_to(user).with_place()
    return list(rows.defer("text", "answer").filter(number__in=numbers))


def _branches(keys: Iterable[int]) -> Mapping[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = {}
    asked = Assignment.objects.live().this_round().filter(complaint__in=list(keys))
    for branch in asked.select_related("organisation").order_by("-role", "pk"):
        found.setdefault(branch.complaint_id, []).append(branch)
    return found


def _against(row: Complaint, line: Chosen, user: User, *, is_along: bool) -> str:
    """What the verb itself would refuse, told before; and what one must look at by itself."""
    if not can_dispatch(user, row):
        return _("只有处置中心和专班可以派单。")
    if Verb.DISPATCH not in allowed_from(row.status):
        return _("现在是“%(status)s”，不能派单。") % {"status": line.status_words}
    if is_along:
        return _("随主件一起派单。")
    if line.units:
        return _("已经派给%(units)s。") % {"units": _("、").join(line.units)}
    if row.is_secret:
        return _("保密诉求要逐件派单，指定一名承办人。")
    if find_personal(row.redacted_text) or find_personal(row.redacted_address):
        return _("派单内容里可能还有个人信息，请逐件核对。")
    return ""


def _unnamed(named: Suggestion) -> str:
    if named.organisation is not None:
        asks_several = named.rule is not None and named.rule.asks_several
        return _("规则要同时派几个单位，请逐件派单。") if asks_several else ""
    return _("%(cause)s请逐件派单。") % {"cause": cause_words(named.cause)}


def _line(row: Complaint, branches: Sequence[Assignment], labels: tuple[Tag, ...]) -> Chosen:
    return Chosen(
        key=row.pk,
        number=row.number,
        version=row.version,
        full_words=row.redacted_text,
        place=row.place_words,
        category=str(row.category or ""),
        kind=str(row.get_demand_kind_display()),
        channel=str(row.get_channel_display()),
        received_at=row.received_at,
        status=row.status,
        status_words=str(row.get_status_display()),
        units=tuple(branch.organisation.name for branch in branches),
        labels=labels,
        is_urgent=row.urgency == Complaint.Urgency.URGENT,
        is_secret=row.is_secret,
    )
