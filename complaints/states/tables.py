"""A life is a table from (state, verb) to the state it leads to; what is not in it may not run."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from complaints.errors import WrongState

AnyStatus = TypeVar("AnyStatus", bound=StrEnum)
AnyVerb = TypeVar("AnyVerb", bound=StrEnum)


def step(
    life: Mapping[tuple[AnyStatus, AnyVerb], AnyStatus], status: AnyStatus, verb: AnyVerb
) -> AnyStatus:
    """Where `verb` leads from `status` in a table; raises WrongState where it may not run."""
    try:
        return life[status, verb]
    except KeyError:
        raise WrongState(verb, status) from None


def verbs_from(
    life: Mapping[tuple[AnyStatus, AnyVerb], AnyStatus], status: str
) -> frozenset[AnyVerb]:
    """The verbs that a table knows from `status`."""
    return frozenset(verb for (start, verb) in life if start == status)
