"""Files written all or nothing, and read with a refusal in words."""

import os
from pathlib import Path

from django.utils.translation import gettext as _

from complaints.errors import Invalid


def check_writable(path: Path) -> None:
    """Told before the work is done, not after."""
    if path.is_dir() or not path.parent.is_dir():
        raise Invalid(_("%(path)s：没有这个文件夹，或这是一个文件夹。") % {"path": path})


def write_whole(path: Path, content: bytes) -> None:
    """All or nothing: whoever reads the file meanwhile reads the earlier one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        words = _("%(path)s：写不进去：%(why)s")
        raise Invalid(words % {"path": path, "why": error.strerror or error}) from None


def read_whole(path: Path) -> bytes:
    """Every byte."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(
            _("%(path)s：%(why)s") % {"path": path, "why": error.strerror or error}
        ) from None
