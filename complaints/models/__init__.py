"""The nouns of the ground; one file a noun. Siblings import by file, never from this package."""

from complaints.models.advice import Advice, Outcome, OutcomeKind
from complaints.models.asking import Elsewhere, Question
from complaints.models.catalogue import Category, ClockKind, DemandKind
from complaints.models.clocks import CalendarDay, CalendarYear, ClockLimit, WorkingSession
from complaints.models.complaint import Channel, Complaint, NumberSeries
from complaints.models.component import Component
from complaints.models.edit import EditBefore
from complaints.models.events import ComplaintEvent
from complaints.models.following_up import (
    Chase,
    FormAnswer,
    Rating,
    Reopening,
    Satisfaction,
    Supplement,
    WithdrawReason,
)
from complaints.models.holding import Holding
from complaints.models.identity import Identity, IdentityAccess
from complaints.models.importing import ImportEvent, ImportReject, ImportRun, ImportSource
from complaints.models.joint import JointCase, JointMember
from complaints.models.knowledge import Article, ArticleUse, ArticleVersion
from complaints.models.learning import LearningRun, ModelUse, ModelVersion, Suggestion
from complaints.models.notice import Notice, NoticeCode, NoticeTemplate
from complaints.models.organisation import Organisation, OrganisationKind, PropertyContract
from complaints.models.outward import OutwardAddress, OutwardMessage
from complaints.models.parameter import Parameter
from complaints.models.people import Actor, By, Post, Role, User
from complaints.models.photo import Photo
from complaints.models.recording import Recording
from complaints.models.risk import RiskFlag, RiskKind, RiskWord
from complaints.models.run import Run
from complaints.models.search import SearchText
from complaints.models.territory import Area, GazetteerEntry
from complaints.models.tracking import TrackingAttempt

__all__ = [
    "Actor",
    "Advice",
    "Area",
    "Article",
    "ArticleUse",
    "ArticleVersion",
    "By",
    "CalendarDay",
    "CalendarYear",
    "Category",
    "Channel",
    "Chase",
    "ClockKind",
    "ClockLimit",
    "Complaint",
    "ComplaintEvent",
    "Component",
    "DemandKind",
    "EditBefore",
    "Elsewhere",
    "FormAnswer",
    "GazetteerEntry",
    "Holding",
    "Identity",
    "IdentityAccess",
    "ImportEvent",
    "ImportReject",
    "ImportRun",
    "ImportSource",
    "JointCase",
    "JointMember",
    "LearningRun",
    "ModelUse",
    "ModelVersion",
    "Notice",
    "NoticeCode",
    "NoticeTemplate",
    "NumberSeries",
    "Organisation",
    "OrganisationKind",
    "Outcome",
    "OutcomeKind",
    "OutwardAddress",
    "OutwardMessage",
    "Parameter",
    "Photo",
    "Post",
    "PropertyContract",
    "Question",
    "Rating",
    "Recording",
    "Reopening",
    "RiskFlag",
    "RiskKind",
    "RiskWord",
    "Role",
    "Run",
    "Satisfaction",
    "SearchText",
    "Suggestion",
    "Supplement",
    "TrackingAttempt",
    "User",
    "WithdrawReason",
    "WorkingSession",
]
