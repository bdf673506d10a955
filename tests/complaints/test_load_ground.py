"""The ground is laid once; laid again it leaves what the office has changed."""

import time
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command

from complaints.actions.ground import load_ground
from complaints.errors import NotAllowed
from complaints.files.seeds import read_ground
from complaints.models import (
    Actor,
    Area,
    CalendarDay,
    CalendarYear,
    Category,
    ClockLimit,
    Component,
    Elsewhere,
    GazetteerEntry,
    Organisation,
    Post,
    PropertyContract,
    Question,
    Role,
    User,
    WorkingSession,
)
from complaints.selectors.places import area_at, area_in_words, forget_territory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ground():
    return read_ground()


@pytest.fixture(autouse=True)
def _fresh_territory():
    forget_territory()
    yield
    forget_territory()


def counted():
    nouns = (
        Area, Category, ClockLimit, WorkingSession, CalendarYear, CalendarDay, GazetteerEntry,
        Organisation, PropertyContract, Question, Elsewhere, Component,
    )  # fmt: skip
    return {noun.__name__: noun.objects.count() for noun in nouns}


def test_all_of_it_is_laid_within_ten_seconds(ground):
    start = time.perf_counter()
    laid = load_ground(ground, by=Actor.MACHINE)
    assert time.perf_counter() - start < 10
    assert laid.areas == Area.objects.count() == 7901
    assert laid.outlines == Area.objects.exclude(outline=None).count() == 16 + 63
    assert laid.categories == Category.objects.count() == len(ground.categories)
    assert laid.places == GazetteerEntry.objects.count() == len(ground.places)
    assert laid.organisations == Organisation.objects.count() == len(ground.organisations)
    assert laid.contracts == PropertyContract.objects.count() == len(ground.contracts)
    assert laid.questions == Question.objects.count() == len(ground.questions)
    assert laid.elsewhere == Elsewhere.objects.count() == len(ground.elsewhere)
    assert laid.components == Component.objects.count() == len(ground.components)
    assert CalendarDay.objects.count() == sum(len(year.days) for year in ground.years)


def test_laid_twice_it_adds_nothing(ground):
    load_ground(ground, by=Actor.MACHINE)
    before = counted()
    assert set(load_ground(ground, by=Actor.MACHINE)) == {0}
    assert counted() == before


def test_what_the_office_has_changed_stays(ground):
    load_ground(ground, by=Actor.MACHINE)
    drawn = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    Area.objects.filter(code="110107011").update(
        name="改名街道", outline=drawn, outline_origin=Area.OutlineOrigin.IMPORTED
    )
    Category.objects.filter(code="010101").update(until=date(2026, 1, 1))
    ClockLimit.objects.filter(stage="sign", clock_kind="general").update(amount=45)
    WorkingSession.objects.filter(starts="13:00").update(starts="13:30")
    CalendarDay.objects.filter(day=date(2026, 10, 10)).delete()

    assert set(load_ground(ground, by=Actor.MACHINE)) == {0}

    area = Area.objects.get(code="110107011")
    assert (area.name, area.outline, area.outline_origin) == ("改名街道", drawn, "imported")
    assert Category.objects.get(code="010101").until == date(2026, 1, 1)
    assert ClockLimit.objects.get(stage="sign", clock_kind="general").amount == 45
    assert WorkingSession.objects.count() == 2
    assert not CalendarDay.objects.filter(day=date(2026, 10, 10)).exists()


def test_areas_hang_together_and_can_be_searched_by_letters(ground):
    load_ground(ground, by=Actor.MACHINE)
    line = ("name", "parent__name", "parent__parent__name", "parent__parent__parent__code")
    community = Area.objects.get(code="110107011007")
    assert Area.objects.values_list(*line).get(pk=community.pk) == (
        "五芳园社区", "鲁谷街道", "石景山区", "110000",
    )  # fmt: skip
    assert (community.pinyin, community.initials) == ("wufangyuanshequ", "wfysq")
    assert community.outline_origin == Area.OutlineOrigin.OURS
    assert Area.objects.get(code="110107").outline_origin == Area.OutlineOrigin.OFFICIAL
    assert Area.objects.within("110107011").count() == 23
    assert Area.objects.named("八里庄街道").count() == 2
    assert not Area.objects.filter(parent=None).exclude(code="110000").exists()


def test_a_point_of_the_demonstration_is_in_its_community_once_the_ground_is_laid(ground):
    assert area_at(116.2, 39.9) is None
    load_ground(ground, by=Actor.MACHINE)
    place = ground.places[0]
    found = area_at(place.lon, place.lat)
    assert found is not None
    assert found.code == place.area
    assert area_in_words(f"{place.name}的井盖丢了") == found
    assert area_in_words("永乐路的井盖丢了") is None


def test_a_placed_area_lies_at_a_point_of_its_own(ground):
    load_ground(ground, by=Actor.MACHINE)
    placed = Area.objects.exclude(outline=None)
    assert not placed.filter(lon=None).exists()
    assert not Area.objects.filter(outline=None).exclude(lon=None).exists()


def test_without_the_demonstration_nothing_invented_is_laid():
    call_command("load_ground", verbosity=0)
    assert Area.objects.count() == 7901
    assert ClockLimit.objects.exists()
    assert not Area.objects.filter(outline_origin=Area.OutlineOrigin.OURS).exists()
    assert not Organisation.objects.exists()
    assert not GazetteerEntry.objects.exists()


def test_the_demonstration_can_follow_later(capsys, ground):
    call_command("load_ground")
    assert "areas: 7901 added" in capsys.readouterr().out
    call_command("load_ground", "--demonstration")
    said = capsys.readouterr().out
    assert "areas: 0 added" in said
    assert "outlines: 63 added" in said
    assert f"contracts: {len(ground.contracts)} added" in said


def test_only_an_administrator_or_the_machine_lays_the_ground(ground):
    load_ground(ground, by=Actor.MACHINE)
    street = Organisation.objects.get(code="ST-110107011")
    clerk, administrator = (
        User.objects.create(username=name) for name in ("a-clerk", "an-administrator")
    )
    Post.objects.create(
        user=clerk, organisation=street, role=Role.TRIAGE_OFFICER, since=date(2024, 1, 1)
    )
    Post.objects.create(
        user=administrator, organisation=street, role=Role.ADMINISTRATOR, since=date(2024, 1, 1)
    )
    for other in (clerk, Actor.RESIDENT, Actor.LINK, Actor.FEED):
        with pytest.raises(NotAllowed):
            load_ground(ground, by=other)
    assert set(load_ground(ground, by=administrator)) == {0}


def test_an_organisation_whose_parent_is_unknown_lays_nothing(ground):
    orphan = replace(ground.organisations[0], code="orphan", parent="nobody")
    with pytest.raises(ValueError, match="orphan"):
        load_ground(replace(ground, organisations=(orphan,), contracts=()), by=Actor.MACHINE)
    assert not Area.objects.exists()
