"""Invented outlines tile the real one: no gap, no overlap, and the same from the same seed."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.files import seeds
from complaints.files.drawing import render_cells
from complaints.kernels.cells import as_geojson, nested_cells

SQUARE_METRES = 111_320.0**2 * 0.767  # of a square degree at Beijing's latitude


def shape_of(geometry):
    return shapely.geometry.shape(geometry)


def bent_outline(rng):
    """A star of 12 rays around 石景山: concave, so that clipped cells fall into parts."""
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    reach = rng.uniform(0.02, 0.09, 12)
    ring = [
        (116.2 + r * np.cos(a), 39.92 + r * np.sin(a)) for a, r in zip(angles, reach, strict=True)
    ]
    return as_geojson(shapely.set_precision(shapely.Polygon(ring), 1e-6))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), outer=st.integers(1, 4), inner=st.integers(1, 9))
def test_cells_tile_any_outline_without_gap_or_overlap(seed, outer, inner):
    rng = np.random.default_rng(seed)
    outline = bent_outline(rng)
    ground = shape_of(outline)
    seats = {
        str(n): (116.2 + 0.012 * np.cos(n * 1.6 + 0.3), 39.92 + 0.012 * np.sin(n * 1.6 + 0.3))
        for n in range(outer)
    }
    members = {code: [f"{code}-{n}" for n in range(inner)] for code in seats}

    drawn = nested_cells(outline, seats, members, rng=rng)

    cells = [shape_of(cell) for cell in drawn.inner.values()]
    assert len(cells) == outer * inner
    assert shapely.coverage_is_valid(cells)
    assert all(cell.is_valid and cell.area > 0 for cell in cells)
    off = shapely.union_all(cells).symmetric_difference(ground).area * SQUARE_METRES
    assert off < 0.1 * ground.length * 111_320  # a hand's breadth along the border: the grid
    for code, cell in drawn.outer.items():
        within = shapely.union_all([shape_of(drawn.inner[c]) for c in members[code]])
        assert shape_of(cell).equals(within)


def test_every_point_of_the_outline_falls_in_the_cell_of_the_nearest_seat():
    outline = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]]}
    drawn = nested_cells(
        outline,
        {"west": (0.5, 0.5), "east": (1.5, 0.5)},
        {"west": ["w"], "east": ["e"]},
        rng=np.random.default_rng(1),
    )
    assert shape_of(drawn.outer["west"]).equals(shapely.box(0, 0, 1, 1))
    assert shape_of(drawn.inner["e"]).equals(shapely.box(1, 0, 2, 1))


def test_a_hole_of_the_outline_stays_a_hole():
    ring = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    hole = [[0.4, 0.4], [0.4, 0.6], [0.6, 0.6], [0.6, 0.4], [0.4, 0.4]]
    outline = {"type": "Polygon", "coordinates": [ring, hole]}
    drawn = nested_cells(
        outline, {"a": (0.2, 0.2)}, {"a": ["1", "2", "3"]}, rng=np.random.default_rng(2)
    )
    assert not shapely.contains_xy(shape_of(drawn.outer["a"]), 0.5, 0.5)


@pytest.mark.parametrize(
    ("seats", "members"),
    [
        ({}, {}),
        ({"a": (0.5, 0.5)}, {"a": []}),
        ({"a": (0.5, 0.5)}, {"b": ["1"]}),
        ({"a": (0.5, 0.5), "b": (0.5, 0.5)}, {"a": ["1"], "b": ["2"]}),
        ({"a": (0.5, 0.5), "b": (9.0, 9.0)}, {"a": ["1"], "b": ["2"]}),
    ],
)
def test_seats_that_cannot_make_cells_are_refused(seats, members):
    outline = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    with pytest.raises(ValueError):
        nested_cells(outline, seats, members, rng=np.random.default_rng(3))


def test_a_line_is_no_outline():
    with pytest.raises(ValueError, match="LineString"):
        as_geojson(shapely.LineString([(0, 0), (1, 1)]))


def test_the_committed_outlines_are_what_the_generator_draws_from_their_seed():
    kept = json.loads((seeds.SEED / "cells.geojson").read_text(encoding="utf-8"))
    districts = seeds.read_outlines("districts.geojson", origin="official")
    drawn = json.loads(render_cells(seeds.read_drawing(), seeds.read_areas(), districts))

    assert {k: v for k, v in drawn.items() if k != "features"} == {
        k: v for k, v in kept.items() if k != "features"
    }
    for new, old in zip(drawn["features"], kept["features"], strict=True):
        assert new["properties"] == old["properties"]
        # Another build of GEOS may place a vertex one step of the grid away.
        off = shape_of(new["geometry"]).symmetric_difference(shape_of(old["geometry"]))
        assert off.area * SQUARE_METRES < 50


def test_the_committed_communities_tile_the_real_district():
    outlines = {o.code: shape_of(o.geometry) for o in seeds.read_ground().outlines}
    communities = {code: cell for code, cell in outlines.items() if len(code) == 12}
    streets = {code: cell for code, cell in outlines.items() if len(code) == 9}

    assert len(streets) == 4
    assert len(communities) == 59
    assert shapely.coverage_is_valid(list(communities.values()))
    assert shapely.coverage_is_valid(list(streets.values()))
    for code, cell in streets.items():
        inside = [c for community, c in communities.items() if community.startswith(code)]
        assert cell.equals(shapely.union_all(inside))
    off = shapely.union_all(list(streets.values())).symmetric_difference(outlines["110107"])
    assert off.area * SQUARE_METRES < 1000  # of 84 km²
