from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from complaints.actions.intake import Draft, Where
from complaints.errors import Conflict, Invalid, WrongState
from complaints.models import Actor, Channel, Complaint, User
from dispatch.actions.assignments import Order
from dispatch.actions.bulk import lives
from dispatch.actions.bulk.writing import TAKE, write_lives
from dispatch.actions.callbacks import Answers
from dispatch.models import Assignment
from tests import make
from tests.dispatch import walking

pytestmark = pytest.mark.django_db

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS"
    b"\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00"
    b"\x00IEND\xaeB`\x82"
)


def after(**time: float) -> datetime:
    return make.START + timedelta(**time)


def filed(made: make.Office, *steps: lives.Step, draft: Draft | None = None) -> lives.Life:
    """A life that begins with a clerk who wrote it all down."""
    where = Where(address="东门", community_id=made.places.community.pk)
    usual = Draft(text=make.WORDS, where=where, caller=make.CALLER, category_id=made.category.pk)
    return lives.Life(
        draft=draft or usual,
        by=made.people.clerk,
        channel=Channel.HOTLINE,
        key="one life",
        at=make.START,
        steps=steps,
    )


def worked(made: make.Office, branch: int = 0, *, start: float = 1) -> tuple[lives.Step, ...]:
    """From signing to both feedbacks."""
    worker = made.people.handler
    return (
        lives.Sign(by=worker, at=after(hours=start), branch=branch),
        lives.Contact(
            by=worker, at=after(hours=start + 0.1), branch=branch,
            method="phone", outcome="no_answer", note="未接",
        ),
        lives.Contact(
            by=worker, at=after(hours=start + 0.2), branch=branch, method="phone", outcome="reached"
        ),
        lives.ReportBack(
            by=worker, at=after(hours=start + 5), branch=branch, outcome="solved", text="已更换灯具"
        ),
        lives.TellResident(by=worker, at=after(hours=start + 6), branch=branch),
        lives.TellHotline(by=made.people.triage, at=after(hours=start + 7), branch=branch),
    )  # fmt: skip


def sent(made: make.Office, **order: object) -> lives.Dispatch:
    return lives.Dispatch(
        by=made.people.triage,
        at=after(minutes=6),
        order=Order(redacted_text="路灯坏了一周", **order),  # type: ignore[arg-type]
    )


def whole(made: make.Office) -> lives.Life:
    """Filed, photographed, dispatched, worked, called back with three answers, archived."""
    return filed(
        made,
        lives.Photograph(by=Actor.RESIDENT, at=after(minutes=1), content=PNG, stage="report"),
        sent(made),
        *worked(made),
        lives.OpenCallback(by=Actor.MACHINE, at=after(days=7, minutes=7)),
        lives.TryCallback(by=made.people.clerk, at=after(days=7, hours=2), outcome="no_answer"),
        lives.CompleteCallback(
            by=made.people.clerk,
            at=after(days=8),
            answers=Answers(contacted=True, resolved=True, satisfaction="basic", note="还行"),
        ),
        lives.Archive(by=made.people.triage, at=after(days=9)),
    )


def returned(
    made: make.Office, by: User, hours: int, reason: str, *, branch: int = 0
) -> lives.Return:
    """The unit objects, and the desk lets the order go."""
    return lives.Return(
        by=by, at=after(hours=hours), ground="not_ours", reason=reason, branch=branch,
        decided_by=made.people.desk, decided_at=after(hours=hours, minutes=10),
    )  # fmt: skip


def given_back(made: make.Office) -> lives.Life:
    """Returned by the first unit, dispatched again to another with a reason."""
    again = lives.Dispatch(
        by=made.people.triage,
        at=after(hours=3),
        order=Order(
            organisation_id=made.bodies.safety_office.pk,
            override_reason="职责相符",
            clock_kind="complex",
        ),
    )
    steps = (
        sent(made),
        lives.Sign(by=made.people.handler, at=after(hours=1)),
        returned(made, made.people.handler, 2, " 不属本科室 "),
        again,
        lives.Sign(by=made.people.safety_handler, at=after(hours=4), branch=1),
    )
    return filed(made, *steps)


