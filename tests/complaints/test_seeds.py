"""The files that come with the program say what they should, and fit each other."""

import csv
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from complaints.deadlines import LimitUnit
from complaints.files import seeds
from complaints.kernels.geometry import AreaIndex
from complaints.models import (
    Area,
    Category,
    ClockKind,
    ClockLimit,
    Component,
    DemandKind,
    GazetteerEntry,
    Question,
)
from complaints.models import OrganisationKind as Kind
from dispatch.files.seeds import read_rules

OFFICES = {
    "party_work", "livelihood", "urban_management", "safety", "community_building",
    "general_support", "enforcement_team", "complaint_centre",
}  # fmt: skip


@pytest.fixture(scope="module")
def ground():
    return seeds.read_ground()


def test_all_of_beijing_is_there(ground):
    levels = Counter(area.level for area in ground.areas)
    assert levels == {"city": 1, "district": 16, "subdistrict": 349, "community": 7535}
    zones = [a for a in ground.areas if a.level == "subdistrict" and a.kind == "其他功能区"]
    assert len(zones) == 6


def test_codes_nest_and_parents_come_first(ground):
    digits = {"city": 6, "district": 6, "subdistrict": 9, "community": 12}
    seen = set()
    for area in ground.areas:
        assert len(area.code) == digits[area.level]
        assert area.code not in seen
        assert (area.parent in seen) if area.parent else area.level == "city"
        assert area.level in {"city", "district"} or area.code.startswith(area.parent)
        seen.add(area.code)


def test_a_community_carries_the_name_of_its_place_and_not_of_its_committee(ground):
    names = {area.code: area.name for area in ground.areas}
    assert names["110101001001"] == "多福巷社区"
    assert names["110105034202"] == "定福庄东村"
    assert not [n for n in names.values() if n.endswith(("居委会", "村委会", "村村", "社区社区"))]


def test_every_district_has_a_public_outline_and_every_cell_is_marked_ours(ground):
    origins = {outline.code: outline.origin for outline in ground.outlines}
    districts = {area.code for area in ground.areas if area.level == "district"}
    assert {code for code, origin in origins.items() if origin == "official"} == districts
    assert len([code for code, origin in origins.items() if origin == "ours"]) == 63
    assert (seeds.SEED / "districts.geojson").stat().st_size < 400_000


def test_a_gazetteer_entry_stands_inside_its_community(ground):
    cells = AreaIndex.from_outlines(
        (o.code, o.geometry) for o in ground.outlines if len(o.code) == 12
    )
    assert len(ground.places) >= 300
    for place in ground.places:
        assert cells.locate(place.lon, place.lat) == place.area
        assert place.kind in GazetteerEntry.Kind.values
        assert place.origin == "ours"


def test_a_gazetteer_name_stands_once_in_a_community_and_some_in_several(ground):
    assert len({(p.name, p.kind, p.area) for p in ground.places}) == len(ground.places)
    assert max(Counter(p.name for p in ground.places).values()) > 1


def test_categories_have_three_levels_under_their_parents(ground):
    levels = {category.code: category.level for category in ground.categories}
    assert len(levels) == len(ground.categories)
    counts = Counter(levels.values())
    assert counts[1] >= 12
    assert counts[2] >= 60
    assert counts[3] >= 200
    for category in ground.categories:
        assert len(category.code) == 6
        assert category.level == 1 or levels[category.parent] == category.level - 1
        cut = 2 * (category.level - 1)
        assert not category.parent or category.code[:cut] == category.parent[:cut]
        assert category.demand_kind in DemandKind.values
        assert category.clock_kind in ClockKind.values
        assert category.sensitivity in Category.Sensitivity.values
        assert category.office_key in OFFICES | {""}
        assert category.source


@pytest.mark.parametrize(
    ("name", "office", "clock"),
    [
        ("房屋漏雨", "urban_management", "general"),
        ("供暖温度不达标", "urban_management", "livelihood"),
        ("停车管理", "urban_management", "general"),
        ("噪音", "safety", "general"),
        ("违法建设", "enforcement_team", "complex"),
        ("私装地锁", "enforcement_team", "general"),
        ("消防安全", "safety", "general"),
        ("扬言", "safety", "emergency"),
        ("供水", "urban_management", "livelihood"),
        ("物业管理", "urban_management", "general"),
        ("垃圾分类", "urban_management", "general"),
        ("雨水井与雨水箅子", "urban_management", "general"),
        ("井盖缺失破损", "urban_management", "emergency"),
    ],
)
def test_a_well_known_matter_goes_where_the_street_expects_it(ground, name, office, clock):
    (category,) = [c for c in ground.categories if c.name == name]
    assert (category.office_key, category.clock_kind) == (office, clock)


