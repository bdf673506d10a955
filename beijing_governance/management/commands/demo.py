"""Load the demonstration: one district's ground, its people and a year of complaints."""

import sys
from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from beijing_governance import stack
from complaints.actions.ground import load_ground
from complaints.demo.teaching import teach
from complaints.errors import OfficeError
from complaints.files.seeds import read_ground
from complaints.models import Actor, Complaint
from dispatch.actions.duty_list import load_duties
from dispatch.actions.rules import load_rules
from dispatch.actions.schemes import load_schemes
from dispatch.demo.loading import SCALES, load_demonstration
from dispatch.files.duties import read_duties
from dispatch.files.schemes import read_bands, read_schemes
from dispatch.files.seeds import read_rules

USUAL_SEED = 20_260_101
_WIDTH = 40
_LEAST = 100


class Command(BaseCommand):
    help = (
        "Load the demonstration data into an empty office: four streets of one district, accounts "
        "of every role, a year of invented complaints up to now. The same seed gives the same data."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        sizes = ", ".join(f"{name} {count:,}" for name, count in SCALES.items())
        parser.add_argument(
            "--scale", choices=SCALES, default="office", help=f"complaints a year: {sizes}"
        )
        parser.add_argument("--seed", type=int, default=USUAL_SEED, help="what all is drawn from")
        parser.add_argument(
            "--tickets", type=_enough, help="this many complaints, whatever the scale"
        )

    def handle(self, *, scale: str, seed: int, tickets: int | None, **_: Any) -> None:
        if settings.SETTINGS_KIND not in {"embedded", "test"}:
            message = (
                "demo is for the embedded and test settings; nothing invented enters a service"
            )
            raise CommandError(message, returncode=2)
        if Complaint.objects.exists():
            message = "there are complaints here already; the demonstration wants an empty database"
            raise CommandError(message, returncode=2)
        count = tickets or SCALES[scale]
        try:
            with transaction.atomic():
                self._lay_ground()
                at = timezone.now()
                written = load_demonstration(
                    count,
                    seed=seed,
                    at=at,
                    password=settings.DEMO_PASSWORD,
                    told=self._bar(count),
                )
                teach(seed=seed, at=at)
        except OfficeError as refusal:
            raise CommandError(refusal.message, returncode=2) from None
        self.stdout.write(f"complaints: {written}")
        self.stdout.write(f"accounts: {' '.join(stack.demonstration_accounts())}")
        self.stdout.write(f"password of each: {settings.DEMO_PASSWORD}")

    def _lay_ground(self) -> None:
        load_ground(read_ground(demonstration=True), by=Actor.MACHINE)
        load_rules(read_rules(demonstration=True), by=Actor.MACHINE)
        load_schemes(read_schemes(), bands=read_bands(), by=Actor.MACHINE)
        load_duties(read_duties())

    def _bar(self, count: int) -> Any:
        """Shown to a person at a terminal, and to nobody's log."""
        if not sys.stderr.isatty():
            return None

        def show(done: int) -> None:
            filled = done * _WIDTH // count
            end = "\n" if done >= count else ""
            self.stderr.write(f"\r[{'#' * filled:<{_WIDTH}}] {done}/{count}{end}", ending="")

        return show


def _enough(text: str) -> int:
    count = int(text)
    if count < _LEAST:
        message = f"at least {_LEAST}"
        raise ArgumentTypeError(message)
    return count
