"""Catalogue, clocks, calendars and the other dated rules that come with the program."""

from dataclasses import asdict

from complaints.actions.ground.adding import add_missing, fill_english, keys_by_code, spelt
from complaints.files.seeds import Ground
from complaints.models import (
    CalendarDay,
    CalendarYear,
    Category,
    ClockLimit,
    Elsewhere,
    NoticeTemplate,
    Outcome,
    Parameter,
    Question,
    RiskWord,
    WorkingSession,
)


def lay_categories(ground: Ground) -> int:
    added = 0
    for level in (1, 2, 3):
        keys = keys_by_code(Category.objects.all())
        added += add_missing(
            Category.objects.all(),
            (seed for seed in ground.categories if seed.level == level),
            key=lambda seed: (seed.code,),
            row=lambda seed, keys=keys: {  # type: ignore[misc]
                "code": seed.code,
                "name": seed.name,
                "name_en": seed.name_en,
                "level": seed.level,
                "parent_id": keys[seed.parent] if seed.parent else None,
                "demand_kind": seed.demand_kind,
                "clock_kind": seed.clock_kind,
                "sensitivity": seed.sensitivity,
                "is_told_nearby": seed.is_told_nearby,
                "community_assists": seed.community_assists,
                "office_key": seed.office_key,
                "source": seed.source,
                "since": seed.since,
                **spelt(seed.name),
            },
            standing=("code",),
        )
    fill_english(
        Category.objects.all(),
        ground.categories,
        key=lambda seed: (seed.code,),
        standing=("code",),
        names=("name",),
    )
    return added


def lay_limits(ground: Ground) -> int:
    return add_missing(
        ClockLimit.objects.all(),
        ground.limits,
        key=lambda seed: (seed.stage, seed.clock_kind, seed.since),
        row=lambda seed: {
            "stage": seed.stage,
            "clock_kind": seed.clock_kind,
            "amount": seed.amount,
            "unit": seed.unit,
            "since": seed.since,
            "source": seed.source,
            "is_ours": seed.is_ours,
        },
        standing=("stage", "clock_kind", "since"),
    )


def lay_sessions(ground: Ground) -> int:
    """Only where the office keeps no hours yet: a second set beside its own would run twice."""
    if WorkingSession.objects.exists():
        return 0
    return add_missing(
        WorkingSession.objects.all(),
        ground.sessions,
        key=lambda seed: (seed.starts, seed.since),
        row=lambda seed: {
            "starts": seed.starts,
            "ends": seed.ends,
            "since": seed.since,
            "source": seed.source,
            "is_ours": seed.is_ours,
        },
        standing=("starts", "since"),
    )


def lay_years(ground: Ground) -> int:
    """A year comes with all its days; one that stands is the office's own, days and all."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [seed for seed in ground.years if seed.year not in known]
    CalendarYear.objects.bulk_create(
        CalendarYear(year=seed.year, source=seed.source, is_provisional=seed.is_provisional)
        for seed in missing
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day.day, year_id=seed.year, is_working=day.is_working, name=day.name)
        for seed in missing
        for day in seed.days
    )
    return len(missing)


def lay_parameters(ground: Ground) -> int:
    return add_missing(
        Parameter.objects.all(),
        ground.parameters,
        key=lambda seed: (seed.key, seed.since),
        row=lambda seed: {
            "key": seed.key,
            "amount": seed.amount,
            "unit": seed.unit,
            "since": seed.since,
            "source": seed.source,
            "is_ours": seed.is_ours,
        },
        standing=("key", "since"),
    )


def lay_questions(ground: Ground) -> int:
    categories = keys_by_code(Category.objects.all())
    standing = ("category_id", "text")
    added = add_missing(
        Question.objects.all(),
        ground.questions,
        key=lambda seed: (categories[seed.category], seed.text),
        row=lambda seed: {
            "category_id": categories[seed.category],
            "position": seed.position,
            "text": seed.text,
            "text_en": seed.text_en,
            "kind": seed.kind,
            "options": seed.options,
            "options_en": seed.options_en,
            "since": seed.since,
        },
        standing=standing,
    )
    fill_english(
        Question.objects.all(),
        ground.questions,
        key=lambda seed: (categories[seed.category], seed.text),
        standing=standing,
        names=("text", "options"),
    )
    return added


def lay_elsewhere(ground: Ground) -> int:
    added = add_missing(
        Elsewhere.objects.all(),
        ground.elsewhere,
        key=lambda seed: (seed.name,),
        row=asdict,
        standing=("name",),
    )
    fill_english(
        Elsewhere.objects.all(),
        ground.elsewhere,
        key=lambda seed: (seed.name,),
        standing=("name",),
        names=("name", "words", "advice", "turn_to"),
    )
    return added


def lay_outcomes(ground: Ground) -> int:
    return add_missing(
        Outcome.objects.all(),
        ground.outcomes,
        key=lambda seed: (seed.code, seed.since),
        row=asdict,
        standing=("code", "since"),
    )


def lay_risk_words(ground: Ground) -> int:
    return add_missing(
        RiskWord.objects.all(),
        ground.risk_words,
        key=lambda seed: (seed.word, seed.since),
        row=asdict,
        standing=("word", "since"),
    )


def lay_notice_words(ground: Ground) -> int:
    return add_missing(
        NoticeTemplate.objects.all(),
        ground.notice_words,
        key=lambda seed: (seed.code, seed.since),
        row=asdict,
        standing=("code", "since"),
    )
