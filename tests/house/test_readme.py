"""What the README tells a newcomer to type exists, and where it points there is something."""

import re
import subprocess

import pytest
from django.core.management import get_commands

from tests.house.compose import CHECKOUT, service
from tests.servers.deploy import SERVED

README = (CHECKOUT / "README.md").read_text("utf-8")
MAKEFILE = (CHECKOUT / "Makefile").read_text("utf-8")
FIXED_TARGETS = {"run", "test", "check", "e2e", "bench", "clean"}


def typed() -> list[str]:
    """The lines of the shell blocks, without their remarks."""
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+):", MAKEFILE, flags=re.MULTILINE))


def test_the_fixed_targets_exist() -> None:
    assert targets() >= FIXED_TARGETS


def test_every_make_command_in_the_readme_is_a_target() -> None:
    named = {line.split()[1] for line in typed() if line.startswith("make ")}
    assert named >= FIXED_TARGETS
    assert named <= targets()


def test_every_management_command_in_the_readme_exists() -> None:
    named = {match for line in typed() for match in re.findall(r"manage\.py (\w+)", line)}
    assert named
    assert named <= set(get_commands())


def test_every_line_in_a_shell_block_is_one_that_is_tested_here() -> None:
    known = ("make ", ".venv/bin/python manage.py ", "docker compose ")
    assert [line for line in typed() if not line.startswith(known)] == []


def test_every_relative_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (CHECKOUT / link).exists()] == []


@pytest.mark.parametrize("name", sorted(set(SERVED) - {"DJANGO_SETTINGS_MODULE"}))
def test_every_setting_the_served_set_up_needs_is_explained_or_made_by_it(name: str) -> None:
    given = service("web")["environment"][name]
    asked_of_the_operator = given.startswith("${")
    assert f"`{name}`" in README if asked_of_the_operator else ":" in given


def test_ci_runs_the_readme_command_and_nothing_of_its_own() -> None:
    script = (CHECKOUT / ".ci" / "run").read_text("utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith("#")]
    assert commands == [
        "set -euo pipefail",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
        "exec make test",
    ]
    subprocess.run(["bash", "-n", CHECKOUT / ".ci" / "run"], check=True)


def test_make_help_names_every_target_that_a_person_may_want() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert all(f"make {target} " in shown for target in FIXED_TARGETS)
