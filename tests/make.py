"""Plain builders. A case in a given state is made by running the actions, so impossible rows do
not exist. The day is fixed, the people are invented, nothing is random."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from complaints.actions.advising import Advising, advise_complaint
from complaints.actions.flagging import flag_words
from complaints.actions.imports.runs import start_import, upload_import
from complaints.actions.imports.work import claim_import, work_on_import
from complaints.actions.intake import Caller, Draft, Filed, Where, file_complaint
from complaints.actions.knowledge import Wording, write_article
from complaints.actions.learning import Lesson, teach_first
from complaints.actions.life import (
    answer_complaint,
    archive_complaint,
    classify_complaint,
)
from complaints.files.seeds import read_notice_words, read_outcomes, read_parameters
from complaints.models import (
    Actor,
    Advice,
    Area,
    Article,
    By,
    Category,
    Channel,
    ClockKind,
    ClockLimit,
    Complaint,
    Component,
    DemandKind,
    GazetteerEntry,
    ImportRun,
    ModelVersion,
    NoticeTemplate,
    Organisation,
    Outcome,
    Parameter,
    Post,
    RiskFlag,
    RiskWord,
    Role,
    User,
)
from dispatch.actions.asks.asking import Wish, ask
from dispatch.actions.asks.deciding import decide_ask
from dispatch.actions.assignments import (
    Order,
    dispatch_complaint,
    record_contact,
    report_result,
    sign_assignment,
    tell_hotline,
    tell_resident,
)
from dispatch.actions.callbacks import Answers, complete_callback, open_callback
from dispatch.actions.turning import withdraw_complaint
from dispatch.actions.undoing import undo_step
from dispatch.models import Ask, Assignment, Callback, RoutingRule, RuleSet, ScoringScheme

BEIJING: Final = ZoneInfo("Asia/Shanghai")
SINCE: Final = date(2020, 1, 1)
# A Monday morning long enough ago that every limit that starts then has passed by now.
START: Final = datetime(2026, 11, 2, 9, 0, tzinfo=BEIJING).astimezone(UTC)
WORDS: Final = "小区东门的路灯坏了一周，晚上回家看不清路，请尽快修一下。"
CALLER: Final = Caller(name="测试居民甲", phone="010-00000001", home="虚构小区 1 号楼 101")

_LIMITS: Final = {
    ClockKind.EMERGENCY: {"dispatch": (1, "hours"), "feedback": (2, "hours")},
    ClockKind.LIVELIHOOD: {"dispatch": (2, "hours"), "feedback": (24, "hours")},
    ClockKind.GENERAL: {"dispatch": (24, "hours"), "feedback": (7, "calendar_days")},
    ClockKind.COMPLEX: {"dispatch": (24, "hours"), "feedback": (15, "calendar_days")},
}
_SHARED: Final = {
    "street_dispatch": (10, "minutes"),
    "sign": (30, "minutes"),
    "contact": (30, "minutes"),
    "onsite": (1, "hours"),
}


@dataclass(frozen=True, slots=True)
class Territory:
    """A city of one district with two streets; the first has two communities, the second one."""

    city: Area
    district: Area
    street: Area
    next_street: Area
    community: Area
    other_community: Area
    next_community: Area


@dataclass(frozen=True, slots=True)
class Organisations:
    """One body of each kind the path needs; `next_…` belong to the other street."""

    hotline: Organisation
    coordination: Organisation
    government: Organisation
    centre: Organisation
    city_office: Organisation
    safety_office: Organisation
    committee: Organisation
    property: Organisation
    next_centre: Organisation
    next_office: Organisation


@dataclass(frozen=True, slots=True)
class People:
    """One person a role; `neighbour` and `next_triage` belong to the other street."""

    clerk: User
    triage: User
    desk: User
    handler: User
    safety_handler: User
    community_worker: User
    property_clerk: User
    head: User
    district_leader: User
    city_viewer: User
    privacy_officer: User
    auditor: User
    administrator: User
    neighbour: User
    next_triage: User


@dataclass(frozen=True, slots=True)
class Office:
    """Everything a complaint's path needs."""

    places: Territory
    bodies: Organisations
    people: People
    category: Category
    advice: Category


