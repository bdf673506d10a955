"""The district has closed the month before the running one."""

from complaints.models import User
from dispatch.actions.closing import close_month
from dispatch.demo.office import Office
from dispatch.kernels.periods import previous_period
from dispatch.selectors.cohorts import current_cohort


def close_last_month(office: Office) -> None:
    """As it stands at the demonstration's instant; what is called back later is for a revision."""
    last = previous_period(current_cohort(at=office.at).period)
    district = User.objects.get(username="district")
    close_month(last.label, by=district, at=office.at)
