"""One step that a page offers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken. `door` is a URL's name and `key` its argument; a press is sent
    from the button, anything else opens a form."""

    verb: str
    door: str
    key: str | int
    words: str
    icon: str
    is_press: bool = False
    is_first: bool = False
    confirm: str = ""
    branch_key: int = 0