def office() -> Office:
    """Territory, bodies, people, catalogue, limits, one rule and the scoring scheme."""
    places = territory()
    bodies = organisations(places)
    limits()
    parameters()
    outcomes()
    notice_words()
    scheme()
    lights = category("010306", "路灯照明", office_key="urban_management", is_told_nearby=True)
    advice = category("100101", "政策咨询", office_key="livelihood", demand_kind="consult")
    rule(10, office_key="urban_management", category=lights)
    return Office(places, bodies, people(bodies), lights, advice)


def territory() -> Territory:
    """Area rows with nesting codes."""
    city = area("110000", "虚构市", "city", None)
    district = area("110199", "虚构区", "district", city)
    street = area("110199001", "东虚街道", "subdistrict", district)
    next_street = area("110199002", "西虚街道", "subdistrict", district)
    return Territory(
        city=city,
        district=district,
        street=street,
        next_street=next_street,
        community=area("110199001001", "晨光社区", "community", street, "chenguangshequ", "cgsq"),
        other_community=area("110199001002", "暮色社区", "community", street),
        next_community=area("110199002001", "远山社区", "community", next_street),
    )


def area(
    code: str, name: str, level: str, parent: Area | None, pinyin: str = "", initials: str = ""
) -> Area:
    """One area; the same code again is the same row."""
    made, _ = Area.objects.get_or_create(
        code=code,
        defaults={
            "name": name, "level": level, "parent": parent, "pinyin": pinyin, "initials": initials,
        },
    )  # fmt: skip
    return made


def place(name: str, kind: str, where: Area) -> GazetteerEntry:
    """A named place inside an area."""
    return GazetteerEntry.objects.create(name=name, kind=kind, area=where)


def organisations(places: Territory) -> Organisations:
    """The tree from the hotline down to a property company."""
    hotline = organisation("T-HOTLINE", "虚构市热线中心", "hotline", places.city)
    coordination = organisation("T-DIST", "虚构区分中心", "district_body", places.district, hotline)
    government = organisation("T-ST1", "东虚街道办事处", "subdistrict", places.street, coordination)
    second = organisation(
        "T-ST2", "西虚街道办事处", "subdistrict", places.next_street, coordination
    )
    return Organisations(
        hotline=hotline,
        coordination=coordination,
        government=government,
        centre=organisation(
            "T-ST1-C", "东虚街道诉求处置中心", "centre", places.street, government,
            "complaint_centre",
        ),
        city_office=organisation(
            "T-ST1-U", "东虚街道城市管理办公室", "office", places.street, government,
            "urban_management",
        ),
        safety_office=organisation(
            "T-ST1-S", "东虚街道平安建设办公室", "office", places.street, government, "safety"
        ),
        committee=organisation(
            "T-ST1-K", "晨光社区居委会", "community", places.community, government
        ),
        property=organisation(
            "T-ST1-P", "虚构物业服务有限公司", "property", places.community, government
        ),
        next_centre=organisation(
            "T-ST2-C", "西虚街道诉求处置中心", "centre", places.next_street, second,
            "complaint_centre",
        ),
        next_office=organisation(
            "T-ST2-U", "西虚街道城市管理办公室", "office", places.next_street, second,
            "urban_management",
        ),
    )  # fmt: skip


def organisation(
    code: str,
    name: str,
    kind: str,
    where: Area | None,
    parent: Organisation | None = None,
    office_key: str = "",
) -> Organisation:
    """One body; the same code again is the same row."""
    made, _ = Organisation.objects.get_or_create(
        code=code,
        defaults={
            "name": name, "kind": kind, "area": where, "parent": parent, "office_key": office_key,
            "since": SINCE,
        },
    )  # fmt: skip
    return made


