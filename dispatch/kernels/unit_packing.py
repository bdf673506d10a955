"""A unit model as bytes and back: compressed JSON, in which nothing runs when it is read."""

import gzip
import json
import zlib
from typing import Any, Final

from dispatch.kernels.suggesting import Tally, UnitModel

FORMAT: Final = "unit model 1"
# Unpacked; an archive of a few bytes may claim to hold more than there is memory.
UNPACKED_MAX: Final = 200_000_000


def packed(model: UnitModel) -> bytes:
    """The same model gives the same bytes, whenever it is written."""
    told = {
        "format": FORMAT,
        "chains": model.chains,
        "first_day": model.first_day,
        "last_day": model.last_day,
        "rows": model.rows,
        "tallies": [
            [depths, [[key, tally.units] for key, tally in tallies.items()]]
            for depths, tallies in model.tallies.items()
        ],
    }
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(content, mtime=0)


def unpacked(content: bytes) -> UnitModel:
    """The model in these bytes; ValueError for anything else."""
    try:
        return _model(json.loads(_inflated(content)))
    except (KeyError, TypeError, AttributeError, EOFError, OSError, zlib.error) as error:
        msg = "no unit model"
        raise ValueError(msg) from error


def _inflated(content: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    told = unpacker.decompress(content, UNPACKED_MAX)
    if not unpacker.eof:
        msg = "too large, or cut off"
        raise ValueError(msg)
    return told


def _model(told: dict[str, Any]) -> UnitModel:
    if told["format"] != FORMAT:
        msg = "another format"
        raise ValueError(msg)
    model = UnitModel(
        chains=tuple(tuple(str(name) for name in chain) for chain in told["chains"]),
        first_day=told["first_day"],
        last_day=told["last_day"],
        rows=int(told["rows"]),
    )
    for depths, tallies in told["tallies"]:
        model.tallies[tuple(depths)] = {
            tuple(key): Tally({unit: [float(w), int(n)] for unit, (w, n) in units.items()})
            for key, units in tallies
        }
    if set(model.tallies) != set(model.grid):
        msg = "parts that do not fit"
        raise ValueError(msg)
    return model
