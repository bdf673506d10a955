"""Everything on one complaint's page, as far as this person may read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.kernels.geometry import LonLat
from complaints.models import Advice, Complaint, Recording, User
from complaints.permissions import (
    can_advise,
    can_read_original,
    can_reveal_identity,
    can_triage,
    reads_flags,
)
from complaints.selectors.advising import Told, advice_now, told
from complaints.selectors.knowledge import articles_used
from complaints.selectors.risks import Risk, risks_of
from dispatch.kernels.ledger import Span
from dispatch.models import Ask, Assignment, ContactAttempt, Sweep, Whistle, WorkLink
from dispatch.permissions import can_label
from dispatch.selectors.asks import asks_on, bounced, is_shelved, stops_now
from dispatch.selectors.caller import CallerPart, caller_part
from dispatch.selectors.choices import category_path
from dispatch.selectors.consultations import Talk, talks_on
from dispatch.selectors.enclosed import (
    Piece,
    Shot,
    photos_of,
    pieces_of,
    point_of,
    recordings_of,
)
from dispatch.selectors.endorsements import Card, endorsements_on, stands
from dispatch.selectors.finding import found_in, tickets, with_beside
from dispatch.selectors.history import Happened, history_of, of_this_round
from dispatch.selectors.joint import ALONE, Joint, joint_of
from dispatch.selectors.labels import Tag, labels_on
from dispatch.selectors.ledger import ledger_on
from dispatch.selectors.notes import hide_persons
from dispatch.selectors.offers import Offer, offers_of
from dispatch.selectors.petitions import Followed, petitions_on
from dispatch.selectors.remarks import Remarks, remarks_on
from dispatch.selectors.running import next_due
from dispatch.selectors.steps import Step, steps_of
from dispatch.selectors.supervision import Watched, supervisions_on
from dispatch.selectors.sweeps import sweeps_on
from dispatch.selectors.undoing import Undoable, undoable
from dispatch.selectors.whistles.listing import whistles_on
from dispatch.selectors.why import facts_kept
from dispatch.selectors.work_links import links_on
from dispatch.states import ENDED

# Its history tells whether anything was ever asked.
ASKED = frozenset(f"ask_{kind}" for kind in Ask.Kind.values)


@dataclass(frozen=True, slots=True)
class RunningClock:
    """One limit of a branch; met, missed or to come."""

    name: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class BranchPanel:
    """One unit's part with its clocks and what may be done on it. `round` is told where there is
    more than one; what ended before its time, or in an earlier round, is past."""

    branch: Assignment
    clocks: tuple[RunningClock, ...]
    offers: tuple[Offer, ...]
    is_past: bool
    round: int = 0
    asks: tuple[Ask, ...] = ()
    links: tuple[WorkLink, ...] = ()
    seen: tuple[tuple[str, str], ...] = ()
    is_stopped: bool = False
    is_shelved: bool = False


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One complaint. `original` is empty for who may not read it."""

    complaint: Complaint
    original: tuple[Piece, ...]
    category_path: str
    labels: tuple[Tag, ...]
    may_label: bool
    clock_name: str
    clock_due_at: datetime | None
    steps: tuple[Step, ...]
    offers: tuple[Offer, ...]
    panels: tuple[BranchPanel, ...]
    bounced: int
    endorsed: tuple[Card, ...]
    watched: tuple[Watched, ...]
    talks: tuple[Talk, ...]
    sweeps: tuple[Sweep, ...]
    petitions: tuple[Followed, ...]
    caller: CallerPart
    joint: Joint
    whistles: tuple[Whistle, ...]
    told: Told | None
    earlier_number: str
    articles: tuple[tuple[int, str], ...]
    risks: tuple[Risk, ...]
    may_set_aside: bool
    may_check: bool
    may_compare: bool
    photos: tuple[Shot, ...]
    recordings: tuple[Recording, ...]
    history: tuple[Happened, ...]
    ledger: tuple[Span, ...]
    point: LonLat | None
    has_outline: bool
    can_reveal: bool
    has_identity: bool
    undo: Undoable | None
    remarks: Remarks


