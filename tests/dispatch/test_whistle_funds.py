"""Money under a whistle is asked for and granted; and how often a street blows is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from dispatch.actions.whistles.ending import conclude
from dispatch.actions.whistles.funds import ask_fund, decide_fund
from dispatch.kernels.bands import Band, band_of
from dispatch.models import Fund, Summons, Whistle
from dispatch.selectors.whistles.closing import lacking
from dispatch.selectors.whistles.rate import street_rates
from tests import make
from tests.make import Office
from tests.whistling import MINUTE, Called, blown, called, came, scored, summons_of

AT = make.START + 20 * MINUTE
YUAN = Decimal("1200000.00")


@pytest.fixture
def office(db: object) -> Office:
    return make.office()


@pytest.fixture
def who(office: Office) -> Called:
    return called(office)


@pytest.fixture
def summons(office: Office, who: Called) -> Summons:
    whistle = blown(office, who.housing)
    return came(summons_of(whistle, who.housing), by=who.housing_clerk)


def asked(summons: Summons, who: Called) -> Fund:
    return ask_fund(summons.whistle_id, by=who.housing_clerk, what="燃气管线接入", yuan=YUAN, at=AT)


def test_who_came_asks_and_the_district_grants(
    office: Office, who: Called, summons: Summons
) -> None:
    fund = asked(summons, who)
    assert fund.body == who.housing
    leader = office.people.district_leader
    done = decide_fund(fund.pk, by=leader, yuan=YUAN, source="区级专项", at=AT)
    assert (done.granted_yuan, done.source) == (YUAN, "区级专项")
    with pytest.raises(Conflict, match="已经批复"):
        decide_fund(fund.pk, by=leader, yuan=YUAN, source="区级专项", at=AT)


def test_less_or_nothing_needs_words_and_money_needs_a_source(
    office: Office, who: Called, summons: Summons
) -> None:
    fund = asked(summons, who)
    leader = office.people.district_leader
    with pytest.raises(Invalid, match="少批"):
        decide_fund(fund.pk, by=leader, yuan=Decimal(0), at=AT)
    with pytest.raises(Invalid, match="来源"):
        decide_fund(fund.pk, by=leader, yuan=YUAN, at=AT)
    done = decide_fund(fund.pk, by=leader, yuan=Decimal(0), words="由企业自筹", at=AT)
    assert done.granted_yuan == 0
    with transaction.atomic(), pytest.raises(IntegrityError):
        Fund.objects.filter(pk=fund.pk).update(words="")


def test_nobody_grants_his_own_and_only_who_works_on_it_asks(
    office: Office, who: Called, summons: Summons
) -> None:
    fund = asked(summons, who)
    with pytest.raises(NotAllowed):
        decide_fund(fund.pk, by=office.people.desk, yuan=YUAN, source="街道", at=AT)
    with pytest.raises(NotFound):
        ask_fund(summons.whistle_id, by=who.fire_clerk, what="灭火器", yuan=YUAN, at=AT)
    with pytest.raises(Invalid):
        ask_fund(summons.whistle_id, by=who.housing_clerk, what="无", yuan=Decimal(0), at=AT)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Fund.objects.filter(pk=fund.pk).update(
            granted_yuan=1, words="少批", decided_at=AT, decided_by=who.housing_clerk
        )


def test_a_whistle_does_not_end_before_the_answer_about_money(
    office: Office, who: Called, summons: Summons
) -> None:
    fund = asked(summons, who)
    scored(office, summons, by=who.housing_clerk)
    with pytest.raises(Conflict, match="还没有批复"):
        conclude(summons.whistle_id, by=office.people.desk, at=AT + 60 * MINUTE)
    decide_fund(fund.pk, by=office.people.district_leader, yuan=YUAN, source="区级专项", at=AT)
    assert lacking(Whistle.objects.get()) == []


def test_the_pages_take_the_request_and_the_answer(
    office: Office, who: Called, summons: Summons
) -> None:
    client = Client()
    client.force_login(who.housing_clerk)
    door = reverse("office-whistle-fund", args=[summons.whistle_id])
    assert client.post(door, {"what": "管线", "yuan": "abc"}).status_code == 422
    assert client.post(door, {"what": "管线", "yuan": "1200000"}).status_code == 302
    fund = Fund.objects.get()
    client.force_login(office.people.district_leader)
    page = client.get(reverse("office-whistle", args=[summons.whistle_id])).content.decode()
    decide = reverse("office-fund-decide", args=[fund.pk])
    assert decide in page
    given_words = {"yuan": "1000000", "source": "区级专项", "words": "其余由企业承担"}
    assert client.post(decide, {**given_words, "words": ""}).status_code == 422
    assert client.post(decide, given_words).status_code == 302
    page = client.get(reverse("office-whistle", args=[summons.whistle_id])).content.decode()
    assert "其余由企业承担" in page


def test_a_band_by_hand() -> None:
    # mean 2, sample variance ((1)+(0)+(1))/2 = 1
    assert band_of([1, 2, 3], k=2) == Band(2.0, 0.0, 4.0)
    assert band_of([1, 2], k=2) is None
    band = band_of([10, 12, 14], k=1)
    assert band is not None
    assert [band.verdict(value) for value in (9.9, 10, 14, 14.1)] == [-1, 0, 0, 1]


figures = st.lists(st.floats(0, 1e6), min_size=3, max_size=20)


@given(figures, st.floats(0, 5), st.floats(0.1, 10))
def test_a_band_grows_with_the_figures_and_holds_their_mean(
    values: list[float], k: float, scale: float
) -> None:
    band, scaled = band_of(values, k=k), band_of([scale * value for value in values], k=k)
    assert band is not None
    assert scaled is not None
    assert band.low <= band.mean <= band.high
    assert scaled.mean == pytest.approx(scale * band.mean, abs=1e-6)
    assert scaled.high == pytest.approx(scale * band.high, rel=1e-6, abs=1e-6)


def test_a_street_that_stops_blowing_is_told_so_and_one_that_blows_at_everything(
    office: Office, who: Called
) -> None:
    def month(number: int, whistles: int) -> None:
        at = make.START - timedelta(days=30 * number)
        for _ in range(4):
            make.received(office, at=at)
        for _ in range(whistles):
            blown(office, who.housing, at=at)

    for number in range(2, 7):
        month(number, 1 + number % 2)
    month(1, 0)
    rows = street_rates(office.people.district_leader, at=make.START)
    mine = next(row for row in rows if row.street == office.bodies.government)
    assert (mine.last.whistles, mine.last.rate, mine.verdict) == (0, 0.0, -1)
    month(1, 9)
    rows = street_rates(office.people.head, at=make.START)
    assert [row.street for row in rows] == [office.bodies.government]
    assert rows[0].verdict == 1


def test_too_few_periods_say_nothing(office: Office) -> None:
    make.received(office)
    assert street_rates(office.people.head, at=make.START)[0].band is None


def test_the_page_of_rates_is_for_streets_and_who_looks_over_them(office: Office) -> None:
    client = Client()
    for person, status in ((office.people.head, 200), (office.people.handler, 403)):
        client.force_login(person)
        assert client.get(reverse("office-whistles-rate")).status_code == status
