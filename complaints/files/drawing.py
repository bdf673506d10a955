"""The invented outlines of the demonstration, drawn from their seed into the file that is kept."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from complaints.files.seeds import AreaSeed, Drawing, OutlineSeed
from complaints.kernels.cells import nested_cells

_NOTE = "Invented outlines (Voronoi cells), not the real ones."


def render_cells(
    drawing: Drawing, areas: Sequence[AreaSeed], districts: Sequence[OutlineSeed]
) -> str:
    """The text of `cells.geojson`, one feature a line."""
    outline = next(d.geometry for d in districts if d.code == drawing.district)
    members = {
        seat: [area.code for area in areas if area.parent == seat] for seat in sorted(drawing.seats)
    }
    drawn = nested_cells(outline, drawing.seats, members, rng=np.random.default_rng(drawing.seed))
    names = {area.code: area.name for area in areas}
    features = [_feature(code, names[code], cell) for code, cell in drawn.outer.items()]
    features += [_feature(code, names[code], cell) for code, cell in drawn.inner.items()]
    seats = {code: list(seat) for code, seat in sorted(drawing.seats.items())}
    head = {"district": drawing.district, "seed": drawing.seed, "seats": seats, "note": _NOTE}
    top = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    return (
        '{"type": "FeatureCollection",\n' + ",\n".join(top) + ',\n"features": [\n'
        + ",\n".join(features) + "\n]}\n"
    )  # fmt: skip


def _feature(code: str, name: str, geometry: dict[str, Any]) -> str:
    feature = {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "name": name, "outline_origin": "ours"},
        "geometry": geometry,
    }
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