def test_the_limits_are_the_published_ones_and_the_rest_says_it_is_ours(ground):
    limits = {(x.stage, x.clock_kind): (x.amount, x.unit) for x in ground.limits}
    assert len(limits) == len(ground.limits) == len(ClockLimit.Stage.values) * 4
    assert [limits["dispatch", kind] for kind in ClockKind.values] == [
        (1, "hours"), (2, "hours"), (24, "hours"), (24, "hours"),
    ]  # fmt: skip
    assert [limits["feedback", kind] for kind in ClockKind.values] == [
        (2, "hours"), (24, "hours"), (7, "calendar_days"), (15, "calendar_days"),
    ]  # fmt: skip
    for kind in ClockKind.values:
        assert limits["street_dispatch", kind] == (10, "minutes")
        assert limits["contact", kind] == (30, "minutes")
        assert limits["onsite", kind] == (1, "hours")
    assert {x.unit for x in ground.limits} <= {unit.value for unit in LimitUnit}
    assert all(x.source for x in ground.limits)
    assert {x.stage for x in ground.limits if x.is_ours} == {"sign", "dispatch"}


def test_working_sessions_are_in_order_and_apart(ground):
    assert all(one.ends < two.starts for one, two in pairwise(ground.sessions))


def working_days(year):
    odd = {day.day: day.is_working for day in year.days}
    days = [date(year.year, 1, 1) + timedelta(n) for n in range(366)]
    return sum(odd.get(day, day.weekday() < 5) for day in days if day.year == year.year)


def test_the_calendars_of_the_state_council_count_248_working_days(ground):
    years = {year.year: year for year in ground.years}
    assert sorted(years) == [2025, 2026, 2027]
    # 365 days less 104 weekend days less the holidays on plain weekdays plus make-up days.
    assert working_days(years[2025]) == 248
    assert working_days(years[2026]) == 248
    assert not years[2025].is_provisional
    assert not years[2026].is_provisional


def test_a_listed_day_differs_from_the_plain_week_or_is_a_named_holiday(ground):
    for year in ground.years:
        for day in year.days:
            assert day.day.year == year.year
            assert day.name
            if day.is_working:
                assert day.day.weekday() >= 5


def test_make_up_weekends_and_holidays_of_2026_stand_on_their_days(ground):
    days = {day.day: day.is_working for year in ground.years for day in year.days}
    for working in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"):
        assert days[date.fromisoformat(f"2026-{working}")]
    for off in ("01-02", "02-23", "04-06", "05-05", "06-19", "09-25", "10-07"):
        assert not days[date.fromisoformat(f"2026-{off}")]
    assert date(2026, 10, 8) not in days


def test_2027_is_provisional_and_holds_the_13_statutory_days(ground):
    (year,) = [year for year in ground.years if year.year == 2027]
    assert year.is_provisional
    assert "暂定" in year.source
    assert len(year.days) == 13
    assert not any(day.is_working for day in year.days)


def test_each_street_has_its_six_offices_its_team_and_its_centre(ground):
    streets = [o for o in ground.organisations if o.kind == Kind.SUBDISTRICT]
    assert len(streets) == 4
    for street in streets:
        under = [o for o in ground.organisations if o.parent == street.code]
        offices = [o for o in under if o.kind in {Kind.OFFICE, Kind.CENTRE}]
        assert {o.office_key for o in offices} == OFFICES
        assert len(offices) == 8
        assert all(o.area == street.area for o in offices)


def test_every_community_of_the_demonstration_has_its_committee(ground):
    committees = {o.area for o in ground.organisations if o.kind == Kind.COMMUNITY}
    drawn = {o.code for o in ground.outlines if len(o.code) == 12}
    assert committees == drawn
    assert len(drawn) == 59


def test_every_kind_of_organisation_is_there_with_parents_first(ground):
    assert {o.kind for o in ground.organisations} == set(Kind.values)
    seen = set()
    areas = {area.code for area in ground.areas}
    for organisation in ground.organisations:
        assert organisation.code not in seen
        assert not organisation.parent or organisation.parent in seen
        assert organisation.area in areas
        seen.add(organisation.code)


def test_companies_are_plainly_invented_and_utilities_serve_around_the_clock(ground):
    companies = [o for o in ground.organisations if o.kind in {Kind.PROPERTY, Kind.ENTERPRISE}]
    assert all("虚构" in o.name for o in companies)
    assert all(o.around_the_clock for o in companies if o.kind == Kind.ENTERPRISE)
    assert len([o for o in companies if o.kind == Kind.PROPERTY]) == 15


