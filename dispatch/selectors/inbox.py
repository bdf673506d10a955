"""What a person was told and has not read, and what he read before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery
from django.utils import timezone

from complaints.models import Notice, NoticeCode, User
from complaints.selectors.notices import said, wordings_of
from dispatch.models import Mention
from dispatch.permissions import can_read_note
from dispatch.selectors.counting import capped, counted_again
from dispatch.selectors.paging import page_of
from dispatch.selectors.remarks import words_for

PAGE = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice; `note` and `by` where a colleague named him in a note."""

    key: int
    code: str
    title: str
    words: str
    place: str
    url: str
    at: datetime
    is_read: bool
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of it; `after` is where the next one begins, 0 at the end."""

    rows: tuple[Letter, ...]
    unread: int
    after: int


def inbox_of(user: User, *, after: int = 0) -> Inbox:
    """The newest first; what he may no longer see or read is not there."""
    rows = Notice.objects.visible_to(user).order_by("-pk").select_related(
        "complaint__subdistrict", "complaint__community"
    )  # fmt: skip
    outlines = [f"complaint__{name}__outline" for name in ("subdistrict", "community")]
    page, following = page_of(rows.defer(*outlines), after=after, size=PAGE)
    letters = _letters(page, user)
    return Inbox(
        rows=tuple(letters),
        unread=unread_count(user),
        after=following,
    )


def unread_count(user: User) -> int:
    """For the frame of every page."""

    def build(_at: datetime) -> dict[str, Subquery]:
        return {"unread": capped(Notice.objects.visible_to(user).unread())}

    return counted_again("unread", user, build, at=timezone.now())["unread"]


def _letters(page: list[Notice], user: User) -> Iterable[Letter]:
    wordings = wordings_of({one.code for one in page}, on=timezone.localdate())
    mentions = {
        mention.notice_id: mention
        for mention in Mention.objects.filter(notice__in=page).select_related(
            "note__by", "note__organisation", "note__complaint"
        )
    }
    for one in page:
        mention = mentions.get(one.pk)
        if mention is not None and not can_read_note(user, mention.note):
            continue
        yield Letter(
            key=one.pk,
            code=one.code,
            title=str(NoticeCode(one.code).label),
            words=said(one.facts, wordings.get(one.code)),
            place=one.complaint.place_words if one.complaint else "",
            url=one.url,
            at=one.made_at,
            is_read=one.read_at is not None,
            note=words_for(mention.note, user) if mention else "",
            by=str(mention.note.by) if mention else "",
        )
