"""The nouns of dispatch; one file a noun. Siblings import by file, never from this package."""

from dispatch.models.assignment import Assignment, ContactAttempt, Report
from dispatch.models.callback import Callback, CallbackAttempt
from dispatch.models.events import AssignmentEvent
from dispatch.models.exclusion import Exclusion
from dispatch.models.label import Label, Labelling
from dispatch.models.note import Mention, Note
from dispatch.models.phrase import Phrase
from dispatch.models.presence import Presence
from dispatch.models.rule import RoutingRule
from dispatch.models.saved_view import BoardChoice, SavedView
from dispatch.models.scheme import ScoringScheme

__all__ = [
    "Assignment",
    "AssignmentEvent",
    "BoardChoice",
    "Callback",
    "CallbackAttempt",
    "ContactAttempt",
    "Exclusion",
    "Label",
    "Labelling",
    "Mention",
    "Note",
    "Phrase",
    "Presence",
    "Report",
    "RoutingRule",
    "SavedView",
    "ScoringScheme",
]
