"""The demonstration's ground for tests: its own district only, since all Beijing takes seconds."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from complaints.actions.ground import load_ground
from complaints.demo.people import STREET
from complaints.files.seeds import read_ground
from complaints.models import Actor
from complaints.selectors.places import forget_territory
from dispatch.actions.rules import load_rules
from dispatch.actions.schemes import load_schemes
from dispatch.files.schemes import read_bands, read_schemes
from dispatch.files.seeds import read_rules

SEED: Final = 7
# A Friday afternoon in the heating season.
AT: Final = datetime(2026, 11, 20, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD: Final = "not-used-in-tests"


def lay_ground() -> None:
    """Territory of the city's one district, catalogue, clocks, bodies, rules and scheme."""
    ground = read_ground()
    district = STREET[:6]
    kept = tuple(
        area for area in ground.areas if area.code == "110000" or area.code.startswith(district)
    )
    load_ground(replace(ground, areas=kept), by=Actor.MACHINE)
    load_rules(read_rules(), by=Actor.MACHINE)
    load_schemes(read_schemes(), bands=read_bands())
    forget_territory()
