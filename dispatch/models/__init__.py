"""The nouns of dispatch; one file a noun. Siblings import by file, never from this package."""

from dispatch.models.ask import Ask, ShelfReview
from dispatch.models.assignment import Assignment, ContactAttempt, Report
from dispatch.models.callback import Callback, CallbackAttempt
from dispatch.models.closing import ClosedCount, MonthClosing
from dispatch.models.consultation import Consultation, Opinion
from dispatch.models.done_rule import DoneRule
from dispatch.models.duty_list import DutyEntry, FigureRequest, OffListMatter
from dispatch.models.endorsement import Endorsement
from dispatch.models.escalation import Escalation
from dispatch.models.events import AssignmentEvent, WhistleEvent
from dispatch.models.exclusion import Exclusion
from dispatch.models.fund import Fund
from dispatch.models.joint_work import Attendance, Duty, JointAction, Meeting, Minutes
from dispatch.models.label import Label, Labelling
from dispatch.models.note import Mention, Note
from dispatch.models.petition import Petition, PetitionStep
from dispatch.models.phrase import Phrase
from dispatch.models.presence import Presence
from dispatch.models.route_check import RouteCheck
from dispatch.models.rule import RoutingRule, RuleSet
from dispatch.models.rule_trial import RuleTrial, RuleTrialLine
from dispatch.models.saved_view import BoardChoice, SavedView
from dispatch.models.scheme import GradeBand, ScoringScheme
from dispatch.models.summons import Breach, Summons, WhistleScore
from dispatch.models.supervision import Supervision
from dispatch.models.sweep import Sweep, SweptPlace
from dispatch.models.unit_ending import UnitEnding
from dispatch.models.unit_learning import UnitLearning
from dispatch.models.whistle import MoreTime, Whistle, WhistleTicket
from dispatch.models.work_link import WorkLink

__all__ = [
    "Ask",
    "Assignment",
    "AssignmentEvent",
    "Attendance",
    "BoardChoice",
    "Breach",
    "Callback",
    "CallbackAttempt",
    "ClosedCount",
    "Consultation",
    "ContactAttempt",
    "DoneRule",
    "Duty",
    "DutyEntry",
    "Endorsement",
    "Escalation",
    "Exclusion",
    "FigureRequest",
    "Fund",
    "GradeBand",
    "JointAction",
    "Label",
    "Labelling",
    "Meeting",
    "Mention",
    "Minutes",
    "MonthClosing",
    "MoreTime",
    "Note",
    "OffListMatter",
    "Opinion",
    "Petition",
    "PetitionStep",
    "Phrase",
    "Presence",
    "Report",
    "RouteCheck",
    "RoutingRule",
    "RuleSet",
    "RuleTrial",
    "RuleTrialLine",
    "SavedView",
    "ScoringScheme",
    "ShelfReview",
    "Summons",
    "Supervision",
    "Sweep",
    "SweptPlace",
    "UnitEnding",
    "UnitLearning",
    "Whistle",
    "WhistleEvent",
    "WhistleScore",
    "WhistleTicket",
    "WorkLink",
]
