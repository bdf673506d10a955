"""Where a matter is, in so far as two addresses can be said to be one building or near."""

import re

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.addresses import fold

METRES_PER_DEGREE = 111_320.0
_SIGNS = re.compile(r"[\s,，、;；。.()（）—-]+")
_NUMERALS = re.compile(r"[一二三四五六七八九十]+(?=号楼|号院|[栋幢座楼号])")
_BUILDING = re.compile(r".*?\d(?:号楼|号院|[栋幢座楼号])")
_DIGIT = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}


def building_of(address: str) -> str:
    """The address up to its building, always written the same way; "" where it names none.

    七星园小区 三号楼北侧 and 七星园小区3号楼2单元 are both 七星园小区3号楼.
    """
    plain = _NUMERALS.sub(_in_digits, _SIGNS.sub("", fold(address)))
    found = _BUILDING.match(plain)
    return found[0] if found else ""


def metres_between(
    lon: float, lat: float, lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Distances on the ground, degrees in, metres out, NaN where a point is unknown. Flat, which
    within a city is wrong by less than one part in a thousand."""
    east = (lons - lon) * np.cos(np.radians(lat))
    metres: NDArray[np.float64] = np.hypot(east, lats - lat) * METRES_PER_DEGREE
    return metres


def _in_digits(found: re.Match[str]) -> str:
    tens, ten, ones = found[0].rpartition("十")
    if not ten:
        return "".join(str(_DIGIT[sign]) for sign in ones)
    return str(10 * _DIGIT.get(tens, 1) + _DIGIT.get(ones, 0))
