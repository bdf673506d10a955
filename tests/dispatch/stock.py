"""Two hundred thousand complaints in forty-two streets, written by PostgreSQL itself in seconds."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, models

from complaints.models import Area, Complaint, Holding, SearchText
from dispatch.models import Assignment, Label, Labelling
from tests import make

COUNT: Final = 200_000
STREETS: Final = 40
# Counted from the newest: what waits for dispatch, lies with units, waits for its call; a few of
# each are old. All else was worked to its end long ago, as in an office after years.
_AGE: Final = f"CASE WHEN n %% 1000 < 2 THEN n %% 7 * 500 ELSE {COUNT} - n END"
_STATUS: Final = (
    f"CASE WHEN {_AGE} < 500 THEN 'received' WHEN {_AGE} < 2500 THEN 'dispatched'"
    f" WHEN {_AGE} < 3500 THEN 'to_call_back' ELSE 'archived' END"
)
_AT: Final = f"now() - interval '2 years' * ({COUNT} - n) / {COUNT}"


@dataclass(frozen=True, slots=True)
class Stock:
    """The office, and a complaint of its street that waits."""

    office: make.Office
    waiting: Complaint
    label: Label


def fill(office: make.Office) -> Stock:
    """A tenth lies in the office's own street, the rest in the others; each branch held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        may = cursor.fetchone()[0]
        if may:
            # Eight hundred thousand keys, right by the way they are made, need no second look.
            cursor.execute("SET session_replication_role = replica")
        stock = _fill(office)
        if may:
            cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    return stock


def _fill(office: make.Office) -> Stock:
    pattern = make.dispatched(office)
    branch = Assignment.objects.get(pk=pattern.pk)
    holding = Holding.objects.get(complaint=branch.complaint_id)
    places = _places(office)
    _copy(
        Complaint,
        branch.complaint_id,
        {
            "number": "(30000000000000 + n)::text",
            "status": _STATUS,
            "received_at": _AT,
            "dispatch_due_at": f"{_AT} + interval '1 day'",
            "finished_at": f"CASE WHEN {_AGE} < 3500 THEN NULL ELSE now() END",
            "subdistrict_id": _pick([street.pk for street, _one in places]),
            "community_id": _pick([one.pk for _street, one in places]),
            "is_redaction_confirmed": "true",
            "idempotency_key": "NULL",
            "token_hash": "NULL",
            "source": "''",
            "external_number": "''",
        },
        "FROM generate_series(1, %s) n",
    )
    first = Complaint.objects.order_by("pk").exclude(pk=branch.complaint_id)[0].pk - 1
    bodies = [office.bodies.city_office, office.bodies.committee, office.bodies.property]
    units = f"(ARRAY[{', '.join(str(one.pk) for one in bodies)}])[1 + n / 10 %% 3]"
    unit = f"CASE WHEN n %% 10 = 0 THEN {units} ELSE {office.bodies.next_office.pk} END"
    gone = f"FROM generate_series(1, %s) n WHERE {_AGE} >= 500"
    _copy(
        Assignment,
        branch.pk,
        {
            "complaint_id": f"{first} + n",
            "organisation_id": unit,
            "status": f"CASE WHEN {_AGE} < 700 THEN 'to_sign' WHEN {_AGE} < 2500 THEN 'signed'"
            " ELSE 'closed' END",
            "dispatched_at": _AT,
            "sign_due_at": f"{_AT} + interval '30 minutes'",
            "feedback_due_at": f"{_AT} + interval '7 days'",
            "resident_told_at": "now()",
            "hotline_told_at": "now()",
            "closed_at": "now()",
        },
        gone,
    )
    _copy(
        Holding,
        holding.pk,
        {"complaint_id": f"{first} + n", "organisation_id": unit, "until": "NULL"},
        gone,
    )
    rare = "CASE WHEN n %% 500 = 0 THEN ' 积水 水没 没过' ELSE ' 路灯 灯坏 坏了' END"
    _copy(
        SearchText,
        branch.complaint_id,
        {"complaint_id": f"{first} + n", "bigrams": f"p.bigrams || {rare}"},
        "FROM generate_series(1, %s) n",
    )
    own = Complaint.objects.in_status("received").filter(subdistrict=office.places.street)
    label = Label.objects.create(name="重点督办")
    hung = Complaint.objects.filter(subdistrict=office.places.street).order_by("-pk")[:300]
    by, at = office.people.triage, make.START
    Labelling.objects.bulk_create(
        Labelling(complaint_id=key, label=label, by=by, at=at)
        for key in hung.values_list("pk", flat=True)
    )
    return Stock(office, own.order_by("-pk")[0], label)


def _places(office: make.Office) -> list[tuple[Area, Area]]:
    """The own street comes first in each ten."""
    own = (office.places.street, office.places.community)
    places = []
    for number in range(STREETS):
        code = f"110199{100 + number}"
        street = make.area(code, f"测试{number}街道", "subdistrict", office.places.district)
        places.append((street, make.area(f"{code}001", f"测试{number}社区", "community", street)))
    return [own if turn % 10 == 0 else places[turn % STREETS] for turn in range(STREETS)]


def _pick(keys: list[int]) -> str:
    return f"(ARRAY[{', '.join(map(str, keys))}])[1 + n %% {len(keys)}]"


def _copy(model: type[models.Model], key: int, said: dict[str, str], rows: str) -> None:
    """Copies of one row, whatever columns it has by now; `said` are those that differ."""
    fields: Any = [
        one for one in model._meta.local_concrete_fields if one.attname not in _own(model)
    ]
    columns = [connection.ops.quote_name(one.column) for one in fields]
    values = [
        said.get(one.attname, f"p.{column}") for one, column in zip(fields, columns, strict=True)
    ]
    table, pk = model._meta.db_table, model._meta.pk.column
    select = rows.replace("FROM ", f"FROM {table} p, ", 1)
    condition = "AND" if "WHERE" in rows else "WHERE"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} {select}"
            f" {condition} p.{pk} = %s ORDER BY n",
            [COUNT, key],
        )


def _own(model: type[models.Model]) -> set[str]:
    """What the database numbers itself."""
    return {"id"} if model._meta.pk.attname == "id" else set()
