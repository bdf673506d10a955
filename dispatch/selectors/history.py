"""The history of a complaint and its branches as one story."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import (
    Actor,
    Channel,
    ClockKind,
    Complaint,
    ComplaintEvent,
    OutcomeKind,
    Photo,
    Post,
    RiskKind,
    Role,
    User,
    WithdrawReason,
)
from complaints.models.events import Event
from dispatch.models import (
    Ask,
    Assignment,
    AssignmentEvent,
    Callback,
    CallbackAttempt,
    ContactAttempt,
    Escalation,
    Exclusion,
    Opinion,
    PetitionStep,
    Report,
    Supervision,
)
from dispatch.selectors.words import BRANCH_VERBS, COMPLAINT_VERBS

# Told by the branch's own event at the same moment.
TOLD_BY_BRANCH = frozenset({"dispatch", "undo_dispatch", "open_callback", "record_callback"})
# Follows from a branch's step of the same instant.
FOLLOWS = frozenset({"finish", "take_back"})
SUPERVISED = ("supervise", "supervise_reply", "supervise_send_back", "supervise_clear")
FACT_CHOICES: dict[str, dict[str, Sequence[tuple[Any, Any]]]] = {
    "receive": {"channel": Channel.choices},
    "add_photo": {"stage": Photo.Stage.choices},
    "dispatch": {"clock": ClockKind.choices},
    "try_contact": {
        "method": ContactAttempt.Method.choices, "outcome": ContactAttempt.Outcome.choices,
    },
    "contact": {"method": ContactAttempt.Method.choices},
    "report": {"outcome": Report.Outcome.choices},
    "try_callback": {"outcome": CallbackAttempt.Outcome.choices},
    "complete_callback": {"ground": Callback.InvalidGround.choices},
    "withdraw": {"reason": WithdrawReason.choices},
    "advise": {"kind": OutcomeKind.choices},
    "set_aside": {"kind": RiskKind.choices},
    **{f"ask_{kind}": {"ground": Ask.Ground.choices} for kind in Ask.Kind.values},
    "apply_exclusion": {"ground": Exclusion.Ground.choices},
    **{verb: {"trigger": Supervision.Trigger.choices} for verb in SUPERVISED},
    "escalate": {"step": Escalation.Step.choices},
    "decide_exclusion": {"decision": Exclusion.Decision.choices},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the story; `unit` is the branch it belongs to."""

    at: datetime
    verb: str
    what: str
    who: str
    name: str
    unit: str
    detail: str
    branch_key: int = 0


def history_of(complaint: Complaint, branches: Iterable[Assignment]) -> list[Happened]:
    """Complaint and branch events in order of time."""
    units = {branch.pk: branch.organisation.name for branch in branches}
    own = list(ComplaintEvent.objects.filter(complaint=complaint).select_related("by"))
    theirs = list(AssignmentEvent.objects.filter(assignment__in=units).select_related("by"))
    names = people_in_words([*own, *theirs])
    story = [
        _line(event, COMPLAINT_VERBS, names) for event in own if event.verb not in TOLD_BY_BRANCH
    ]
    story += [
        replace(
            _line(event, BRANCH_VERBS, names),
            unit=units[event.assignment_id],
            branch_key=event.assignment_id,
        )
        for event in theirs
    ]
    return sorted(story, key=lambda line: (line.at, line.verb in FOLLOWS, line.branch_key > 0))


def of_this_round(history: Sequence[Happened]) -> Sequence[Happened]:
    """From its last reopening on; all of it where it never was reopened."""
    begins = [number for number, line in enumerate(history) if line.verb == "reopen"]
    return history[begins[-1] :] if begins else history


def people_in_words(events: Iterable[Event]) -> dict[int, str]:
    """Who did it, with post and unit as on that day, by `id` of the event."""
    events = list(events)
    posts = posts_of({event.by_id for event in events if event.by_id})
    return {id(event): _who(event, posts) for event in events}


def posts_of(users: Iterable[int]) -> Mapping[int, list[Post]]:
    """Every post these people hold or held, in one query."""
    found: dict[int, list[Post]] = {}
    rows = Post.objects.filter(user__in=set(users)).select_related("organisation")
    for post in rows.order_by("-since", "pk"):
        found.setdefault(post.user_id, []).append(post)
    return found


def _line(event: Event, verbs: Mapping[str, Any], names: Mapping[int, str]) -> Happened:
    return Happened(
        at=event.at,
        verb=event.verb,
        what=str(verbs.get(event.verb, event.verb)),
        who=names[id(event)],
        name=str(event.by) if event.by else str(Actor(event.actor).label),
        unit="",
        detail=_detail(event),
    )


def _who(event: Event, posts: Mapping[int, list[Post]]) -> str:
    if event.by is None:
        return str(Actor(event.actor).label)
    day = timezone.localdate(event.at)
    for post in posts.get(event.by_id or 0, ()):
        if post.since <= day and (post.until is None or post.until >= day):
            return named(event.by, post)
    return str(event.by)


def named(user: User, post: Post) -> str:
    """Unit, role and name, without saying twice what the shown name says already."""
    parts = [post.organisation.name, str(Role(post.role).label)]
    return " ".join([*(part for part in parts if part not in str(user)), str(user)])


def _detail(event: Event) -> str:
    facts: Mapping[str, Any] = event.facts
    if event.verb in {"classify", "undo_classify"}:
        return _("、").join(_field_words(name) for name in facts.get("changed", ()))
    if event.verb in {"be_joined", "be_split", "be_repeated", "whistle", "caused_by", "petition"}:
        return str(facts.get("number", ""))
    if event.verb in {"hand_over", "absorb"}:
        return f"{facts.get('from', '')} → {facts.get('to', '')}"
    if event.verb == "petition_step":
        step = dict(PetitionStep.Verb.choices).get(facts.get("step", ""), "")
        return f"{facts.get('number', '')} {step}"
    if event.verb == "opine":
        stance = dict(Opinion.Stance.choices).get(facts.get("stance", ""), "")
        return _("，").join((str(facts.get("unit", "")), str(stance)))
    if event.verb in {"label", "unlabel"}:
        return str(facts.get("label", ""))
    choices = FACT_CHOICES.get(event.verb, {})
    said = [str(dict(options).get(facts.get(name), "")) for name, options in choices.items()]
    return _("，").join(words for words in said if words)


def _field_words(name: str) -> str:
    known = {
        "community_id": _("社区"),
        "subdistrict_id": _("街道"),
        "district_id": _("区"),
        "address": _("地点"),
        "category_id": _("诉求分类"),
        "demand_kind": _("诉求类型"),
        "urgency": _("紧急程度"),
        "redacted_text": _("派单内容"),
    }
    return known.get(name, name)