def people(bodies: Organisations) -> People:
    """One person in each post of the path."""
    return People(
        clerk=person("t-clerk", Role.HOTLINE_CLERK, bodies.hotline),
        triage=person("t-triage", Role.TRIAGE_OFFICER, bodies.centre),
        desk=person("t-desk", Role.DESK, bodies.government),
        handler=person("t-handler", Role.HANDLER, bodies.city_office),
        safety_handler=person("t-safety", Role.HANDLER, bodies.safety_office),
        community_worker=person("t-community", Role.COMMUNITY_WORKER, bodies.committee),
        property_clerk=person("t-property", Role.PROPERTY_CLERK, bodies.property),
        head=person("t-head", Role.HEAD, bodies.government),
        district_leader=person("t-district", Role.DISTRICT_LEADER, bodies.coordination),
        city_viewer=person("t-city", Role.CITY_VIEWER, bodies.hotline),
        privacy_officer=person("t-privacy", Role.PRIVACY_OFFICER, bodies.government),
        auditor=person("t-auditor", Role.AUDITOR, bodies.government),
        administrator=person("t-admin", Role.ADMINISTRATOR, bodies.government),
        neighbour=person("t-neighbour", Role.HANDLER, bodies.next_office),
        next_triage=person("t-next-triage", Role.TRIAGE_OFFICER, bodies.next_centre),
    )


