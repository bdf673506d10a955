"""Loads the rules and duties a street starts with; safe to run again, after `load_ground`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from complaints.models import Actor
from dispatch.actions.duty_list import load_duties
from dispatch.actions.rules import load_rules
from dispatch.files.duties import read_duties
from dispatch.files.seeds import read_rules


class Command(BaseCommand):
    help = (
        "Load the default rules from category to office as the first version. Run load_ground "
        "first. Where there is a version already, nothing is added."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="also the rules that name the demonstration's own bodies",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        added = load_rules(read_rules(demonstration=options["demonstration"]), by=Actor.MACHINE)
        duties = load_duties(read_duties())
        self.stdout.write(f"rules: {added} added, duties: {duties} added")