def ticket_page(number: str, user: User) -> TicketPage:
    """The page of a complaint, if this person may see it."""
    complaint = found_in(with_beside(tickets(user)), number)
    branches = branches_on(complaint)
    hide_persons(branches, user)
    history = history_of(complaint, branches)
    live = [branch for branch in branches if not _is_past(branch)]
    lead = next((one for one in live if one.role == Assignment.Role.LEAD), None)
    name, due = next_due(complaint, live)
    asks = asks_on(branches) if any(line.verb in ASKED for line in history) else {}
    for branch in branches:
        for one in asks.get(branch.pk, ()):
            one.assignment = branch
    links = links_on(branches) if _has(history, "use_link") else {}
    endorsed = endorsements_on(complaint, user) if _has(history, "lay_before_head") else []
    is_laid = any(stands(card, complaint) for card in endorsed)
    offers = offers_of(complaint, branches, user, asks=asks, is_laid=is_laid)
    may_reveal = can_reveal_identity(user, complaint, is_seen=True)
    reads_original = can_read_original(user, complaint)
    joint = joint_of(complaint, user) if _is_joint(history) else ALONE
    may_check = can_triage(user, complaint)
    advice = advice_now(complaint) if _has(history, "advise") else None
    return TicketPage(
        complaint=complaint,
        original=pieces_of(complaint.text) if reads_original else (),
        category_path=category_path(complaint),
        labels=labels_on([complaint.pk])[complaint.pk] if complaint.has_labels else (),
        may_label=can_label(user, complaint),
        clock_name=name,
        clock_due_at=due,
        steps=steps_of(complaint, lead, of_this_round(history)),
        offers=tuple(offer for offer in offers if not offer.branch_key),
        panels=tuple(
            replace(
                _panel(branch, offers, asks.get(branch.pk, ()), links.get(branch.pk, ())),
                # With the flags, which tell of words that no unit need know.
                seen=facts_kept(branch) if reads_flags(user) and not branch.follows_id else (),
            )
            for branch in branches
        ),
        bounced=bounced(branches),
        endorsed=tuple(endorsed),
        talks=tuple(talks_on(complaint, user)) if _has(history, "consult") else (),
        sweeps=tuple(sweeps_on(complaint)) if _has(history, "sweep") else (),
        petitions=tuple(petitions_on(complaint, user)) if _has(history, "petition") else (),
        watched=tuple(supervisions_on(complaint, user)) if _has(history, "supervise") else (),
        caller=caller_part(complaint, history, reads_original=reads_original),
        joint=joint,
        whistles=whistles_on(complaint, user) if _has(history, "whistle") else (),
        told=told(advice) if advice else None,
        earlier_number=_earlier_number(advice, user),
        risks=risks_of(complaint.pk) if complaint.has_flags and reads_flags(user) else (),
        may_set_aside=can_advise(user, complaint),
        articles=articles_used(complaint) if _has(history, "answer") else (),
        may_check=may_check,
        may_compare=may_check and not joint.how and _is_new(complaint),
        photos=photos_of(complaint) if complaint.has_photos else (),
        recordings=(
            recordings_of(complaint, reads_original=reads_original)
            if complaint.has_recordings
            else ()
        ),
        history=tuple(history),
        ledger=ledger_on(complaint, history, at=timezone.now()),
        point=point_of(complaint),
        has_outline=complaint.community_id is not None,
        can_reveal=may_reveal,
        has_identity=may_reveal and complaint.has_identity,
        remarks=remarks_on(complaint, branches, user, has_notes=complaint.has_notes),
        undo=undoable(complaint, branches, history, user, at=timezone.now()),
    )


def _is_new(complaint: Complaint) -> bool:
    return complaint.status == Complaint.StatusChoice.RECEIVED and not complaint.is_secret


def _is_joint(history: Sequence[Happened]) -> bool:
    """Its history tells whether anything ever went along."""
    return any(line.verb in {"join", "be_joined", "lead_on"} for line in history)


def _has(history: Sequence[Happened], verb: str) -> bool:
    return any(line.verb == verb for line in history)


def _earlier_number(advice: Advice | None, user: User) -> str:
    """The complaint it repeats, if this person may see that one."""
    if advice is None or advice.earlier is None:
        return ""
    seen = Complaint.objects.visible_to(user).filter(pk=advice.earlier.pk).exists()
    return advice.earlier.number if seen else ""


def branches_on(complaint: Complaint) -> list[Assignment]:
    """Every branch, the lead first, past ones last, with what its panel shows."""
    rows = Assignment.objects.filter(complaint=complaint).select_related(
        "organisation", "handler", "dispatched_by", "rule", "report", "callback"
    )
    rows = rows.annotate(
        has_untold=Exists(Assignment.objects.untold().filter(follows=OuterRef("pk")))
    )
    found = list(rows.prefetch_related("attempts__by", "exclusions").order_by("-role", "pk"))
    for branch in found:
        branch.complaint = complaint
    return sorted(found, key=lambda branch: (_is_past(branch), -branch.round))


def _panel(
    branch: Assignment, offers: Sequence[Offer], asks: Sequence[Ask], links: Sequence[WorkLink]
) -> BranchPanel:
    return BranchPanel(
        branch=branch,
        clocks=() if branch.status in ENDED else _clocks(branch),
        offers=tuple(offer for offer in offers if offer.branch_key == branch.pk),
        is_past=_is_past(branch),
        round=branch.round if branch.complaint.round > 1 else 0,
        asks=tuple(asks),
        links=tuple(link for link in links if link.reported_at is not None),
        is_stopped=stops_now(asks, at=timezone.now()),
        is_shelved=is_shelved(asks),
    )


def _is_past(branch: Assignment) -> bool:
    return branch.status in ENDED or branch.round != branch.complaint.round


def _clocks(branch: Assignment) -> tuple[RunningClock, ...]:
    visits = [
        attempt.at
        for attempt in branch.attempts.all()
        if attempt.method == ContactAttempt.Method.VISIT
    ]
    clocks = [
        RunningClock(_("签收"), branch.sign_due_at, branch.signed_at),
        RunningClock(_("联系"), branch.contact_due_at, branch.contacted_at),
        RunningClock(_("反馈"), branch.feedback_due_at, branch.closed_at),
    ]
    # A visit is the only record of having been there; after the report nobody waits for one.
    if visits or branch.reported_at is None:
        onsite = RunningClock(_("到场"), branch.onsite_due_at, min(visits, default=None))
        clocks.insert(2, onsite)
    if branch.reported_at is not None and branch.contacted_at is None:
        del clocks[1]
    return tuple(clocks)
