"""The longest story of the handbook about disposing: one matter of many callers and many years."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import Complaint, JointMember
from dispatch.models import Ask, Assignment, Duty, Fund, Petition, Summons, Whistle
from tests import make
from tests.handbook.walking import At
from tests.make import Office
from tests.whistling import GROUND, Called, called

pytestmark = pytest.mark.django_db

# D-4: 214 households; more than 140 of them called.
CALLERS = 141
WORDS = "小区 214 户十八年没有正式的水电气，一直用临时电，请解决。"


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def who(office: Office) -> Called:
    return called(office)


def test_d4_eighteen_years_of_callers_are_one_matter_shelved_whistled_for_and_struck_off(
    office: Office, who: Called
) -> None:
    """果岭假日: every caller keeps a number of his own and is told; one whistle of the district
    summons city and district; enterprises do the works; on the shelf meanwhile, struck off after
    acceptance. Petitions of both levels hang on it, and the district grants the money."""
    people = office.people
    matters = [make.received(office, words=WORDS) for _caller in range(CALLERS)]
    lead = matters[0]
    centre, unit = At(people.triage), At(people.handler)
    centre.does(
        "office-merge", lead.number, reason="同一小区同一件事",
        others=" ".join(one.number for one in matters[1:]),
    )  # fmt: skip
    assert JointMember.objects.filter(until__isnull=True).count() == CALLERS - 1
    lead.refresh_from_db()
    centre.does(
        "office-dispatch", lead.number, version=lead.version, redacted_text=WORDS,
        organisation=office.bodies.city_office.pk, clock_kind="complex",
        redacted_address="虚构小区", override_reason="牵头协调",
    )  # fmt: skip
    leading = Assignment.objects.get(follows__isnull=True)
    assert Assignment.objects.filter(follows=leading).count() == CALLERS - 1
    unit.does("branch-sign", leading.pk)
    unit.does("branch-contact", leading.pk, method="visit", outcome="reached", note="入户见面")

    _shelved(office, leading, unit)
    _petitioned(centre, lead)
    whistle = _whistled(office, who, lead)
    _paid_for(office, who, whistle)
    _done_by_enterprises(whistle, At(people.district_leader))

    # One report and one telling reach everybody; each has his own number and feedback.
    unit.does("branch-report", leading.pk, outcome="solved", text="水电气已接通并通过验收。")
    unit.does("branch-tell-all", leading.pk)
    centre.does("branch-tell-hotline", leading.pk)
    told = Assignment.objects.filter(status="closed")
    assert told.count() == CALLERS
    assert len(set(told.values_list("complaint__number", flat=True))) == CALLERS
    assert Complaint.objects.filter(status="finished").count() == CALLERS

    shelf = Ask.objects.get(kind="shelf")
    At(people.desk).does("office-ask-strike", shelf.pk, words="2020-11-17 验收，附验收单。")
    shelf.refresh_from_db()
    assert (shelf.status, shelf.reviews.count()) == ("ended", 1)


def _shelved(office: Office, leading: Assignment, unit: At) -> None:
    """Nobody can solve it now: a plan, a day of review, the district's word."""
    today = timezone.localdate()
    unit.does(
        "branch-ask", leading.pk, ground="history", words="历史遗留，需市区两级统筹。",
        plan="市、区两级会商，企业实施。", review_on=(today + timedelta(days=90)).isoformat(),
        told_by="visit", asked="kind=shelf",
    )  # fmt: skip
    shelf = Ask.objects.get(kind="shelf")
    At(office.people.district_leader).does(
        "office-ask", shelf.pk, decision="granted", words="同意挂账"
    )
    assert "挂账" in unit.sees("office-ticket", leading.complaint.number)
    At(office.people.desk).does(
        "office-ask-review", shelf.pk, words="资金已列入计划",
        next_on=(today + timedelta(days=180)).isoformat(),
    )  # fmt: skip


def _petitioned(centre: At, lead: Complaint) -> None:
    """Both levels hold the same matter; their clocks run beside the complaint's."""
    for level, number in (("city", "市信〔2019〕3号"), ("district", "区信〔2019〕41号")):
        centre.does(
            "office-petition-new", lead.number, level=level, number=number,
            about="十八年没有正式水电气", received_on="2019-06-03",
        )  # fmt: skip
    district = Petition.objects.get(level="district")
    centre.does("office-petition", district.pk, verb="register", on="2019-06-10")
    centre.does("office-petition", district.pk, verb="inform", on="2019-06-20")
    seen = centre.sees("office-ticket", lead.number)
    assert "市信〔2019〕3号" in seen
    assert "2019-08-19" in seen  # sixty days after it was accepted


def _paid_for(office: Office, who: Called, whistle: Whistle) -> None:
    """The housing department asks, the district grants from its own purse."""
    At(who.housing_clerk).does(
        "office-whistle-fund", whistle.pk, what="燃气、供电管线接入", yuan="26000000"
    )
    fund = Fund.objects.get()
    At(office.people.district_leader).does(
        "office-fund-decide", fund.pk, yuan="24000000", source="区级财政", words="其余由企业承担"
    )
    fund.refresh_from_db()
    assert fund.granted_yuan == 24_000_000


def _whistled(office: Office, who: Called, lead: Complaint) -> Whistle:
    """The district head calls the city's and the district's own departments at once."""
    district = At(office.people.district_leader)
    district.does(
        "office-whistles-new", blower=office.bodies.coordination.pk, kind="key_work",
        origin="work", title="十八年水电气", reason="市区两级共同解决。", place="虚构小区",
        numbers=lead.number, units=[who.city_housing.pk, who.housing.pk],
        call_reason="共同会商", legal_ground=GROUND,
    )  # fmt: skip
    whistle = Whistle.objects.get()
    levels = {one.organisation.kind for one in whistle.summons.select_related("organisation")}
    assert levels == {"city_department", "district_department"}
    city = Summons.objects.get(whistle=whistle, organisation=who.city_housing)
    district.does("office-summons-report-in", city.pk, name="市级部门代表")
    own = Summons.objects.get(whistle=whistle, organisation=who.housing)
    At(who.housing_clerk).does("office-summons-report-in", own.pk, code=whistle.arrival_code)
    return whistle


def _done_by_enterprises(whistle: Whistle, district: At) -> None:
    """What was agreed is a duty with a day, and each is kept with evidence."""
    due = (timezone.localdate() + timedelta(days=230)).isoformat()
    for what in ("燃气接通", "供电接通"):
        district.does(
            "office-whistle-oblige", whistle.pk, what=what, due_on=due,
            owners=[whistle.blower_id],
        )  # fmt: skip
    for duty in Duty.objects.filter(whistle=whistle):
        district.does("office-duty-settle", duty.pk, result="kept", evidence="验收单存档")
    assert set(Duty.objects.values_list("result", flat=True)) == {"kept"}
