"""A version decides from its instant on; what a rule asks is looked for where it stands."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from complaints.models import GazetteerEntry, Organisation, PropertyContract
from dispatch.kernels.routing import Cause
from dispatch.models import RoutingRule, RuleSet
from dispatch.selectors.routing import suggest_unit
from dispatch.selectors.ticket import ticket_page
from dispatch.selectors.why import why_unit
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def version(since: datetime, *, office_key: str, **asked: Any) -> RuleSet:
    """A later version with one rule."""
    made = RuleSet.objects.create(name="下一版", made_at=since, published_at=since, live_from=since)
    RoutingRule.objects.create(
        rule_set=made, position=1, target="street_office", office_key=office_key, since=make.SINCE,
        **asked,
    )  # fmt: skip
    return made


def contract(office: Office, *, estate: str = "东门", **more: Any) -> PropertyContract:
    """The property company serves an estate that the address names."""
    place = GazetteerEntry.objects.create(name=estate, kind="estate", area=office.places.community)
    return PropertyContract.objects.create(
        organisation=more.pop("body", office.bodies.property), estate=place, since=make.SINCE,
        **more,
    )  # fmt: skip


def to_property(**asked: Any) -> RoutingRule:
    return RoutingRule.objects.create(
        rule_set=make.rule_set(), position=1, target="property", since=make.SINCE, note="物业",
        **asked,
    )  # fmt: skip


def test_a_version_decides_from_its_instant_on(office: Office) -> None:
    row = make.received(office)
    later = make.START + timedelta(hours=1)
    version(later, office_key="safety")
    before = suggest_unit(row, at=later - timedelta(seconds=1)).organisation
    assert before == office.bodies.city_office
    assert suggest_unit(row, at=later).organisation == office.bodies.safety_office


def test_what_was_dispatched_keeps_its_rule(office: Office) -> None:
    branch = make.dispatched(office)
    kept = branch.rule
    assert kept is not None
    version(make.START + timedelta(days=1), office_key="safety")
    branch.refresh_from_db()
    assert branch.rule == kept
    assert branch.rule.rule_set == make.rule_set()


def test_a_draft_decides_nothing(office: Office) -> None:
    draft = RuleSet.objects.create(name="草案", made_at=make.START)
    RoutingRule.objects.create(
        rule_set=draft, position=1, target="street_office", office_key="safety", since=make.SINCE
    )
    found = suggest_unit(make.received(office), at=make.START).organisation
    assert found == office.bodies.city_office


def test_before_the_first_version_the_cause_is_told(office: Office) -> None:
    row = make.received(office)
    RuleSet.objects.update(live_from=make.START + timedelta(days=1))
    suggestion = suggest_unit(row, at=make.START)
    assert suggestion.organisation is None
    assert suggestion.cause == Cause.NO_RULES


def test_property_of_the_contract_is_asked(office: Office) -> None:
    contract(office)
    to_property(contract="some")
    suggestion = suggest_unit(make.received(office), at=make.START)
    assert suggestion.organisation == office.bodies.property
    assert suggestion.as_json()["contract"] == [office.bodies.property.code]


def test_a_contract_that_ends_tonight_holds_until_midnight(office: Office) -> None:
    day = make.START.astimezone(make.BEIJING).date()
    contract(office, until=day)
    to_property()
    row = make.received(office)
    assert suggest_unit(row, at=make.START).organisation == office.bodies.property
    after = suggest_unit(row, at=make.START + timedelta(days=1))
    assert (after.organisation, after.cause) == (None, Cause.NO_CONTRACT)


def test_of_two_estates_the_longer_name_is_meant(office: Office) -> None:
    other = Organisation.objects.create(
        code="P-OTHER", name="另一家物业", kind="property", since=make.SINCE,
        area=office.places.community,
    )  # fmt: skip
    contract(office, estate="东门")
    contract(office, estate="东门外", body=other)
    to_property()
    assert suggest_unit(make.received(office), at=make.START).organisation == other


def test_two_companies_at_one_estate_name_nobody(office: Office) -> None:
    other = Organisation.objects.create(
        code="P-OTHER", name="另一家物业", kind="property", since=make.SINCE,
        area=office.places.community,
    )  # fmt: skip
    first = contract(office)
    PropertyContract.objects.create(organisation=other, estate=first.estate, since=make.SINCE)
    to_property()
    suggestion = suggest_unit(make.received(office), at=make.START)
    assert (suggestion.organisation, suggestion.cause) == (None, Cause.MANY_CONTRACTS)


def test_a_dissolved_unit_is_told_and_not_skipped(office: Office) -> None:
    row = make.received(office)
    make.rule(1, body=office.bodies.property)
    Organisation.objects.filter(pk=office.bodies.property.pk).update(until=make.SINCE)
    why = why_unit(row, at=make.START)
    assert why.suggestion.organisation is None
    assert why.suggestion.cause == Cause.UNIT_ENDED
    assert why.cause == "规则指定的单位已经撤销。"
    assert why.matched is not None


def test_a_place_not_known_is_told(office: Office) -> None:
    row = make.filed(office, is_placed=False).complaint
    RoutingRule.objects.all().delete()
    make.rule(1)
    assert suggest_unit(row, at=make.START).cause == Cause.PLACE_UNKNOWN


def test_a_flag_that_stands_is_seen_and_one_set_aside_is_not(office: Office) -> None:
    row = make.received(office)
    flag = make.flagged(row)
    version(make.START, office_key="safety", risk_kind=flag.word.kind)
    assert suggest_unit(row, at=make.START).organisation == office.bodies.safety_office
    flag.set_aside_at, flag.set_aside_by, flag.reason = make.START, office.people.triage, "没有"
    flag.save()
    assert suggest_unit(row, at=make.START).cause == Cause.NO_RULE


def test_the_rules_own_limits_run_where_nobody_says_otherwise(office: Office) -> None:
    RoutingRule.objects.update(clock_kind="emergency")
    branch = make.dispatched(office)
    assert branch.clock_kind == "emergency"


def test_each_rule_passed_over_tells_what_it_asked(office: Office) -> None:
    make.rule(1, office_key="safety", category=office.advice)
    RoutingRule.objects.create(
        rule_set=make.rule_set(), position=2, target="community", words="漏水 停水", note="水",
        since=make.SINCE,
    )  # fmt: skip
    why = why_unit(make.received(office), at=make.START)
    assert [(one.position, one.failed, one.wanted) for one in why.passed_over] == [
        (1, "分类", office.advice.name),
        (2, "词语", "漏水、停水"),
    ]


def test_the_table_refuses_half_a_window(office: Office) -> None:
    for half in ({"season_from": "11-15"}, {"from_time": "08:00"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            version(make.START, office_key="safety", **half)


def test_what_the_rules_saw_stays_readable_on_the_ticket(office: Office) -> None:
    branch = make.dispatched(office)
    page = ticket_page(branch.complaint.number, office.people.triage)
    seen = dict(page.panels[0].seen)
    assert seen["分类"] == "路灯照明"
    assert seen["区域"] == "晨光社区"
    assert seen["渠道"] == "网上提交"
    assert seen["派单时"].startswith("2026-11-02")
