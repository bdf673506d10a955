"""What the verbs of both lives are called, and a refused step in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.errors import OfficeError, WrongState
from complaints.models import Complaint
from complaints.states import Verb, undoing
from dispatch.models import Assignment, Meeting, Summons, Whistle
from dispatch.states import BranchVerb, SummonsVerb, TalkVerb, WhistleVerb

COMPLAINT_VERBS = {
    "receive": gettext_lazy("受理诉求"),
    Verb.CLASSIFY.value: gettext_lazy("整理信息"),
    "confirm_redaction": gettext_lazy("核对派单内容"),
    Verb.ANSWER.value: gettext_lazy("直接答复"),
    Verb.ADVISE.value: gettext_lazy("告知，不派单"),
    Verb.RESUME.value: gettext_lazy("撤销告知"),
    "be_repeated": gettext_lazy("同一诉求再次提出"),
    Verb.DISPATCH.value: gettext_lazy("派单"),
    Verb.TAKE_BACK.value: gettext_lazy("退回重派"),
    Verb.FINISH.value: gettext_lazy("全部双反馈完成"),
    Verb.OPEN_CALLBACK.value: gettext_lazy("进入回访"),
    Verb.RECORD_CALLBACK.value: gettext_lazy("全部回访完成"),
    Verb.ARCHIVE.value: gettext_lazy("归档"),
    "add_photo": gettext_lazy("添加照片"),
    "release_recording": gettext_lazy("给承办单位看视频"),
    "withhold_recording": gettext_lazy("不再给承办单位看视频"),
    "show_photo": gettext_lazy("照片给附近居民看"),
    "hide_photo": gettext_lazy("照片不再给附近居民看"),
    Verb.CHASE.value: gettext_lazy("催办"),
    Verb.SUPPLEMENT.value: gettext_lazy("补充内容"),
    "check_supplement": gettext_lazy("核对补充内容"),
    Verb.WITHDRAW.value: gettext_lazy("撤回诉求"),
    Verb.RATE.value: gettext_lazy("评价"),
    Verb.REOPEN.value: gettext_lazy("重新办理"),
    "set_aside": gettext_lazy("搁置风险提示"),
    undoing(Verb.CLASSIFY): gettext_lazy("撤销整理信息"),
    undoing(Verb.DISPATCH): gettext_lazy("撤销派单"),
    undoing(Verb.WITHDRAW): gettext_lazy("撤销撤回"),
    "whistle": gettext_lazy("吹哨"),
    "join": gettext_lazy("随主件办理"),
    "be_joined": gettext_lazy("合并进一件"),
    "split": gettext_lazy("拆开"),
    "be_split": gettext_lazy("拆出一件"),
    "lead_on": gettext_lazy("接为主件"),
    "label": gettext_lazy("贴名签"),
    "unlabel": gettext_lazy("取下名签"),
    "lay_before_head": gettext_lazy("提请一把手批办"),
    "endorse_sign": gettext_lazy("一把手批办"),
    "endorse_hand_on": gettext_lazy("转分管领导"),
    "endorse_go": gettext_lazy("领导现场办公"),
    "endorse_finish": gettext_lazy("现场办公办结"),
    "endorse_give_back": gettext_lazy("未予批办"),
    "consult": gettext_lazy("请单位会商"),
    TalkVerb.OPINE.value: gettext_lazy("提出会商意见"),
    TalkVerb.SETTLE.value: gettext_lazy("会商已定"),
    TalkVerb.CALL_OFF.value: gettext_lazy("取消会商"),
    "sweep": gettext_lazy("举一反三"),
    "end_sweep": gettext_lazy("举一反三查完"),
    "caused_by": gettext_lazy("由举一反三发现"),
    "petition": gettext_lazy("关联信访件"),
    "petition_step": gettext_lazy("信访步骤"),
    "copy": gettext_lazy("抄送区里"),
    "supervise": gettext_lazy("督办"),
    "supervise_reply": gettext_lazy("回复督办"),
    "supervise_send_back": gettext_lazy("退回督办回复"),
    "supervise_clear": gettext_lazy("销督"),
    "move_promise": gettext_lazy("答复诉求人的日期变更"),
    "correct_identity": gettext_lazy("更正联系方式"),
}
BRANCH_VERBS = {
    "dispatch": gettext_lazy("派单"),
    BranchVerb.SIGN.value: gettext_lazy("签收"),
    BranchVerb.TRY_CONTACT.value: gettext_lazy("尝试联系诉求人"),
    BranchVerb.CONTACT.value: gettext_lazy("联系上诉求人"),
    BranchVerb.REPORT.value: gettext_lazy("报办理结果"),
    BranchVerb.CANNOT.value: gettext_lazy("协办报告办不了"),
    BranchVerb.TELL_RESIDENT.value: gettext_lazy("反馈诉求人"),
    BranchVerb.TELL_HOTLINE.value: gettext_lazy("反馈热线"),
    BranchVerb.RETURN.value: gettext_lazy("退回"),
    BranchVerb.WITHDRAW.value: gettext_lazy("随诉求撤回"),
    BranchVerb.HAND_OVER.value: gettext_lazy("单位移交"),
    BranchVerb.ABSORB.value: gettext_lazy("单位移交，并入承接单位的派单"),
    BranchVerb.UNDO_DISPATCH.value: gettext_lazy("撤销派单"),
    "undo_withdraw": gettext_lazy("撤销撤回，继续办理"),
    "name_handler": gettext_lazy("更换承办人"),
    "make_link": gettext_lazy("发出施工链接"),
    "use_link": gettext_lazy("施工单位报情况"),
    "end_link": gettext_lazy("停用施工链接"),
    "open_callback": gettext_lazy("到期转回访"),
    "try_callback": gettext_lazy("回访未成"),
    "complete_callback": gettext_lazy("完成回访"),
    "escalate": gettext_lazy("逾期提级"),
    "more_time": gettext_lazy("因吹哨顺延时限"),
    "ask_objection": gettext_lazy("提出异议"),
    "take_back_objection": gettext_lazy("撤回异议申请"),
    "grant_objection": gettext_lazy("同意异议"),
    "refuse_objection": gettext_lazy("不同意异议"),
    "ask_extension": gettext_lazy("申请延期"),
    "take_back_extension": gettext_lazy("撤回延期申请"),
    "grant_extension": gettext_lazy("同意延期"),
    "refuse_extension": gettext_lazy("不同意延期"),
    "ask_pause": gettext_lazy("申请停表"),
    "take_back_pause": gettext_lazy("撤回停表申请"),
    "grant_pause": gettext_lazy("同意停表"),
    "refuse_pause": gettext_lazy("不同意停表"),
    "ask_shelf": gettext_lazy("申请挂账"),
    "take_back_shelf": gettext_lazy("撤回挂账申请"),
    "grant_shelf": gettext_lazy("同意挂账"),
    "refuse_shelf": gettext_lazy("不同意挂账"),
    "end_pause": gettext_lazy("提前恢复计时"),
    "review_shelf": gettext_lazy("复查挂账"),
    "end_shelf": gettext_lazy("销账"),
    "apply_exclusion": gettext_lazy("申请剔除"),
    "decide_exclusion": gettext_lazy("审核剔除"),
}

WHISTLE_VERBS = {
    "blow": gettext_lazy("吹哨"),
    "call": gettext_lazy("通知报到"),
    WhistleVerb.SUMMON.value: gettext_lazy("增加报到单位"),
    WhistleVerb.LINK.value: gettext_lazy("关联诉求"),
    WhistleVerb.ANSWER.value: gettext_lazy("回应"),
    WhistleVerb.GATHER.value: gettext_lazy("各单位到齐"),
    WhistleVerb.WORK.value: gettext_lazy("协同办理"),
    WhistleVerb.SCORE.value: gettext_lazy("双考核评分"),
    WhistleVerb.CONCLUDE.value: gettext_lazy("销哨"),
    WhistleVerb.CALL_OFF.value: gettext_lazy("取消吹哨"),
    SummonsVerb.REPORT_IN.value: gettext_lazy("报到"),
    SummonsVerb.FALL_SILENT.value: gettext_lazy("逾期未报到，已报区里"),
    SummonsVerb.REFUSE.value: gettext_lazy("拒绝报到，已报区里"),
    SummonsVerb.EXCUSE.value: gettext_lazy("准予不到"),
    SummonsVerb.LEAVE.value: gettext_lazy("离场"),
    SummonsVerb.LET_GO.value: gettext_lazy("不再等候"),
    "decide_breach": gettext_lazy("区里处理未报到"),
    "meet": gettext_lazy("约定联席会议"),
    "meeting_open": gettext_lazy("联席会议开始"),
    "meeting_attend": gettext_lazy("到会"),
    "meeting_write": gettext_lazy("记录纪要"),
    "meeting_end": gettext_lazy("联席会议结束"),
    "meeting_amend": gettext_lazy("修改纪要"),
    "meeting_freeze": gettext_lazy("纪要定稿"),
    "meeting_drop": gettext_lazy("会议不开了"),
    "oblige": gettext_lazy("分派任务"),
    "settle_duty": gettext_lazy("填写任务结果"),
    "act": gettext_lazy("联合行动"),
    "ask_fund": gettext_lazy("申请资金"),
    "decide_fund": gettext_lazy("批复资金"),
    "open": gettext_lazy("开会"),
    "attend": gettext_lazy("到会"),
    "write": gettext_lazy("记录纪要"),
    "end": gettext_lazy("结束会议"),
    "amend": gettext_lazy("修改纪要"),
    "freeze": gettext_lazy("定稿"),
    "drop": gettext_lazy("会议不开了"),
}


def refusal_words(error: OfficeError) -> str:
    """The refusal for the person at the screen; a wrong state says what it is and what it bars."""
    if not isinstance(error, WrongState):
        return error.message
    status, verb = str(error.status), str(error.verb)
    branch = dict(Assignment.StatusChoice.choices)
    if status in branch:
        return _("这张派单现在是“%(status)s”，不能再办“%(verb)s”。") % {
            "status": branch[status],
            "verb": BRANCH_VERBS.get(verb, verb),
        }
    lives = (Whistle.StatusChoice, Summons.StatusChoice, Meeting.StatusChoice)
    on_whistle = {key: words for life in lives for key, words in life.choices}
    if status in on_whistle:
        return _("现在是“%(status)s”，不能再办“%(verb)s”。") % {
            "status": on_whistle[status],
            "verb": WHISTLE_VERBS.get(verb, verb),
        }
    complaint = dict(Complaint.StatusChoice.choices)
    return _("这件诉求现在是“%(status)s”，不能再办“%(verb)s”。") % {
        "status": complaint.get(status, status),
        "verb": COMPLAINT_VERBS.get(verb, verb),
    }
