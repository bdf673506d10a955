"""The wall display: today's numbers, who needs help, a map, and how old it all is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from shapely import Point, Polygon

from complaints.models import Area, Complaint
from dispatch.kernels.wall_map import WIDTH, draw
from dispatch.selectors.scopes import EVERYWHERE, scope_of
from dispatch.selectors.tallies import Level
from dispatch.selectors.wall import wall_of
from tests import make
from tests.dispatch.golden_month import golden_month
from tests.make import Office

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[116, 39], [117, 39], [117, 40], [116, 40], [116, 39]]],
}
NOON = make.START.replace(hour=12)


@pytest.fixture
def office() -> Office:
    return make.office()


def wall(office: Office, level: Level = Level.SUBDISTRICT, *, days: int = 0):
    return wall_of(EVERYWHERE, level=level, at=NOON + timedelta(days=days))


def test_outlines_are_drawn_north_up_in_a_width_of_a_thousand() -> None:
    east = {"type": "MultiPolygon", "coordinates": [[[[117, 39], [118, 39], [118, 40], [117, 39]]]]}
    drawing = draw({"west": SQUARE, "east": east})
    west = next(one for one in drawing.areas if one.code == "west")
    points = [
        tuple(map(float, pair.split(","))) for pair in re.findall(r"[-\d.]+,[-\d.]+", west.path)
    ]
    assert min(x for x, _y in points) == 0
    assert max(x for x, _y in points) == pytest.approx(WIDTH / 2, abs=0.1)
    assert points[0][1] == pytest.approx(drawing.height, abs=0.1)
    assert points[2][1] == 0
    assert draw({}).areas == ()


def test_a_name_stands_inside_a_hollow_outline() -> None:
    hollow = [[0, 0], [10, 0], [10, 1], [1, 1], [1, 9], [10, 9], [10, 10], [0, 10], [0, 0]]
    (one,) = draw({"hollow": {"type": "Polygon", "coordinates": [hollow]}}).areas
    pairs = re.findall(r"([-\d.]+),([-\d.]+)", one.path)
    assert Polygon([(float(x), float(y)) for x, y in pairs]).contains(Point(one.x, one.y))


@pytest.mark.django_db
def test_it_counts_today_what_is_open_and_what_is_late(office: Office) -> None:
    make.dispatched(office, at=make.START)
    make.branch_in(office, "closed", at=make.START)
    make.received(office, at=make.START - timedelta(days=1))
    now = wall(office)
    assert (now.received_today, now.finished_today) == (2, 1)
    assert (now.opened, now.overdue) == (2, 0)
    later = wall(office, days=30)
    assert (later.received_today, later.overdue) == (0, 1)
    street = office.places.street.name
    assert [(one.name, one.overdue) for one in later.to_help] == [(street, 1)]
    units = wall(office, Level.UNIT, days=30)
    assert [one.name for one in units.to_help] == [office.bodies.city_office.name]


@pytest.mark.django_db
def test_the_map_shades_by_what_is_open(office: Office) -> None:
    Area.objects.filter(pk=office.places.street.pk).update(outline=SQUARE)
    assert [spot.shade for spot in wall(office).map.spots] == [0]
    make.dispatched(office)
    (spot,) = wall(office).map.spots
    assert (spot.opened, spot.shade) == (1, 4)


@pytest.mark.django_db
def test_a_street_sees_itself_alone(office: Office) -> None:
    make.dispatched(office)
    other = office.people.next_triage
    assert wall_of(scope_of(office.people.head), level=Level.UNIT, at=NOON).opened == 1
    assert wall_of(scope_of(other), level=Level.UNIT, at=NOON).opened == 0


@pytest.mark.django_db
def test_the_page_and_its_part(office: Office, client: Client) -> None:
    make.dispatched(office)
    client.force_login(office.people.district_leader)
    page = client.get("/screen/").content.decode()
    part = client.get("/screen/?part=1").content.decode()
    assert "<html" in page
    assert "<html" not in part
    assert "正在办理" in part
    assert Complaint.objects.get().number not in page
    client.force_login(office.people.handler)
    assert client.get("/screen/").status_code == 403


@pytest.mark.django_db
def test_it_asks_the_same_number_of_queries_however_much_there_is(
    office: Office, client: Client
) -> None:
    client.force_login(office.people.district_leader)
    make.dispatched(office)
    client.get("/screen/?part=1")
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/screen/?part=1")
        counts.append(len(asked))
        for _ticket in range(5):
            make.dispatched(office, make.received(office))
    assert counts[0] == counts[1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 1080), (360, 800)])
def test_it_fits_the_wall_and_tells_the_age_of_its_data_when_cut_off(
    live_server, visit, client, width, height
) -> None:
    month = golden_month()
    Area.objects.filter(pk=month.office.places.street.pk).update(outline=SQUARE)
    client.force_login(month.office.people.district_leader)
    page = visit(width=width)
    page.set_viewport_size({"width": width, "height": height})
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/screen/")
    page.wait_for_selector("svg path")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if height == 1080:
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('dd')).fontSize)")
        assert size >= 60
    assert page.locator("#wall-age").inner_text() == "刚刚更新"
    page.context.set_offline(offline=True)
    page.wait_for_selector("#wall-age.is-old")
    assert "连不上服务器" in page.locator("#wall-age").inner_text()
    assert page.locator("dd").first.is_visible()
    page.context.set_offline(offline=False)
    page.wait_for_selector("#wall-age:not(.is-old)")
