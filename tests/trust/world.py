"""Two streets with everybody in them, and callers whose every word can be told from all others."""

import io
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from complaints.actions.following_up import add_supplement
from complaints.actions.imports.runs import start_import, upload_import
from complaints.actions.imports.work import claim_import, work_on_import
from complaints.actions.intake import Caller
from complaints.actions.outward.addresses import keep_address
from complaints.actions.photos import add_photo
from complaints.models import (
    Actor,
    Complaint,
    Organisation,
    OutwardMessage,
    Photo,
    Recording,
    Role,
    User,
)
from dispatch.actions.assignments import Order, dispatch_complaint, record_contact
from dispatch.actions.consulting.talking import consult
from dispatch.actions.duty_list import register_matter
from dispatch.actions.endorsements import lay_before_head
from dispatch.actions.exclusions import apply_exclusion
from dispatch.actions.notes import write_note
from dispatch.actions.petitions import Linked, link_petition
from dispatch.actions.phrases import Wording, save_phrase
from dispatch.actions.rule_sets import draft_rules
from dispatch.actions.rule_trials import request_trial
from dispatch.actions.saved_views import save_view
from dispatch.actions.supervision.demanding import supervise_by_threshold
from dispatch.actions.sweeps import open_sweep
from dispatch.actions.unit_endings import open_ending
from dispatch.actions.whistles.answering import fall_silent
from dispatch.actions.whistles.funds import ask_fund
from dispatch.actions.whistles.working import lay_duty, plan_meeting
from dispatch.actions.work_links import make_link
from dispatch.models import Assignment, SavedView, Summons, Supervision, WorkLink
from tests import make
from tests.whistling import blown

ANONYMOUS: Final = "anonymous"
STEP: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Planted:
    """What no page may show: the sealed fields, a phone that the caller wrote into the text and the
    door of his own that he wrote into the place."""

    name: str = ""
    phone: str = ""
    home: str = ""
    in_text: str = ""
    in_address: str = ""

    @property
    def sealed(self) -> tuple[str, ...]:
        return tuple(word for word in (self.name, self.phone, self.home) if word)

    @property
    def caller(self) -> Caller:
        return Caller(name=self.name, phone=self.phone, home=self.home)

    @property
    def words(self) -> str:
        return f"请回电{self.in_text}：小区东门的路灯坏了一周，请尽快修好。"

    @property
    def address(self) -> str:
        return f"东门外 50 米，到{self.in_address}找我"


OPEN: Final = Planted(
    "金丝雀甲", "13900000711", "金丝雀里7号楼711", "13800000712", "9号楼2单元712室"
)
SECRET: Final = Planted(
    "金丝雀乙", "13900000721", "金丝雀里7号楼721", "13800000722", "9号楼2单元722室"
)
NAMELESS: Final = Planted(in_text="13800000732", in_address="9号楼2单元732室")
CLOSED: Final = Planted(
    "金丝雀丁", "13900000741", "金丝雀里7号楼741", "13800000742", "9号楼2单元742室"
)
FOREIGN: Final = Planted(
    "金丝雀戊", "13900000751", "金丝雀里7号楼751", "13800000752", "9号楼2单元752室"
)
FOREIGN_CLOSED: Final = Planted(
    "金丝雀己", "13900000761", "金丝雀里7号楼761", "13800000762", "9号楼2单元762室"
)
PLANTED: Final = (OPEN, SECRET, NAMELESS, CLOSED, FOREIGN, FOREIGN_CLOSED)
SEALED: Final = tuple(word for planted in PLANTED for word in planted.sealed)
IN_TEXT: Final = tuple(
    word for planted in PLANTED for word in (planted.in_text, planted.in_address)
)
NO_RUN: Final = UUID(int=0)
# A caller in a file from another system.
IN_FILE: Final = "13900000791"
# Whose work needs the words as they were said.
READERS: Final = frozenset({"clerk", "triage", "desk"})


# Where a unit is told outside: whoever reads it may write there.
ROBOT: Final = "wecombot://0f0e0d0c-4711-4711-4711-0f0e0d0c4711"
NO_RECORDING: Final = UUID(int=4712)


