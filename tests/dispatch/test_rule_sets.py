"""The next version of the rules: drafted, checked as it is written, published as a whole."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.actions.ground import load_ground
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.files.seeds import read_ground
from complaints.models import Actor, Organisation, User
from dispatch.actions.rule_sets import (
    Asked,
    add_rule,
    change_rule,
    discard_draft,
    draft_rules,
    move_rule,
    publish_rules,
    remove_rule,
)
from dispatch.actions.rules import load_rules
from dispatch.files.seeds import read_rules
from dispatch.models import RoutingRule, RuleSet
from dispatch.selectors.routing import suggest_unit
from dispatch.selectors.rule_checks import faults_of, offices_there, rules_of
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def admin(office: Office) -> User:
    return office.people.administrator


@pytest.fixture
def draft(admin: User) -> RuleSet:
    return draft_rules(by=admin, name="下一版")


@pytest.fixture
def page(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def asked(position: int, **more: Any) -> Asked:
    """To the safety office, whoever calls by telephone."""
    given: dict[str, Any] = {
        "target": "street_office", "office_key": "safety", "channel": "phone", "note": "测试",
        "since": make.SINCE, **more,
    }  # fmt: skip
    return Asked(position=position, **given)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "position": 5, "channel": "phone", "target": "street_office", "office_key": "safety",
        "note": "街道约定", "since": "2026-11-01", **more,
    }  # fmt: skip


# ---------------------------------------------------------------- drafting and publishing


def test_a_draft_starts_from_the_rules_in_force(draft: RuleSet) -> None:
    now = RoutingRule.objects.filter(rule_set=make.rule_set())
    assert [rule.position for rule in draft.rules.all()] == [rule.position for rule in now]
    assert draft.is_draft


def test_a_published_draft_decides_and_the_one_before_stays_as_it_was(
    office: Office, admin: User, draft: RuleSet
) -> None:
    row = make.filed(office, channel="phone", by=office.people.clerk).complaint
    add_rule(draft.pk, asked(5), by=admin)
    before = list(RoutingRule.objects.filter(rule_set=make.rule_set()).values())
    live = publish_rules(draft.pk, by=admin)
    assert live.live_from is not None
    assert suggest_unit(row).organisation == office.bodies.safety_office
    earlier = suggest_unit(row, at=live.live_from - timedelta(seconds=1))
    assert earlier.organisation == office.bodies.city_office
    assert list(RoutingRule.objects.filter(rule_set=make.rule_set()).values()) == before


def test_a_version_goes_live_at_the_chosen_instant_and_not_before(
    office: Office, admin: User, draft: RuleSet
) -> None:
    row = make.filed(office, channel="phone", by=office.people.clerk).complaint
    add_rule(draft.pk, asked(5), by=admin)
    begins = timezone.now() + timedelta(days=2)
    publish_rules(draft.pk, by=admin, live_from=begins)
    assert suggest_unit(row).organisation == office.bodies.city_office
    assert suggest_unit(row, at=begins).organisation == office.bodies.safety_office


def test_nothing_begins_in_the_past(admin: User, draft: RuleSet) -> None:
    with pytest.raises(Invalid, match="不能早于现在"):
        publish_rules(draft.pk, by=admin, live_from=timezone.now() - timedelta(minutes=1))
    assert RuleSet.objects.get(pk=draft.pk).is_draft


def test_two_versions_never_begin_at_once(admin: User, draft: RuleSet) -> None:
    begins = timezone.now() + timedelta(days=1)
    other = draft_rules(by=admin, name="另一版")
    publish_rules(draft.pk, by=admin, live_from=begins)
    with pytest.raises(Conflict):
        publish_rules(other.pk, by=admin, live_from=begins)


def test_what_is_live_is_changed_by_nothing(admin: User, draft: RuleSet) -> None:
    publish_rules(draft.pk, by=admin)
    rule = draft.rules.get()
    for change in (
        lambda: add_rule(draft.pk, asked(5), by=admin),
        lambda: change_rule(rule.pk, asked(10), by=admin),
        lambda: remove_rule(rule.pk, by=admin),
        lambda: move_rule(rule.pk, by=admin, is_up=True),
        lambda: discard_draft(draft.pk, by=admin),
        lambda: publish_rules(draft.pk, by=admin),
    ):
        with pytest.raises(Conflict):
            change()
    assert list(draft.rules.values_list("pk", flat=True)) == [rule.pk]


def test_an_empty_draft_is_not_published(admin: User, draft: RuleSet) -> None:
    remove_rule(draft.rules.get().pk, by=admin)
    with pytest.raises(Invalid, match="还没有规则"):
        publish_rules(draft.pk, by=admin)


def test_a_unit_that_was_dissolved_meanwhile_stops_publishing(
    office: Office, admin: User, draft: RuleSet
) -> None:
    body = office.bodies.property
    to_body = asked(5, target="organisation", organisation_id=body.pk, office_key="")
    add_rule(draft.pk, to_body, by=admin)
    Organisation.objects.filter(pk=body.pk).update(until=make.SINCE)
    with pytest.raises(Invalid, match="第 5 条"):
        publish_rules(draft.pk, by=admin)


def test_only_the_administrator_writes_rules(office: Office, draft: RuleSet) -> None:
    triage, key = office.people.triage, draft.rules.get().pk
    for act in (
        lambda: draft_rules(by=triage, name="我的"),
        lambda: add_rule(draft.pk, asked(5), by=triage),
        lambda: change_rule(key, asked(5), by=triage),
        lambda: publish_rules(draft.pk, by=triage),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_draft_thrown_away_leaves_nothing(admin: User, draft: RuleSet) -> None:
    assert discard_draft(draft.pk, by=admin) == "下一版"
    assert not RoutingRule.objects.filter(rule_set=draft.pk).exists()
    with pytest.raises(NotFound):
        publish_rules(draft.pk, by=admin)


def test_a_rule_changes_places_with_its_neighbour_and_stops_at_the_end(
    admin: User, draft: RuleSet
) -> None:
    added = add_rule(draft.pk, asked(5), by=admin)
    other = draft.rules.exclude(pk=added.pk).get()
    move_rule(added.pk, by=admin, is_up=False)
    assert [rule.pk for rule in draft.rules.all()] == [other.pk, added.pk]
    move_rule(added.pk, by=admin, is_up=False)
    assert [rule.pk for rule in draft.rules.all()] == [other.pk, added.pk]
    move_rule(added.pk, by=admin, is_up=True)
    assert [rule.pk for rule in draft.rules.all()] == [added.pk, other.pk]


# ---------------------------------------------------------------- checked when saved


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({}, {"office_key": "urban_management"}, "与第 5 条条件相同而结果不同"),
        ({}, {}, "与第 5 条完全相同"),
        ({}, {"words": "路灯"}, "先由第 5 条派走"),
        ({"words": "停水 漏水"}, {"words": "停水"}, "先由第 5 条派走"),
    ],
)
def test_a_rule_that_can_never_decide_is_told(
    admin: User, draft: RuleSet, first: dict[str, Any], second: dict[str, Any], words: str
) -> None:
    add_rule(draft.pk, asked(5, **first), by=admin)
    with pytest.raises(Invalid, match=words):
        add_rule(draft.pk, asked(6, **second), by=admin)


def test_a_wide_rule_before_a_narrow_one_is_told(admin: User, draft: RuleSet) -> None:
    add_rule(draft.pk, asked(5, words="路灯"), by=admin)
    with pytest.raises(Invalid, match="它把第 5 条的诉求全部派走"):
        add_rule(draft.pk, asked(4), by=admin)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"until": make.SINCE - timedelta(days=1)}, "until"),
        ({"until": make.SINCE}, "until"),
        ({"office_key": "nowhere"}, "office_key"),
        ({"target": "property", "office_key": "", "contract": "none"}, "contract"),
        ({"position": 10}, "position"),
    ],
)
def test_a_rule_that_stands_against_itself_is_told_at_its_field(
    admin: User, draft: RuleSet, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_rule(draft.pk, asked(**{"position": 5, **more}), by=admin)
    assert refused.value.field == field
    assert draft.rules.count() == 1


def test_a_rule_is_not_checked_against_itself(admin: User, draft: RuleSet) -> None:
    key = add_rule(draft.pk, asked(5), by=admin).pk
    assert change_rule(key, asked(5, note="另一依据"), by=admin).note == "另一依据"


def test_the_rules_that_come_with_the_program_are_without_fault() -> None:
    load_ground(read_ground(), by=Actor.MACHINE)
    load_rules(read_rules(), by=Actor.MACHINE)
    rules = rules_of(RuleSet.objects.get().pk)
    today = timezone.localdate()
    offices = offices_there(on=today)
    wrong = {
        rule.position: [one.words for one in found]
        for rule in rules
        if (found := faults_of(rule, rules, on=today, offices=offices))
    }
    assert wrong == {}


# ---------------------------------------------------------------- the pages

LISTED = 8


def test_rules_are_written_and_published_in_the_browser(page: Client, office: Office) -> None:
    page.post("/office/rules/", {"name": "供暖季"})
    draft = RuleSet.objects.get(name="供暖季")
    path = f"/office/rules/{draft.pk}/"
    made = page.post(
        f"{path}new/", typed(words="漏水、停水", season_from="11-15", season_to="03-15")
    )
    assert made.status_code == 302
    rule = draft.rules.get(position=5)
    assert (rule.words, rule.season_from, rule.season_to) == ("漏水 停水", "11-15", "03-15")
    html = page.get(path).content.decode()
    assert "漏水、停水" in html
    assert "11-15 – 03-15" in html
    page.post(path, {"act": f"down-{rule.pk}"})
    assert [one.pk for one in draft.rules.all()][-1] == rule.pk
    assert page.post(path, {"act": "publish"}).status_code == 302
    assert not RuleSet.objects.get(pk=draft.pk).is_draft
    assert "正在使用" in page.get("/office/rules/").content.decode()


def test_what_was_typed_is_kept_beside_the_refusal(page: Client, draft: RuleSet) -> None:
    path = f"/office/rules/{draft.pk}/new/"
    page.post(path, typed())
    answer = page.post(path, typed(position=6, words="路灯", note="很长的依据"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "永远不会用到" in html
    assert "很长的依据" in html


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"from_time": "22:00"}, "起止要一起填"),
        ({"season_from": "02-30", "season_to": "03-15"}, "请写成“月-日”"),
        ({"target": "organisation"}, "请选择一项"),
        ({"office_key": ""}, "请选择一项"),
        ({"note": ""}, "请填写这一项"),
        ({"since": "9999-12-31"}, "2199"),
    ],
)
def test_a_half_filled_rule_is_answered_at_its_field(
    page: Client, draft: RuleSet, more: dict[str, Any], words: str
) -> None:
    answer = page.post(f"/office/rules/{draft.pk}/new/", typed(**more))
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("act", ["", "up", "up-", "up-x", "up-0", "remove-99999999999", "burn-1"])
def test_a_press_that_means_nothing_changes_nothing(page: Client, draft: RuleSet, act: str) -> None:
    assert page.post(f"/office/rules/{draft.pk}/", {"act": act}).status_code == 404
    assert draft.rules.count() == 1


def test_a_version_that_has_not_begun_is_called_back_and_changed(
    page: Client, draft: RuleSet, admin: User
) -> None:
    publish_rules(draft.pk, by=admin, live_from=timezone.now() + timedelta(days=2))
    path = f"/office/rules/{draft.pk}/"
    assert "可以撤回来改" in page.get(path).text
    assert "又是草稿了" in page.post(path, {"act": "recall"}, follow=True).text
    draft.refresh_from_db()
    assert (draft.is_draft, draft.published_by, draft.published_at) == (True, None, None)
    add_rule(draft.pk, asked(30, words="路灯"), by=admin)


def test_what_has_begun_is_not_called_back(page: Client, draft: RuleSet, admin: User) -> None:
    publish_rules(draft.pk, by=admin)
    path = f"/office/rules/{draft.pk}/"
    assert "可以撤回来改" not in page.get(path).text
    assert page.post(path, {"act": "recall"}).status_code == 409


def test_a_live_rule_has_no_form(page: Client, draft: RuleSet, admin: User) -> None:
    publish_rules(draft.pk, by=admin)
    assert page.get(f"/office/rules/rule/{draft.rules.get().pk}/").status_code == 409
    assert page.get(f"/office/rules/{draft.pk}/new/").status_code == 409
    assert "上移" not in page.get(f"/office/rules/{draft.pk}/").content.decode()


def test_queries_do_not_grow_with_the_rules(
    page: Client, admin: User, draft: RuleSet, django_assert_num_queries: Any
) -> None:
    path = f"/office/rules/{draft.pk}/"
    page.get(path)
    with django_assert_num_queries(LISTED):
        page.get(path)
    for at, words in enumerate(("路灯", "井盖", "树枝"), 20):
        add_rule(draft.pk, asked(at, words=words), by=admin)
    with django_assert_num_queries(LISTED):
        page.get(path)
