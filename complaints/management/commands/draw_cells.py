"""Draws the demonstration's invented outlines anew from the seats and the seed in their file."""

from typing import Any

from django.core.management.base import BaseCommand

from complaints.files import seeds
from complaints.files.drawing import render_cells


class Command(BaseCommand):
    help = "Draw the invented outlines of the demonstration's streets and communities anew."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        districts = seeds.read_outlines("districts.geojson", origin="official")
        text = render_cells(seeds.read_drawing(), seeds.read_areas(), districts)
        (seeds.SEED / "cells.geojson").write_text(text, encoding="utf-8")
        self.stdout.write(f"{seeds.SEED / 'cells.geojson'}: {text.count('Feature') - 1} outlines")
