"""Each contract is broken on purpose, in a copy, so that we know it would speak up."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("beijing_governance", "complaints", "dispatch", "forecasting", "mediation")
LINT = Path(sys.executable).with_name("lint-imports")

JOBS = "Inside an app every file has one job, and a higher one may import a lower one"
REGISTRY = "Territory, organisations and people know no business noun"
PURE = "Tables, calendars, arrays and texts are pure"
GATEWAYS = "Only tasks and commands reach the outside"
APART = "Foresee and defuse never import each other"
SETTINGS = "Settings and the Celery application know no app"
APPS = "The house stands above foresee and defuse, these above dispatch, dispatch above complaints"

BREAKS = {
    "a file of a name that is no job": (JOBS, "complaints/utils.py", "LIMIT = 1"),
    "a state table that reads models": (
        JOBS,
        "complaints/states/complaints.py",
        "import complaints.models",
    ),
    "a queryset that imports its models": (
        JOBS,
        "complaints/querysets.py",
        "import complaints.models.complaint",
    ),
    "an action that imports a view": (
        JOBS,
        "dispatch/actions/broken.py",
        "def later():\n    import dispatch.views.broken",
    ),
    "a view that imports the API": (JOBS, "mediation/views.py", "import mediation.api"),
    "an area that knows complaints": (
        REGISTRY,
        "complaints/models/territory.py",
        "import complaints.models.complaint",
    ),
    "an area that imports the whole package": (
        REGISTRY,
        "complaints/models/territory.py",
        "import complaints.models",
    ),
    "a new noun that nobody placed": (REGISTRY, "complaints/models/novelty.py", "NAME = 1"),
    "a state table that knows Django": (
        PURE,
        "complaints/states/complaints.py",
        "import django.utils.timezone",
    ),
    "a kernel that knows Django": (
        PURE,
        "forecasting/kernels/broken.py",
        "from django.db import models",
    ),
    "an action that reaches outside": (
        GATEWAYS,
        "complaints/actions/broken.py",
        "import complaints.gateways",
    ),
    "foresee that imports defuse": (APART, "forecasting/selectors.py", "import mediation.apps"),
    "settings that know an app": (
        SETTINGS,
        "beijing_governance/settings/base.py",
        "import complaints.models",
    ),
}
BREAKS_BETWEEN_APPS = {
    "the ground that imports dispatch": ("complaints/errors.py", "import dispatch.apps"),
    "the ground that imports dispatch for types": (
        "complaints/errors.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import dispatch.apps",
    ),
    "dispatch that imports foresee inside a function": (
        "dispatch/apps.py",
        "def later():\n    import forecasting.apps",
    ),
    "an app that imports the house": ("mediation/apps.py", "import beijing_governance.celery"),
}
# What a break imports and this tree may not have yet.
TARGETS = (
    "complaints/gateways.py",
    "dispatch/views/broken.py",
    "mediation/api.py",
    "forecasting/kernels/__init__.py",
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and the contracts, in a place where breaking them harms nobody."""
    for name in PACKAGES:
        shutil.copytree(
            CHECKOUT / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "seed", "locale", "migrations"),
        )
    for name in ("pyproject.toml", ".importlinter-apps"):
        shutil.copy(CHECKOUT / name, tmp_path / name)
    return tmp_path


def add(copy: Path, name: str, line: str) -> None:
    path = copy / name
    path.parent.mkdir(parents=True, exist_ok=True)
    # A folder of that name is a longer form of the same job.
    if path.suffix == ".py" and path.with_suffix("").is_dir():
        path = path.with_suffix("") / "__init__.py"
    package = path.parent / "__init__.py"
    package.touch()
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def lint(copy: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache", "--no-logo", *options],
        cwd=copy,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("what", BREAKS)
def test_the_contract_refuses(what: str, copy: Path) -> None:
    contract, name, line = BREAKS[what]
    for target in TARGETS:
        add(copy, target, "")
    add(copy, name, line)
    answer = lint(copy)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert f"{contract} BROKEN" in " ".join(answer.stdout.split())


@pytest.mark.parametrize("what", BREAKS_BETWEEN_APPS)
def test_the_contract_between_the_apps_refuses(what: str, copy: Path) -> None:
    name, line = BREAKS_BETWEEN_APPS[what]
    add(copy, name, line)
    answer = lint(copy, "--config", ".importlinter-apps")
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert f"{APPS} BROKEN" in " ".join(answer.stdout.split())


def test_the_copy_as_it_stands_keeps_every_contract(copy: Path) -> None:
    assert lint(copy).returncode == 0
    assert lint(copy, "--config", ".importlinter-apps").returncode == 0
