"""Exactly the steps that the state tables and his posts allow this person on one complaint."""

from collections.abc import Mapping, Sequence

from complaints.models import Complaint, User
from dispatch.models import Ask, Assignment
from dispatch.selectors.offers.offer import Offer
from dispatch.selectors.offers.on_branches import on_branch
from dispatch.selectors.offers.on_complaint import on_complaint

__all__ = ["Offer", "offers_of"]


def offers_of(
    complaint: Complaint,
    branches: Sequence[Assignment],
    user: User,
    *,
    asks: Mapping[int, Sequence[Ask]],
    is_laid: bool = False,
) -> tuple[Offer, ...]:
    """In the order of the path; `branches` come with organisation, callback, exclusions, tries;
    `asks` are what was asked for each; `is_laid`: the head has it in this round."""
    offers = [*on_complaint(complaint, branches, user, is_laid=is_laid)]
    for branch in branches:
        offers += on_branch(branch, asks.get(branch.pk, ()), user)
    return tuple(offers)
