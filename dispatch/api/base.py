"""What every door at the API shares."""

from typing import Any, cast

from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from complaints.models import User


class Newest(CursorPagination):
    """Pages of fifty, newest first, without counting the table."""

    page_size = 50
    ordering = ("-received_at", "-pk")


class ByKey(CursorPagination):
    """Pages of fifty in the order of keys, newest first."""

    page_size = 50
    ordering = ("-pk",)


def person(request: Request) -> User:
    """The signed-in person; IsAuthenticated let nobody else in."""
    return cast("User", request.user)


def given(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The input in this shape, or 400 with what is wrong field by field."""
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    return cast("dict[str, Any]", serializer.validated_data)
