"""The child of `apart`: one file, bounded in time and memory, its answer as one line of JSON."""

import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from complaints.files.recordings.coding import BROKEN, make, take_in
from complaints.files.recordings.reasons import Reason, RecordingRefused

CPU_SECONDS = 300
MEMORY_BYTES = 3 * 1024**3
WRITTEN_BYTES = 200 * 1024**2


def main(verb: str, source: str, target: str, rest: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_BYTES, WRITTEN_BYTES))
    os.nice(10)
    try:
        answer = _done(verb, Path(source), Path(target), rest)
    except RecordingRefused as refused:
        answer = {"refused": refused.reason.value}
    except BROKEN:
        answer = {"refused": Reason.DAMAGED.value}
    sys.stdout.write(json.dumps(answer))
    return 0


def _done(verb: str, source: Path, target: Path, rest: str) -> dict[str, object]:
    if verb == "take_in":
        return asdict(take_in(source, target, demuxer=rest))
    width, height = make(source, target, target.with_suffix(".silent"), turn=int(rest))
    return {"width": width, "height": height}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
