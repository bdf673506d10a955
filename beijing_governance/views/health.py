"""Two questions of the machines that watch: does the process answer, and can it do its work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


def live(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


def ready(_request: HttpRequest) -> HttpResponse:
    """The database answers and its tables are those of this release; no detail for the public."""
    failed = [name for name, check in CHECKS.items() if not check()]
    status = "ready" if not failed else "not ready"
    return JsonResponse({"status": status, "failed": failed}, status=503 if failed else 200)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _tables_are_current() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


CHECKS = {"database": _database_answers, "migrations": _tables_are_current}
