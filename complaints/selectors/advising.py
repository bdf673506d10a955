"""What is never dispatched: which outcomes there are, the words for a caller, what he was told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from complaints.kernels.replies import fill
from complaints.models import Advice, Complaint, Identity, Outcome, OutcomeKind
from complaints.models.languages import worded
from complaints.selectors.joint import lead_of
from complaints.selectors.progress import progress_of

LANGUAGES = ("zh-hans", "en")
BOTH = "both"


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome in the reader's language; `earlier` is a number of the same caller's, or ""."""

    kind: str
    name: str
    ground: str
    turn_to: str
    phone: str
    at: datetime | None = None
    transferred_at: datetime | None = None
    earlier: str = ""
    handed_to: str = ""

    @property
    def is_emergency(self) -> bool:
        return self.kind == OutcomeKind.EMERGENCY


def outcomes_on(day: date) -> list[Outcome]:
    """In force on a day, in the regulation's order; of one code the newest."""
    rows = Outcome.objects.current(day).order_by("since", "pk")
    newest = {row.code: row for row in rows}
    kinds = list(OutcomeKind.values)
    return sorted(newest.values(), key=lambda row: (kinds.index(row.kind), row.pk))


def outcome_of(code: str, *, on: date) -> Outcome | None:
    """The one of this code in force on a day."""
    found: Outcome | None = Outcome.objects.current(on).filter(code=code).order_by("-since").first()
    return found


def advice_now(complaint: Complaint) -> Advice | None:
    """What its caller was told in this round and still stands."""
    rows = Advice.objects.filter(
        complaint=complaint, round=complaint.round, taken_back_at__isnull=True
    )
    return rows.select_related("outcome", "earlier", "handed_to").first()


def told_by(outcome: Outcome) -> Told:
    """An outcome before anybody was told."""
    return Told(
        kind=outcome.kind,
        name=worded(outcome.name, outcome.name_en),
        ground=worded(outcome.ground, outcome.ground_en),
        turn_to=worded(outcome.turn_to, outcome.turn_to_en),
        phone=outcome.phone,
    )


def told(advice: Advice) -> Told:
    """What one caller was told; another caller's number is no part of it."""
    plain = told_by(advice.outcome)
    earlier = advice.earlier
    is_own = earlier is not None and is_same_caller(advice.complaint, earlier)
    return Told(
        kind=plain.kind,
        name=plain.name,
        ground=plain.ground,
        turn_to=plain.turn_to,
        phone=plain.phone,
        at=advice.at,
        transferred_at=advice.transferred_at,
        earlier=earlier.number if earlier is not None and is_own else "",
        handed_to=advice.handed_to.name if advice.handed_to else "",
    )


def reply_for(
    outcome: Outcome, complaint: Complaint, *, language: str, earlier: Complaint | None = None
) -> str:
    """The office's words for this caller, to be read and changed before they are sent."""
    wanted = LANGUAGES if language == BOTH else (language,)
    return "\n\n".join(_reply_in(one, outcome, complaint, earlier) for one in wanted)


def is_same_caller(complaint: Complaint, earlier: Complaint) -> bool:
    """Both were told from one telephone number. Who left none is not known again."""
    phones = Identity.objects.filter(complaint__in=(complaint, earlier)).exclude(phone_hash="")
    found = list(phones.values_list("phone_hash", flat=True))
    return len(found) > 1 and len(set(found)) == 1


def is_same_matter(complaint: Complaint, earlier: Complaint) -> bool:
    """Told by the same caller, or put together as one matter."""
    if is_same_caller(complaint, earlier):
        return True
    return lead_of(complaint).pk == lead_of(earlier).pk


def _reply_in(
    language: str, outcome: Outcome, complaint: Complaint, earlier: Complaint | None
) -> str:
    facts = {"number": complaint.number, "phone": outcome.phone}
    if earlier is not None:
        with override(language):
            is_own = is_same_caller(complaint, earlier)
            facts["earlier"] = earlier.number if is_own else _("（另一件同样的诉求）")
            facts["progress"] = progress_of(earlier, with_answer=is_own)
    return fill(worded(outcome.reply, outcome.reply_en, language=language), facts)