def given_back_beside_another(made: make.Office) -> lives.Life:
    """The lead returns it while the other works on; a new lead closes, then the other returns."""
    helper, second = made.people.community_worker, made.people.safety_handler
    centre = made.people.triage
    beside = Order(organisation_id=made.bodies.committee.pk, role=Assignment.Role.CO)
    again = Order(organisation_id=made.bodies.safety_office.pk, override_reason="职责相符")
    steps = (
        sent(made),
        lives.Dispatch(by=centre, at=after(minutes=6), order=beside),
        lives.Sign(by=helper, at=after(minutes=30), branch=1),
        returned(made, made.people.handler, 2, "不属本科室"),
        lives.Dispatch(by=centre, at=after(hours=3), order=again),
        *(replace(step, by=second) if step.by == made.people.handler else step
          for step in worked(made, branch=2, start=4)),
        returned(made, helper, 20, "已由主办单位办完", branch=1),
    )  # fmt: skip
    return filed(made, *steps)


def asked_twice(made: make.Office) -> lives.Life:
    """Two units at once; the callback opens while one of them still works."""
    helper = made.people.community_worker
    also = lives.Dispatch(
        by=made.people.triage,
        at=after(minutes=6),
        order=Order(organisation_id=made.bodies.committee.pk, role=Assignment.Role.CO),
    )
    steps = (
        sent(made),
        also,
        *worked(made),
        lives.Sign(by=helper, at=after(hours=9), branch=1),
        lives.OpenCallback(by=Actor.MACHINE, at=after(days=7, minutes=7), branch=0),
        lives.OpenCallback(by=Actor.MACHINE, at=after(days=7, minutes=7), branch=1),
        lives.CompleteCallback(
            by=made.people.clerk,
            at=after(days=8),
            branch=0,
            answers=Answers(contacted=True, resolved=True, satisfaction="satisfied"),
        ),
        lives.Contact(
            by=helper, at=after(days=8, hours=1), branch=1, method="visit", outcome="reached"
        ),
        lives.ReportBack(
            by=helper, at=after(days=8, hours=2), branch=1, outcome="explained", text="已说明"
        ),
        lives.TellHotline(by=made.people.triage, at=after(days=8, hours=3), branch=1),
        lives.TellResident(by=helper, at=after(days=8, hours=4), branch=1),
        lives.TryCallback(
            by=made.people.clerk, at=after(days=9), branch=1, outcome="refused", note="不愿多说"
        ),
        lives.CloseInvalid(
            by=made.people.clerk, at=after(days=9, hours=1), branch=1, ground="refused"
        ),
        lives.Archive(by=made.people.triage, at=after(days=10)),
    )
    return filed(made, *steps)


def secret(made: make.Office) -> lives.Life:
    """Secret and urgent, with a named handler."""
    life = filed(made, sent(made, handler_id=made.people.handler.pk), *worked(made))
    draft = replace(life.draft, is_secret=True, urgency="urgent")
    return replace(life, draft=draft)


def left_out(made: make.Office) -> lives.Life:
    """Anonymous; an exclusion refused; no answers to be had."""
    life = filed(
        made,
        sent(made),
        lives.Sign(by=made.people.handler, at=after(hours=1)),
        lives.ApplyExclusion(
            by=made.people.triage, at=after(hours=2), ground="lawsuit", evidence=" 已立案 "
        ),
        lives.DecideExclusion(
            by=made.people.district_leader, at=after(hours=3), is_granted=False, note="依据不足"
        ),
        lives.OpenCallback(by=Actor.MACHINE, at=after(days=7, minutes=7)),
        lives.CloseInvalid(by=made.people.clerk, at=after(days=8), ground="no_contact"),
    )
    where = Where(address="东门", community_id=made.places.community.pk)
    draft = Draft(text=make.WORDS, where=where, category_id=made.category.pk)
    return replace(life, draft=draft)


def written_on_the_web(made: make.Office) -> lives.Life:
    """A resident without category and place; the centre classifies, then it is dispatched."""
    where = Where(address="晨光社区 3 号楼", community_id=made.places.community.pk)
    life = filed(
        made,
        lives.Classify(
            by=made.people.triage,
            at=after(minutes=3),
            where=where,
            category_id=made.category.pk,
            demand_kind="complain",
            urgency="normal",
            redacted_text="路灯坏了",
        ),
        sent(made),
        draft=Draft(text=make.WORDS, where=Where(address="某处", community_id=None)),
    )
    return replace(life, by=Actor.RESIDENT, channel=Channel.WEB)


