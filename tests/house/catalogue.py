"""Message catalogues, read without gettext's programs: a bare machine has none."""

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.house.sources import CHECKOUT

ENGLISH: Final = CHECKOUT / "beijing_governance" / "locale" / "en" / "LC_MESSAGES"
CHINESE: Final = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
# Words that stay Chinese say so: the seal, and the button that leads to Chinese.
SAID_CHINESE: Final = re.compile(r'<(\w+)[^>]*\blang="zh-Hans"[^>]*>[^<]*</\1>')


@dataclass(slots=True)
class Message:
    """One entry; `words` has one translation, or one for each plural form."""

    flags: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def msgid(self) -> str:
        return self.parts["msgid"]

    @property
    def plural(self) -> str | None:
        return self.parts.get("msgid_plural")

    @property
    def words(self) -> list[str]:
        return [text for name, text in sorted(self.parts.items()) if name.startswith("msgstr")]


def read_po(path: Path) -> Iterator[Message]:
    """Every entry of a .po file, the header first."""
    for block in path.read_text("utf-8").split("\n\n"):
        message, at = Message(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                message.flags |= {flag.strip() for flag in line[2:].split(",")}
            elif line and not line.startswith("#"):
                name, quote, text = line.partition('"')
                at = name.strip() or at
                message.parts[at] = message.parts.get(at, "") + ast.literal_eval(quote + text)
        if message.parts:
            yield message


def read_mo(path: Path) -> dict[object, str]:
    """What gettext finds in a .mo file: by message, or by message and plural form."""
    with path.open("rb") as file:
        return dict(vars(gettext.GNUTranslations(file))["_catalog"])
