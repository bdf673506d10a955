"""A body for each door that takes one: good enough that only right and state can refuse it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from complaints.models import Complaint
from dispatch.models import Assignment, Callback, Exclusion, Label, Whistle
from tests.trust.world import NOWHERE, ROBOT, Case, World

Body = dict[str, Any]

REASON: Final = "核实现场情况"
FILING: Final = {"text": "井盖松动，走过去响。", "address": "晨光社区东门"}
CONTACT: Final = {"method": "phone", "outcome": "reached", "note": "约好明早看现场"}
REPORT: Final = {"outcome": "solved", "text": "已经修好。"}
EXCLUSION: Final = {"ground": "other", "evidence": "依据在案"}
OBJECTION: Final = {"ground": "not_ours", "words": "应由产权单位办理"}
TRIED: Final = {"outcome": "no_answer", "note": "没有人接"}
DECIDED: Final = {"decision": "granted", "note": "同意"}


def _complaint(case: Case) -> Complaint | None:
    return Complaint.objects.filter(number=case.number).first()


def _edit(world: World, case: Case) -> Body:
    found = _complaint(case)
    return {
        "version": found.version if found else 1,
        "community": world.made.places.community.code,
        "address": "改过的地点",
        "demand_kind": "help",
        "urgency": "normal",
        "redacted_text": "小区东门的路灯坏了。",
    }


def _category(world: World) -> Body:
    return {"category": str(world.made.category.pk)}


def _answer(_world: World, case: Case) -> Body:
    found = _complaint(case)
    return {"version": found.version if found else 1, "answer": "按规定这样办理。"}


def _advise(_world: World, case: Case) -> Body:
    found = _complaint(case)
    return {
        "version": found.version if found else 1,
        "outcome": "statutory-petition",
        "reply": "请走信访渠道。",
        "step": "send",
    }


def _article(world: World, _case: Case) -> Body:
    """With a version that nobody has: who may is told so, and nothing changes."""
    return {
        "version": 99,
        "title": "路灯多久修好",
        "answer": "三天内。",
        "owner": world.made.bodies.city_office.pk,
        "source": "测试",
        "since": "2026-01-01",
        "review_on": "2027-01-01",
    }


def _joint(world: World, case: Case) -> Body:
    """One more unit beside the lead; for a secret complaint with its one named person."""
    found = _complaint(case)
    body = {
        "version": found.version if found else 1,
        "clock_kind": "general",
        "co_units": [world.made.bodies.safety_office.pk],
    }
    named = {"handler": world.people["other_handler"].pk}
    return body | (named if found and found.is_secret else {})


def _joint_at_api(world: World, case: Case) -> Body:
    found = _complaint(case)
    body = {
        "version": found.version if found else 1,
        "organisation": world.made.bodies.safety_office.code,
        "role": "co",
    }
    named = {"handler": world.people["other_handler"].username}
    return body | (named if found and found.is_secret else {})


def _many(world: World, _case: Case) -> Body:
    """All of them at once: each is looked at with the asker's own eyes."""
    numbers = [case.number for case in world.cases.values()]
    label, _ = Label.objects.get_or_create(name="督办")
    unit = world.made.bodies.city_office.pk
    read = {f"read-{number}": f"1-{unit}" for number in numbers}
    return {"numbers": numbers, "label": label.pk, "way": "on", **read}


RULE: Final = {
    "position": 5, "channel": "phone", "target": "community", "note": "测试", "since": "2026-11-01",
}  # fmt: skip


def _same_person(_world: World, case: Case) -> Body:
    """The one who is named, or else anybody of the unit."""
    branch = Assignment.objects.filter(pk=case.branch).first()
    if branch is None:
        return {"handler": 1}
    posts = branch.organisation.posts.filter(role="handler")
    return {"handler": branch.handler_id or posts.values_list("user_id", flat=True)[0]}


def _blast(world: World, _case: Case) -> Body:
    bodies = world.made.bodies
    return {
        "blower": bodies.government.pk, "kind": "enforcement", "origin": "work",
        "title": "占道经营", "reason": "晚上八点以后占满便道。", "place": "东门外便道",
        **_calls(world, _case),
    }  # fmt: skip


