"""docs/trust.md says what proves each row of the catalogue; here it is held to its word."""

import re

from tests.conftest import CHECKOUT

ROWS = {"A": 14, "B": 9, "C": 6, "D": 8, "E": 10, "F": 6, "G": 10}
OTHERS = {"K1", "K3", "K4"}
PAGE = (CHECKOUT / "docs" / "trust.md").read_text("utf-8")
LINES = dict(re.findall(r"^\| ([A-K]\d+) \|(.+)\|$", PAGE, re.M))


def known() -> set[str]:
    """Every test there is, by name."""
    found = set()
    for path in (CHECKOUT / "tests").rglob("test_*.py"):
        found.update(re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.M))
    return found


def test_every_row_of_the_catalogue_stands_on_the_page():
    wanted = {f"{part}{number}" for part, last in ROWS.items() for number in range(1, last + 1)}
    assert set(LINES) == wanted | OTHERS


def test_every_row_names_a_test_or_says_why_not_yet():
    there = known()
    for row, words in LINES.items():
        named = set(re.findall(r"`(test_\w+)`", words))
        assert named or "Not yet: " in words, row
        assert named <= there, (row, named - there)


def test_every_test_here_stands_on_the_page():
    here = set()
    for path in (CHECKOUT / "tests" / "trust").glob("test_*.py"):
        here.update(re.findall(r"^def (test_[a-k]\d+_\w+)", path.read_text("utf-8"), re.M))
    for name in here:
        for row in re.findall(r"[a-k]\d+(?=_)", name.removeprefix("test_").split("_no_")[0]):
            assert row.upper() in LINES, name
