"""Points find their area, and the three datums lead to and fro."""

import math
import time

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from complaints.files import seeds
from complaints.kernels.geometry import (
    METRES_A_DEGREE,
    AreaIndex,
    convert,
    inner_point,
    simplified,
)

TIANANMEN = (116.397, 39.909)
TIANJIN = (117.2, 39.13)


def square(west, south, size=1.0):
    ring = [
        [west, south], [west + size, south], [west + size, south + size], [west, south + size],
        [west, south],
    ]  # fmt: skip
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(scope="module")
def city():
    return AreaIndex.from_outlines((o.code, o.geometry) for o in seeds.read_outlines(
        "districts.geojson", origin="official"
    ))  # fmt: skip


@pytest.fixture(scope="module")
def communities():
    drawn = seeds.read_outlines("cells.geojson", origin="ours")
    return AreaIndex.from_outlines((o.code, o.geometry) for o in drawn if len(o.code) == 12)


def test_a_point_finds_its_district(city):
    assert len(city) == 16
    assert city.locate(*TIANANMEN) == "110101"
    assert city.locate(116.30, 39.99) == "110108"
    assert city.locate(116.23, 39.905) == "110107"
    assert city.locate(116.63, 40.32) == "110116"


@pytest.mark.parametrize(
    "point",
    [TIANJIN, (0.0, 0.0), (116.4, -39.9), (200.0, 95.0), (math.nan, 39.9), (116.4, math.inf)],
)
def test_a_point_outside_the_city_finds_nothing(city, point):
    assert city.locate(*point) is None


def test_a_point_on_a_shared_border_belongs_to_the_smaller_code():
    two = AreaIndex.from_outlines([("b", square(0, 0)), ("a", square(1, 0))])
    assert two.locate(1.0, 0.5) == "a"
    assert two.locate(0.0, 0.5) == "b"
    assert two.locate(0.999999, 0.5) == "b"


def test_of_nested_areas_the_finest_that_holds_the_point_is_found():
    nested = AreaIndex.from_outlines(
        [("11", square(0, 0)), ("1101", square(0, 0, 0.5)), ("110101", square(0, 0, 0.2))]
    )
    assert nested.locate(0.1, 0.1) == "110101"
    assert nested.locate(0.3, 0.3) == "1101"
    assert nested.locate(0.9, 0.9) == "11"
    everything = AreaIndex.from_outlines((o.code, o.geometry) for o in seeds.read_ground().outlines)
    assert len(everything.locate(116.20, 39.90) or "") == 12
    assert everything.locate(*TIANANMEN) == "110101"


def test_every_vertex_of_the_demonstration_finds_a_community(communities):
    drawn = seeds.read_outlines("cells.geojson", origin="ours")
    for outline in drawn:
        for lon, lat in shapely.get_coordinates(shapely.geometry.shape(outline.geometry))[:-1]:
            assert communities.locate(lon, lat) is not None


def test_every_community_holds_its_own_inner_point(communities):
    for outline in seeds.read_outlines("cells.geojson", origin="ours"):
        if len(outline.code) == 12:
            assert communities.locate(*inner_point(outline.geometry)) == outline.code


