"""The codecs run in a process of their own: a file that makes one crash, hang or swell ends that
process, and neither the page nor the tasks.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import pylibmagic  # noqa: F401

# isort: split
# `pylibmagic` tells `magic` where its library lies, so it comes first.
import magic
from django.conf import settings

from complaints.files.recordings.reasons import Found, Reason, RecordingRefused

TAKE_IN_SECONDS = 30
MAKE_SECONDS = 600
# Of a file the demuxer is named by what its bytes say it is: no play list, no list of other files.
DEMUXERS: Final = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/3gpp": "mov",
    "video/3gpp2": "mov",
    "video/x-m4v": "mov",
    "audio/mp4": "mov",
    "audio/x-m4a": "mov",
    "audio/3gpp": "mov",
    "video/webm": "matroska",
    "audio/webm": "matroska",
    "video/x-matroska": "matroska",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "video/ogg": "ogg",
    "application/ogg": "ogg",
    "audio/x-wav": "wav",
    "audio/wav": "wav",
    "audio/aac": "aac",
    "audio/x-hx-aac-adts": "aac",
    "audio/amr": "amr",
    "audio/flac": "flac",
}
_HEAD_BYTES = 64 * 1024


def take_in(data: bytes, *, max_bytes: int) -> tuple[bytes, Found]:
    """Check by content and copy picture and sound alone; raises RecordingRefused."""
    if not data:
        raise RecordingRefused(Reason.EMPTY)
    if len(data) > max_bytes:
        raise RecordingRefused(Reason.TOO_LARGE)
    demuxer = DEMUXERS.get(magic.from_buffer(data[:_HEAD_BYTES], mime=True))
    if demuxer is None:
        raise RecordingRefused(Reason.NOT_A_RECORDING)
    with tempfile.TemporaryDirectory(prefix="recording-") as folder:
        source, target = Path(folder, "given"), Path(folder, "taken")
        source.write_bytes(data)
        said = _run("take_in", source, target, demuxer, seconds=TAKE_IN_SECONDS)
        return target.read_bytes(), Found(**said)


def make(data: bytes, *, turn: int) -> tuple[bytes, bytes, int, int]:
    """Encode anew what was taken in: with sound, without it (empty for a voice note), width and
    height. Raises RecordingRefused.
    """
    with tempfile.TemporaryDirectory(prefix="recording-") as folder:
        source, target = Path(folder, "taken"), Path(folder, "made")
        source.write_bytes(data)
        said = _run("make", source, target, str(turn), seconds=MAKE_SECONDS)
        silent = target.with_suffix(".silent")
        without = silent.read_bytes() if silent.exists() else b""
        return target.read_bytes(), without, said["width"], said["height"]


def _run(verb: str, source: Path, target: Path, rest: str, *, seconds: int) -> dict[str, Any]:
    paths = [str(source), str(target)]
    command = [sys.executable, "-m", "complaints.files.recordings", verb, *paths, rest]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the paths are ours, nothing is typed
            command, cwd=settings.BASE_DIR, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise RecordingRefused(Reason.DAMAGED) from None
    if done.returncode:
        raise RecordingRefused(Reason.DAMAGED)
    said: dict[str, Any] = json.loads(done.stdout)
    if "refused" in said:
        raise RecordingRefused(Reason(said["refused"]))
    return said
