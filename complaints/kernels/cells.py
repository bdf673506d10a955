"""Invented outlines for a demonstration: Voronoi cells that tile a real outline exactly.

No street or community outline of Beijing is free to use, so the demonstration draws its own and
says so. Cells are nested: the outer ones (streets) are the Voronoi cells of given seats, the inner
ones (communities) grow inside each outer cell from seeded random seats that a few rounds of
Lloyd's relaxation (S. P. Lloyd, IEEE Trans. Inf. Theory 28, 1982) spread evenly.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

GeoJSON: TypeAlias = dict[str, Any]
Seat: TypeAlias = tuple[float, float]

METRES_A_DEGREE = 111_320.0
DIGITS = 6  # about 0.1 m of latitude: the grid every vertex of a result stands on


class NestedCells(NamedTuple):
    outer: dict[str, GeoJSON]
    inner: dict[str, GeoJSON]


class _Plane(NamedTuple):
    """Metres east and north of an origin: Voronoi edges drawn in degrees would lean."""

    lon: float
    lat: float

    def flat(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return (lonlat - (self.lon, self.lat)) * self._scale()

    def round_(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        return metres / self._scale() + (self.lon, self.lat)

    def _scale(self) -> NDArray[np.float64]:
        east = METRES_A_DEGREE * math.cos(math.radians(self.lat))
        return np.array([east, METRES_A_DEGREE])


def nested_cells(
    outline: GeoJSON,
    seats: Mapping[str, Seat],
    members: Mapping[str, Sequence[str]],
    *,
    rng: np.random.Generator,
    rounds: int = 8,
) -> NestedCells:
    """Tile `outline` (lon, lat in degrees) with one outer cell per seat and, inside each, one inner
    cell per member code.

    Neighbours share their vertices to the last digit, so there is no gap and no overlap
    (`shapely.coverage_is_valid`), and an outer cell is exactly the union of its inner ones. Seats
    must lie apart from each other, every outer code needs at least one member; the outer cell of a
    seat far outside the outline would be empty: ValueError. Same arguments and `rng` state, same
    cells.
    """
    _check(seats, members)
    shape = shapely.geometry.shape(outline)
    plane = _Plane(shape.centroid.x, shape.centroid.y)
    ground = shapely.transform(shape, plane.flat)
    outer_codes = sorted(seats)
    outer_seats = plane.flat(np.array([seats[code] for code in outer_codes], dtype=np.float64))
    found: dict[str, tuple[str, NDArray[np.float64]]] = {}
    pieces: list[BaseGeometry] = []
    for owner, cell in zip(outer_codes, _voronoi(ground, outer_seats), strict=True):
        if cell.is_empty:
            msg = f"the seat of {owner} gets no part of the outline"
            raise ValueError(msg)
        spread = _spread(cell, len(members[owner]), rng=rng, rounds=rounds)
        pieces.extend(_voronoi(cell, spread))
        for code, seat in zip(sorted(members[owner]), spread, strict=True):
            found[code] = (owner, seat)
    edges = [shapely.transform(piece, plane.round_) for piece in pieces]
    held: dict[str, list[BaseGeometry]] = {code: [] for code in found}
    for face in _faces(edges, inside=shape):
        middle = face.representative_point()
        spot = plane.flat(np.array([[middle.x, middle.y]]))[0]
        owner = outer_codes[int(np.argmin(np.hypot(*(outer_seats - spot).T)))]
        held[_nearest(spot, owner, found)].append(face)
    inner = {code: shapely.union_all(faces) for code, faces in held.items()}
    outer = {
        owner: shapely.union_all([inner[code] for code in members[owner]]) for owner in outer_codes
    }
    return NestedCells(
        {code: as_geojson(cell) for code, cell in outer.items()},
        {code: as_geojson(inner[code]) for code in sorted(inner)},
    )


def as_geojson(shape: BaseGeometry) -> GeoJSON:
    """Rings counter-clockwise outside (RFC 7946), vertices on the grid, parts in a fixed order."""
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        msg = f"an outline is made of polygons, not of {shape.geom_type}"
        raise ValueError(msg)
    tidy = shapely.orient_polygons(shapely.normalize(shape))
    parts = [
        [_ring(ring) for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(tidy)
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _ring(ring: BaseGeometry) -> list[list[float]]:
    return [[round(x, DIGITS), round(y, DIGITS)] for x, y in shapely.get_coordinates(ring).tolist()]


def _check(seats: Mapping[str, Seat], members: Mapping[str, Sequence[str]]) -> None:
    if not seats or set(seats) != set(members) or not all(members.values()):
        msg = "every outer cell needs a seat and at least one member"
        raise ValueError(msg)
    if len(set(seats.values())) < len(seats):
        msg = "two seats stand on one point"
        raise ValueError(msg)


def _voronoi(ground: BaseGeometry, seats: NDArray[np.float64]) -> list[BaseGeometry]:
    """The cells of `seats`, in their order, clipped to `ground`."""
    if len(seats) == 1:
        return [ground]
    diagram = shapely.voronoi_polygons(
        shapely.MultiPoint(seats), extend_to=shapely.box(*ground.bounds), ordered=True
    )
    return [_polygons(cell.intersection(ground)) for cell in shapely.get_parts(diagram)]


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Clipping may leave a stray line or point where a cell only touches the outline."""
    if shape.geom_type != "GeometryCollection":
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all([p for p in parts if p.geom_type in {"Polygon", "MultiPolygon"}])


def _spread(
    cell: BaseGeometry, count: int, *, rng: np.random.Generator, rounds: int
) -> NDArray[np.float64]:
    seats = _scatter(cell, count, rng=rng)
    for _ in range(rounds if count > 1 else 0):
        seats = np.array([_middle(piece) for piece in _voronoi(cell, seats)])
    return seats


def _scatter(cell: BaseGeometry, count: int, *, rng: np.random.Generator) -> NDArray[np.float64]:
    west, south, east, north = cell.bounds
    found: list[NDArray[np.float64]] = []
    while len(found) < count:
        point = rng.uniform((west, south), (east, north))
        if shapely.contains_xy(cell, point[0], point[1]):
            found.append(point)
    return np.array(found)


def _middle(piece: BaseGeometry) -> Seat:
    """The centroid, or a point inside where the centroid of a bent piece falls outside of it."""
    middle = piece.centroid
    if not piece.covers(middle):
        middle = piece.representative_point()
    return middle.x, middle.y


def _faces(pieces: Iterable[BaseGeometry], *, inside: BaseGeometry) -> list[BaseGeometry]:
    """All edges of all pieces, noded together on one grid and turned into faces again: from here on
    two neighbours know the same vertices. A hole of the outline comes out as a face too: dropped.
    """
    edges = [shapely.boundary(piece) for piece in pieces]
    network = shapely.union_all(edges, grid_size=10.0**-DIGITS)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(network).tolist()))
    return [face for face in faces if inside.contains(face.representative_point())]


def _nearest(
    spot: NDArray[np.float64],
    owner: str,
    found: Mapping[str, tuple[str, NDArray[np.float64]]],
) -> str:
    """The inner seat nearest to `spot` among those of `owner`."""
    away = {
        code: float(np.hypot(*(seat - spot)))
        for code, (holder, seat) in found.items()
        if holder == owner
    }
    return min(away, key=away.__getitem__)
