"""Which clock a complaint is working against."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from complaints.models import Complaint
from dispatch.states import OPEN, BranchStatus


class Waiting(Protocol):
    """A complaint, or the columns of one that its clock hangs on."""

    @property
    def status(self) -> Any: ...
    @property
    def dispatch_due_at(self) -> datetime | None: ...


class Running(Protocol):
    """A branch, or the columns of one that its clocks hang on."""

    @property
    def status(self) -> Any: ...
    @property
    def contacted_at(self) -> datetime | None: ...
    @property
    def sign_due_at(self) -> datetime: ...
    @property
    def contact_due_at(self) -> datetime: ...
    @property
    def feedback_due_at(self) -> datetime: ...


def next_due(complaint: Waiting, branches: Iterable[Running]) -> tuple[str, datetime | None]:
    """The clock that runs out first: its name and its instant; none when nothing is awaited."""
    if complaint.status == Complaint.StatusChoice.RECEIVED:
        return _("派单"), complaint.dispatch_due_at
    running = [running_clock(branch) for branch in branches]
    open_clocks = [clock for clock in running if clock is not None]
    return min(open_clocks, key=lambda clock: clock[1], default=("", None))


def running_clock(branch: Running) -> tuple[str, datetime] | None:
    """The clock a branch is working against; None when it is closed or returned."""
    if branch.status not in OPEN:
        return None
    if branch.status == BranchStatus.TO_SIGN:
        return _("签收"), branch.sign_due_at
    if branch.status == BranchStatus.SIGNED and branch.contacted_at is None:
        return _("联系"), branch.contact_due_at
    return _("反馈"), branch.feedback_due_at
