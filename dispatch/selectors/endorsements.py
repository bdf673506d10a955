"""What is laid before the head: his queue, one of them, and what of it a ticket shows."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Complaint, Post, Role, User
from complaints.states import verbs_from
from dispatch.models import Endorsement
from dispatch.permissions import can_endorse, can_go_on_with
from dispatch.selectors.paging import page_of
from dispatch.states import ENDORSE_LIFE, EndorseStatus, EndorseVerb

PAGE = 30
ENDED = (EndorseStatus.DONE, EndorseStatus.GIVEN_BACK)
DEPUTIES = (Role.HEAD, Role.DESK, Role.TRIAGE_OFFICER)
WITH_ALL = (
    "complaint__subdistrict", "complaint__community", "complaint__category", "asked_by",
    "signed_by", "passed_to", "went_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One of them, with the steps that this person may take."""

    row: Endorsement
    complaint: Complaint
    may_sign: bool
    may_pass_on: bool
    may_go: bool
    may_finish: bool
    may_give_back: bool
    is_late: bool


def cards_for(user: User, *, is_open: bool = True, after: int = 0) -> tuple[list[Card], int]:
    """One page of what he may see, what is due first on top; and where the next begins."""
    rows = Endorsement.objects.filter(complaint__in=Complaint.objects.visible_to(user).values("pk"))
    rows = rows.exclude(status__in=ENDED) if is_open else rows.filter(status__in=ENDED)
    rows = rows.select_related(*WITH_ALL).defer(
        "complaint__subdistrict__outline", "complaint__community__outline"
    )
    rows = rows.order_by("due_at" if is_open else "-asked_at", "pk")
    page, following = page_of(rows, after=after, size=PAGE)
    return [card_of(row, user) for row in page], following


def find_card(key: int, user: User) -> Card:
    """One on a complaint that this person may see."""
    rows = Endorsement.objects.filter(complaint__in=Complaint.objects.visible_to(user).values("pk"))
    row = rows.select_related(*WITH_ALL).filter(pk=key).first()
    if row is None:
        raise NotFound(_("没有这件批办，或不在您的查看范围内。"))
    return card_of(row, user)


def endorsements_on(complaint: Complaint, user: User) -> list[Card]:
    """All rounds', the newest first."""
    rows = Endorsement.objects.filter(complaint=complaint).select_related(*WITH_ALL)
    return [card_of(row, user) for row in rows]


def stands(card: Card, complaint: Complaint) -> bool:
    """It is before the head, or was signed, in this round."""
    return card.row.round == complaint.round and card.row.status != EndorseStatus.GIVEN_BACK


def card_of(row: Endorsement, user: User) -> Card:
    """As the table and his posts allow."""
    verbs = verbs_from(ENDORSE_LIFE, row.status)
    is_head = can_endorse(user, row.complaint)
    goes_on = can_go_on_with(user, row)
    return Card(
        row=row,
        complaint=row.complaint,
        may_sign=is_head and EndorseVerb.SIGN in verbs,
        may_pass_on=is_head and EndorseVerb.HAND_ON in verbs,
        may_go=goes_on and EndorseVerb.GO in verbs,
        may_finish=goes_on and EndorseVerb.FINISH in verbs,
        may_give_back=is_head and EndorseVerb.GIVE_BACK in verbs,
        is_late=row.signed_at is None and row.due_at < timezone.now(),
    )


def deputies_of(complaint: Complaint, *, but: User) -> list[User]:
    """Whom the head may pass it to: who leads or works in the street's office and sees it."""
    posts = Post.objects.current(timezone.localdate()).filter(
        organisation__area=complaint.subdistrict_id, role__in=DEPUTIES, user__is_active=True
    )
    people = User.objects.filter(pk__in=posts.values("user_id")).exclude(pk=but.pk)
    return [
        one
        for one in people.order_by("pk")
        if Complaint.objects.visible_to(one).filter(pk=complaint.pk).exists()
    ]
