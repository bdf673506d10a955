"""People of a story at their own browsers: every step goes through HTTP, as in the office."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from complaints.models import User

TAKEN = 302


class At:
    """One person, signed in. `does` presses a step and expects it to be taken; `sees` reads."""

    def __init__(self, person: User) -> None:
        self._client = Client()
        self._client.force_login(person)

    def does(self, name: str, /, *args: object, asked: str = "", **given: Any) -> str:
        """Where the step leads; `asked` is the query of the page whose form it is."""
        answer = self.sends(name, *args, given=given, asked=asked)
        assert answer.status_code == TAKEN, (name, answer.status_code, _told(answer))
        return str(answer["Location"])

    def sends(self, name: str, /, *args: object, given: Mapping[str, Any], asked: str = "") -> Any:
        return self._client.post(f"{reverse(name, args=args)}?{asked}", given)

    def sees(self, name: str, *args: object, **query: str) -> str:
        answer: Any = self._client.get(reverse(name, args=args), query)
        assert answer.status_code == 200, (name, answer.status_code)
        return str(answer.text)


def _told(answer: Any) -> object:
    form = answer.context and answer.context.get("form")
    return form.errors if form else answer.text[:400]
