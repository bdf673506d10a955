"""One answer for every refusal at the API: the status of the error and its words."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from complaints.errors import OfficeError


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """`{"detail": words, "field": name}`; a missing and an unseen row answer alike (404)."""
    if isinstance(error, OfficeError):
        return Response({"detail": error.message, "field": error.field}, status=error.status_code)
    return exception_handler(error, context)