def _calls(world: World, _case: Case) -> Body:
    unit = world.made.bodies.safety_office.pk
    return {"units": [unit], "call_reason": "一起到场", "legal_ground": "街道办事处条例第十一条"}


def _arrival(_world: World, case: Case) -> Body:
    found = Whistle.objects.filter(summons=case.summons).first()
    return {"code": found.arrival_code if found else "000000"}


def _always(body: Mapping[str, Any]) -> Callable[[World, Case], Body]:
    return lambda _world, _case: dict(body)


_BODIES: Final[dict[str, Callable[[World, Case], Body]]] = {
    "choose-language": _always({"language": "zh-hans", "next": "/guide/"}),
    "choose-type": _always({"type": "large", "next": "/guide/"}),
    "file-new": _always(FILING),
    "file-hints": _always(FILING),
    "office-photo-show": _always({"show": "yes"}),
    "track": lambda _world, case: {"number": case.number, "code": "AAAA-AAAA-AAAA"},
    "place-at": _always({"point": "116.2,39.9"}),
    "place-offer": _always({"q": "晨光"}),
    "office-new-beside": _always(FILING),
    "office-new-category": _always(FILING),
    "office-new-caller": _always({"phone": "13900000000", "reason": "来电人询问以前的诉求"}),
    "office-new": _always({**FILING, "channel": "phone", "urgency": "normal"}),
    "office-callback": _always(
        {"act": "answers", "contacted": "yes", "resolved": "yes", "satisfaction": "satisfied"}
    ),
    "office-exclusion": _always(DECIDED),
    "office-reveal": _always({"reason": REASON}),
    "office-recording": _always({"release": "yes"}),
    "office-import-new": _always({"source": "某热线"}),
    "office-import-columns": _always({"text": "诉求内容", "number": "编号", "act": "start"}),
    "office-classify": lambda world, case: _edit(world, case) | _category(world),
    "office-answer": _answer,
    "office-advise": _advise,
    "office-flag-aside": _always({"reason": "问过了，没有这回事"}),
    "office-article-new": _article,
    "office-article-edit": _article,
    "office-article-confirm": lambda _world, case: {"version": 99 if case.article else 1},
    "office-dispatch": _joint,
    "office-views": _always({"name": "井盖", "query": "queue=new&q=路灯"}),
    "office-view": _always({"name": "路灯和井盖"}),
    "office-dispatch-many": _many,
    "office-label-many": _many,
    "office-choices": _always({"columns": ["place"]}),
    "office-learning-use": _always({"version": "99999999"}),
    "office-merge": _always({"others": "20990101000001", "reason": "同一件事"}),
    "office-add": _always({"text": "还没有人来看过"}),
    "office-check": _always({"redacted_text": "还没有人来看过"}),
    "office-reopen": _always({"reason": "又不亮了"}),
    "office-here": _always({"doing": "writing"}),
    "office-lay": _always({"reason": "多人来电"}),
    "office-supervise": _always({"words": "今天修好"}),
    "office-supervision-reply": _always({"words": "修好了"}),
    "office-supervision-back": _always({"words": "没有照片"}),
    "office-supervision-clear": _always({"words": "可以了"}),
    "branch-cannot": _always({"reason": "没有电工证", "interim": "已围挡"}),
    "branch-links": _always({"company": "虚构公司"}),
    "work": _always({"text": "换了灯头"}),
    "office-endings": lambda world, _case: {"unit": world.made.bodies.property.pk},
    # Who may is told what is missing: handing the work over would leave others nothing to do.
    "office-ending": _always({"successor": "", "reason": "撤并"}),
    "office-consult": lambda world, _case: {
        "question": "归谁",
        "units": [world.made.bodies.committee.pk, world.made.bodies.safety_office.pk],
        "redacted_text": "路灯坏了",
    },
    "office-talk": lambda world, _case: {
        "decision": "平安办主办",
        "lead": world.made.bodies.safety_office.pk,
        "stance": "lead",
        "words": "归我们",
    },
    "office-talk-off": _always({"decision": "已问清"}),
    "office-sweep-new": lambda world, _case: {
        "what": "路灯",
        "areas": [world.made.places.community.pk],
        "due_on": "2199-01-01",
    },
    "office-sweep-look": _always({"result": "clear", "words": "都亮"}),
    "office-petition-new": _always(
        {"level": "city", "number": "市信1号", "about": "房产证", "received_on": "2026-01-05"}
    ),
    "office-petition": _always({"verb": "register", "on": "2026-11-10"}),
    "office-whistle-fund": _always({"what": "管线", "yuan": "100"}),
    "office-fund-decide": _always({"yuan": "100", "source": "区级专项"}),
    "office-matter-new": lambda world, _case: {
        "street": world.made.bodies.government.pk,
        "department": 0,
        "title": "登记",
        "words": "每月报",
    },
    "office-matter-refuse": _always({"article": "第十条", "reply": "不在清单"}),
    "office-matter-accept": _always(
        {
            "approval": "district",
            "document": "纪要",
            "people": "两人",
            "money": "三万",
            "technique": "仪器",
            "until_on": "2199-01-01",
        }
    ),
    "office-figures-new": lambda world, _case: {
        "community": world.made.bodies.committee.pk,
        "asker": "统计局",
        "title": "月报",
    },
    "office-endorsement-sign": _always({"words": "接诉即办。"}),
    "office-endorsement-pass": lambda world, _case: {"to": world.people["desk"].pk},
    "office-endorsement-go": _always({"promise": "明早加装", "promised_on": "2199-01-01"}),
    "office-endorsement-finish": _always({"result": "装好了"}),
    "office-endorsement-back": _always({"words": "科室可办"}),
    "office-outward": lambda world, _case: {
        "organisation": world.made.bodies.city_office.pk,
        "title": "值班群",
        "url": ROBOT,
    },
    "office-phrases": _always({"name": "问候", "text": "您好。", "use": "any", "circle": "own"}),
    "office-phrase": _always({"name": "问候", "text": "您好。", "use": "any", "circle": "own"}),
    "office-notes": _always({"text": "明天一起去看"}),
    "office-rules": _always({"name": "下一版"}),
    "office-rule-set": _always({"act": "discard"}),
    "office-rule-set-try": _always({"months": "3"}),
    "office-rule-new": _always(RULE),
    "office-rule": _always(RULE),
    "office-whistles-new": _blast,
    "office-ticket-whistle": _blast,
    "office-whistle-summon": _calls,
    "office-whistle-link": lambda _world, case: {"numbers": case.number},
    "office-whistle-call-off": _always({"reason": "误报"}),
    "office-whistle-meet": _always(
        {"place": "会议室", "starts_at": "2026-11-03T14:00", "agenda": "分工"}
    ),
    "office-whistle-oblige": lambda world, _case: {
        "owners": [world.made.bodies.government.pk],
        "what": "清场",
        "due_on": "2199-12-31",
    },
    "office-whistle-act": _always({"kind": "visit", "done_on": "2026-11-02", "what": "上门"}),
    "office-duty-settle": _always({"result": "kept", "evidence": "照片在案"}),
    "office-meeting-minutes": _always({"version": 0, "text": "周五拆除"}),
    "office-summons-report-in": _arrival,
    "office-summons-refuse": _always({"words": "不归本单位管"}),
    "office-summons-excuse": _always({"ground": "other", "note": "已经处置"}),
    "office-summons-score": _always({"points": 90, "words": "到得快"}),
    "office-summons-decide": _always({"decision": "upheld", "words": "通报"}),
    "office-withdraw": _always({"reason": "solved"}),
    "tracked-open": _always({"token": "A" * 22}),
    "tracked-add": _always({"text": "还没有人来看过"}),
    "tracked-contact": _always({"phone": "010-00000009"}),
    "tracked-rate": _always({"contacted": "yes", "resolved": "no", "satisfaction": "not"}),
    "tracked-again": _always({"reason": "又不亮了"}),
    "tracked-withdraw": _always({"reason": "solved"}),
    "branch-contact": _always(CONTACT),
    "branch-report": _always(REPORT),
    "branch-object": _always(OBJECTION),
    "branch-ask": _always(
        {"ground": "works", "words": "备料", "until_at": "2026-11-12T09:00", "told_by": "phone"}
    ),
    "office-ask": _always({"decision": "granted", "words": "同意"}),
    "office-ask-review": _always({"words": "仍在等资金", "next_on": "2199-01-01"}),
    "office-ask-strike": _always({"words": "已经解决"}),
    "month-close": _always({"period": "2025-01", "reason": ""}),
    "branch-handler": _same_person,
    "branch-exclude": _always(EXCLUSION),
    "api-complaint-list": _always({**FILING, "channel": "phone"}),
    "api-complaint-reveal": _always({"reason": REASON}),
    "api-complaint-classify": lambda world, case: (
        _edit(world, case) | {"category": world.made.category.code}
    ),
    "api-complaint-answer": _answer,
    "api-complaint-advise": _advise,
    "api-complaint-dispatch": _joint_at_api,
    "api-complaint-supplement": _always({"text": "还没有人来看过"}),
    "api-complaint-reopen": _always({"reason": "又不亮了"}),
    "api-complaint-withdraw": _always({"reason": "solved"}),
    "api-assignment-contact": _always(CONTACT),
    "api-assignment-report": _always(REPORT),
    "api-assignment-ask": _always({"kind": "objection", **OBJECTION}),
    "api-ask-decide": _always({"is_granted": True, "words": "同意"}),
    "api-assignment-exclude": _always(EXCLUSION),
    "api-callback-attempt": _always(TRIED),
    "api-callback-complete": _always(
        {"contacted": True, "resolved": True, "satisfaction": "satisfied"}
    ),
    "api-callback-invalid": _always({"ground": "unreachable"}),
    "api-exclusion-decide": _always({"is_granted": True, "note": "同意"}),
}