def test_a_point_is_found_within_a_millisecond(city, communities):
    points = [(115.5 + n % 60 / 30, 39.5 + n // 60 / 30) for n in range(2400)]
    start = time.perf_counter()
    for lon, lat in points:
        city.locate(lon, lat)
        communities.locate(lon, lat)
    assert (time.perf_counter() - start) / len(points) < 0.001


def test_an_index_of_nothing_finds_nothing():
    assert AreaIndex.from_outlines([]).locate(*TIANANMEN) is None


def test_two_outlines_for_one_code_are_refused():
    with pytest.raises(ValueError, match="two outlines for a"):
        AreaIndex.from_outlines([("a", square(0, 0)), ("a", square(1, 0))])


@pytest.mark.parametrize(
    "outline",
    [
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Nothing"},
        {},
    ],
)
def test_what_is_no_polygon_is_refused(outline):
    with pytest.raises(ValueError, match="outline of x"):
        AreaIndex.from_outlines([("x", outline)])


def test_an_outline_that_crosses_itself_is_repaired():
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    index = AreaIndex.from_outlines([("x", bow)])
    assert index.locate(0.1, 0.5) == "x"
    assert index.locate(0.5, 0.9) is None


def test_what_lies_within_some_metres_is_told_nearest_first():
    step = 100 / (METRES_A_DEGREE * math.cos(math.radians(40)))
    index = AreaIndex.from_outlines([
        ("110101", square(116.0, 39.5)), ("110102", square(117.0, 39.5)),
        ("110103", square(117.0 + 3 * step, 39.5, 0.5)),
    ])  # fmt: skip
    at = 117.0 - step
    assert [code for code, _away in index.near(at, 40.0, 150)] == ["110101", "110102"]
    held, across = index.near(at, 40.0, 150)
    assert held[1] == 0.0
    assert across[1] == pytest.approx(100, rel=0.01)
    wide = [code for code, _away in index.near(at, 40.0 - 0.1, 450)]
    assert wide == ["110101", "110102", "110103"]
    assert [code for code, _away in index.near(at, 40.0, 50)] == ["110101"]
    assert index.near(math.nan, 40.0, 150) == []


def test_the_distance_to_a_boundary_is_in_metres_on_either_side():
    index = AreaIndex.from_outlines([("x", square(116.0, 39.0))])
    north = 0.01 * 111_320
    assert index.boundary_distance_m(116.5, 39.99, "x") == pytest.approx(north, rel=1e-3)
    assert index.boundary_distance_m(116.5, 40.01, "x") == pytest.approx(north, rel=1e-3)
    east = 0.01 * 111_320 * math.cos(math.radians(39.5))
    assert index.boundary_distance_m(116.01, 39.5, "x") == pytest.approx(east, rel=1e-3)
    assert index.boundary_distance_m(116.0, 39.5, "x") == pytest.approx(0, abs=1e-6)
    with pytest.raises(KeyError):
        index.boundary_distance_m(116.5, 39.5, "y")


def metres_apart(one, two):
    east = (one[0] - two[0]) * 111_320 * math.cos(math.radians(one[1]))
    return math.hypot(east, (one[1] - two[1]) * 111_320)


@given(
    lon=st.floats(73.0, 135.0),
    lat=st.floats(3.0, 53.5),
    source=st.sampled_from(["wgs84", "gcj02", "bd09"]),
    target=st.sampled_from(["wgs84", "gcj02", "bd09"]),
)
def test_a_point_comes_back_from_another_datum_within_a_metre(lon, lat, source, target):
    there = convert(lon, lat, source=source, target=target)
    back = convert(*there, source=target, target=source)
    assert metres_apart((lon, lat), back) < 1


def test_known_points_agree_with_the_published_converters():
    # The worked example of eviltransform's own tests (Shanghai), and coordtransform's for Baidu.
    shanghai = convert(121.5272106, 31.1774276, source="wgs84", target="gcj02")
    assert shanghai == pytest.approx((121.531541859215, 31.17530398364597), abs=1e-9)
    assert convert(116.404, 39.915, source="bd09", target="gcj02") == pytest.approx(
        (116.39762729119315, 39.90865673957631), abs=1e-5
    )
    assert convert(116.404, 39.915, source="gcj02", target="bd09") == pytest.approx(
        (116.41036949371029, 39.92133699351021), abs=1e-9
    )
    assert convert(116.404, 39.915, source="wgs84", target="gcj02") == pytest.approx(
        (116.41024449916938, 39.91640428150164), abs=1e-9
    )


def test_the_shift_in_beijing_is_some_hundred_metres():
    assert 400 < metres_apart(TIANANMEN, convert(*TIANANMEN, source="wgs84", target="gcj02")) < 700


def test_outside_china_all_datums_agree():
    assert convert(2.35, 48.85, source="wgs84", target="bd09") == (2.35, 48.85)


def test_a_drawing_of_the_city_is_lighter_and_hardly_moved():
    outlines = seeds.read_outlines("districts.geojson", origin="official")
    for outline in outlines:
        whole = shapely.geometry.shape(dict(outline.geometry))
        drawn = shapely.geometry.shape(simplified(outline.geometry, tolerance=0.0005))
        assert shapely.get_num_coordinates(drawn) < shapely.get_num_coordinates(whole)
        assert shapely.hausdorff_distance(whole, drawn) < 0.001
