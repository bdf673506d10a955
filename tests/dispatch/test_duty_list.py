"""What the street must do is on a list with its article; what is not is refused, or paid for."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import Actor, Organisation
from dispatch.actions.asks.asking import Wish, ask
from dispatch.actions.duty_list import (
    Figures,
    Means,
    accept_matter,
    end_matters,
    load_duties,
    refuse_matter,
    register_figures,
    register_matter,
)
from dispatch.files.duties import read_duties
from dispatch.models import DutyEntry, FigureRequest, OffListMatter, RoutingRule
from dispatch.selectors.duty_list import entries_on, handed_down
from dispatch.selectors.whistles.calling import units_to_call
from dispatch.selectors.why import outcome_words
from dispatch.states import OFF_LIST_LIFE, OffListStatus, OffListVerb, off_list_after
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate(make.START)
MEANS = Means("district", "区政府专题会纪要〔2026〕8号", "增派两人", "三万元", "提供检测仪",
              date(2026, 12, 31))  # fmt: skip


@pytest.fixture
def office() -> Office:
    made = make.office()
    load_duties(read_duties())
    return made


@pytest.fixture
def bureau(office: Office) -> Organisation:
    return make.organisation("T-D9", "虚构区统计局", "district_department", office.places.district)


def handed(office: Office, bureau: Organisation, **more: Any) -> OffListMatter:
    given = {"title": "企业入户登记", "words": "每月报一次", "department": bureau.pk, **more}
    street = office.bodies.government.pk
    return register_matter(street, by=office.people.desk, at=make.START, **given)


def test_the_list_has_six_groups_each_with_source_and_article(office: Office) -> None:
    groups = entries_on(TODAY)
    assert len(groups) == 6
    assert all(one.article and one.source for _name, rows in groups for one in rows)
    assert [one.code for _name, rows in entries_on(TODAY, words="违法建设") for one in rows] == [
        "C-05"
    ]
    assert load_duties(read_duties()) == 0


def test_an_entry_holds_from_a_day_to_a_day(office: Office) -> None:
    DutyEntry.objects.filter(code="C-05").update(until=TODAY - timedelta(days=1))
    assert entries_on(TODAY, words="C-05") == []


def test_a_rule_and_an_objection_cite_a_duty(office: Office) -> None:
    duty = DutyEntry.objects.get(code="C-03")
    RoutingRule.objects.update(duty=duty)
    said = dict(outcome_words(RoutingRule.objects.get()))
    assert duty.article in said["职责"]
    branch = make.dispatched(office)
    wish = Wish(kind="objection", ground="not_ours", words="归供电", duty_id=duty.pk)
    row = ask(branch.pk, by=office.people.handler, wish=wish, at=branch.dispatched_at)
    assert row.duty == duty
    DutyEntry.objects.update(until=TODAY - timedelta(days=1))
    other = make.dispatched(office)
    with pytest.raises(Invalid, match="现行"):
        ask(other.pk, by=office.people.handler, wish=wish, at=other.dispatched_at)


def test_what_is_off_the_list_is_refused_with_the_article(
    office: Office, bureau: Organisation
) -> None:
    row = handed(office, bureau)
    with pytest.raises(Invalid):
        refuse_matter(row.pk, by=office.people.desk, article="", reply="不接")
    done = refuse_matter(row.pk, by=office.people.desk, article="条例第十条", reply="不在清单")
    assert done.status == "off_refused"
    with pytest.raises(WrongState):
        refuse_matter(row.pk, by=office.people.desk, article="条例第十条", reply="不在清单")


def test_it_is_taken_on_only_with_approval_and_means_until_a_day(
    office: Office, bureau: Organisation
) -> None:
    row = handed(office, bureau)
    for name in ("approval", "document", "people", "money", "technique"):
        blank: dict[str, Any] = {name: " "}
        lacking = replace(MEANS, **blank)
        with pytest.raises(Invalid):
            accept_matter(row.pk, by=office.people.desk, means=lacking, at=make.START)
    past = replace(MEANS, until_on=date(2020, 1, 1))
    with pytest.raises(Invalid, match="截止"):
        accept_matter(row.pk, by=office.people.desk, means=past, at=make.START)
    done = accept_matter(row.pk, by=office.people.desk, means=MEANS, at=make.START)
    assert done.status == "off_accepted"
    with transaction.atomic(), pytest.raises(IntegrityError):
        OffListMatter.objects.filter(pk=row.pk).update(money="")
    assert end_matters(at=make.START) == 0
    assert end_matters(at=make.START + timedelta(days=90)) == 1
    row.refresh_from_db()
    assert row.status == "off_ended"


def test_a_departments_own_work_is_never_taken_on_and_counted(
    office: Office, bureau: Organisation
) -> None:
    row = handed(office, bureau, is_own_work=True)
    with pytest.raises(Conflict, match="本职"):
        accept_matter(row.pk, by=office.people.desk, means=MEANS, at=make.START)
    handed(office, bureau)
    refuse_matter(row.pk, by=office.people.desk, article="条例第十条", reply="本职工作")
    counted = handed_down([office.bodies.government])
    assert [(one.name, one.all, one.refused, one.own_work) for one in counted] == [
        (bureau.name, 2, 1, 1)
    ]


def test_another_street_neither_sees_nor_decides(office: Office, bureau: Organisation) -> None:
    row = handed(office, bureau)
    with pytest.raises(NotFound):
        refuse_matter(row.pk, by=office.people.next_triage, article="十", reply="不接")
    with pytest.raises(NotAllowed):
        register_matter(
            office.bodies.government.pk, by=office.people.next_triage, department=bureau.pk,
            title="登记", words="报",
        )  # fmt: skip
    with pytest.raises(Invalid, match="部门"):
        handed(office, bureau, department=office.bodies.city_office.pk)


@pytest.mark.parametrize("verb", list(OffListVerb))
@pytest.mark.parametrize("status", list(OffListStatus))
def test_each_step_runs_from_where_the_table_says(status: OffListStatus, verb: OffListVerb) -> None:
    if (status, verb) in OFF_LIST_LIFE:
        assert off_list_after(status, verb) == OFF_LIST_LIFE[status, verb]
    else:
        with pytest.raises(WrongState):
            off_list_after(status, verb)


def asked(office: Office, **given: Any) -> FigureRequest:
    figures = Figures(asker="虚构区统计局", title="诉求月报", **given)
    community = office.bodies.committee.pk
    return register_figures(community, figures, by=office.people.community_worker, at=make.START)


def test_without_a_ground_in_law_a_community_fills_in_nothing(office: Office) -> None:
    assert asked(office).verdict == "no_ground"
    assert asked(office, legal_ground="统计法第七条").verdict == "accepted"


def test_what_the_system_has_is_offered_instead_whatever_the_ground(office: Office) -> None:
    make.received(office)
    make.branch_in(office, "closed")
    make.filed(office, community=office.places.other_community)
    row = asked(office, legal_ground="统计法第七条", known="received")
    assert (row.verdict, row.offered) == ("offered", 2)
    assert asked(office, known="finished").offered == 1
    assert asked(office, known="open").offered == 1
    assert asked(office, known="repeated", since=date(2026, 1, 1)).offered == 0
    with pytest.raises(Invalid, match="截止"):
        asked(office, known="open", since=date(2026, 2, 1), until=date(2026, 1, 1))


def test_only_the_community_and_its_street_register_figures(office: Office) -> None:
    figures = Figures(asker="统计局", title="月报")
    with pytest.raises(NotAllowed):
        register_figures(office.bodies.committee.pk, figures, by=office.people.next_triage)
    with pytest.raises(Invalid):
        register_figures(
            office.bodies.committee.pk, Figures(asker=" ", title="月报"), by=office.people.desk
        )


def test_a_branch_office_stands_in_the_streets_tree_and_is_summoned(office: Office) -> None:
    station = make.organisation(
        "T-ST1-B", "东虚司法所", "branch_office", office.places.street, office.bodies.government
    )
    callable_units = units_to_call(office.bodies.government, on=TODAY)
    assert station in callable_units
    branch = make.dispatched(office, body=station)
    assert branch.organisation == station


def test_only_the_administrator_loads_the_list(office: Office) -> None:
    with pytest.raises(NotAllowed):
        load_duties(read_duties(), by=office.people.desk)
    DutyEntry.objects.all().delete()
    assert load_duties(read_duties(), by=office.people.administrator) == len(read_duties())
    assert load_duties([], by=Actor.MACHINE) == 0


def test_the_pages_lead_from_the_demand_to_the_answer(office: Office, bureau: Organisation) -> None:
    client = Client()
    client.force_login(office.people.desk)
    assert "C-05" in client.get(reverse("office-duties"), {"q": "违法建设"}).content.decode()
    door = reverse("office-matter-new")
    given = {
        "street": office.bodies.government.pk, "department": bureau.pk, "title": "入户登记",
        "words": "每月报",
    }  # fmt: skip
    assert client.post(door, {**given, "title": ""}).status_code == 422
    page = client.post(door, given, follow=True)
    assert "第十条" in page.content.decode()
    row = OffListMatter.objects.get()
    refused = client.post(reverse("office-matter-accept", args=[row.pk]), {"document": "纪要8号"})
    assert refused.status_code == 422
    assert "纪要8号" in refused.content.decode()
    answer = {"article": "条例第十条", "reply": "不在清单"}
    assert client.post(
        reverse("office-matter-refuse", args=[row.pk]), answer
    ).status_code == 302  # fmt: skip
    assert bureau.name in client.get(
        reverse("office-duties"), {"shown": "matters"}
    ).content.decode()  # fmt: skip
    client.force_login(office.people.community_worker)
    figures = reverse("office-figures-new")
    asks = {
        "community": office.bodies.committee.pk, "asker": "统计局", "title": "诉求月报",
        "known": "received",
    }  # fmt: skip
    assert client.post(figures, {**asks, "asker": ""}).status_code == 422
    assert "系统已有" in client.post(figures, asks, follow=True).content.decode()
    client.force_login(office.people.property_clerk)
    assert client.get(reverse("office-duties")).status_code == 403
