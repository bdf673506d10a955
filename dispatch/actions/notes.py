"""Writing a note for colleagues, and telling those it names."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint
from complaints.actions.intake import checked_text
from complaints.actions.notices import tell_of_complaint
from complaints.errors import Invalid, NotAllowed
from complaints.models import Complaint, Holding, NoticeCode, User
from dispatch.kernels.naming import named_in
from dispatch.models import Mention, Note
from dispatch.permissions import can_read_note, unit_of, writes_for_the_office
from dispatch.selectors.colleagues import Colleague, colleagues_on

NOTE_MAX = 2000
NAMED_MAX = 20


def write_note(
    key: int,
    *,
    by: User,
    text: str,
    is_shared: bool = False,
    named: Sequence[int] = (),
    at: datetime | None = None,
) -> Note:
    """A note and whom it names, by an @ in the words or by key. The note is its own record: it
    moves nothing, and the history that units read does not tell of it."""
    at = at or timezone.now()
    words = _checked(text)
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        note = Note(complaint=complaint, text=words, is_shared=is_shared, by=by, at=at)
        note.organisation_id = _unit(complaint, by)
        users = _named(complaint, words, set(named), but=by)
        _refuse_unreadable(note, users)
        note.save(force_insert=True)
        _tell(note, users, by=by)
    return note


def _tell(note: Note, users: Sequence[User], *, by: User) -> None:
    """Each one named gets a notice that leads to the note."""
    people = [user.pk for user in users]
    told = tell_of_complaint(
        people, NoticeCode.MENTIONED, note.complaint, by=by, at=note.at, part="notes"
    )
    Mention.objects.bulk_create(
        Mention(note=note, user_id=one.recipient_id, notice=one) for one in told
    )


def _checked(text: str) -> str:
    if not text.strip():
        raise Invalid(_("请写下便签内容。"), field="text")
    words = checked_text(text)
    if len(words) > NOTE_MAX:
        raise Invalid(_("便签最多 %(limit)s 字。") % {"limit": NOTE_MAX}, field="text")
    return words


def _unit(complaint: Complaint, by: User) -> int | None:
    """The unit it is written for; None for the office."""
    if writes_for_the_office(by, complaint):
        return None
    held = Holding.objects.filter(complaint=complaint, until__isnull=True)
    unit = unit_of(by, list(held.values_list("organisation_id", flat=True)))
    if unit is None:
        raise NotAllowed(_("您不办理这件诉求，不能写便签。"))
    return unit


def _named(complaint: Complaint, words: str, keys: set[int], *, but: User) -> list[User]:
    offered = colleagues_on(complaint, but=but)
    chosen = {one.user.pk: one.user for one in offered if one.user.pk in keys}
    if len(chosen) < len(keys):
        raise Invalid(_("提醒的人里有看不到这件诉求的，请重新选。"), field="named")
    for user in _named_in_words(words, offered, keys):
        chosen[user.pk] = user
    if len(chosen) > NAMED_MAX:
        raise Invalid(_("一次最多提醒 %(limit)s 人。") % {"limit": NAMED_MAX}, field="named")
    return list(chosen.values())


def _named_in_words(words: str, offered: Sequence[Colleague], keys: set[int]) -> Iterator[User]:
    """Who stands behind an @. A name that two bear is settled by the list."""
    bearers: dict[str, list[User]] = {}
    for one in offered:
        for name in {str(one.user), one.user.username}:
            bearers.setdefault(name, []).append(one.user)
    found = named_in(words, bearers)
    if found.unknown:
        raise Invalid(
            _("“@%(name)s”不是能看到这件诉求的同事，请从列表里选。") % {"name": found.unknown[0]},
            field="text",
        )
    for users in (bearers[name] for name in found.known):
        if len(users) == 1:
            yield users[0]
        elif not any(user.pk in keys for user in users):
            raise Invalid(
                _("有几位同事都叫“%(name)s”，请从列表里选。") % {"name": users[0]}, field="text"
            )


def _refuse_unreadable(note: Note, users: Iterable[User]) -> None:
    """Nobody is called to what he may not read, and nothing is shared behind the writer's back."""
    barred = [str(user) for user in users if not can_read_note(user, note)]
    if barred:
        raise Invalid(
            _("%(names)s看不到这张便签。要提醒，请勾选“承办单位也能看”。")
            % {"names": _("、").join(barred)},
            field="is_shared",
        )
