"""What callers did after filing: some chased, some added a word, some took it back, some were not
content. Told by the single verbs, each at an instant between the steps that were taken."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from complaints.actions.following_up import (
    Opinion,
    add_supplement,
    chase_complaint,
    check_supplement,
)
from complaints.demo.people import COMMUNITY
from complaints.models import Actor, Complaint, ComplaintEvent
from dispatch.actions.merging import merge_complaints
from dispatch.actions.turning import rate_and_settle, reopen, withdraw_complaint
from dispatch.demo.office import Office
from dispatch.models import AssignmentEvent, Callback

_MINUTE = timedelta(minutes=1)
_BY = Actor.RESIDENT
_ADDED = (
    "今天又来看了一次，情况还是一样，补充说明一下：早晚高峰最严重。",
    "补充：楼里另外几户也有同样的情况，大家都盼着早点解决。",
    "补充一点，昨天下午工作人员来看过，说要等配件，请告诉大概哪天能到。",
    "后来又拍了几张照片，上门时可以给工作人员看。",
)
_AGAIN = (
    "当时说修好了，过了几天又出现同样的问题，请再来看看。",
    "答复里说已经处理，可现场没有变化，请派人重新核实。",
    "只解决了一半，另一半没有人管，希望一次办完。",
)


_SAME = ("同一地点、同一件事，多人反映", "和前一件是一回事，合并办理")
_COUNTS = {"merge": 8, "chase": 40, "add": 24, "withdraw": 12, "rate": 30, "reopen": 10}
_LATELY = timedelta(days=25)
_REASONS = ("solved", "solved", "mistake", "elsewhere")


def callers_return(office: Office, *, seed: int) -> None:
    """Some dozen matters of the last weeks; a small demonstration has fewer."""
    chance = random.Random(seed)
    for act in (_chase, _add, _withdraw, _rate, _reopen, _merge):
        act(office, chance)


def _merge(office: Office, chance: random.Random) -> None:
    """Where several told the same street of one kind of matter within days."""
    lately = Complaint.objects.filter(
        is_secret=False,
        received_at__gte=office.at - _LATELY,
        status__in=("received", "dispatched"),
        finished_at__isnull=True,
        category__isnull=False,
    ).exclude(community__code=COMMUNITY)
    alike: dict[tuple[int | None, int | None], list[Complaint]] = {}
    for complaint in lately.filter(community__isnull=False).order_by("pk"):
        alike.setdefault((complaint.community_id, complaint.category_id), []).append(complaint)
    for lead, *others in [group for group in alike.values() if len(group) > 1][: _COUNTS["merge"]]:
        by, keys = office.staff.triage[lead.subdistrict_id or 0], [one.pk for one in others]
        merge_complaints(lead.pk, keys, by=by, reason=chance.choice(_SAME), at=office.at)


def _chase(office: Office, chance: random.Random) -> None:
    for complaint in _drawn(office, chance, "chase", status="dispatched"):
        for _time in range(chance.choice((1, 1, 1, 2))):
            at = _between(office, chance, complaint, after=timedelta(hours=4))
            if at is not None:
                chase_complaint(complaint.pk, by=_BY, at=at)


def _add(office: Office, chance: random.Random) -> None:
    for complaint in _drawn(office, chance, "add", status="dispatched"):
        at = _between(office, chance, complaint)
        if at is None:
            continue
        added = add_supplement(complaint.pk, by=_BY, text=chance.choice(_ADDED), at=at)
        checked = at + (office.at - at) * chance.uniform(0.1, 0.6)
        if chance.random() < 0.7:
            by = office.staff.triage[complaint.subdistrict_id or 0]
            check_supplement(added.pk, by=by, redacted_text=added.redacted_text, at=checked)


def _withdraw(office: Office, chance: random.Random) -> None:
    for complaint in _drawn(office, chance, "withdraw", status__in=("received", "dispatched")):
        at = _between(office, chance, complaint)
        if at is not None:
            withdraw_complaint(complaint.pk, by=_BY, reason=chance.choice(_REASONS), at=at)


def _rate(office: Office, chance: random.Random) -> None:
    for complaint in _drawn(office, chance, "rate", status__in=("finished", "to_call_back")):
        at = _between(office, chance, complaint)
        if at is not None:
            rate_and_settle(complaint.pk, by=_BY, opinion=_opinion(chance), at=at)


def _reopen(office: Office, chance: random.Random) -> None:
    wanted = {"status": "called_back", "finished_at__isnull": False}
    unsolved = Callback.objects.filter(resolved=False).values("assignment__complaint")
    for complaint in _drawn(office, chance, "reopen", pk__in=unsolved, **wanted):
        at = _between(office, chance, complaint)
        if at is not None:
            reopen(complaint.pk, by=_BY, reason=chance.choice(_AGAIN), at=at)


def _opinion(chance: random.Random) -> Opinion:
    if chance.random() < 0.75:
        return Opinion(True, True, chance.choice(("satisfied", "satisfied", "basic")))
    return Opinion(chance.random() < 0.8, False, "not", chance.choice(_AGAIN))


def _drawn(office: Office, chance: random.Random, act: str, **wanted: Any) -> Iterator[Complaint]:
    """Of the whole year's sample each act takes its share of what is lately in such a state."""
    rows = Complaint.objects.filter(
        is_secret=False, received_at__gte=office.at - _LATELY, community__isnull=False, **wanted
    ).exclude(community__code=COMMUNITY)  # there lies what each account finds on its table
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for key in sorted(chance.sample(keys, min(_COUNTS[act], len(keys) // 3))):
        yield Complaint.objects.get(pk=key)


def _between(
    office: Office, chance: random.Random, complaint: Complaint, *, after: timedelta = _MINUTE
) -> datetime | None:
    """An instant between the last step and now; None where there is none."""
    own = ComplaintEvent.objects.filter(complaint=complaint)
    theirs = AssignmentEvent.objects.filter(assignment__complaint=complaint)
    steps = [rows.aggregate(last=Max("at"))["last"] for rows in (own, theirs)]
    last = max(at for at in steps if at is not None) + after
    return last + (office.at - last) * chance.uniform(0.1, 0.9) if last < office.at else None
