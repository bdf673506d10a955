"""A closed month stands: it recounts bit for bit whatever happened since, and what came late goes
into a stated later revision."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from complaints.actions.intake import Where
from complaints.actions.life import classify_complaint
from complaints.actions.reopening import reopen_complaint
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Actor, Complaint, Organisation
from dispatch.actions.callbacks import Answers, complete_callback
from dispatch.actions.closing import close_month
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from dispatch.actions.giving_back import give_back
from dispatch.actions.turning import withdraw_complaint
from dispatch.actions.unit_endings import hand_over_unit, open_ending
from dispatch.models import (
    Assignment,
    Callback,
    ClosedCount,
    Exclusion,
    MonthClosing,
    ScoringScheme,
)
from dispatch.selectors.closings import changes_of, check, closing_of
from dispatch.selectors.cohorts import cohort_named
from dispatch.selectors.month import MonthTable, closed_table, month_table
from dispatch.selectors.scopes import EVERYWHERE
from dispatch.selectors.tallies import Base, Level
from tests import make
from tests.dispatch.golden_month import AS_OF, INSIDE, PERIOD, Month, golden_month

DAY = timedelta(days=1)
LATER = AS_OF + DAY
pytestmark = pytest.mark.django_db


@pytest.fixture
def month() -> Month:
    return worked()


def worked() -> Month:
    """The month by hand, its exclusions decided in time whatever day the test runs."""
    made = golden_month()
    Exclusion.objects.exclude(decision="pending").update(decided_at=AS_OF - DAY)
    return made


def closed(month: Month, *, reason: str = "", days: int = 0) -> MonthClosing:
    by = month.office.people.district_leader
    return close_month(PERIOD, by=by, reason=reason, at=AS_OF + days * DAY)


def figures(table: MonthTable) -> dict[str, tuple[object, ...]]:
    return {
        row.key: (row.all.tally, row.all.closed, row.kept.tally, row.all.printed, row.shown.rank)
        for row in table.rows
    }


def as_closed(closing: MonthClosing, level: Level = Level.UNIT) -> dict[str, tuple[object, ...]]:
    return figures(closed_table(EVERYWHERE, closing, level=level, base=Base.ALL))


@pytest.mark.parametrize("level", list(Level))
def test_a_closed_month_is_the_month_as_it_stood(month: Month, level: Level) -> None:
    closing = closed(month)
    cohort = cohort_named(PERIOD, at=AS_OF)
    now = month_table(EVERYWHERE, cohort, level=level, base=Base.ALL)
    assert as_closed(closing, level) == figures(now)
    assert check(closing).is_same


def things_happen(month: Month) -> None:
    """All that could change a count: what is answered, excluded, given back, withdrawn, reopened,
    placed elsewhere, handed over and filed after the month was closed."""
    people, bodies = month.office.people, month.office.bodies
    waiting = Callback.objects.filter(status="open").first()
    assert waiting is not None
    answers = Answers(contacted=True, resolved=False, satisfaction="not")
    complete_callback(waiting.pk, by=people.clerk, answers=answers, at=LATER)
    judged = Assignment.objects.filter(callback__is_valid=True, exclusions=None).first()
    assert judged is not None
    asked = apply_exclusion(
        judged.pk, by=people.desk, ground="other", evidence="晚到的依据", at=LATER
    )
    decide_exclusion(asked.pk, by=people.district_leader, is_granted=True, note="", at=LATER)
    placed = Complaint.objects.filter(subdistrict=month.office.places.street).first()
    assert placed is not None
    other = month.office.places.other_community
    Complaint.objects.filter(pk=placed.pk).update(status="dispatched")
    placed.refresh_from_db()
    classify_complaint(
        placed.pk, by=people.triage, version=placed.version,
        where=Where(address=placed.address, community_id=other.pk),
        category_id=placed.category_id, demand_kind=placed.demand_kind, urgency=placed.urgency,
        redacted_text=placed.redacted_text, at=LATER,
    )  # fmt: skip
    make.filed(month.office, at=INSIDE)
    assert bodies.safety_office.pk


def test_it_recounts_bit_for_bit_whatever_happened_since(month: Month) -> None:
    waits = make.branch_in(
        month.office, "resident_told", branch=make.dispatched(month.office, at=INSIDE), at=INSIDE
    )
    goes = make.dispatched(month.office, body=month.office.bodies.safety_office, at=INSIDE)
    Callback.objects.create(assignment=waits, opened_at=AS_OF - DAY)
    closing = closed(month)
    before = {level: as_closed(closing, level) for level in Level}
    things_happen(month)
    with transaction.atomic():
        give_back(goes, [], by=Actor.MACHINE, at=LATER, reason="不属本单位职责")
    desk = month.office.people.desk
    row = open_ending(month.office.bodies.city_office.pk, by=desk, at=LATER)
    hand_over_unit(
        row.pk, by=desk, successor=month.office.bodies.safety_office.pk, reason="撤并", at=LATER
    )
    cohort = cohort_named(PERIOD, at=LATER + DAY)
    for level in Level:
        now = month_table(EVERYWHERE, cohort, level=level, base=Base.ALL)
        assert figures(now) != before[level], level
        assert as_closed(closing, level) == before[level]
    checked = check(closing)
    assert checked.wrong == ()
    assert checked.is_same
    assert checked.digest == closing.digest


def test_a_withdrawal_and_a_reopening_later_change_nothing_either(month: Month) -> None:
    office = month.office
    open_one = make.dispatched(office, at=INSIDE)
    done = make.branch_in(office, "closed", branch=make.dispatched(office, at=AS_OF - 5 * DAY),
                          at=AS_OF - 5 * DAY)  # fmt: skip
    Complaint.objects.filter(pk=done.complaint_id).update(received_at=INSIDE)
    closing = closed(month)
    withdraw_complaint(open_one.complaint_id, by=office.people.clerk, reason="solved", at=LATER)
    reopen_complaint(done.complaint_id, by=office.people.clerk, reason="又坏了", at=LATER)
    assert Complaint.objects.get(pk=done.complaint_id).finished_at is None
    assert check(closing).is_same


def test_what_came_late_goes_into_a_stated_later_revision(month: Month) -> None:
    waits = make.branch_in(
        month.office, "resident_told", branch=make.dispatched(month.office, at=INSIDE), at=INSIDE
    )
    Callback.objects.create(assignment=waits, opened_at=AS_OF - DAY)
    first = closed(month)
    answers = Answers(contacted=True, resolved=True, satisfaction="satisfied")
    callback = Callback.objects.get(assignment=waits)
    complete_callback(callback.pk, by=month.office.people.clerk, answers=answers, at=LATER)
    with pytest.raises(Invalid) as refused:
        closed(month, days=2)
    assert refused.value.field == "reason"
    second = closed(month, reason="补录晚到的回访", days=2)
    assert (first.revision, second.revision) == (1, 2)
    assert first.digest != second.digest
    unit = next(one for one in changes_of(second) if one.level == str(Level.UNIT.label))
    assert unit.before
    assert unit.after
    assert unit.after.tally.valid == unit.before.tally.valid + 1
    assert closing_of(PERIOD).pk == second.pk
    assert closing_of(PERIOD, 1).pk == first.pk
    assert check(first).is_same
    assert check(second).is_same


def test_a_scheme_that_is_edited_later_scores_no_closed_month_anew(month: Month) -> None:
    closing = closed(month)
    before = as_closed(closing)
    ScoringScheme.objects.update(
        response_weight=80, resolution_weight=10, satisfaction_weight=10, least_valid=50
    )
    assert as_closed(closing) == before
    assert check(closing).is_same


def test_a_figure_that_was_tampered_with_is_named(month: Month) -> None:
    closing = closed(month)
    row = ClosedCount.objects.get(closing=closing, level="unit", key="T-ST1-U")
    row.all_counts[3] += 1
    row.save()
    checked = check(closing)
    assert not checked.is_same
    assert checked.wrong == ("T-ST1-U",)


def test_only_the_district_closes_and_only_what_is_over(month: Month) -> None:
    people = month.office.people
    for name in ("head", "desk", "triage", "city_viewer", "administrator"):
        with pytest.raises(NotAllowed):
            close_month(PERIOD, by=getattr(people, name), at=AS_OF)
    with pytest.raises(Conflict, match="还没有结束"):
        close_month("2026-11", by=people.district_leader, at=AS_OF)
    with pytest.raises(NotFound):
        closing_of(PERIOD)


def test_it_is_closed_and_closed_again_on_the_page(month: Month, client: Client) -> None:
    client.force_login(month.office.people.district_leader)
    at = reverse("month-closed", args=[PERIOD])
    assert at in client.get(f"/district/?period={PERIOD}&level=unit").content.decode()
    unclosed = client.get(at).content.decode()
    assert "还没有封存" in unclosed
    assert "封存本期" in unclosed
    assert client.post(reverse("month-close"), {"period": PERIOD})["Location"] == at
    shown = client.get(f"{at}?level=unit&check=1").content.decode()
    assert "逐位相同" in shown
    assert MonthClosing.objects.get().digest in shown
    refused = client.post(reverse("month-close"), {"period": PERIOD, "reason": ""})
    assert refused.status_code == 422
    assert "要写明理由" in refused.content.decode()
    again = client.post(reverse("month-close"), {"period": PERIOD, "reason": "补录"})
    assert again["Location"] == at
    by_grade = client.get(f"{at}?level=unit&view=grade").content.decode()
    assert "第 2 版" in by_grade
    assert client.get(f"{at}?revision=7").status_code == 404
    assert client.get(reverse("month-closed", args=["2026-01"])).status_code == 200
    assert client.get(reverse("month-closed", args=["nonsense"])).status_code == 422
    assert client.post(reverse("month-close"), {"period": "nonsense"}).status_code == 422


def test_a_street_reads_its_own_of_a_closed_month(month: Month, client: Client) -> None:
    closed(month)
    client.force_login(month.office.people.head)
    at = reverse("month-closed", args=[PERIOD])
    rows = client.get(f"{at}?level=unit").context["rows"]
    codes = {row.code for row in rows}
    assert "T-ST1-U" in codes
    assert "T-ST2-U" not in codes
    assert "重新封存为新的一版" not in client.get(at).content.decode()
    assert client.post(reverse("month-close"), {"period": PERIOD, "reason": "x"}).status_code == 403


def test_the_ranking_reads_either(month: Month) -> None:
    first = closed(month)
    Callback.objects.filter(is_valid=True).update(resolved=False)
    options = {"period": PERIOD, "level": "unit", "format": "csv"}

    def ranked(**more: object) -> str:
        said = StringIO()
        call_command("rank", **options, **more, stdout=said)
        return said.getvalue()

    assert ",80.2," in ranked(closed=True)
    assert ",80.2," not in ranked()
    assert ranked(closed=True, revision=first.revision) == ranked(closed=True)
    for wrong in ({"revision": 5}, {"measure": "on_time"}):
        with pytest.raises(CommandError):
            ranked(closed=True, **wrong)


@pytest.mark.django_db(transaction=True)
def test_it_recounts_after_a_dump_and_a_restore(tmp_path: Path) -> None:
    closing = closed(worked())
    kept = tmp_path / "all.json"
    call_command("dumpdata", "complaints", "dispatch", output=str(kept), verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    assert not Organisation.objects.exists()
    call_command("loaddata", str(kept), verbosity=0, stdout=StringIO())
    again = closing_of(PERIOD)
    assert again.digest == closing.digest
    assert check(again).is_same
