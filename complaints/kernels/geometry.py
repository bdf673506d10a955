"""Points against outlines, and the three datums that Chinese maps speak.

Coordinates are degrees, longitude first. Outlines and stored points are WGS 84. Amap and WeChat
give GCJ-02 (some 500 m off in Beijing), Baidu gives BD-09 (further off still).
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, Self, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Datum: TypeAlias = Literal["wgs84", "gcj02", "bd09"]

METRES_A_DEGREE = 111_320.0


class LonLat(NamedTuple):
    lon: float
    lat: float


class AreaIndex:
    """Which of many outlines holds a point. Built once, then read only; safe between threads."""

    def __init__(self, codes: tuple[str, ...], shapes: NDArray[np.object_]) -> None:
        self._codes = codes
        self._shapes = shapes
        self._row = {code: row for row, code in enumerate(codes)}
        self._tree = shapely.STRtree(shapes)
        shapely.prepare(shapes)

    @classmethod
    def from_outlines(cls, outlines: Iterable[tuple[str, Mapping[str, Any]]]) -> Self:
        """From (code, GeoJSON geometry). ValueError for a code given twice, or an outline that is
        no polygon; one that crosses itself is repaired.
        """
        shapes: dict[str, BaseGeometry] = {}
        for code, outline in outlines:
            if code in shapes:
                msg = f"two outlines for {code}"
                raise ValueError(msg)
            shapes[code] = _polygon(code, outline)
        codes = tuple(sorted(shapes, key=lambda code: (-len(code), code)))
        held = np.empty(len(codes), dtype=object)
        held[:] = [shapes[code] for code in codes]
        return cls(codes, held)

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes: the longest, that is the finest areas, first, then in order."""
        return self._codes

    def locate(self, lon: float, lat: float) -> str | None:
        """The finest area (the longest code) that holds the point; of two neighbours on a shared
        border the smaller code. None outside all of them and for a point that is no number.
        """
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return None
        point = shapely.Point(lon, lat)
        near = np.sort(self._tree.query(point))
        holding = near[shapely.covers(self._shapes[near], point)]
        return self._codes[int(holding[0])] if len(holding) else None

    def near(self, lon: float, lat: float, metres: float) -> list[tuple[str, float]]:
        """The outlines within so many metres of the point, the nearest first, with the distance:
        0 for one that holds it. Nothing for a point that is no number.
        """
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return []
        point = shapely.Point(lon, lat)
        # Degrees of longitude are shorter: a reach too wide, narrowed by the metres below.
        reach = metres / (METRES_A_DEGREE * math.cos(math.radians(lat)))
        rows = self._tree.query(point, predicate="dwithin", distance=reach)
        found = []
        for row, holds in zip(rows, shapely.covers(self._shapes[rows], point), strict=True):
            code = self._codes[int(row)]
            away = 0.0 if holds else self.boundary_distance_m(lon, lat, code)
            if away <= metres:
                found.append((code, away))
        return sorted(found, key=lambda one: (one[1], one[0]))

    def boundary_distance_m(self, lon: float, lat: float, code: str) -> float:
        """Metres from the point to the boundary of `code`, on whichever side it stands; KeyError
        for an unknown code. Plane about the point: good to 0.1 % within 20 km.
        """
        shape = self._shapes[self._row[code]]
        east = METRES_A_DEGREE * math.cos(math.radians(lat))

        def about_the_point(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
            return (lonlat - (lon, lat)) * (east, METRES_A_DEGREE)

        edge = shapely.transform(shapely.boundary(shape), about_the_point)
        return float(shapely.distance(edge, shapely.Point(0.0, 0.0)))


def metres_between(one: LonLat, other: LonLat) -> float:
    """Metres between two points of one datum; plane, good to 0.1 % within 20 km."""
    east = METRES_A_DEGREE * math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot((one.lon - other.lon) * east, (one.lat - other.lat) * METRES_A_DEGREE)


def inner_point(outline: Mapping[str, Any]) -> LonLat:
    """A point inside the outline, near its middle: where a map puts the name."""
    shape = _polygon("", outline)
    middle = shape.centroid
    if not shape.covers(middle):
        middle = shape.representative_point()
    return LonLat(round(middle.x, 6), round(middle.y, 6))


def simplified(outline: Mapping[str, Any], *, tolerance: float) -> dict[str, Any]:
    """The outline with fewer points, off by at most `tolerance` degrees: a drawing's background.
    Neighbours are thinned apart from one another, so it is not for telling which holds a point.
    """
    thin = shapely.simplify(_polygon("", outline), tolerance)
    return dict(shapely.geometry.mapping(shapely.transform(thin, lambda xy: np.round(xy, 5))))


def _polygon(code: str, outline: Mapping[str, Any]) -> BaseGeometry:
    try:
        shape = shapely.geometry.shape(dict(outline))
    except Exception as wrong:  # shapely raises whatever the malformed part happens to hit
        msg = f"the outline of {code} is no GeoJSON geometry: {wrong}"
        raise ValueError(msg) from wrong
    if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
        msg = f"the outline of {code} is no polygon"
        raise ValueError(msg)
    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape))
    return shapely.union_all([part for part in parts if shapely.area(part) > 0])