@dataclass(frozen=True, slots=True)
class Case:
    """The keys by which one complaint and its parts are asked for; 0 where it has no such part."""

    number: str
    branch: int
    photo: UUID
    token: str
    call: int = 0
    exclusion: int = 0
    added: int = 0
    view: int = 0
    recording: UUID = NO_RECORDING
    run: UUID = NO_RUN
    article: int = 0
    flag: int = 0
    mention: int = 0
    phrase: int = 0
    whistle: int = 0
    summons: int = 0
    meeting: int = 0
    duty: int = 0
    draft: int = 0
    rule: int = 0
    trial: int = 0
    ask: int = 0
    laid: int = 0
    watched: int = 0
    talk: int = 0
    swept: int = 0
    place: int = 0
    petition: int = 0
    link: int = 0
    work: str = "B" * 32
    ending: int = 0
    fund: int = 0
    matter: int = 0
    goal: int = 0
    letter: int = 0


NOWHERE: Final = Case(
    "20990101000001", 99_999_999, UUID(int=4711), "A" * 22, *(99_999_999,) * 4,
    run=UUID(int=4711), article=99_999_999, flag=99_999_999,
    mention=99_999_999, phrase=99_999_999, whistle=99_999_999, summons=99_999_999,
    draft=99_999_999, rule=99_999_999, trial=99_999_999, ask=99_999_999, laid=99_999_999,
    watched=99_999_999, talk=99_999_999, swept=99_999_999, place=99_999_999,
    petition=99_999_999, link=99_999_999, ending=99_999_999, fund=99_999_999, matter=99_999_999,
    meeting=99_999_999, duty=99_999_999, goal=99_999_999, letter=99_999_999,
)  # fmt: skip


@dataclass(slots=True)
class World:
    """`own` is held by units of the first street, `foreign` by one of the second; `secret` by one
    named person; `nameless` left no contact. Each person has a browser."""

    made: make.Office
    people: dict[str, User]
    own: Case
    foreign: Case
    secret: Case
    nameless: Case
    visible: dict[str, set[str]] = field(default_factory=dict)

    def client(self, role: str, **options: Any) -> Client:
        """A browser with this person signed in."""
        client = Client(raise_request_exception=False, **options)
        if role != ANONYMOUS:
            client.force_login(self.people[role])
        return client

    @property
    def cases(self) -> dict[str, Case]:
        return {
            "own": self.own, "foreign": self.foreign, "secret": self.secret, "none": NOWHERE,
        }  # fmt: skip


ROLES: Final = (
    ANONYMOUS, "resident", "clerk", "triage", "desk", "handler", "colleague", "other_handler",
    "neighbour", "community", "cadre", "property", "head", "district", "city", "privacy",
    "auditor", "admin", "security", "lane_head",
)  # fmt: skip


def world() -> World:
    """Everybody and five complaints, made by the actions."""
    made = make.office()
    people = _people(made)
    make.person("t-next-head", Role.HEAD, made.bodies.next_centre)
    own = _case(made, OPEN, closed=CLOSED)
    foreign = _case(made, FOREIGN, closed=FOREIGN_CLOSED, is_foreign=True)
    draft = draft_rules(by=people["admin"], name="下一版", at=make.START)
    other = draft_rules(by=people["admin"], name="试算过的", at=make.START)
    trial = request_trial(other.pk, months=3, by=people["admin"], at=make.START)
    own = replace(
        own, draft=draft.pk, trial=trial.pk, rule=draft.rules.values_list("pk", flat=True)[0]
    )
    return World(made, people, own, foreign, _secret(made), _case(made, NAMELESS))


def _people(made: make.Office) -> dict[str, User]:
    who, bodies = made.people, made.bodies
    people = {
        "resident": make.person("t-resident", Role.RESIDENT, bodies.committee),
        "clerk": who.clerk,
        "triage": who.triage,
        "desk": who.desk,
        "handler": who.handler,
        "colleague": make.person("t-colleague", Role.HANDLER, bodies.city_office),
        "other_handler": who.safety_handler,
        "neighbour": who.neighbour,
        "community": who.community_worker,
        "cadre": make.person("t-cadre", Role.CADRE, bodies.committee),
        "property": who.property_clerk,
        "head": who.head,
        "district": who.district_leader,
        "city": who.city_viewer,
        "privacy": who.privacy_officer,
        "auditor": who.auditor,
        "admin": who.administrator,
        "security": make.person("t-security", Role.SECURITY_ADMIN, bodies.government),
        "lane_head": make.person("t-lane", Role.LANE_HEAD, bodies.committee),
    }
    for role in ("admin", "security"):
        people[role].is_staff = True
        people[role].save(update_fields=["is_staff"])
    return people


