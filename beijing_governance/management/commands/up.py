"""Serve this machine's site: prepare, then keep web server and schedulers running."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from beijing_governance import stack
from beijing_governance.processes import Watch


class Command(BaseCommand):
    help = "Prepare the database and serve the site with its schedulers; Ctrl-C ends all."
    # `migrate` runs them; twice would only slow the start.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, port: int, no_demo: bool, **_: Any) -> None:
        if settings.SETTINGS_KIND == "production":
            raise CommandError(
                "up is for the embedded set-up; the served one is docker-compose.yml", returncode=2
            )
        stack.prepare_folder(settings.VAR_DIR)
        try:
            with stack.only_one(settings.VAR_DIR) as lock:
                self._serve(port=port, wants_demo=not no_demo, lock=lock)
        except KeyboardInterrupt:
            raise CommandError("ended before it served", returncode=130) from None
        except stack.AlreadyRunning as held:
            raise CommandError(
                f"already running: another `up` holds {held}", returncode=2
            ) from None

    def _serve(self, *, port: int, wants_demo: bool, lock: int) -> None:
        if not stack.is_port_free(port):
            raise CommandError(
                f"port {port} is taken; PORT={port + 1} make run uses another", returncode=2
            )
        self._prepare(wants_demo=wants_demo)
        watch = Watch(stack.programs(port=port, lock=lock), self._say, lambda: self._greet(port))
        watch.run()
        self._say("ended")

    def _prepare(self, *, wants_demo: bool) -> None:
        self._say("database …")
        stack.migrate()
        self._say("static files …")
        stack.collect_static()
        if wants_demo and stack.is_empty():
            self._say("demonstration data …")
            # All or nothing: half a demonstration would count as an office at work.
            with transaction.atomic():
                call_command("demo", stdout=self.stdout)

    def _greet(self, port: int) -> bool:
        if not stack.answers(port):
            return False
        lines = [f"http://{stack.HOST}:{port}/", *self._accounts()]
        self._say("\n".join(["", *lines, "Ctrl-C ends all."]))
        return True

    def _accounts(self) -> list[str]:
        names = stack.demonstration_accounts()
        if not names:
            return []
        return [
            f"Demonstration accounts: {' '.join(names)}",
            f"Password of each: {settings.DEMO_PASSWORD}",
        ]

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