def answered(made: make.Office) -> lives.Life:
    return filed(
        made,
        lives.AnswerAtOnce(by=made.people.triage, at=after(hours=1), answer=" 请带身份证办理。 "),
        lives.Archive(by=made.people.triage, at=after(days=1)),
        draft=Draft(
            text="请问如何办理？",
            where=Where(community_id=made.places.community.pk),
            caller=make.CALLER,
            category_id=made.advice.pk,
            demand_kind="consult",
        ),
    )


LIVES: dict[str, Callable[[make.Office], lives.Life]] = {
    "worked, called back and archived": whole,
    "given back and dispatched again": given_back,
    "given back beside another": given_back_beside_another,
    "asked of two units": asked_twice,
    "secret": secret,
    "anonymous and left out": left_out,
    "written on the web and classified": written_on_the_web,
    "answered at once": answered,
}


@pytest.fixture
def made(settings: object, tmp_path: object) -> make.Office:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    office = make.office()
    make.risk_word("路灯", kind="other")
    return office


@pytest.mark.parametrize("what", LIVES)
def test_the_bulk_verb_leaves_the_rows_that_the_single_verbs_leave(
    what: str, made: make.Office
) -> None:
    life = LIVES[what](made)
    singly = walking.walk_singly(replace(life, key="singly"))
    assert write_lives([replace(life, key="in bulk")]) == 1
    in_bulk = Complaint.objects.exclude(pk=singly.pk).get()
    one, other = walking.rows_of(singly), walking.rows_of(in_bulk)
    for row in (*one["Complaint"], *other["Complaint"]):
        for chance in ("idempotency_key", "code_hash", "token_hash"):
            assert row.pop(chance)
    assert other == one


def test_the_lives_above_take_every_step_there_is(made: make.Office) -> None:
    taken = {type(step) for life in LIVES.values() for step in life(made).steps}
    assert taken == set(TAKE) == set(walking.TAKE)


def test_numbers_follow_the_order_of_the_lives(made: make.Office) -> None:
    life = filed(made)
    write_lives(replace(life, key=f"life {n}", at=after(hours=n)) for n in range(3))
    found = Complaint.objects.order_by("received_at").values_list("number", flat=True)
    assert list(found) == ["20261102000001", "20261102000002", "20261102000003"]


@pytest.mark.parametrize(
    ("refusal", "steps"),
    [
        (WrongState, ("sign", "sign")),
        (Invalid, ("sign", "report")),
        (Conflict, ("early callback",)),
        (Invalid, ("callback", "unborne ground")),
        (Invalid, ("callback", "tried", "no ground", "archive")),
        (Conflict, ("tried",)),
    ],
)
def test_a_step_that_its_verb_would_refuse_leaves_nothing(
    refusal: type[Exception], steps: tuple[str, ...], made: make.Office
) -> None:
    clerk, worker = made.people.clerk, made.people.handler
    known: dict[str, lives.Step] = {
        "sign": lives.Sign(by=worker, at=after(hours=1)),
        "report": lives.ReportBack(by=worker, at=after(hours=2), outcome="solved", text="好了"),
        "early callback": lives.OpenCallback(by=Actor.MACHINE, at=after(days=1)),
        "callback": lives.OpenCallback(by=Actor.MACHINE, at=after(days=8)),
        "unborne ground": lives.CloseInvalid(by=clerk, at=after(days=9), ground="unreachable"),
        "tried": lives.TryCallback(by=clerk, at=after(days=9), outcome="no_answer"),
        "no ground": lives.CloseInvalid(by=clerk, at=after(days=9), ground="unreachable"),
        "archive": lives.Archive(by=clerk, at=after(days=10)),
    }
    life = filed(made, sent(made), *(known[name] for name in steps))
    with pytest.raises(refusal):
        write_lives([filed(made), replace(life, key="refused")])
    assert not Complaint.objects.exists()