def test_contracts_join_known_companies_to_known_estates_and_never_overlap(ground):
    firms = {o.code for o in ground.organisations if o.kind == Kind.PROPERTY}
    estates = {(p.area, p.name) for p in ground.places if p.kind == "estate"}
    held = {}
    for contract in ground.contracts:
        assert contract.organisation in firms
        assert (contract.area, contract.estate) in estates
        held.setdefault((contract.area, contract.estate), []).append(contract)
    assert {c.organisation for c in ground.contracts} == firms
    assert set(held) < estates  # some estates have nobody: 失管
    assert any(len(row) > 1 for row in held.values())
    for row in held.values():
        for one, two in pairwise(sorted(row, key=lambda c: c.since)):
            assert one.until is not None
            assert one.until < two.since


def test_rules_name_known_things_and_the_last_one_fits_everything(ground):
    rules = read_rules()
    codes = {category.code: category for category in ground.categories}
    bodies = {organisation.code for organisation in ground.organisations}
    assert [r.position for r in rules] == sorted({r.position for r in rules})
    for rule in rules:
        assert not rule.category or rule.category in codes
        assert rule.target in {"organisation", "street_office", "community"}
        assert (rule.organisation in bodies) == (rule.target == "organisation")
        assert (rule.office_key in OFFICES) == (rule.target == "street_office")
    last = rules[-1]
    assert (last.category, last.area, last.demand_kind) == ("", "", "")
    assert not [r for r in read_rules(demonstration=False) if r.target == "organisation"]


def test_the_first_rule_that_fits_a_category_names_its_own_office(ground):
    parents = {category.code: category.parent for category in ground.categories}
    rules = [r for r in read_rules(demonstration=False) if not r.demand_kind]
    for category in ground.categories:
        line, code = [category.code], category.code
        while parents[code]:
            code = parents[code]
            line.append(code)
        first = next(r for r in rules if r.category in line)
        if first.target == "street_office":
            assert first.office_key == (category.office_key or "complaint_centre")
        else:
            assert category.name in {"居务公开", "社区活动场所"}


def test_no_level_of_the_tables_is_unknown_to_the_models(ground):
    assert {area.level for area in ground.areas} == set(Area.Level.values)


@pytest.mark.parametrize("name", sorted(p.name for p in seeds.SEED.glob("*.csv")))
def test_a_table_has_no_ragged_row_and_no_stray_space(name):
    with (seeds.SEED / name).open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert all(len(row) == len(head) for row in rows)
    assert all(cell == cell.strip() for row in rows for cell in row)


def test_every_file_of_the_folder_is_named_in_its_sources():
    told = (seeds.SEED / "SOURCES.txt").read_text(encoding="utf-8")
    files = [p.name for p in seeds.SEED.iterdir() if p.name != "SOURCES.txt"]
    assert not [name for name in files if name not in told]


def test_questions_belong_to_the_catalogue_and_offer_something_to_choose(ground):
    codes = {one.code for one in ground.categories}
    asked = Counter((one.category, one.text) for one in ground.questions)
    assert set(asked.values()) == {1}
    for one in ground.questions:
        assert one.category in codes, one
        assert one.kind in Question.Kind.values, one
        assert (one.kind == Question.Kind.CHOICE) is (len(one.options.splitlines()) > 1), one


def test_no_kind_about_somebody_is_told_to_neighbours(ground):
    told = [one for one in ground.categories if one.is_told_nearby]
    assert told
    assert {one.level for one in told} == {3}
    assert {one.sensitivity for one in told} == {"normal"}
    assert [one.code for one in told if one.demand_kind == "report"] == []
    # Noise, quarrels between neighbours, pets, illegal building: somebody is meant.
    about_somebody = ("0401", "0507", "0601", "0602", "0603", "08010", "0903", "0904", "12")
    assert [one.code for one in told if one.code.startswith(about_somebody)] == []


def test_every_other_door_is_named_with_its_source_or_marked_ours(ground):
    assert len({one.name for one in ground.elsewhere}) == len(ground.elsewhere)
    for one in ground.elsewhere:
        assert one.words.split(), one
        assert one.advice, one
        assert one.turn_to, one
        assert bool(one.source) is not one.is_ours, one
    numbers = " ".join(one.turn_to for one in ground.elsewhere)
    assert [n for n in ("110", "119", "120", "122", "12368") if n not in numbers] == []


def test_components_stand_in_a_known_community_and_lead_to_a_known_kind(ground):
    areas = {area.code for area in ground.areas if area.level == "community"}
    codes = {one.code for one in ground.categories}
    assert len({one.code for one in ground.components}) == len(ground.components)
    for one in ground.components:
        assert len(one.code) == 16, one
        assert one.code.isdigit(), one
        assert one.area in areas, one
        assert one.category in codes, one
        assert one.kind in Component.Kind.values, one


def test_components_lie_where_they_say(ground):
    index = AreaIndex.from_outlines([(one.code, one.geometry) for one in ground.outlines])
    for one in ground.components:
        found = index.locate(one.lon, one.lat)
        assert found is not None, one
        assert one.area.startswith(found), one
