"""Laying the ground: territory, catalogue, clocks and, for a demonstration, organisations.

Laid twice it adds what is missing and leaves every row that stands as it is, for an office may have
changed it since. Only an outline that an area still lacks is filled in.
"""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.actions.ground.places import (
    lay_areas,
    lay_components,
    lay_contracts,
    lay_organisations,
    lay_outlines,
    lay_places,
)
from complaints.actions.ground.rules import (
    lay_categories,
    lay_elsewhere,
    lay_limits,
    lay_notice_words,
    lay_outcomes,
    lay_parameters,
    lay_questions,
    lay_risk_words,
    lay_sessions,
    lay_years,
)
from complaints.errors import NotAllowed
from complaints.files.seeds import Ground
from complaints.models import Actor, By
from complaints.permissions import can_edit_reference
from complaints.selectors.places import forget_territory


class GroundLaid(NamedTuple):
    """Rows added, by noun; 0 where all stood already."""

    areas: int
    outlines: int
    categories: int
    limits: int
    parameters: int
    sessions: int
    years: int
    outcomes: int
    risk_words: int
    notice_words: int
    places: int
    organisations: int
    contracts: int
    questions: int
    elsewhere: int
    components: int


def load_ground(ground: Ground, *, by: By) -> GroundLaid:
    """Add the rows of `ground` that are not there yet."""
    if by != Actor.MACHINE and (isinstance(by, Actor) or not can_edit_reference(by)):
        raise NotAllowed(_("只有系统管理员可以载入基础数据。"))
    with transaction.atomic():
        areas = lay_areas(ground.areas)
        outlines = lay_outlines(ground)
        laid = GroundLaid(
            areas=areas,
            outlines=outlines,
            categories=lay_categories(ground),
            limits=lay_limits(ground),
            parameters=lay_parameters(ground),
            sessions=lay_sessions(ground),
            years=lay_years(ground),
            outcomes=lay_outcomes(ground),
            risk_words=lay_risk_words(ground),
            notice_words=lay_notice_words(ground),
            places=lay_places(ground),
            organisations=lay_organisations(ground),
            contracts=lay_contracts(ground),
            questions=lay_questions(ground),
            elsewhere=lay_elsewhere(ground),
            components=lay_components(ground),
        )
    forget_territory()
    return laid
