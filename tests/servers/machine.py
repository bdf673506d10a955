"""What this machine has: servers, Chromium, Chinese fonts, gettext; and how to get the rest."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@dataclass(frozen=True)
class Need:
    """One thing the tests want, the Debian package that brings it, and how to see it is there."""

    name: str
    package: str
    is_there: Callable[[], bool]


def required_services() -> bool:
    """True where a missing server or missing reference data is a failure and not a skip."""
    return any(
        os.environ.get(name, "") not in ("", "0", "false") for name in ("CI", "REQUIRE_SERVICES")
    )


def postgres_bin() -> Path | None:
    """The folder of the newest PostgreSQL server programs on this machine."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and folder.parent.name.isdigit()
    ]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def redis_server() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def chromium() -> str | None:
    """The system's Chromium; CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    answer = subprocess.run([lister, ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(answer.stdout.strip())


def needs() -> Iterator[Need]:
    """What a full run wants here; servers whose addresses are given are not wanted."""
    if not os.environ.get("DATABASE_URL"):
        yield Need("PostgreSQL 15 or newer", "postgresql", lambda: postgres_bin() is not None)
    if not os.environ.get("REDIS_URL"):
        yield Need("Redis", "redis-server", lambda: redis_server() is not None)
    yield Need("Chromium", "chromium", lambda: chromium() is not None)
    yield Need("a Chinese font", "fonts-noto-cjk", has_chinese_font)
    yield Need("xgettext", "gettext", lambda: shutil.which("xgettext") is not None)


def missing() -> list[Need]:
    return [need for need in needs() if not need.is_there()]


def install(wanted: list[Need]) -> None:
    """Bring Debian packages, as root on Debian only; the caller looks again afterwards."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [need.package for need in wanted]
    if "fonts-noto-cjk" in packages:
        packages.append("fontconfig")
    print(f"Installing with apt-get: {' '.join(packages)}", flush=True)
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)


def main() -> int:
    """Bring what is missing where we may; else say in one message what to install."""
    argparse.ArgumentParser(description=main.__doc__).parse_args()
    wanted = missing()
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        install(wanted)
        wanted = missing()
    if not wanted:
        return 0
    names = ", ".join(need.name for need in wanted)
    packages = " ".join(need.package for need in wanted)
    print(
        f"make test: this machine has no {names}. On Debian or Ubuntu:\n"
        f"    sudo apt-get install {packages}\n"
        "or give servers by DATABASE_URL and REDIS_URL, a browser by CHROMIUM.",
        file=sys.stderr,
    )
    return 2


if __name__ == "__main__":
    sys.exit(main())
