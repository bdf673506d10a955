"""The order decides, and each rule is either matched or passed over with its reason."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.kernels.routing import Condition, Facts, Rule, covers, decide, first_failed

SINCE = date(2020, 1, 1)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

days = st.dates(date(2026, 11, 18), date(2026, 11, 22))
codes = st.sampled_from([(), ("a",), ("b",), ("aa", "a"), ("ab", "a")])
words = st.lists(st.sampled_from(["水", "停水", "电", "灯"]), max_size=2).map(tuple)
rules = st.builds(
    Rule,
    since=days,
    until=st.none() | days,
    category=codes,
    area=codes,
    demand_kind=st.sampled_from(["", "help", "praise"]),
    channel=st.sampled_from(["", "web", "phone"]),
    words=words,
    hours=st.none() | st.tuples(st.times(), st.times()),
    season=st.none() | st.sampled_from([("11-15", "03-15"), ("06-01", "08-31")]),
    risk=st.sampled_from(["", "fire"]),
    contract=st.sampled_from(["", "some", "none"]),
    border=st.sampled_from(["", "some", "none"]),
    within=st.none() | st.integers(0, 60),
)
facts = st.builds(
    Facts,
    at=st.datetimes(datetime(2026, 11, 17), datetime(2026, 11, 23)),  # noqa: DTZ001 - zone follows
    category_codes=codes,
    area_codes=codes,
    demand_kind=st.sampled_from(["help", "praise"]),
    channel=st.sampled_from(["web", "phone"]),
    text=st.sampled_from(["", "停水了", "没有水也没有电", "路灯"]),
    risks=st.frozensets(st.sampled_from(["fire", "gas"])),
    contracts=st.sampled_from([(), ("P1",)]),
    border=st.sampled_from([(), ("T",)]),
    border_m=st.none() | st.integers(0, 60),
)


@given(facts, st.lists(rules, max_size=8))
def test_each_rule_is_matched_or_passed_over_with_a_reason(seen: Facts, tried: list[Rule]) -> None:
    matched, passed = decide(seen, tried)
    assert len(passed) == (len(tried) if matched is None else matched)
    assert [first_failed(seen, rule) for rule in tried[: len(passed)]] == list(passed)
    assert matched is None or first_failed(seen, tried[matched]) is None


@given(facts, st.lists(rules, max_size=8))
def test_the_same_is_decided_again(seen: Facts, tried: list[Rule]) -> None:
    assert decide(seen, tried) == decide(seen, list(tried))


@given(facts, st.lists(rules, min_size=1, max_size=8), st.lists(rules, max_size=4))
def test_rules_behind_the_one_that_fits_change_nothing(
    seen: Facts, tried: list[Rule], behind: list[Rule]
) -> None:
    before = decide(seen, tried)
    if before.matched is not None:
        assert decide(seen, [*tried, *behind]) == before


@given(facts, rules, rules)
def test_what_is_covered_never_decides_behind_what_covers_it(
    seen: Facts, wide: Rule, narrow: Rule
) -> None:
    if covers(wide, narrow) and first_failed(seen, narrow) is None:
        assert first_failed(seen, wide) is None


@given(rules)
def test_a_rule_covers_itself(rule: Rule) -> None:
    assert covers(rule, rule)


FACTS = Facts(
    NOON, ("010101", "010100"), ("C", "S"), "help", "web", "三号楼停水了",
    frozenset({"water"}), ("P1",), ("T",), 40,
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "failed"),
    [
        ({}, None),
        ({"since": NOON.date() + timedelta(days=1)}, Condition.DAYS),
        ({"until": NOON.date() - timedelta(days=1)}, Condition.DAYS),
        ({"until": NOON.date()}, None),
        ({"category": ("010100",)}, None),
        ({"category": ("010102", "010100")}, Condition.CATEGORY),
        ({"area": ("S",)}, None),
        ({"area": ("T",)}, Condition.AREA),
        ({"demand_kind": "praise"}, Condition.DEMAND_KIND),
        ({"channel": "phone"}, Condition.CHANNEL),
        ({"words": ("漏水", "停水")}, None),
        ({"words": ("漏水", "停电")}, Condition.WORDS),
        ({"hours": (time(12, 0), time(12, 0))}, None),
        ({"hours": (time(22, 0), time(6, 0))}, Condition.HOURS),
        ({"hours": (time(22, 0), time(12, 0))}, None),
        ({"season": ("11-15", "03-15")}, None),
        ({"season": ("06-01", "08-31")}, Condition.SEASON),
        ({"risk": "water"}, None),
        ({"risk": "fire"}, Condition.RISK),
        ({"contract": "some"}, None),
        ({"contract": "none"}, Condition.CONTRACT),
        ({"border": "some"}, None),
        ({"border": "none"}, Condition.BORDER),
        ({"within": 40}, None),
        ({"within": 39}, Condition.WITHIN),
    ],
)
def test_one_condition_at_a_time(asked: dict[str, Any], failed: Condition | None) -> None:
    assert first_failed(FACTS, Rule(**{"since": SINCE, **asked})) is failed


def test_what_is_looked_at_first_is_told() -> None:
    rule = Rule(since=SINCE, category=("020000",), channel="phone")
    assert first_failed(FACTS, rule) is Condition.CATEGORY


@pytest.mark.parametrize(
    ("wide", "narrow", "is_covered"),
    [
        ({}, {"channel": "web", "words": ("水",)}, True),
        ({"category": ("010000",)}, {"category": ("010100", "010000")}, True),
        ({"category": ("010100", "010000")}, {"category": ("010000",)}, False),
        ({"words": ("水",)}, {"words": ("停水", "漏水")}, True),
        ({"words": ("水",)}, {"words": ("停水", "停电")}, False),
        ({"words": ("水",)}, {}, False),
        ({"until": NOON.date()}, {}, False),
        ({"hours": (time(8), time(18))}, {"hours": (time(9), time(10))}, False),
    ],
)
def test_what_covers_what(wide: dict[str, Any], narrow: dict[str, Any], is_covered: bool) -> None:
    assert (
        covers(Rule(**{"since": SINCE, **wide}), Rule(**{"since": SINCE, **narrow})) is is_covered
    )
