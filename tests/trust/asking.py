"""Asking at a door without leaving a trace, so that one world serves thousands of questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.test import Client

from tests.trust.bodies import body_of
from tests.trust.doors import Door, address
from tests.trust.expected import METHODS
from tests.trust.world import NOWHERE, Case, World

# A callback and an application hang on closed complaints, which the secret one is not; a file of
# another system hangs on none.
WITHOUT_SECRET: Final = (
    "office-callback", "office-exclusion", "office-import", "api-callback", "api-exclusion",
)  # fmt: skip
REDIRECT: Final = 300
ABSENT: Final = "-"
WRITES: Final = ("INSERT", "UPDATE", "DELETE", "REPLACE", "ALTER", "CREATE", "DROP")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and its answer; `writes` are the statements that changed a table."""

    door: Door
    method: str
    case: str
    answer: Any
    writes: tuple[str, ...]

    @property
    def what(self) -> str:
        return f"{self.method} {self.door.name} {self.case}".strip()


class Pen:
    """Listens at the database for what is written; sessions are not the office's rows."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and "django_session" not in sql:
            self.written.append(sql[:120])
        return execute(sql, params, many, context)


def ask(client: Client, method: str, where: str, **options: Any) -> Any:
    """One request whose writes are taken back. A streamed answer is read before that."""
    with transaction.atomic():
        answer = _sent(client, method, where, **options)
        if answer.streaming:
            answer.read_content = b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def _sent(client: Client, method: str, where: str, **options: Any) -> Any:
    if method != "POST":
        return client.generic(method, where, **options)
    if where.startswith("/api/"):
        options.setdefault("content_type", "application/json")
    return client.post(where, **options)


def every_answer(
    world: World, role: str, doors: Iterator[Door] | tuple[Door, ...]
) -> Iterator[Asked]:
    """Each door by each method it takes for each complaint; as a fragment too, where the answer may
    be another one: it was a refusal or a way elsewhere, or the view's file looks who asks."""
    client = world.client(role)
    for door in doors:
        for method in METHODS.get(door.name, "").split():
            for name, case in _cases(world, door):
                asked = _asked(world, client, door, method, name, case)
                yield asked
                may_differ = asked.answer.status_code >= REDIRECT or door.has_fragments
                if name in {"own", ""} and may_differ:
                    yield _asked(
                        world, client, door, method, f"{name}#", case, HTTP_HX_REQUEST="true"
                    )
                if door.name == "logout":
                    client = world.client(role)


def _asked(
    world: World, client: Client, door: Door, method: str, name: str, case: Case, **options: Any
) -> Asked:
    if method == "POST":
        options["data"] = body_of(door.name, world, case)
    pen = Pen()
    with connection.execute_wrapper(pen):
        answer = ask(client, method, address(door, case), **options)
    return Asked(door, method, name, answer, tuple(pen.written))


def _cases(world: World, door: Door) -> Iterator[tuple[str, Case]]:
    if not door.has_object:
        yield "", NOWHERE
        return
    for name, case in world.cases.items():
        if name not in {"secret", "nameless"} or not door.name.startswith(WITHOUT_SECRET):
            yield name, case