def person(username: str, role: str, body: Organisation, display_name: str = "") -> User:
    """A person with one post."""
    user, is_new = User.objects.get_or_create(
        username=username, defaults={"display_name": display_name or f"测试{Role(role).label}"}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    Post.objects.get_or_create(user=user, organisation=body, role=role, since=SINCE)
    return User.objects.get(pk=user.pk)


def category(
    code: str,
    name: str,
    *,
    office_key: str = "",
    clock_kind: str = ClockKind.GENERAL,
    demand_kind: str = DemandKind.HELP,
    is_told_nearby: bool = False,
    community_assists: bool = False,
) -> Category:
    """A third-level category with the two levels above it."""
    parent: Category | None = None
    levels = ((1, f"{code[:2]}0000", "一级"), (2, f"{code[:4]}00", "二级"), (3, code, name))
    for level, at_code, title in levels:
        parent, _ = Category.objects.get_or_create(
            code=at_code,
            defaults={
                "name": title if level == 3 else f"{title}{at_code[: level * 2]}",
                "level": level, "parent": parent, "since": SINCE, "office_key": office_key,
                "clock_kind": clock_kind, "demand_kind": demand_kind,
                "is_told_nearby": is_told_nearby, "community_assists": community_assists,
            },
        )  # fmt: skip
    assert parent is not None
    return parent


def limits() -> None:
    """A limit for every stage and kind, all in elapsed or calendar time."""
    for kind, own in _LIMITS.items():
        for stage, (amount, unit) in {**_SHARED, **own}.items():
            ClockLimit.objects.get_or_create(
                stage=stage, clock_kind=kind, since=SINCE,
                defaults={"amount": amount, "unit": unit, "source": "测试"},
            )  # fmt: skip


def outcomes() -> None:
    """The outcomes without dispatch as they come with the program."""
    if not Outcome.objects.exists():
        Outcome.objects.bulk_create(Outcome(**asdict(seed)) for seed in read_outcomes())


def advised(
    made: Office, complaint: Complaint, code: str = "statutory-petition", **more: Any
) -> Advice:
    """Ended without a unit, by an outcome of this code."""
    at = more.pop("at", complaint.received_at)
    advising = Advising(outcome=code, reply=more.pop("reply", "按规定请走法定渠道。"), **more)
    return advise_complaint(complaint.pk, by=made.people.triage, advising=advising, at=at)


def risk_word(word: str = "扬言", *, kind: str = "threat", **more: Any) -> RiskWord:
    """A word of the risk list; the same word again is the same row."""
    given = {"kind": kind, "what_to_do": "马上报告值班负责人", "source": "测试", **more}
    return RiskWord.objects.get_or_create(word=word, since=SINCE, defaults=given)[0]


def notice_words() -> None:
    """The words of every kind of notice, as they come with the program."""
    if not NoticeTemplate.objects.exists():
        rows = (NoticeTemplate(**asdict(seed)) for seed in read_notice_words())
        NoticeTemplate.objects.bulk_create(rows)


def flagged(complaint: Complaint, *, at: datetime = START) -> RiskFlag:
    """Flagged for a word that its caller said."""
    risk_word()
    flag_words(complaint, "扬言要拉横幅", at=at)
    return RiskFlag.objects.get(complaint=complaint)


def article(
    owner: Organisation,
    *,
    title: str = "路灯多久修好",
    answer: str = "一般三天内修好，找产权单位的要一周。",
    by: By = Actor.MACHINE,
    at: datetime = START,
    **more: Any,
) -> Article:
    """An internal article, to be reviewed in a year."""
    day = timezone.localdate(at)
    given = {"source": "测试", "since": SINCE, "review_on": day + timedelta(days=365), **more}
    wording = Wording(title=title, answer=answer, owner_id=owner.pk, **given)
    return write_article(wording, by=by, at=at)


def parameters() -> None:
    """The office's numbers as they come with the program."""
    for seed in read_parameters():
        Parameter.objects.get_or_create(
            key=seed.key, since=seed.since,
            defaults={"amount": seed.amount, "unit": seed.unit, "source": seed.source},
        )  # fmt: skip


def component(made: Office, *, at: tuple[float, float] = (116.5, 39.5)) -> Component:
    """A lamp that carries a code."""
    return Component.objects.create(
        code="1101990103000002", name="路灯", kind="utility", area=made.places.community,
        where="虚构路", lon=at[0], lat=at[1], category=made.category, since=SINCE,
    )  # fmt: skip


def model_version(made: Office) -> ModelVersion:
    """A model that tells lamps from questions, and little else."""
    lamps = ("东门的路灯坏了", "路灯不亮看不清路", "两盏路灯一直闪", "灯杆歪了灯也灭了")
    asked = ("怎么办理居住证", "想问医保怎么报销", "咨询养老补贴的条件", "询问怎样申请公租房")
    said = {made.category.code: lamps, made.advice.code: asked}
    lessons = [
        Lesson(words, code, at % 2)
        for code, sentences in said.items()
        for at, words in enumerate(sentences)
    ]
    return teach_first(lessons, [one for one in lessons if one.side], by=Actor.MACHINE)


def rule_set() -> RuleSet:
    """The version of the rules that is in force from the first day on."""
    since = datetime.combine(SINCE, time(), BEIJING)
    return RuleSet.objects.get_or_create(
        live_from=since, defaults={"name": "测试规则", "made_at": since, "published_at": since}
    )[0]


def rule(
    position: int,
    *,
    office_key: str = "",
    body: Organisation | None = None,
    category: Category | None = None,
    where: Area | None = None,
) -> RoutingRule:
    """A routing rule to an office of the street, to a named body, or else to the community."""
    target = RoutingRule.Target.COMMUNITY
    if office_key:
        target = RoutingRule.Target.STREET_OFFICE
    elif body is not None:
        target = RoutingRule.Target.ORGANISATION
    made, _ = RoutingRule.objects.get_or_create(
        position=position,
        rule_set=rule_set(),
        defaults={
            "target": target, "office_key": office_key, "organisation": body, "category": category,
            "area": where, "since": SINCE, "note": "测试规则",
        },
    )  # fmt: skip
    return made


def scheme() -> ScoringScheme:
    """10/50/40 with the 19th as first day."""
    made, _ = ScoringScheme.objects.get_or_create(
        since=SINCE, defaults={"name": "测试方案", "source": "测试"}
    )
    return made


def filed(
    made: Office,
    *,
    words: str = WORDS,
    address: str = "东门外 50 米",
    at: datetime = START,
    caller: Caller = CALLER,
    is_secret: bool = False,
    community: Area | None = None,
    category: Category | None = None,
    is_placed: bool = True,
    point: tuple[float, float] | None = None,
    demand_kind: str = DemandKind.HELP,
    by: By = Actor.RESIDENT,
    channel: str = Channel.WEB,
    key: str = "",
) -> Filed:
    """A complaint as its caller leaves it, with its code and token."""
    where = Where(address=address)
    if is_placed:
        place = community or made.places.community
        lon, lat = point or (None, None)
        where = Where(address=address, lon=lon, lat=lat, community_id=place.pk)
    draft = Draft(
        text=words,
        where=where,
        caller=caller,
        demand_kind=demand_kind,
        category_id=(category or made.category).pk,
        is_secret=is_secret,
    )
    return file_complaint(draft, by=by, channel=channel, idempotency_key=key, at=at)


def received(made: Office, *, at: datetime = START, words: str = WORDS) -> Complaint:
    """A complaint that waits for triage."""
    return filed(made, at=at, words=words).complaint


def dispatched(
    made: Office,
    complaint: Complaint | None = None,
    *,
    at: datetime = START,
    body: Organisation | None = None,
    role: str = Assignment.Role.LEAD,
    handler: User | None = None,
    clock_kind: str = "",
) -> Assignment:
    """A branch that waits to be signed for, ten minutes after `at`; without a body by the rules."""
    complaint = complaint or received(made, at=at)
    order = Order(
        organisation_id=body.pk if body else None,
        role=role,
        clock_kind=clock_kind,
        override_reason="测试改派" if body else "",
        handler_id=handler.pk if handler else None,
        redacted_text=complaint.redacted_text,
    )
    return dispatch_complaint(
        complaint.pk, by=made.people.triage, order=order, at=at + timedelta(minutes=10)
    )


def worker_of(made: Office, branch: Assignment) -> User:
    """Who works for the branch's unit."""
    who = made.people
    bodies = made.bodies
    workers: Mapping[int, User] = {
        bodies.city_office.pk: who.handler,
        bodies.safety_office.pk: who.safety_handler,
        bodies.committee.pk: who.community_worker,
        bodies.property.pk: who.property_clerk,
        bodies.next_office.pk: who.neighbour,
    }
    return workers[branch.organisation_id]


BRANCH_PATH: Final = (
    "to_sign", "signed", "contacted", "reported", "resident_told", "hotline_told", "closed",
    "returned", "withdrawn",
)  # fmt: skip


def branch_in(
    made: Office, status: str, *, at: datetime = START, branch: Assignment | None = None
) -> Assignment:
    """A branch in a state, by the unit's own steps ten minutes apart."""
    branch = branch or dispatched(made, at=at)
    key, worker = branch.pk, worker_of(made, branch)
    clock = (at + timedelta(minutes=10 * step) for step in range(2, 9))
    if status == "to_sign":
        return branch
    if status in {"withdrawn", "undone"}:
        return _taken_back(made, branch, status, at=next(clock))
    if status == "returned":
        return give_back(made, branch, reason="应由产权单位办理", at=next(clock))
    sign_assignment(key, by=worker, at=next(clock))
    if status != "signed":
        record_contact(key, by=worker, method="phone", outcome="reached", at=next(clock))
    if status not in {"signed", "contacted"}:
        report_result(key, by=worker, outcome="solved", text="路灯已经修好。", at=next(clock))
    if status in {"resident_told", "closed"}:
        tell_resident(key, by=worker, at=next(clock))
    if status in {"hotline_told", "closed"}:
        tell_hotline(key, by=made.people.triage, at=next(clock))
    return Assignment.objects.select_related("complaint").get(pk=key)


def give_back(
    made: Office,
    branch: Assignment,
    *,
    by: User | None = None,
    reason: str = "不归本单位",
    at: datetime | None = None,
) -> Assignment:
    """The unit objects, and the street's desk lets the order go."""
    at = at or branch.dispatched_at + timedelta(minutes=30)
    row = objected(made, branch, by=by, reason=reason, at=at)
    decide_ask(row.pk, by=made.people.desk, is_granted=True, at=at)
    return Assignment.objects.select_related("complaint").get(pk=branch.pk)


def objected(
    made: Office,
    branch: Assignment,
    *,
    by: User | None = None,
    reason: str = "不归本单位",
    at: datetime | None = None,
) -> Ask:
    """The unit's objection, half an hour after the order, not decided yet."""
    at = at or branch.dispatched_at + timedelta(minutes=30)
    wish = Wish(kind="objection", ground="not_ours", words=reason)
    return ask(branch.pk, by=by or worker_of(made, branch), wish=wish, at=at)


def _taken_back(made: Office, branch: Assignment, status: str, *, at: datetime) -> Assignment:
    """By its caller, or by who dispatched it and saw his slip at once."""
    if status == "withdrawn":
        withdraw_complaint(branch.complaint_id, by=Actor.RESIDENT, reason="solved", at=at)
    else:
        step = branch.complaint.events.filter(verb="dispatch").latest("pk")
        undo_step(step.pk, by=made.people.triage, at=step.at)
    return Assignment.objects.select_related("complaint").get(pk=branch.pk)


def callback_of(branch: Assignment, *, at: datetime | None = None) -> Callback:
    """The branch's callback, opened the moment its limit has passed."""
    opened = open_callback(branch.pk, at=at or branch.feedback_due_at)
    assert opened is not None
    return opened


def answered_callback(
    made: Office,
    branch: Assignment,
    *,
    contacted: bool = True,
    resolved: bool = True,
    satisfaction: str = "satisfied",
) -> Callback:
    """The branch's callback with all three answers, an hour after it was opened."""
    return complete_callback(
        callback_of(branch).pk,
        by=made.people.clerk,
        answers=Answers(contacted, resolved, satisfaction),
        at=branch.feedback_due_at + timedelta(hours=1),
    )


def complaint_in(made: Office, status: str, *, at: datetime = START) -> Complaint:
    """A complaint in a state, by running the actions that lead there."""
    people = made.people
    complaint = received(made, at=at)
    if status in {"received", "answered", "advised"}:
        return _without_a_unit(made, complaint, status)
    branch = dispatched(made, complaint, at=at)
    if status == "withdrawn":
        return branch_in(made, "withdrawn", at=at, branch=branch).complaint
    if status != "dispatched":
        branch = branch_in(made, "closed", at=at, branch=branch)
    if status == "to_call_back":
        callback_of(branch)
    if status in {"called_back", "archived"}:
        answered_callback(made, branch)
    if status == "archived":
        archive_complaint(
            complaint.pk, by=people.triage, at=branch.feedback_due_at + timedelta(hours=2)
        )
    return Complaint.objects.get(pk=complaint.pk)


def _without_a_unit(made: Office, complaint: Complaint, status: str) -> Complaint:
    at = complaint.received_at
    if status == "answered":
        by, words = made.people.triage, "按规定这样办理。"
        return answer_complaint(complaint.pk, by=by, answer=words, at=at)
    return advised(made, complaint, at=at).complaint if status == "advised" else complaint


def classified(made: Office, complaint: Complaint, *, by: User, version: int) -> Complaint:
    """One saved edit that changes the address only."""
    return classify_complaint(
        complaint.pk,
        by=by,
        version=version,
        where=Where(address="改过的地点", community_id=made.places.community.pk),
        category_id=complaint.category_id,
        demand_kind=complaint.demand_kind,
        urgency=complaint.urgency,
        redacted_text=complaint.redacted_text,
    )


FILE_COLUMNS: Final = {
    "columns": {
        "number": "编号", "received": "创建时间", "text": "主要内容", "subdistrict": "被反映街乡镇",
        "caller_name": "诉求人", "caller_phone": "联系电话",
    }
}  # fmt: skip


def sheet(rows: int, *, bad: int = 0, header: Sequence[str] = ()) -> bytes:
    """Another system's table: so many rows, the first `bad` of them with a day that is none."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header or FILE_COLUMNS["columns"].values())
    for turn in range(rows):
        day = "昨天" if turn < bad else f"2026-10-{turn % 28 + 1:02d} 09:30"
        words = f"第{turn}盏路灯不亮"
        writer.writerow([f"K{turn:06d}", day, words, "东虚街道", "测试居民丁", "13900000791"])
    return out.getvalue().encode("utf-8-sig")


def file_sent(made: Office, *, rows: int, bad: int = 0) -> ImportRun:
    """A file whose columns nobody has matched yet."""
    content = io.BytesIO(sheet(rows, bad=bad))
    return upload_import(content, name="十月.csv", source="某区热线", by=made.people.triage)


def file_done(made: Office, *, rows: int, bad: int = 0, upto: float = 120) -> ImportRun:
    """A file after one turn of a worker."""
    run = file_sent(made, rows=rows, bad=bad)
    start_import(run.pk, columns=FILE_COLUMNS, by=made.people.triage)
    claimed = claim_import()
    if claimed is not None:
        work_on_import(run.pk, attempt=claimed.attempt, turn_seconds=upto, pause=0)
    return ImportRun.objects.get(pk=run.pk)
