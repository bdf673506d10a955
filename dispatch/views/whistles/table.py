"""Every step on a whistle and under it: its address, its words, who may take it."""

from django.utils.translation import gettext_lazy

from dispatch.actions.whistles.answering import (
    decide_breach,
    excuse,
    leave,
    refuse,
)
from dispatch.actions.whistles.blowing import call_off
from dispatch.actions.whistles.ending import conclude, score
from dispatch.actions.whistles.funds import ask_fund, decide_fund
from dispatch.actions.whistles.working import (
    act_together,
    attend_meeting,
    drop_meeting,
    end_meeting,
    freeze_minutes,
    lay_duty,
    open_meeting,
    plan_meeting,
    write_minutes,
)
from dispatch.forms.meetings import ActForm, FundForm, SettleForm
from dispatch.forms.whistles import (
    BreachForm,
    CallOffForm,
    ExcuseForm,
    PlainForm,
    RefuseForm,
    ScoreForm,
    TicketsForm,
)
from dispatch.models import Breach
from dispatch.permissions import (
    can_decide_breach,
    can_excuse,
    can_grant,
    can_report_in,
    can_say_it_left,
    can_settle_duty,
)
from dispatch.selectors.whistles.page import (
    find_breach,
    find_duty,
    find_fund,
    find_meeting,
    find_summons,
    find_whistle,
)
from dispatch.selectors.whistles.together import may_write_minutes
from dispatch.views.whistles.asking import (
    Step,
    arrival_form,
    calls_it,
    duty_form,
    grant_form,
    is_blower,
    is_side,
    is_there,
    link_all,
    may_report_in,
    meet_form,
    minutes_form,
    plain,
    report_arrival,
    scores,
    settle,
    summon_all,
    summon_form,
    works,
)