# Doors that are pressed: nothing is sent but the press.
PRESSED: Final = frozenset({
    "login", "logout", "landing", "stop-tracking", "foresee-count", "health-live",
    "health-ready", "office-import-cancel", "office-import-resume", "office-import-rejects",
    "office-archive", "office-chase", "office-split", "branch-tell-all", "tracked-chase",
    "office-view-remove", "office-learning-train", "office-rules-learn",
    "office-resume", "api-complaint-resume",
    "branch-sign", "branch-tell-resident", "branch-tell-hotline",
    "office-undo", "api-complaint-archive", "api-complaint-chase", "api-assignment-sign",
    "api-assignment-tell-resident", "api-assignment-tell-hotline",
    "office-inbox-read", "office-inbox-read-all",
    "office-ask-take-back", "office-ask-start", "office-sweep-file", "branch-link-end",
    "office-outward-try", "office-outward-end", "office-outward-again",
    "office-phrase-remove", "office-whistle-conclude", "office-summons-leave",
    "office-meeting-open", "office-meeting-attend", "office-meeting-end", "office-meeting-freeze",
    "office-meeting-drop",
})  # fmt: skip
TAKE_A_BODY: Final = frozenset(_BODIES)


def body_of(name: str, world: World, case: Case = NOWHERE) -> Body:
    """What is sent to a door; a word nobody asks for where it takes nothing."""
    made = _BODIES.get(name)
    return made(world, case) if made else {"unasked": "1"}


def state_of_own(world: World) -> dict[str, str]:
    """The states that the bodies move: what a request that changed nothing leaves as it was."""
    case = world.own
    return {
        "complaint": Complaint.objects.get(number=case.number).status,
        "branch": Assignment.objects.get(pk=case.branch).status,
        "call": Callback.objects.get(pk=case.call).status,
        "exclusion": Exclusion.objects.get(pk=case.exclusion).decision,
    }
