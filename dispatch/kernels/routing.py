"""Which rule fits a complaint: facts and ordered rules in, the rule or the reason in.

Pure. A condition left empty fits everything. Rules are tried in the order given; the first whose
conditions all hold decides, and every rule before it is passed over by the first that does not.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

Clock = TypeVar("Clock", time, str)


class Condition(StrEnum):
    """What a rule may ask, in the order in which it is looked at."""

    DAYS = "days"
    CATEGORY = "category"
    AREA = "area"
    DEMAND_KIND = "demand_kind"
    CHANNEL = "channel"
    WORDS = "words"
    HOURS = "hours"
    SEASON = "season"
    RISK = "risk"
    CONTRACT = "contract"
    BORDER = "border"
    WITHIN = "within"


class Cause(StrEnum):
    """Why the rules name nobody."""

    NO_RULES = "no_rules"
    NO_RULE = "no_rule"
    PLACE_UNKNOWN = "place_unknown"
    UNIT_ENDED = "unit_ended"
    NO_OFFICE = "no_office"
    NO_CONTRACT = "no_contract"
    MANY_CONTRACTS = "many_contracts"


class Rule(NamedTuple):
    """The conditions of one rule. `category` and `area` are chains of codes from the rule's own up
    to the top; `hours` and `season` (month and day) may run over midnight and over the new year,
    and hold their first and their last; `contract` and `border` are "", "some" or "none"; `within`
    is the farthest that the nearest other street may be, in metres."""

    since: date
    until: date | None = None
    category: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    demand_kind: str = ""
    channel: str = ""
    words: tuple[str, ...] = ()
    hours: tuple[time, time] | None = None
    season: tuple[str, str] | None = None
    risk: str = ""
    contract: str = ""
    border: str = ""
    within: int | None = None


class Facts(NamedTuple):
    """What is known of a complaint. Codes run from the finest level up; `at` is local time;
    `border` holds the streets across a border near by, `border_m` how far the nearest is, in
    metres, 0 where it holds the point; None where none is near or no point is known."""

    at: datetime
    category_codes: tuple[str, ...] = ()
    area_codes: tuple[str, ...] = ()
    demand_kind: str = ""
    channel: str = ""
    text: str = ""
    risks: frozenset[str] = frozenset()
    contracts: tuple[str, ...] = ()
    border: tuple[str, ...] = ()
    border_m: int | None = None


class Decision(NamedTuple):
    """`matched` is the index of the rule that decides, None where none does; `passed` tells of each
    rule before it the first condition that does not hold."""

    matched: int | None
    passed: tuple[Condition, ...]


def decide(facts: Facts, rules: Sequence[Rule]) -> Decision:
    """The first rule that fits. len(passed) == matched, or len(rules) where none fits."""
    passed: list[Condition] = []
    for index, rule in enumerate(rules):
        failed = first_failed(facts, rule)
        if failed is None:
            return Decision(index, tuple(passed))
        passed.append(failed)
    return Decision(None, tuple(passed))


def first_failed(facts: Facts, rule: Rule) -> Condition | None:
    """The first condition that does not hold; None where the rule fits."""
    return next((one for one, holds in _HOLDS.items() if not holds(facts, rule)), None)


def _days(facts: Facts, rule: Rule) -> bool:
    today = facts.at.date()
    return rule.since <= today and (rule.until is None or today <= rule.until)


def _words(facts: Facts, rule: Rule) -> bool:
    return not rule.words or any(word in facts.text for word in rule.words)


def _hours(facts: Facts, rule: Rule) -> bool:
    if rule.hours is None:
        return True
    now = facts.at.time().replace(second=0, microsecond=0)
    return _between(now, *rule.hours)


def _season(facts: Facts, rule: Rule) -> bool:
    return rule.season is None or _between(f"{facts.at:%m-%d}", *rule.season)


def _contract(facts: Facts, rule: Rule) -> bool:
    return not rule.contract or (rule.contract == "some") == bool(facts.contracts)


def _border(facts: Facts, rule: Rule) -> bool:
    return not rule.border or (rule.border == "some") == bool(facts.border)


def _within(facts: Facts, rule: Rule) -> bool:
    if rule.within is None:
        return True
    return facts.border_m is not None and facts.border_m <= rule.within


def _between(now: Clock, first: Clock, last: Clock) -> bool:
    if first <= last:
        return first <= now <= last
    return now >= first or now <= last


_HOLDS: Final[dict[Condition, Callable[[Facts, Rule], bool]]] = {
    Condition.DAYS: _days,
    Condition.CATEGORY: lambda f, r: not r.category or r.category[0] in f.category_codes,
    Condition.AREA: lambda f, r: not r.area or r.area[0] in f.area_codes,
    Condition.DEMAND_KIND: lambda f, r: r.demand_kind in {"", f.demand_kind},
    Condition.CHANNEL: lambda f, r: r.channel in {"", f.channel},
    Condition.WORDS: _words,
    Condition.HOURS: _hours,
    Condition.SEASON: _season,
    Condition.RISK: lambda f, r: not r.risk or r.risk in f.risks,
    Condition.CONTRACT: _contract,
    Condition.BORDER: _border,
    Condition.WITHIN: _within,
}


def covers(wide: Rule, narrow: Rule) -> bool:
    """Whatever fits `narrow` fits `wide`: behind it, `narrow` never decides."""
    return (
        wide.since <= narrow.since
        and (wide.until is None or (narrow.until is not None and narrow.until <= wide.until))
        and (not wide.category or wide.category[0] in narrow.category)
        and (not wide.area or wide.area[0] in narrow.area)
        and all(
            getattr(wide, name) in {"", getattr(narrow, name)}
            for name in ("demand_kind", "channel", "risk", "contract", "border")
        )
        and _within_covers(wide.within, narrow.within)
        and _words_cover(wide.words, narrow.words)
        and wide.hours in {None, narrow.hours}
        and wide.season in {None, narrow.season}
    )


def _within_covers(wide: int | None, narrow: int | None) -> bool:
    """The narrow one asks for no farther street than the wide one."""
    return wide is None or (narrow is not None and narrow <= wide)


def _words_cover(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    """Each of the narrow words holds one of the wide ones in itself."""
    if not wide:
        return True
    return bool(narrow) and all(any(word in one for word in wide) for one in narrow)


class Fault(StrEnum):
    """What is wrong with a rule among the others."""

    CONTRADICTS = "contradicts"
    REPEATS = "repeats"
    SHADOWED = "shadowed"
    HIDES = "hides"


def faults(
    rules: Sequence[Rule], outcomes: Sequence[Hashable], index: int
) -> list[tuple[Fault, int]]:
    """What is wrong with the rule at `index`, each with the index of the other one: it asks the
    same as another and names another outcome, or the same; an earlier one takes all that fits it,
    or it takes all that fits a later one. Several that only together leave nothing are not seen."""
    own, found = rules[index], []
    for other, rule in enumerate(rules):
        if other == index:
            continue
        first, second = (rule, own) if other < index else (own, rule)
        if not covers(first, second):
            continue
        if covers(second, first):
            is_same = outcomes[other] == outcomes[index]
            found.append((Fault.REPEATS if is_same else Fault.CONTRADICTS, other))
        else:
            found.append((Fault.SHADOWED if other < index else Fault.HIDES, other))
    return found