STEPS: dict[str, Step] = {
    "office-whistle-summon": Step(
        "whistles/<int:key>/summon/", gettext_lazy("增加报到单位"), gettext_lazy("通知报到"),
        gettext_lazy("已通知，报到时限开始计时。"), find_whistle, is_side, summon_form,
        summon_all,
    ),
    "office-whistle-link": Step(
        "whistles/<int:key>/link/", gettext_lazy("关联诉求"), gettext_lazy("关联"),
        gettext_lazy("诉求已关联。"), find_whistle, is_side, plain(TicketsForm), link_all,
        hint=gettext_lazy("看不到这些诉求的单位，在这个哨里也看不到。"),
    ),
    "office-whistle-conclude": Step(
        "whistles/<int:key>/conclude/", gettext_lazy("销哨"), gettext_lazy("销哨"),
        gettext_lazy("已销哨。"), find_whistle, is_blower, plain(PlainForm),
        lambda key, given, user: conclude(key, by=user),
        hint=gettext_lazy("各单位都已报到或准予不到，任务都有结果，双方都评了分，才能销哨。"),
    ),
    "office-whistle-call-off": Step(
        "whistles/<int:key>/call-off/", gettext_lazy("取消吹哨"), gettext_lazy("取消吹哨"),
        gettext_lazy("已取消，不再等候各单位。"), find_whistle, is_blower, plain(CallOffForm),
        lambda key, given, user: call_off(key, by=user, reason=given["reason"]),
        hint=gettext_lazy("已经记录的逾期和拒绝不会因此撤销。"),
    ),
    "office-whistle-meet": Step(
        "whistles/<int:key>/meet/", gettext_lazy("约定联席会议"), gettext_lazy("约定会议"),
        gettext_lazy("会议已约定。"), find_whistle, is_side, meet_form,
        lambda key, given, user: plan_meeting(key, by=user, **given),
    ),
    "office-whistle-oblige": Step(
        "whistles/<int:key>/oblige/", gettext_lazy("分派任务"), gettext_lazy("分派任务"),
        gettext_lazy("任务已分派。"), find_whistle, is_side, duty_form,
        lambda key, given, user: lay_duty(key, by=user, **given),
        hint=gettext_lazy("每个责任单位各有一份任务，各自填写结果。"),
    ),
    "office-whistle-act": Step(
        "whistles/<int:key>/act/", gettext_lazy("记录联合行动"), gettext_lazy("记录"),
        gettext_lazy("联合行动已记录。"), find_whistle, works, plain(ActForm),
        lambda key, given, user: act_together(key, by=user, **given),
    ),
    "office-whistle-fund": Step(
        "whistles/<int:key>/fund/", gettext_lazy("申请资金"), gettext_lazy("申请资金"),
        gettext_lazy("资金申请已报区里。"), find_whistle, works, plain(FundForm),
        lambda key, given, user: ask_fund(key, by=user, **given),
    ),
    "office-fund-decide": Step(
        "whistles/funds/<int:key>/decide/", gettext_lazy("批复资金"), gettext_lazy("批复"),
        gettext_lazy("资金已批复。"), find_fund, can_grant, grant_form,
        lambda key, given, user: decide_fund(key, by=user, **given),
    ),
    "office-duty-settle": Step(
        "whistles/duties/<int:key>/settle/", gettext_lazy("填写任务结果"), gettext_lazy("填写结果"),
        gettext_lazy("任务结果已记录。"), find_duty, can_settle_duty, plain(SettleForm), settle,
    ),
    "office-meeting-open": Step(
        "whistles/meetings/<int:key>/open/", gettext_lazy("开会"), gettext_lazy("开会"),
        gettext_lazy("会议开始，请到会的人点“到会”。"), find_meeting, calls_it,
        plain(PlainForm), lambda key, given, user: open_meeting(key, by=user),
    ),
    "office-meeting-attend": Step(
        "whistles/meetings/<int:key>/attend/", gettext_lazy("到会"), gettext_lazy("我到会了"),
        gettext_lazy("已记录到会。"), find_meeting, is_there, plain(PlainForm),
        lambda key, given, user: attend_meeting(key, by=user),
        hint=gettext_lazy("会后只有到会的人可以修改纪要。"),
    ),
    "office-meeting-minutes": Step(
        "whistles/meetings/<int:key>/minutes/", gettext_lazy("会议纪要"), gettext_lazy("保存纪要"),
        gettext_lazy("纪要已保存。"), find_meeting, may_write_minutes, minutes_form,
        lambda key, given, user: write_minutes(key, by=user, **given),
    ),
    "office-meeting-end": Step(
        "whistles/meetings/<int:key>/end/", gettext_lazy("结束会议"), gettext_lazy("结束会议"),
        gettext_lazy("会议已结束，到会的人可以修改纪要。"), find_meeting, calls_it,
        plain(PlainForm), lambda key, given, user: end_meeting(key, by=user),
    ),
    "office-meeting-freeze": Step(
        "whistles/meetings/<int:key>/freeze/", gettext_lazy("纪要定稿"), gettext_lazy("定稿"),
        gettext_lazy("纪要已定稿。"), find_meeting, calls_it, plain(PlainForm),
        lambda key, given, user: freeze_minutes(key, by=user),
        hint=gettext_lazy("定稿以后谁也不能再改。"),
    ),
    "office-meeting-drop": Step(
        "whistles/meetings/<int:key>/drop/", gettext_lazy("会议不开了"), gettext_lazy("不开了"),
        gettext_lazy("已记录会议不开了。"), find_meeting, calls_it, plain(PlainForm),
        lambda key, given, user: drop_meeting(key, by=user),
    ),
    "office-summons-report-in": Step(
        "whistles/units/<int:key>/report-in/", gettext_lazy("报到"), gettext_lazy("报到"),
        gettext_lazy("已报到。"), find_summons, may_report_in, arrival_form, report_arrival,
        is_here=True,
    ),
    "office-summons-refuse": Step(
        "whistles/units/<int:key>/refuse/", gettext_lazy("拒绝报到"), gettext_lazy("拒绝报到"),
        gettext_lazy("拒绝已记录，并已报告区里。"), find_summons, can_report_in,
        plain(RefuseForm),
        lambda key, given, user: refuse(key, by=user, words=given["words"]),
    ),
    "office-summons-excuse": Step(
        "whistles/units/<int:key>/excuse/", gettext_lazy("准予不到"), gettext_lazy("准予不到"),
        gettext_lazy("已准予不到。"), find_summons, can_excuse, plain(ExcuseForm),
        lambda key, given, user: excuse(key, by=user, **given),
    ),
    "office-summons-leave": Step(
        "whistles/units/<int:key>/leave/", gettext_lazy("离场"), gettext_lazy("离场"),
        gettext_lazy("已记录离场。"), find_summons, can_say_it_left, plain(PlainForm),
        lambda key, given, user: leave(key, by=user),
        hint=gettext_lazy("事不完，人不走：手上的事办完了再离场。"),
    ),
    "office-summons-score": Step(
        "whistles/units/<int:key>/score/", gettext_lazy("双考核评分"), gettext_lazy("评分"),
        gettext_lazy("评分已记录。"), find_summons, scores, plain(ScoreForm),
        lambda key, given, user: score(key, by=user, **given),
    ),
    "office-summons-decide": Step(
        "whistles/units/<int:key>/decide/", gettext_lazy("处理未报到"),
        gettext_lazy("记录处理结果"), gettext_lazy("处理结果已记录。"), find_breach,
        can_decide_breach, plain(BreachForm),
        lambda key, given, user: decide_breach(
            key, by=user, is_upheld=given["decision"] == Breach.Decision.UPHELD,
            words=given["words"],
        ),
    ),
}  # fmt: skip
