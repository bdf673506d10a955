"""A draft of the rules is tried on what was dispatched before it decides anything."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import User
from dispatch.actions.rule_sets import (
    Asked,
    add_rule,
    discard_draft,
    draft_rules,
    publish_rules,
)
from dispatch.actions.rule_trials import claim_trial, request_trial, run_trial
from dispatch.kernels.trying import BORROWED, Changes, ReturnRates
from dispatch.models import Assignment, RoutingRule, RuleSet, RuleTrial
from dispatch.selectors.trials import trial_page
from dispatch.tasks import run_requested_trials
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
    """All that is filed on the web would go to the safety office."""
    draft = draft_rules(by=admin, name="下一版")
    first: dict[str, Any] = {"position": 1, "target": "street_office", "office_key": "safety"}
    add_rule(draft.pk, Asked(**first, channel="web", note="试", since=make.SINCE), by=admin)
    return draft


@pytest.fixture
def page(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def sent(office: Office, *, days: int = 1) -> Assignment:
    return make.dispatched(office, at=timezone.now() - timedelta(days=days))


def tried(draft: RuleSet, admin: User, months: int = 3) -> RuleTrial:
    trial = request_trial(draft.pk, months=months, by=admin)
    assert run_requested_trials() == 1
    trial.refresh_from_db()
    return trial


def named(trial: RuleTrial) -> dict[str | None, tuple[int, int, int, int]]:
    return {
        line.organisation.code if line.organisation else None: (
            line.now_count, line.then_count, line.gained, line.lost,
        )
        for line in trial.lines.select_related("organisation")
    }  # fmt: skip


# ---------------------------------------------------------------- what it counts


def test_what_the_draft_takes_from_one_unit_it_gives_to_another(
    office: Office, admin: User, draft: RuleSet
) -> None:
    for _each in range(3):
        sent(office)
    waiting = make.received(office)
    trial = tried(draft, admin)
    unit = Assignment.objects.latest("pk").organisation.code
    safety = RoutingRule.objects.get(rule_set=draft, position=1)
    assert trial.status == "done"
    assert trial.done_count == 3, f"{waiting} was never sent"
    counts = named(trial)
    assert counts.pop(unit) == (3, 0, 0, 3)
    assert list(counts.values()) == [(0, 3, 3, 0)]
    assert safety.office_key == "safety"
    # A person sent all three where the rules in force would; the draft would have sent none there.
    assert (trial.known_count, trial.now_right_count, trial.then_right_count) == (3, 3, 0)


def test_a_rule_that_begins_today_is_tried_on_what_came_before_it(
    office: Office, admin: User
) -> None:
    sent(office)
    draft = draft_rules(by=admin, name="今天起")
    first: dict[str, Any] = {"position": 1, "target": "street_office", "office_key": "safety"}
    today = timezone.localdate()
    add_rule(draft.pk, Asked(**first, channel="web", note="试", since=today), by=admin)
    assert sum(line.gained for line in tried(draft, admin).lines.all()) == 1


def test_a_draft_without_a_change_moves_nothing(office: Office, admin: User) -> None:
    sent(office)
    trial = tried(draft_rules(by=admin, name="同样"), admin)
    assert [(line.gained, line.lost) for line in trial.lines.all()] == [(0, 0)]


def test_units_whose_load_changes_stand_first(office: Office, admin: User) -> None:
    for _each in range(3):
        sent(office)
    draft = draft_rules(by=admin, name="只改一条")
    first: dict[str, Any] = {"position": 1, "target": "street_office", "office_key": "safety"}
    add_rule(draft.pk, Asked(**first, words="积水", note="试", since=make.SINCE), by=admin)
    make.dispatched(
        office,
        make.received(office, words="门口积水", at=timezone.now() - timedelta(days=1)),
        at=timezone.now() - timedelta(days=1),
    )
    lines = trial_page(tried(draft, admin)).lines
    moved = [line.row.gained + line.row.lost for line in lines]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] == 1


def test_what_a_unit_gave_back_makes_returns_expected_of_it(
    office: Office, admin: User, draft: RuleSet
) -> None:
    sent(office)
    before = tried(draft, admin)
    assert sum(line.now_returns for line in before.lines.all()) == 0
    branch = Assignment.objects.get()
    make.give_back(office, branch)
    after = tried(draft, admin)
    assert after.known_count == 0, "nobody works on it now"
    assert sum(line.now_returns for line in after.lines.all()) == pytest.approx(1.0)


def test_only_the_months_asked_for_are_tried(office: Office, admin: User, draft: RuleSet) -> None:
    sent(office, days=40)
    sent(office)
    assert tried(draft, admin, months=1).done_count == 1
    assert tried(draft, admin, months=3).done_count == 2


def test_rare_categories_lean_on_the_units_own_rate_and_that_on_all() -> None:
    rates = ReturnRates({(1, 10): (100, 50), (1, 11): (0, 0), (2, 10): (100, 0)})
    assert rates.rate(1, 10) > rates.rate(1, 11) > rates.rate(3, 10) == 0.25
    unit_rate = (50 + BORROWED * 0.25) / (100 + BORROWED)
    assert rates.rate(1, 10) == pytest.approx((50 + BORROWED * unit_rate) / (100 + BORROWED))
    assert ReturnRates({}).rate(1, None) == 0.0


UNITS = st.none() | st.integers(1, 4)


@given(st.lists(st.tuples(UNITS, UNITS, st.integers(1, 3), UNITS), max_size=60))
def test_whatever_moves_the_sums_stay_whole(rows: list[tuple[Any, Any, int, Any]]) -> None:
    changes = Changes(ReturnRates({(1, 1): (10, 3), (2, 3): (5, 5)}))
    for now, then, category, worked in rows:
        changes.add(now=now, then=then, category=category, worked=worked)
    found = list(changes.rows())
    assert sum(one.now_count for one in found) == sum(one.then_count for one in found) == len(rows)
    assert sum(one.gained for one in found) == sum(one.lost for one in found)
    for one in found:
        assert one.then_count == one.now_count + one.gained - one.lost
        assert 0 <= one.now_returns <= one.now_count
    assert changes.seen == len(rows)


# ---------------------------------------------------------------- asking and losing


def test_only_who_writes_the_rules_may_ask(office: Office, draft: RuleSet) -> None:
    with pytest.raises(NotAllowed):
        request_trial(draft.pk, months=3, by=office.people.triage)


def test_one_trial_at_a_time_and_only_of_a_draft_with_rules(admin: User, draft: RuleSet) -> None:
    with pytest.raises(Invalid):
        request_trial(draft.pk, months=7, by=admin)
    request_trial(draft.pk, months=3, by=admin)
    with pytest.raises(Conflict):
        request_trial(draft.pk, months=3, by=admin)
    with pytest.raises(Conflict):
        request_trial(make.rule_set().pk, months=3, by=admin)


def test_a_worker_that_lost_its_claim_writes_nothing(
    office: Office, admin: User, draft: RuleSet
) -> None:
    sent(office)
    trial = request_trial(draft.pk, months=3, by=admin)
    lost = claim_trial()
    assert lost is not None
    RuleTrial.objects.filter(pk=trial.pk).update(lease_until=timezone.now() - timedelta(hours=1))
    assert run_requested_trials() == 1
    assert run_trial(lost.pk, attempt=lost.attempts) is False
    assert named(RuleTrial.objects.get())
    assert RuleTrial.objects.get().lines.count() == 2


def test_a_draft_thrown_away_takes_its_trials_along(
    office: Office, admin: User, draft: RuleSet
) -> None:
    sent(office)
    trial = tried(draft, admin)
    waiting = request_trial(draft.pk, months=1, by=admin)
    claimed = claim_trial()
    discard_draft(draft.pk, by=admin)
    assert not RuleTrial.objects.filter(pk__in=(trial.pk, waiting.pk)).exists()
    assert claimed is not None
    assert run_trial(claimed.pk, attempt=1) is False


# ---------------------------------------------------------------- pages


def test_the_draft_is_tried_in_the_browser_before_it_goes_live(
    office: Office, admin: User, draft: RuleSet, page: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    sent(office)
    at = f"/office/rules/{draft.pk}/"
    assert "先试算，再发布" in page.get(at).text
    asked = page.post(f"{at}try/", {"months": "3"}, follow=True)
    assert "已提出试算" in asked.text
    where = asked.redirect_chain[-1][0]
    assert "hx-trigger" in page.get(where).text
    run_requested_trials()
    with django_assert_num_queries(7):
        shown = page.get(where).text
    assert "hx-trigger" not in shown.split('id="trial"')[1]
    assert "东虚街道平安建设办公室" in shown or "+1" in shown
    assert "试算了 1 件" in page.get(at).text


def test_who_only_reads_the_rules_sees_trials_and_asks_for_none(
    office: Office, admin: User, draft: RuleSet
) -> None:
    trial = request_trial(draft.pk, months=3, by=admin)
    client = Client()
    client.force_login(office.people.triage)
    assert client.get(f"/office/rules/trial/{trial.pk}/").status_code == 200
    assert client.post(f"/office/rules/{draft.pk}/try/", {"months": "3"}).status_code == 403
    client.force_login(office.people.handler)
    assert client.get(f"/office/rules/trial/{trial.pk}/").status_code == 403


def test_a_second_press_says_that_it_is_under_way(
    admin: User, draft: RuleSet, page: Client
) -> None:
    at = f"/office/rules/{draft.pk}/"
    page.post(f"{at}try/", {"months": "3"})
    assert "这一版正在试算" in page.post(f"{at}try/", {"months": "3"}, follow=True).text
    assert "请选择一项" in page.post(f"{at}try/", {"months": "x"}, follow=True).text


def test_a_draft_changed_after_its_trial_says_so(
    office: Office, admin: User, draft: RuleSet, page: Client
) -> None:
    sent(office)
    trial = tried(draft, admin)
    where = f"/office/rules/trial/{trial.pk}/"
    assert "试算以后草稿又改过" not in page.get(where).text
    RoutingRule.objects.get(rule_set=draft, position=1)
    page.post(f"/office/rules/{draft.pk}/", {"act": f"remove-{draft.rules.first().pk}"})
    assert "试算以后草稿又改过" in page.get(where).text


def test_a_published_version_keeps_its_trials_and_takes_no_more(
    office: Office, admin: User, draft: RuleSet, page: Client
) -> None:
    sent(office)
    trial = tried(draft, admin)
    publish_rules(draft.pk, by=admin)
    assert page.get(f"/office/rules/trial/{trial.pk}/").status_code == 200
    answer = page.post(f"/office/rules/{draft.pk}/try/", {"months": "3"}, follow=True)
    assert "这一版已经发布" in answer.text
