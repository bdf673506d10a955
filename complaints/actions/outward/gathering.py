"""Which notices leave the house: what was told a moment ago becomes messages to the addresses of
who was told. The moment is longer than an undo takes, so what was taken back never leaves."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from complaints.models import (
    Notice,
    NoticeTemplate,
    Organisation,
    OutwardAddress,
    OutwardMessage,
    Parameter,
    Post,
    User,
)
from complaints.selectors.parameters import span_of
from complaints.states import MessageStatus

BATCH = 500
# A robot takes some two thousand bytes.
LINES_MAX = 12
# An organisation and one of its addresses; none where the installation's own is meant.
Goal = tuple[int, int | None]


def gather_notices(*, at: datetime | None = None) -> int:
    """Look at what was told and not looked at yet; returns how many notices. Two workers at once
    take turns: the rows are locked in one order."""
    at = at or timezone.now()
    if not Notice.objects.ungathered(at).exists():
        return 0
    delay = span_of(Parameter.Key.NOTICE_DELAY, on=timezone.localdate(at))
    with transaction.atomic():
        waiting = Notice.objects.ungathered(at - delay).order_by("pk")
        rows = list(waiting.select_for_update(of=("self",)).select_related("complaint")[:BATCH])
        rows = _whole_hand_overs(rows)
        leaving = [one for one in rows if _may_leave(one)]
        goals = _goals_of({one.recipient_id for one in leaving}, at=at)
        if goals:
            leaving = _still_seen(leaving)
            _write(leaving, goals, at=at)
        Notice.objects.filter(pk__in=[one.pk for one in rows]).update(gathered_at=at)
    return len(rows)


def _whole_hand_overs(rows: list[Notice]) -> list[Notice]:
    """Without a hand-over that the end of the batch cuts in two."""
    if len(rows) < BATCH:
        return rows
    last = _event(rows[-1])
    return [one for one in rows if _event(one) != last] or rows


def _may_leave(notice: Notice) -> bool:
    """Read already, or secret: it stays."""
    complaint = notice.complaint
    return notice.read_at is None and not (complaint is not None and complaint.is_secret)


def _still_seen(rows: Iterable[Notice]) -> list[Notice]:
    """What was taken back, or has gone to others meanwhile, is not told outside."""
    by_person = defaultdict(list)
    for one in rows:
        by_person[one.recipient_id].append(one)
    people = User.objects.in_bulk(list(by_person))
    seen: list[Notice] = []
    for key, theirs in by_person.items():
        mine = Notice.objects.visible_to(people[key]).filter(pk__in=[one.pk for one in theirs])
        kept = set(mine.values_list("pk", flat=True))
        seen += [one for one in theirs if one.pk in kept]
    return sorted(seen, key=lambda one: one.pk)


def _goals_of(people: set[int], *, at: datetime) -> dict[int, list[Goal]]:
    """Where each of these people is told: the addresses of the organisations he works for."""
    posts = Post.objects.current(timezone.localdate(at)).filter(user__in=people)
    units = defaultdict(set)
    for user, organisation in posts.values_list("user_id", "organisation_id"):
        units[organisation].add(user)
    kept = OutwardAddress.objects.filter(organisation__in=units, until__isnull=True)
    addresses: dict[int, list[int]] = defaultdict(list)
    for key, organisation in kept.order_by("pk").values_list("pk", "organisation_id"):
        addresses[organisation].append(key)
    goals: dict[int, list[Goal]] = defaultdict(list)
    for organisation, users in units.items():
        named: list[int | None] = list(addresses.get(organisation, ()))
        if not named and settings.NOTIFY_URLS:
            named = [None]
        for user in users:
            goals[user] += [(organisation, one) for one in named]
    return goals


def _write(rows: list[Notice], goals: dict[int, list[Goal]], *, at: datetime) -> None:
    urgent = _urgent_codes(at)
    fresh = at - span_of(Parameter.Key.NOTICE_STALE, on=timezone.localdate(at))
    lines: dict[tuple[Goal, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    counts: dict[Goal, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in rows:
        for goal in goals.get(one.recipient_id, ()):
            if one.code in urgent and one.made_at >= fresh:
                lines[goal, one.code][_event(one)] = dict(one.facts)
            else:
                counts[goal][one.code].add(_event(one))
    for (goal, code), events in lines.items():
        _add_lines(goal, code, list(events.values()), at=at)
    for goal, kinds in counts.items():
        _add_counts(goal, {code: len(events) for code, events in kinds.items()}, at=at)


def _add_lines(goal: Goal, code: str, lines: list[dict[str, Any]], *, at: datetime) -> None:
    """To the message that waits for this address already, as long as it has room."""
    message = _waiting(goal, OutwardMessage.Kind.URGENT, code)
    if message is not None:
        there = message.facts["lines"]
        room = LINES_MAX - len(there)
        message.facts = {"lines": there + lines[:room]}
        message.save(update_fields=["facts"])
        lines = lines[room:]
    for start in range(0, len(lines), LINES_MAX):
        facts = {"lines": lines[start : start + LINES_MAX]}
        _new(goal, OutwardMessage.Kind.URGENT, code, facts, leave_at=at, at=at)


def _add_counts(goal: Goal, counts: dict[str, int], *, at: datetime) -> None:
    """To the digest of the coming morning."""
    message = _waiting(goal, OutwardMessage.Kind.DIGEST, "")
    if message is None:
        facts = {"counts": counts}
        _new(goal, OutwardMessage.Kind.DIGEST, "", facts, leave_at=_next_digest(at), at=at)
        return
    there = message.facts["counts"]
    message.facts = {
        "counts": {code: there.get(code, 0) + counts.get(code, 0) for code in [*there, *counts]}
    }
    message.save(update_fields=["facts"])


def _waiting(goal: Goal, kind: str, code: str) -> OutwardMessage | None:
    """Locked: a worker that would take it now waits until the words are in."""
    organisation, address = goal
    rows = OutwardMessage.objects.select_for_update().filter(
        organisation=organisation,
        address=address,
        kind=kind,
        code=code,
        status=MessageStatus.WAITING,
        # Not one that was on its way already: its reader may have got it.
        attempts=0,
    )
    found: OutwardMessage | None = rows.order_by("-pk").first()
    return found


def _new(
    goal: Goal, kind: str, code: str, facts: dict[str, Any], *, leave_at: datetime, at: datetime
) -> None:
    organisation, address = goal
    OutwardMessage.objects.create(
        organisation=Organisation(pk=organisation),
        address_id=address,
        kind=kind,
        code=code,
        facts=facts,
        made_at=at,
        leave_at=leave_at,
    )


def _next_digest(at: datetime) -> datetime:
    local = timezone.localtime(at)
    after = span_of(Parameter.Key.NOTICE_DIGEST, on=local.date())
    today = local.replace(hour=0, minute=0, second=0, microsecond=0) + after
    return today if today > at else today + timedelta(days=1)


def _urgent_codes(at: datetime) -> set[str]:
    rows = NoticeTemplate.objects.current(timezone.localdate(at)).order_by("since")
    in_force = dict(rows.values_list("code", "is_urgent"))
    return {code for code, is_urgent in in_force.items() if is_urgent}


def _event(notice: Notice) -> str:
    """What it tells of: the same for everybody who was told of it in one step."""
    return f"{notice.code} {notice.url} {notice.made_at.isoformat()}"
