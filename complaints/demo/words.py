"""The sentences of `words/*.txt`, by category; see README.txt there for their form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "words"
_KINDS = {
    "-": "wrongs",
    "!": "harms",
    ">": "wishes",
    "+": "solved",
    "=": "explained",
    "~": "cannot_now",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """What is said about one category; the lines of its parent are beside its own."""

    code: str
    name: str
    wrongs: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    solved: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    cannot_now: tuple[str, ...] = ()


@cache
def topics() -> Mapping[str, Topic]:
    """Third-level categories by code."""
    sections: dict[str, tuple[str, dict[str, list[str]]]] = {}
    for path in sorted(FOLDER.glob("[01][0-9].txt")):
        for code, name, lines in _sections(path):
            sections[code] = (name, lines)
    found = {}
    for code, (name, lines) in sections.items():
        if code.endswith("00"):
            continue
        shared = sections.get(f"{code[:4]}00", ("", {}))[1]
        found[code] = Topic(
            code,
            name,
            **{kind: _with_parent(lines, shared, kind) for kind in _KINDS.values()},
        )
    return found


@cache
def general() -> Mapping[str, tuple[str, ...]]:
    """Openings, endings and the like, by name."""
    held = _sections(FOLDER / "general.txt")
    return {code: tuple(lines["wrongs"]) for code, _name, lines in held}


def _with_parent(
    own: Mapping[str, list[str]], shared: Mapping[str, list[str]], kind: str
) -> tuple[str, ...]:
    """An empty line among the own ones says: nothing from the parent."""
    lines = own.get(kind, [])
    below = [] if "" in lines else shared.get(kind, [])
    return tuple(line for line in (*lines, *below) if line)


def _sections(path: Path) -> list[tuple[str, str, dict[str, list[str]]]]:
    sections: list[tuple[str, str, dict[str, list[str]]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            code, _space, name = line[1:].partition(" ")
            sections.append((code, name, {}))
        elif line:
            sections[-1][2].setdefault(_KINDS[line[0]], []).append(line[2:])
    return sections
