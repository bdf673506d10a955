"""Every icon that a page names is in the sprite; a missing one would be an empty space."""

import re
from pathlib import Path

from complaints.templatetags import office

ROOT = Path(__file__).resolve().parents[2]
SPRITE = ROOT / "static" / office.SPRITE
NAMED = re.compile(r"""(?:\{% icon |icon_name=)["']([a-z0-9-]+)["']""")


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text("utf-8")))
    named = {
        (name, path.name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in NAMED.findall(path.read_text("utf-8"))
    }
    assert named
    assert {(name, where) for name, where in named if name not in drawn} == set()


def test_every_state_has_an_icon_of_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text("utf-8")))
    looks = [*office.LOOKS.values(), *office.NOTE_LOOKS.values()]
    assert {icon for _, icon in looks} <= drawn
