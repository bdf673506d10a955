"""What stands beside a complaint for the rules: flags, contracts of its estate, borders near by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from complaints.kernels.geometry import Datum, convert
from complaints.models import Complaint, Parameter, PropertyContract, RiskFlag
from complaints.selectors.places import StreetBeside, streets_beside


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a complaint: the kinds of its flags, the contracts of its estate, the
    streets across a border near by."""

    risks: frozenset[str] = frozenset()
    contracts: tuple[PropertyContract, ...] = ()
    border: tuple[StreetBeside, ...] = ()


def beside(complaints: Collection[Complaint], *, on: date) -> dict[int, Beside]:
    """For many complaints at once: two queries, three where one has a point."""
    flags: dict[int, set[str]] = {}
    standing = RiskFlag.objects.filter(
        complaint__in=[one.pk for one in complaints], set_aside_at__isnull=True
    )
    for key, kind in standing.values_list("complaint_id", "word__kind"):
        flags.setdefault(key, set()).add(kind)
    contracts = contracts_in({one.community_id for one in complaints}, on=on)
    metres = border_metres(on) if any(one.lon is not None for one in complaints) else 0
    return {
        one.pk: Beside(
            frozenset(flags.get(one.pk, ())),
            contracts_of(one, contracts),
            across_a_border(one, metres),
        )
        for one in complaints
    }


def border_metres(on: date) -> int:
    """How near counts; 0 where the office has ended the number: then no border is looked for, and
    dispatching goes on."""
    rows = Parameter.objects.current(on).filter(key=Parameter.Key.BORDER_DISTANCE)
    return rows.order_by("-since").values_list("amount", flat=True).first() or 0


def across_a_border(complaint: Complaint, metres: int) -> tuple[StreetBeside, ...]:
    """Other streets within so many metres of its point; none without a point, or for 0 metres."""
    if not metres or complaint.lon is None or complaint.lat is None:
        return ()
    datum: Datum = complaint.datum  # type: ignore[assignment]
    point = convert(complaint.lon, complaint.lat, source=datum, target="wgs84")
    own = complaint.subdistrict.code if complaint.subdistrict else ""
    return streets_beside(point.lon, point.lat, metres=metres, own=own)


def contracts_in(communities: Iterable[int | None], *, on: date) -> list[PropertyContract]:
    """Those in force on a day for estates of these communities."""
    places = [key for key in communities if key]
    rows = PropertyContract.objects.current(on).filter(estate__area__in=places)
    return list(rows.select_related("organisation", "estate").order_by("pk"))


def contracts_of(
    complaint: Complaint, contracts: Iterable[PropertyContract]
) -> tuple[PropertyContract, ...]:
    """Those whose estate lies in the complaint's community and is named in its address or words;
    of two names of which one holds the other (晨光里, 晨光里二区) the longer."""
    said = f"{complaint.address} {complaint.redacted_text}"
    named = [
        one
        for one in contracts
        if one.estate.area_id == complaint.community_id and one.estate.name in said
    ]
    names = {one.estate.name for one in named}
    return tuple(
        one
        for one in named
        if not any(one.estate.name in name and name != one.estate.name for name in names)
    )
