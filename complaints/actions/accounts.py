"""Accounts with their posts, opened together: a street that starts has a staff of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from complaints.errors import Conflict, NotAllowed
from complaints.models import Actor, By, Post, User
from complaints.permissions import can_edit_people


@dataclass(frozen=True, slots=True)
class Account:
    """A person to be: a name to sign in with and to be shown by, a role in an organisation."""

    username: str
    display_name: str
    organisation_id: int
    role: str
    is_staff: bool = False


def open_accounts(
    accounts: Sequence[Account], *, by: By, password: str, since: date
) -> dict[str, User]:
    """Open all or none; one password for all, hashed once. Users by their sign-in name."""
    if by != Actor.MACHINE and (isinstance(by, Actor) or not can_edit_people(by)):
        raise NotAllowed(_("只有安全管理员可以开设账号。"))
    names = [account.username for account in accounts]
    sealed = make_password(password)
    with transaction.atomic():
        taken = User.objects.filter(username__in=names).values_list("username", flat=True)
        if found := sorted(taken):
            raise Conflict(_("账号已经存在：%(names)s。") % {"names": _("、").join(found)})
        User.objects.bulk_create(
            User(
                username=account.username,
                display_name=account.display_name,
                is_staff=account.is_staff,
                password=sealed,
            )
            for account in accounts
        )
        users = {user.username: user for user in User.objects.filter(username__in=names)}
        Post.objects.bulk_create(
            Post(
                user=users[account.username],
                organisation_id=account.organisation_id,
                role=account.role,
                since=since,
            )
            for account in accounts
        )
    return users
