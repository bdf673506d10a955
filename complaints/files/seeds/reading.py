"""The seed files, read row by row. `seed/SOURCES.txt` says where each comes from."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

from complaints.files.seeds.rows import (
    AreaSeed,
    CategorySeed,
    ComponentSeed,
    ContractSeed,
    DaySeed,
    Drawing,
    ElsewhereSeed,
    Ground,
    LimitSeed,
    NoticeWordsSeed,
    OrganisationSeed,
    OutcomeSeed,
    OutlineSeed,
    ParameterSeed,
    PlaceSeed,
    QuestionSeed,
    RiskWordSeed,
    SessionSeed,
    YearSeed,
)

SEED = Path(__file__).resolve().parents[1] / "seed"


def read_ground(*, demonstration: bool = True) -> Ground:
    """Territory, catalogue and clocks of all Beijing; with the demonstration also the invented
    outlines, gazetteer, organisations and contracts of its district.
    """
    ground = Ground(
        areas=read_areas(),
        outlines=read_outlines("districts.geojson", origin="official"),
        categories=read_categories(),
        limits=read_limits(),
        parameters=read_parameters(),
        sessions=read_sessions(),
        years=read_years(),
        questions=read_questions(),
        elsewhere=read_elsewhere(),
        outcomes=read_outcomes(),
        risk_words=read_risk_words(),
        notice_words=read_notice_words(),
    )
    if not demonstration:
        return ground
    return replace(
        ground,
        outlines=ground.outlines + read_outlines("cells.geojson", origin="ours"),
        places=read_places(),
        organisations=read_organisations(),
        contracts=read_contracts(),
        components=read_components(),
    )


def read_areas() -> tuple[AreaSeed, ...]:
    """Parents before children."""
    found = [AreaSeed(**row) for row in _rows("areas.csv")]
    return tuple(sorted(found, key=lambda area: (area.level != "city", len(area.code), area.code)))


def read_outlines(name: str, *, origin: str) -> tuple[OutlineSeed, ...]:
    return tuple(
        OutlineSeed(feature["properties"]["code"], feature["geometry"], origin)
        for feature in _geojson(name)["features"]
    )


def read_drawing() -> Drawing:
    held = _geojson("cells.geojson")
    seats = {code: (float(lon), float(lat)) for code, (lon, lat) in held["seats"].items()}
    return Drawing(held["district"], held["seed"], seats)


def read_places() -> tuple[PlaceSeed, ...]:
    return tuple(
        PlaceSeed(r["name"], r["kind"], r["area"], float(r["lon"]), float(r["lat"]), r["origin"])
        for r in _rows("gazetteer.csv")
    )


def read_categories() -> tuple[CategorySeed, ...]:
    """Parents before children."""
    found = [
        CategorySeed(
            code=r["code"],
            name=r["name"],
            name_en=r["name_en"],
            level=int(r["level"]),
            parent=r["parent"],
            demand_kind=r["demand_kind"],
            clock_kind=r["clock_kind"],
            sensitivity=r["sensitivity"],
            is_told_nearby=_yes(r["told_nearby"]),
            community_assists=_yes(r["assists"]),
            office_key=r["office_key"],
            source=r["source"],
            since=date.fromisoformat(r["since"]),
        )
        for r in _rows("categories.csv")
    ]
    return tuple(sorted(found, key=lambda category: (category.level, category.code)))


def read_limits() -> tuple[LimitSeed, ...]:
    return tuple(
        LimitSeed(
            stage=r["stage"],
            clock_kind=r["clock_kind"],
            amount=int(r["amount"]),
            unit=r["unit"],
            since=date.fromisoformat(r["since"]),
            source=r["source"],
            is_ours=_yes(r["is_ours"]),
        )
        for r in _rows("clock_limits.csv")
    )


def read_parameters() -> tuple[ParameterSeed, ...]:
    return tuple(
        ParameterSeed(
            key=r["key"],
            amount=int(r["amount"]),
            unit=r["unit"],
            since=date.fromisoformat(r["since"]),
            source=r["source"],
            is_ours=_yes(r["is_ours"]),
        )
        for r in _rows("parameters.csv")
    )


def read_questions() -> tuple[QuestionSeed, ...]:
    return tuple(
        QuestionSeed(
            category=r["category"],
            position=int(r["position"]),
            text=r["text"],
            text_en=r["text_en"],
            kind=r["kind"],
            options=r["options"].replace("|", "\n"),
            options_en=r["options_en"].replace("|", "\n"),
            since=date.fromisoformat(r["since"]),
        )
        for r in _rows("questions.csv")
    )


def read_elsewhere() -> tuple[ElsewhereSeed, ...]:
    return tuple(
        ElsewhereSeed(
            name=r["name"],
            name_en=r["name_en"],
            words=r["words"],
            words_en=r["words_en"].replace("|", "\n"),
            advice=r["advice"],
            advice_en=r["advice_en"],
            turn_to=r["turn_to"],
            turn_to_en=r["turn_to_en"],
            source=r["source"],
            is_ours=_yes(r["is_ours"]),
            since=date.fromisoformat(r["since"]),
        )
        for r in _rows("elsewhere.csv")
    )


def read_components() -> tuple[ComponentSeed, ...]:
    return tuple(
        ComponentSeed(
            code=r["code"],
            name=r["name"],
            kind=r["kind"],
            area=r["area"],
            where=r["where"],
            lon=float(r["lon"]),
            lat=float(r["lat"]),
            category=r["category"],
            since=date.fromisoformat(r["since"]),
        )
        for r in _rows("components.csv")
    )


def read_outcomes() -> tuple[OutcomeSeed, ...]:
    """In the order of the file, which is the regulation's."""
    return tuple(OutcomeSeed(**_dated(r)) for r in _rows("outcomes.csv"))


