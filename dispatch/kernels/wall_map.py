"""Outlines as the paths of one drawing: longitude and latitude to a plane, north up.

Degrees of longitude are shortened by the cosine of the middle latitude (a plate carrée true there):
across a district of tens of kilometres nothing visible is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any, NamedTuple

from shapely import Polygon

WIDTH = 1000.0


class Drawn(NamedTuple):
    """One area: its code, the `d` of an SVG path, and where its name stands."""

    code: str
    path: str
    x: float
    y: float


class Drawing(NamedTuple):
    """Width is 1000; `height` in the same units."""

    height: float
    areas: tuple[Drawn, ...]


def draw(outlines: Mapping[str, Mapping[str, Any]]) -> Drawing:
    """GeoJSON polygons and multipolygons by code, in degrees; empty for none."""
    rings = {code: list(_rings(geometry)) for code, geometry in outlines.items()}
    points = [point for found in rings.values() for ring in found for point in ring]
    if not points:
        return Drawing(0.0, ())
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shrink = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * shrink, 1e-9)

    def placed(point: Sequence[float]) -> tuple[float, float]:
        return (point[0] - west) * shrink * scale, (north - point[1]) * scale

    areas = [_drawn(code, [[placed(p) for p in ring] for ring in found])
             for code, found in rings.items() if found]  # fmt: skip
    return Drawing((north - south) * scale, tuple(areas))


def _drawn(code: str, rings: list[list[tuple[float, float]]]) -> Drawn:
    path = " ".join(f"M{' '.join(f'{x:.1f},{y:.1f}' for x, y in ring)}Z" for ring in rings)
    # Inside, however hollow the outline is.
    named = max(map(Polygon, rings), key=lambda ring: ring.area).representative_point()
    return Drawn(code, path, round(named.x, 1), round(named.y, 1))


def _rings(geometry: Mapping[str, Any]) -> Iterable[list[Sequence[float]]]:
    shapes = geometry["coordinates"]
    for polygon in [shapes] if geometry["type"] == "Polygon" else shapes:
        yield from polygon
