"""Things in the street by the code they carry."""

from datetime import date

from complaints.kernels.addresses import fold
from complaints.models import Component


def component_coded(code: str, *, on: date) -> Component | None:
    """The thing that carries this code now; blanks, dashes and full-width digits do not matter."""
    plain = "".join(sign for sign in fold(code).upper() if sign.isalnum())[:20]
    if not plain:
        return None
    rows = Component.objects.current(on).select_related("category", "area__parent__parent")
    found: Component | None = rows.filter(code=plain).first()
    return found