def read_risk_words() -> tuple[RiskWordSeed, ...]:
    return tuple(RiskWordSeed(**_dated(r)) for r in _rows("risk_words.csv"))


def read_notice_words() -> tuple[NoticeWordsSeed, ...]:
    return tuple(NoticeWordsSeed(**_dated(r)) for r in _rows("notice_words.csv"))


def read_sessions() -> tuple[SessionSeed, ...]:
    return tuple(
        SessionSeed(
            starts=time.fromisoformat(r["starts"]),
            ends=time.fromisoformat(r["ends"]),
            since=date.fromisoformat(r["since"]),
            source=r["source"],
            is_ours=_yes(r["is_ours"]),
        )
        for r in _rows("working_sessions.csv")
    )


def read_years() -> tuple[YearSeed, ...]:
    """Each year with the days that differ from a plain week."""
    days = [
        DaySeed(date.fromisoformat(r["day"]), _yes(r["is_working"]), r["name"])
        for r in _rows("calendar_days.csv")
    ]
    return tuple(
        YearSeed(
            year=int(r["year"]),
            source=r["source"],
            is_provisional=_yes(r["is_provisional"]),
            days=tuple(day for day in days if day.day.year == int(r["year"])),
        )
        for r in _rows("calendar_years.csv")
    )


def read_organisations() -> tuple[OrganisationSeed, ...]:
    """In the order of the file, which puts parents first."""
    return tuple(
        OrganisationSeed(
            code=r["code"],
            name=r["name"],
            kind=r["kind"],
            office_key=r["office_key"],
            area=r["area"],
            parent=r["parent"],
            around_the_clock=_yes(r["around_the_clock"]),
            since=date.fromisoformat(r["since"]),
            until=_day(r["until"]),
        )
        for r in _rows("organisations.csv")
    )


def read_contracts() -> tuple[ContractSeed, ...]:
    return tuple(
        ContractSeed(
            organisation=r["organisation"],
            area=r["area"],
            estate=r["estate"],
            since=date.fromisoformat(r["since"]),
            until=_day(r["until"]),
        )
        for r in _rows("contracts.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _geojson(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((SEED / name).read_text(encoding="utf-8"))
    return held


def _dated(row: Mapping[str, str]) -> dict[str, Any]:
    """A row of words whose other columns are a day and answers by yes or no."""
    marks = {name: _yes(value) for name, value in row.items() if name.startswith("is_")}
    return {**row, **marks, "since": date.fromisoformat(row["since"])}


def _yes(text: str) -> bool:
    return text == "1"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