def _case(
    made: make.Office,
    planted: Planted,
    *,
    closed: Planted | None = None,
    is_foreign: bool = False,
) -> Case:
    filed, lead = _asked(made, planted, is_foreign=is_foreign)
    _signed(made, lead)
    asked = make.objected(made, lead).pk
    laid = _laid(filed.complaint, by=made.people.next_triage if is_foreign else made.people.triage)
    if not is_foreign:
        for body in (made.bodies.committee, made.bodies.property):
            make.dispatched(made, _fresh(filed.complaint), body=body, role=Assignment.Role.CO)
    call, exclusion = _called(made, closed, is_foreign=is_foreign) if closed else (0, 0)
    photo = photograph(filed.complaint)
    added = _added(filed.complaint, planted)
    view = _view(made, is_foreign=is_foreign).pk if closed else 0
    run = imported(made, is_foreign=is_foreign) if closed else NO_RUN
    owner = made.bodies.next_office if is_foreign else made.bodies.city_office
    article = make.article(owner, is_public=not is_foreign).pk
    own = (filed.complaint.number, lead.pk, photo.pk, filed.token, call, exclusion, added)
    played, flag = recorded(filed.complaint).pk, make.flagged(filed.complaint).pk
    mention = _noted(made, lead, planted, is_foreign=is_foreign)
    phrase = _phrase(made, is_foreign=is_foreign) if closed else 0
    silent = _blown(made, filed.complaint, is_foreign=is_foreign) if closed else None
    blast = _under(made, silent) if silent else (0, 0, 0, 0)
    case = Case(*own, view, played, run, article, flag, mention, phrase, *blast)
    goal, letter = _outward(made, is_foreign=is_foreign) if closed else (0, 0)
    case = replace(case, goal=goal, letter=letter, ask=asked, laid=laid)
    case = _beside(made, case, _fresh_lead(lead), is_foreign=is_foreign)
    return _around(made, case, is_foreign=is_foreign) if closed else case


def _beside(made: make.Office, case: Case, lead: Assignment, *, is_foreign: bool) -> Case:
    """What stands beside a complaint: supervision, a petition, a contractor's link."""
    by = made.people.next_triage if is_foreign else made.people.triage
    key, at = lead.complaint_id, make.START + 5 * STEP
    facts = {"count": 3, "limit": 3}
    supervise_by_threshold(key, "chased", facts=facts, since=at, at=at)
    watched = Supervision.objects.get(complaint=key).pk
    number = f"信访{key}"
    given = Linked("district", number, "同一件事", timezone.localdate(make.START))
    petition = link_petition(key, given, by=by, at=at).pk
    case = replace(case, watched=watched, petition=petition)
    if lead.complaint.is_secret:
        return case
    link, work = make_link(lead.pk, by=make.worker_of(made, lead), company="虚构公司", at=at)
    WorkLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() + 99 * STEP)
    return replace(case, link=link.pk, work=work)


def _around(made: make.Office, case: Case, *, is_foreign: bool) -> Case:
    """What a street has beside its complaints: like places, a talk, a unit that ends, money asked
    for under a whistle, a matter off the list."""
    who, bodies, at = made.people, made.bodies, make.START + 9 * STEP
    by = who.next_triage if is_foreign else who.desk
    place = made.places.next_community if is_foreign else made.places.community
    done = Assignment.objects.filter(reported_at__isnull=False, complaint__community=place).first()
    assert done is not None
    day = date(2199, 1, 1)
    sweep = open_sweep(done.complaint_id, by=by, what="路灯", areas=[place.pk], due_on=day, at=at)
    department = make.organisation(
        "T-D9", "虚构区统计局", "district_department", made.places.district
    )
    street = Organisation.objects.get(code="T-ST2") if is_foreign else bodies.government
    matter = register_matter(
        street.pk, by=by, department=department.pk, title="入户登记", words="每月一报", at=at
    )
    unit = bodies.next_office if is_foreign else bodies.city_office
    return replace(
        case,
        swept=sweep.pk,
        place=sweep.places.get().pk,
        matter=matter.pk,
        ending=open_ending(unit.pk, by=by, at=at).pk,
        fund=ask_fund(case.whistle, by=by, what="修灯", yuan=Decimal(100), at=at).pk,
        talk=0 if is_foreign else _talk(made, at=at),
    )


