"""Vendored files are what their VENDOR.txt says they are, and nothing else lies beside them."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted([*(ROOT / "static" / "vendor").iterdir(), ROOT / "tests" / "vendor"])
HEADINGS = ("name", "package", "version", "licence")


def read_vendor(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    head, _, digests = (folder / "VENDOR.txt").read_text("utf-8").partition("sha256:\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    files = {name: digest for digest, name in (row.split("  ") for row in digests.splitlines())}
    return facts, files


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_vendored_file_has_the_digest_that_was_noted(folder: Path) -> None:
    _, noted = read_vendor(folder)
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "VENDOR.txt"
    }
    assert found == noted


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_vendored_folder_says_version_and_licence(folder: Path) -> None:
    facts, files = read_vendor(folder)
    assert set(HEADINGS) <= set(facts)
    if folder.parent.name == "vendor":
        assert folder.name == f"{facts['package']}-{facts['version']}"
    assert any("LICEN" in name for name in files), "the licence text travels with the files"


def test_vendored_styles_and_scripts_point_to_no_missing_source_map() -> None:
    styles = [p for folder in FOLDERS for p in folder.rglob("*") if p.suffix in {".css", ".js"}]
    assert styles
    for path in styles:
        assert "sourceMappingURL" not in path.read_text("utf-8"), path
