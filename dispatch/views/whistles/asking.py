"""What a step on a whistle asks, of whom, and what it runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import User
from dispatch.actions.whistles.answering import (
    Arrival,
    report_in,
)
from dispatch.actions.whistles.blowing import Call, link_ticket, summon_unit
from dispatch.actions.whistles.working import (
    bodies_at_work,
    settle_duty,
)
from dispatch.forms.base import OfficeForm
from dispatch.forms.meetings import DutyForm, GrantForm, MeetForm, MinutesForm
from dispatch.forms.whistles import (
    ArrivalForm,
    SummonForm,
    WitnessForm,
)
from dispatch.models import Duty, Fund, Meeting, Summons, Whistle
from dispatch.permissions import (
    body_of,
    can_report_in,
    can_write_down_arrival,
    side_of,
    speaks_for,
)
from dispatch.selectors.choices import unit_choices
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.whistles.calling import units_to_call

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """`find` the row by the key in the address, whether he `may`, the `form` it asks by, what it
    `run`s. `about` is the unit that the page names."""

    path: str
    title: Any
    press: Any
    done: Any
    find: Callable[[int, User], Any]
    may: Callable[[User, Any], bool]
    form: Callable[..., OfficeForm]
    run: Callable[[int, Given, User], object]
    hint: Any = ""
    is_here: bool = False


def plain(kind: type[OfficeForm]) -> Callable[..., OfficeForm]:
    """A form that asks for nothing of the row."""
    return lambda sent, *, row, user: kind(sent)


def summon_form(sent: Any, *, row: Whistle, user: User) -> OfficeForm:
    """Units that may be called and are not there yet."""
    side = side_of(user, row) or row.blower
    here = {one.organisation_id for one in row.summons.all()} | {row.blower_id}
    units = units_to_call(side, on=timezone.localdate()).exclude(pk__in=here)
    return SummonForm(sent, units=unit_choices(list(units.order_by("kind", "code"))))


def arrival_form(sent: Any, *, row: Summons, user: User) -> OfficeForm:
    """One's own arrival, or somebody else's written down."""
    return ArrivalForm(sent) if can_report_in(user, row) else WitnessForm(sent)


def meet_form(sent: Any, *, row: Whistle, user: User) -> OfficeForm:
    """At the whistle's own place, until another is named."""
    return MeetForm(sent, initial={"place": row.place})


def duty_form(sent: Any, *, row: Whistle, user: User) -> OfficeForm:
    """For the bodies at work on it."""
    return DutyForm(sent, owners=[(body.pk, body.name) for body in bodies_at_work(row)])


def grant_form(sent: Any, *, row: Fund, user: User) -> OfficeForm:
    """All that was asked, until less is typed."""
    return GrantForm(sent, initial={"yuan": row.asked_yuan})


def minutes_form(sent: Any, *, row: Meeting, user: User) -> OfficeForm:
    """The newest wording; whoever saved first is not written over."""
    last = row.minutes.order_by("number").last()
    text = last.text if last else ""
    form = MinutesForm(sent, initial={"text": text, "version": last.number if last else 0})
    if form.is_bound and text and str(last.number if last else 0) != form["version"].value():
        # Somebody else saved first: his wording is shown, and what was typed stays.
        form.fields["text"].help_text = _("最新的一版：%(text)s") % {"text": text}
        if form.is_valid():
            form.add_error("text", _("别人刚保存了纪要。请看过最新的一版再改；您写的还在。"))
            form.status_code = 409
            form.put("version", last.number if last else 0)
    return form


def is_there(user: User, row: Meeting) -> bool:
    """Works on the whistle that the meeting is of."""
    return body_of(user, row.whistle) is not None


def calls_it(user: User, row: Meeting) -> bool:
    """Speaks for one of its streets."""
    return side_of(user, row.whistle) is not None


def works(user: User, row: Whistle) -> bool:
    """Works on the whistle."""
    return body_of(user, row) is not None


def settle(key: int, given: Given, user: User) -> object:
    """A duty's result."""
    is_kept = given["result"] == Duty.Result.KEPT
    return settle_duty(key, by=user, is_kept=is_kept, evidence=given["evidence"])


def summon_all(key: int, given: Given, user: User) -> object:
    """Each unit chosen is called, or none."""
    with transaction.atomic():
        calls = [Call(unit, given["call_reason"], given["legal_ground"]) for unit in given["units"]]
        return [summon_unit(key, call, by=user) for call in calls]


def link_all(key: int, given: Given, user: User) -> object:
    """Each complaint named is linked, or none."""
    keys = [find_ticket(number, user).pk for number in given["numbers"]]
    with transaction.atomic():
        return [link_ticket(key, ticket, by=user) for ticket in sorted(keys)]


def report_arrival(key: int, given: Given, user: User) -> object:
    """Somebody has come."""
    return report_in(key, Arrival(**given), by=user)


def may_report_in(user: User, row: Summons) -> bool:
    """For himself, or in writing for a body without accounts."""
    return can_report_in(user, row) or can_write_down_arrival(user, row)


def is_side(user: User, row: Whistle) -> bool:
    """Speaks for a street on it."""
    return side_of(user, row) is not None


def is_blower(user: User, row: Whistle) -> bool:
    """Speaks for who blew it."""
    return speaks_for(user, row.blower)


def scores(user: User, row: Summons) -> bool:
    """Judges, on either side."""
    return speaks_for(user, row.organisation) or speaks_for(user, row.whistle.blower)