def _talk(made: make.Office, *, at: datetime) -> int:
    """Two units are asked whose a complaint is."""
    complaint = make.received(made)
    asked = [made.bodies.committee.pk, made.bodies.safety_office.pk]
    talk = consult(
        complaint.pk, by=made.people.triage, question="归谁", units=asked,
        redacted_text=complaint.redacted_text, at=at,
    )  # fmt: skip
    return talk.pk


def _laid(complaint: Complaint, *, by: User) -> int:
    """Before the head of its street."""
    return lay_before_head(complaint.pk, by=by, reason="多人来电", at=make.START + 5 * STEP).pk


def _outward(made: make.Office, *, is_foreign: bool) -> tuple[int, int]:
    """Where a unit is told outside, and a message that did not arrive there."""
    unit = made.bodies.next_office if is_foreign else made.bodies.city_office
    by = made.people.next_triage if is_foreign else made.people.triage
    address = keep_address(unit.pk, by=by, title="值班群", url=ROBOT, at=make.START)
    letter = OutwardMessage.objects.get(address=address)
    OutwardMessage.objects.filter(pk=letter.pk).update(
        status="failed", cause="refused", ended_at=make.START
    )
    return address.pk, letter.pk


def _blown(made: make.Office, complaint: Complaint, *, is_foreign: bool) -> Summons:
    """A whistle over the complaint to one office of the street, which kept silent."""
    who, bodies = made.people, made.bodies
    by, unit = (
        (who.next_triage, bodies.next_office) if is_foreign else (who.desk, bodies.city_office)
    )
    street = made.places.next_street if is_foreign else made.places.street
    blower = Organisation.objects.get(kind="subdistrict", area=street)
    at = make.START + 5 * STEP
    whistle = blown(made, unit, by=by, at=at, blower_id=blower.pk, tickets=[complaint.pk])
    summons = whistle.summons.get()
    fall_silent(summons.pk, at=summons.report_by_at)
    return summons


def _under(made: make.Office, summons: Summons) -> tuple[int, int, int, int]:
    """The keys of a whistle, its unit, a meeting that is planned and a duty of who blew it."""
    whistle, at = summons.whistle, summons.report_by_at
    is_foreign = whistle.blower != made.bodies.government
    by = made.people.next_triage if is_foreign else made.people.desk
    meeting = plan_meeting(whistle.pk, by=by, place="会议室", starts_at=at, agenda="分工", at=at)
    day = timezone.localdate(at)
    owed = lay_duty(whistle.pk, by=by, owners=[whistle.blower_id], what="清场", due_on=day, at=at)[
        0
    ]
    return whistle.pk, summons.pk, meeting.pk, owed.pk


def _view(made: make.Office, *, is_foreign: bool) -> SavedView:
    """A board that the dispatcher of the street shares with his centre."""
    by = made.people.next_triage if is_foreign else made.people.triage
    centre = made.bodies.next_centre if is_foreign else made.bodies.centre
    return save_view(by=by, name="路灯", query="queue=new&q=路灯", organisation_id=centre.pk)


def _asked(made: make.Office, planted: Planted, *, is_foreign: bool) -> tuple[Any, Assignment]:
    place = made.places.next_community if is_foreign else made.places.community
    filed = make.filed(
        made,
        words=planted.words,
        address=planted.address,
        caller=planted.caller,
        community=place,
    )
    by = made.people.next_triage if is_foreign else made.people.triage
    order = Order(redacted_text=filed.complaint.redacted_text)
    lead = dispatch_complaint(filed.complaint.pk, by=by, order=order, at=make.START + STEP)
    return filed, lead


def _added(complaint: Complaint, planted: Planted) -> int:
    """One more word of the caller, not checked yet, with the same number in it."""
    text = f"还没有人来，请回电{planted.in_text}"
    at = make.START + STEP
    return add_supplement(complaint.pk, by=Actor.RESIDENT, text=text, at=at).pk


def _noted(
    made: make.Office, lead: Assignment, planted: Planted, *, is_foreign: bool = False
) -> int:
    """A note for the unit's own person with the same number in it, open to all who see it."""
    who = made.people
    by, named = (who.next_triage, who.neighbour) if is_foreign else (who.triage, who.handler)
    note = write_note(
        lead.complaint_id, by=by, text=f"先回电{planted.in_text}", is_shared=True, named=[named.pk],
        at=make.START + STEP,
    )  # fmt: skip
    return note.mentions.get().notice_id