# ---------------------------------------------------------------------------------- datums
# GCJ-02 has no public definition; the formula is the one recovered and published by "emq" in 2010
# and kept in eviltransform (github.com/googollee/eviltransform) and PROJ's gcj02 notes: Krasovsky
# 1940 ellipsoid and a sum of sines. BD-09 over GCJ-02 as published with Baidu's map API examples.

_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_BAIDU = math.pi * 3000.0 / 180.0


def convert(lon: float, lat: float, *, source: Datum, target: Datum) -> LonLat:
    """A point of one datum in another. Outside the box of China the three agree."""
    here = LonLat(lon, lat)
    if source == target or not _in_china(lon, lat):
        return here
    gcj = {"wgs84": _wgs84_to_gcj02, "gcj02": _same, "bd09": _bd09_to_gcj02}[source](here)
    return {"wgs84": _gcj02_to_wgs84, "gcj02": _same, "bd09": _gcj02_to_bd09}[target](gcj)


def _in_china(lon: float, lat: float) -> bool:
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _same(point: LonLat) -> LonLat:
    return point


def _wgs84_to_gcj02(point: LonLat) -> LonLat:
    x, y = point.lon - 105.0, point.lat - 35.0
    root = math.sqrt(abs(x))
    fine = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + fine
    north += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    north += (160.0 * math.sin(y / 12.0 * math.pi) + 320 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + fine
    east += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    east += (
        (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    )
    lat = math.radians(point.lat)
    magic = 1 - _ECCENTRICITY * math.sin(lat) ** 2
    meridian = (_AXIS * (1 - _ECCENTRICITY)) / (magic * math.sqrt(magic)) * math.pi / 180.0
    parallel = _AXIS / math.sqrt(magic) * math.cos(lat) * math.pi / 180.0
    return LonLat(point.lon + east / parallel, point.lat + north / meridian)


def _gcj02_to_wgs84(point: LonLat) -> LonLat:
    """No closed form: the shift changes slowly, so each step leaves a thousandth of the error."""
    guess = point
    for _ in range(6):
        shifted = _wgs84_to_gcj02(guess)
        guess = LonLat(guess.lon + point.lon - shifted.lon, guess.lat + point.lat - shifted.lat)
    return guess


def _gcj02_to_bd09(point: LonLat) -> LonLat:
    x, y = point
    reach = math.hypot(x, y) + 0.00002 * math.sin(y * _BAIDU)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * _BAIDU)
    return LonLat(reach * math.cos(angle) + 0.0065, reach * math.sin(angle) + 0.006)


def _bd09_to_gcj02(point: LonLat) -> LonLat:
    """The published inverse is off by up to a metre; going round until it fits is not."""
    guess = LonLat(point.lon - 0.0065, point.lat - 0.006)
    for _ in range(6):
        there = _gcj02_to_bd09(guess)
        guess = LonLat(guess.lon + point.lon - there.lon, guess.lat + point.lat - there.lat)
    return guess
