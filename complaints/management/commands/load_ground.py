"""Lays the ground that every office stands on; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from complaints.actions.ground import load_ground
from complaints.files.seeds import read_ground
from complaints.models import Actor


class Command(BaseCommand):
    help = (
        "Load Beijing's territory, the catalogue with its questions, limits and calendars. "
        "Adds what is missing and changes nothing that stands."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="also the invented outlines, places, components and organisations of one district",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        ground = read_ground(demonstration=options["demonstration"])
        laid = load_ground(ground, by=Actor.MACHINE)
        for noun, count in laid._asdict().items():
            self.stdout.write(f"{noun}: {count} added")