def _phrase(made: make.Office, *, is_foreign: bool) -> int:
    """Words that one street's office shares with all of that street."""
    by = made.people.next_triage if is_foreign else made.people.triage
    area = made.places.next_street if is_foreign else made.places.street
    wording = Wording(name="问候", text="您好，{number} 号诉求已收到。", area_id=area.pk)
    return save_phrase(wording, by=by).pk


def _called(made: make.Office, planted: Planted, *, is_foreign: bool) -> tuple[int, int]:
    """Both feedbacks given by the system, the limit passed, an application to leave the base."""
    _filed, lead = _asked(made, planted, is_foreign=is_foreign)
    if is_foreign:
        who = made.people.next_triage
        make.branch_in(made, "reported", branch=lead)
    else:
        who = made.people.triage
        make.branch_in(made, "closed", branch=lead)
    call = make.callback_of(lead)
    asked = apply_exclusion(
        lead.pk, by=who, ground="other", evidence="依据在案", at=lead.feedback_due_at
    )
    return call.pk, asked.pk


def _secret(made: make.Office) -> Case:
    filed = make.filed(
        made, words=SECRET.words, address=SECRET.address, caller=SECRET.caller, is_secret=True
    )
    lead = make.dispatched(
        made, filed.complaint, body=made.bodies.city_office, handler=made.people.handler
    )
    _signed(made, lead)
    asked = make.objected(made, lead).pk
    photo = photograph(filed.complaint)
    added = _added(filed.complaint, SECRET)
    article = make.article(made.bodies.city_office).pk
    played, flag = recorded(filed.complaint).pk, make.flagged(filed.complaint).pk
    own = (filed.complaint.number, lead.pk, photo.pk, filed.token)
    mention = _noted(made, lead, SECRET)
    case = Case(*own, added=added, recording=played, article=article, flag=flag, mention=mention)
    laid = _laid(filed.complaint, by=made.people.triage)
    return _beside(made, replace(case, ask=asked, laid=laid), _fresh_lead(lead), is_foreign=False)


def imported(made: make.Office, *, is_foreign: bool = False) -> UUID:
    """A file of another system whose one row was not taken."""
    by = made.people.next_triage if is_foreign else made.people.triage
    content = f"编号,受理时间,诉求内容,诉求人,联系电话\nX1,昨天,路灯不亮,{IN_FILE},{IN_FILE}\n"
    run = upload_import(io.BytesIO(content.encode()), name="a.csv", source="某热线", by=by)
    columns = {"number": "编号", "received": "受理时间", "text": "诉求内容",
               "caller_name": "诉求人", "caller_phone": "联系电话"}  # fmt: skip
    start_import(run.pk, columns={"columns": columns}, by=by)
    claimed = claim_import()
    assert claimed is not None
    work_on_import(run.pk, attempt=claimed.attempt)
    return run.pk


def _fresh_lead(lead: Assignment) -> Assignment:
    return Assignment.objects.select_related("complaint").get(pk=lead.pk)


def _signed(made: make.Office, lead: Assignment) -> None:
    """Signed and once called in vain: from here it may be contacted, reported and returned."""
    make.branch_in(made, "signed", branch=lead)
    by, at = make.worker_of(made, lead), make.START + 4 * STEP
    record_contact(lead.pk, by=by, method="phone", outcome="no_answer", at=at)


def _fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def photograph(complaint: Complaint, *, stage: str = Photo.Stage.REPORT) -> Photo:
    """A photo taken into the complaint."""
    return add_photo(complaint.pk, jpeg(), by=Actor.RESIDENT, stage=stage, at=make.START + STEP)


def recorded(complaint: Complaint) -> Recording:
    """A film that was made anew and that no unit may see yet; its bytes are nobody's film."""
    row = Recording(
        complaint=complaint, kind=Recording.Kind.VIDEO, status=Recording.Status.READY, seconds=3,
        width=160, height=120, actor=Actor.RESIDENT, added_at=make.START,
    )  # fmt: skip
    row.file.save("whole", ContentFile(b"film with sound"), save=False)
    row.silent.save("silent", ContentFile(b"film"), save=False)
    row.save(force_insert=True)
    return row


def jpeg(width: int = 320, height: int = 240) -> bytes:
    """A plain picture."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(made, "JPEG")
    return made.getvalue()
