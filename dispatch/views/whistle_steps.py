"""Steps on a whistle and under it: one view, and a table that says what each asks and does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from complaints.errors import NotAllowed
from complaints.models import User
from dispatch.actions.whistles.answering import (
    Arrival,
    decide_breach,
    excuse,
    leave,
    refuse,
    report_in,
)
from dispatch.actions.whistles.blowing import Call, call_off, link_ticket, summon_unit
from dispatch.actions.whistles.ending import conclude, score
from dispatch.actions.whistles.working import (
    act_together,
    attend_meeting,
    bodies_at_work,
    drop_meeting,
    end_meeting,
    freeze_minutes,
    lay_duty,
    open_meeting,
    plan_meeting,
    settle_duty,
    write_minutes,
)
from dispatch.forms.base import OfficeForm
from dispatch.forms.whistles import (
    ActForm,
    ArrivalForm,
    BreachForm,
    CallOffForm,
    DutyForm,
    ExcuseForm,
    MeetForm,
    MinutesForm,
    PlainForm,
    RefuseForm,
    ScoreForm,
    SettleForm,
    SummonForm,
    TicketsForm,
    WitnessForm,
)
from dispatch.models import Breach, Duty, Meeting, Summons, Whistle
from dispatch.permissions import (
    body_of,
    can_decide_breach,
    can_excuse,
    can_report_in,
    can_say_it_left,
    can_settle_duty,
    can_write_down_arrival,
    side_of,
    speaks_for,
)
from dispatch.selectors.choices import unit_choices
from dispatch.selectors.ticket import find_ticket
from dispatch.selectors.whistles.calling import units_to_call
from dispatch.selectors.whistles.page import (
    find_breach,
    find_duty,
    find_meeting,
    find_summons,
    find_whistle,
)
from dispatch.selectors.whistles.together import may_write_minutes
from dispatch.views.desk import attempt, person

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


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """Ask for what a step needs, take it, and go back to the whistle."""
    user, step = person(request), STEPS[name]
    row = step.find(key, user)
    if not step.may(user, row):
        raise NotAllowed(_("这一步不由您办理。"))
    form = step.form(request.POST if request.method == "POST" else None, row=row, user=user)
    whistle = whistle_of(row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: step.run(key, given, user)) is not None:
            messages.success(request, step.done)
            return redirect("office-whistle", whistle.pk)
    context = {"step": step, "form": form, "whistle": whistle, "unit": _unit_of(row)}
    return render(request, "dispatch/whistles/step.html", context, status=form.status_code)


def whistle_of(row: Any) -> Whistle:
    """The whistle that a row hangs on."""
    if isinstance(row, Whistle):
        return row
    over = row.summons if isinstance(row, Breach) else row
    found: Whistle = over.whistle
    return found


def _unit_of(row: Any) -> Any:
    over = row.summons if isinstance(row, Breach) else row
    if isinstance(over, Duty):
        return over.owner
    return over.organisation if isinstance(over, Summons) else None


def _plain(kind: type[OfficeForm]) -> Callable[..., OfficeForm]:
    return lambda sent, *, row, user: kind(sent)


def _summon_form(sent: Any, *, row: Whistle, user: User) -> OfficeForm:
    side = side_of(user, row) or row.blower
    here = {one.organisation_id for one in row.summons.all()} | {row.blower_id}
    units = units_to_call(side, on=timezone.localdate()).exclude(pk__in=here)
    return SummonForm(sent, units=unit_choices(list(units.order_by("kind", "code"))))


def _arrival_form(sent: Any, *, row: Summons, user: User) -> OfficeForm:
    return ArrivalForm(sent) if can_report_in(user, row) else WitnessForm(sent)


def _meet_form(sent: Any, *, row: Whistle, user: User) -> OfficeForm:
    return MeetForm(sent, initial={"place": row.place})


def _duty_form(sent: Any, *, row: Whistle, user: User) -> OfficeForm:
    return DutyForm(sent, owners=[(body.pk, body.name) for body in bodies_at_work(row)])


def _minutes_form(sent: Any, *, row: Meeting, user: User) -> OfficeForm:
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


def _is_there(user: User, row: Meeting) -> bool:
    return body_of(user, row.whistle) is not None


def _calls_it(user: User, row: Meeting) -> bool:
    return side_of(user, row.whistle) is not None


def _works(user: User, row: Whistle) -> bool:
    return body_of(user, row) is not None


def _settle(key: int, given: Given, user: User) -> object:
    is_kept = given["result"] == Duty.Result.KEPT
    return settle_duty(key, by=user, is_kept=is_kept, evidence=given["evidence"])


def _summon_all(key: int, given: Given, user: User) -> object:
    with transaction.atomic():
        calls = [Call(unit, given["call_reason"], given["legal_ground"]) for unit in given["units"]]
        return [summon_unit(key, call, by=user) for call in calls]


def _link_all(key: int, given: Given, user: User) -> object:
    keys = [find_ticket(number, user).pk for number in given["numbers"]]
    with transaction.atomic():
        return [link_ticket(key, ticket, by=user) for ticket in sorted(keys)]


def _report_in(key: int, given: Given, user: User) -> object:
    return report_in(key, Arrival(**given), by=user)


def _may_report_in(user: User, row: Summons) -> bool:
    return can_report_in(user, row) or can_write_down_arrival(user, row)


def _is_side(user: User, row: Whistle) -> bool:
    return side_of(user, row) is not None


def _is_blower(user: User, row: Whistle) -> bool:
    return speaks_for(user, row.blower)


def _scores(user: User, row: Summons) -> bool:
    return speaks_for(user, row.organisation) or speaks_for(user, row.whistle.blower)


STEPS: dict[str, Step] = {
    "office-whistle-summon": Step(
        "whistles/<int:key>/summon/", gettext_lazy("增加报到单位"), gettext_lazy("通知报到"),
        gettext_lazy("已通知，报到时限开始计时。"), find_whistle, _is_side, _summon_form,
        _summon_all,
    ),
    "office-whistle-link": Step(
        "whistles/<int:key>/link/", gettext_lazy("关联诉求"), gettext_lazy("关联"),
        gettext_lazy("诉求已关联。"), find_whistle, _is_side, _plain(TicketsForm), _link_all,
        hint=gettext_lazy("看不到这些诉求的单位，在这个哨里也看不到。"),
    ),
    "office-whistle-conclude": Step(
        "whistles/<int:key>/conclude/", gettext_lazy("销哨"), gettext_lazy("销哨"),
        gettext_lazy("已销哨。"), find_whistle, _is_blower, _plain(PlainForm),
        lambda key, given, user: conclude(key, by=user),
        hint=gettext_lazy("各单位都已报到或准予不到，任务都有结果，双方都评了分，才能销哨。"),
    ),
    "office-whistle-call-off": Step(
        "whistles/<int:key>/call-off/", gettext_lazy("取消吹哨"), gettext_lazy("取消吹哨"),
        gettext_lazy("已取消，不再等候各单位。"), find_whistle, _is_blower, _plain(CallOffForm),
        lambda key, given, user: call_off(key, by=user, reason=given["reason"]),
        hint=gettext_lazy("已经记录的逾期和拒绝不会因此撤销。"),
    ),
    "office-whistle-meet": Step(
        "whistles/<int:key>/meet/", gettext_lazy("约定联席会议"), gettext_lazy("约定会议"),
        gettext_lazy("会议已约定。"), find_whistle, _is_side, _meet_form,
        lambda key, given, user: plan_meeting(key, by=user, **given),
    ),
    "office-whistle-oblige": Step(
        "whistles/<int:key>/oblige/", gettext_lazy("分派任务"), gettext_lazy("分派任务"),
        gettext_lazy("任务已分派。"), find_whistle, _is_side, _duty_form,
        lambda key, given, user: lay_duty(key, by=user, **given),
        hint=gettext_lazy("每个责任单位各有一份任务，各自填写结果。"),
    ),
    "office-whistle-act": Step(
        "whistles/<int:key>/act/", gettext_lazy("记录联合行动"), gettext_lazy("记录"),
        gettext_lazy("联合行动已记录。"), find_whistle, _works, _plain(ActForm),
        lambda key, given, user: act_together(key, by=user, **given),
    ),
    "office-duty-settle": Step(
        "whistles/duties/<int:key>/settle/", gettext_lazy("填写任务结果"), gettext_lazy("填写结果"),
        gettext_lazy("任务结果已记录。"), find_duty, can_settle_duty, _plain(SettleForm), _settle,
    ),
    "office-meeting-open": Step(
        "whistles/meetings/<int:key>/open/", gettext_lazy("开会"), gettext_lazy("开会"),
        gettext_lazy("会议开始，请到会的人点“到会”。"), find_meeting, _calls_it,
        _plain(PlainForm), lambda key, given, user: open_meeting(key, by=user),
    ),
    "office-meeting-attend": Step(
        "whistles/meetings/<int:key>/attend/", gettext_lazy("到会"), gettext_lazy("我到会了"),
        gettext_lazy("已记录到会。"), find_meeting, _is_there, _plain(PlainForm),
        lambda key, given, user: attend_meeting(key, by=user),
        hint=gettext_lazy("会后只有到会的人可以修改纪要。"),
    ),
    "office-meeting-minutes": Step(
        "whistles/meetings/<int:key>/minutes/", gettext_lazy("会议纪要"), gettext_lazy("保存纪要"),
        gettext_lazy("纪要已保存。"), find_meeting, may_write_minutes, _minutes_form,
        lambda key, given, user: write_minutes(key, by=user, **given),
    ),
    "office-meeting-end": Step(
        "whistles/meetings/<int:key>/end/", gettext_lazy("结束会议"), gettext_lazy("结束会议"),
        gettext_lazy("会议已结束，到会的人可以修改纪要。"), find_meeting, _calls_it,
        _plain(PlainForm), lambda key, given, user: end_meeting(key, by=user),
    ),
    "office-meeting-freeze": Step(
        "whistles/meetings/<int:key>/freeze/", gettext_lazy("纪要定稿"), gettext_lazy("定稿"),
        gettext_lazy("纪要已定稿。"), find_meeting, _calls_it, _plain(PlainForm),
        lambda key, given, user: freeze_minutes(key, by=user),
        hint=gettext_lazy("定稿以后谁也不能再改。"),
    ),
    "office-meeting-drop": Step(
        "whistles/meetings/<int:key>/drop/", gettext_lazy("会议不开了"), gettext_lazy("不开了"),
        gettext_lazy("已记录会议不开了。"), find_meeting, _calls_it, _plain(PlainForm),
        lambda key, given, user: drop_meeting(key, by=user),
    ),
    "office-summons-report-in": Step(
        "whistles/units/<int:key>/report-in/", gettext_lazy("报到"), gettext_lazy("报到"),
        gettext_lazy("已报到。"), find_summons, _may_report_in, _arrival_form, _report_in,
        is_here=True,
    ),
    "office-summons-refuse": Step(
        "whistles/units/<int:key>/refuse/", gettext_lazy("拒绝报到"), gettext_lazy("拒绝报到"),
        gettext_lazy("拒绝已记录，并已报告区里。"), find_summons, can_report_in,
        _plain(RefuseForm),
        lambda key, given, user: refuse(key, by=user, words=given["words"]),
    ),
    "office-summons-excuse": Step(
        "whistles/units/<int:key>/excuse/", gettext_lazy("准予不到"), gettext_lazy("准予不到"),
        gettext_lazy("已准予不到。"), find_summons, can_excuse, _plain(ExcuseForm),
        lambda key, given, user: excuse(key, by=user, **given),
    ),
    "office-summons-leave": Step(
        "whistles/units/<int:key>/leave/", gettext_lazy("离场"), gettext_lazy("离场"),
        gettext_lazy("已记录离场。"), find_summons, can_say_it_left, _plain(PlainForm),
        lambda key, given, user: leave(key, by=user),
        hint=gettext_lazy("事不完，人不走：手上的事办完了再离场。"),
    ),
    "office-summons-score": Step(
        "whistles/units/<int:key>/score/", gettext_lazy("双考核评分"), gettext_lazy("评分"),
        gettext_lazy("评分已记录。"), find_summons, _scores, _plain(ScoreForm),
        lambda key, given, user: score(key, by=user, **given),
    ),
    "office-summons-decide": Step(
        "whistles/units/<int:key>/decide/", gettext_lazy("处理未报到"),
        gettext_lazy("记录处理结果"), gettext_lazy("处理结果已记录。"), find_breach,
        can_decide_breach, _plain(BreachForm),
        lambda key, given, user: decide_breach(
            key, by=user, is_upheld=given["decision"] == Breach.Decision.UPHELD,
            words=given["words"],
        ),
    ),
}  # fmt: skip
