"""Columns and constraints, one file a subject. The constraint is the rule; nothing of this leaves `models`."""

from models.tables.aftercare import CallBack, CallTry, ComplainedOf, Complaint, Ringing
from models.tables.again import Caller, Link, Wave, WaveCall, WaveCaller
from models.tables.alarm_life import Flood, Incident, IncidentChild, MajorEmergency, MajorReceipt, RuleOut
from models.tables.alarms import Alarm, Level
from models.tables.calendars import CalendarVersion
from models.tables.campaigns import Campaign, Hazard, Inspection, Visit, VisitTry
from models.tables.catalogue import Category, District, Policy
from models.tables.contracts import Contract
from models.tables.crew_timers import CrewTimer
from models.tables.crews import Assignment, Crew
from models.tables.duties import Certificate, Shift, Travel
from models.tables.feedback import Remark, Wish
from models.tables.finding import CustomerKey, CustomerPremise, MeterKey, PremiseWarning
from models.tables.finish import Appointment, Confirmation, EmptyVisit, GasReading, MakeSafe
from models.tables.goals import Goal, GoalFigure, GoalLook, Scheme
from models.tables.handovers import Handover, HandoverNote, HandoverRead, PaperCard
from models.tables.header import Engine, Header, Presence
from models.tables.journal import Line
from models.tables.knowledge import Article, ArticleUse, ArticleVersion
from models.tables.lines import OperatorLine, SpokenLine
from models.tables.notices import Notice, NoticeAttempt
from models.tables.ownership import OwnerOffer, Unsaved
from models.tables.packs import Pack
from models.tables.people import Customer, Operator, Premise
from models.tables.plans import PlanRun, PlanTick, PlanVersion
from models.tables.requests import Call, Clock, Request
from models.tables.stops import Stop, StopArea
from models.tables.triage import CardVersion, SaidWord, TriageAnswer, TriageText

__all__ = [
    "Alarm",
    "Appointment",
    "Article",
    "ArticleUse",
    "ArticleVersion",
    "Assignment",
    "CalendarVersion",
    "Call",
    "CallBack",
    "CallTry",
    "Caller",
    "Campaign",
    "CardVersion",
    "Category",
    "Certificate",
    "Clock",
    "ComplainedOf",
    "Complaint",
    "Confirmation",
    "Contract",
    "Crew",
    "CrewTimer",
    "Customer",
    "CustomerKey",
    "CustomerPremise",
    "District",
    "EmptyVisit",
    "Engine",
    "Flood",
    "GasReading",
    "Goal",
    "GoalFigure",
    "GoalLook",
    "Handover",
    "HandoverNote",
    "HandoverRead",
    "Hazard",
    "Header",
    "Incident",
    "IncidentChild",
    "Inspection",
    "Level",
    "Line",
    "Link",
    "MajorEmergency",
    "MajorReceipt",
    "MakeSafe",
    "MeterKey",
    "Notice",
    "NoticeAttempt",
    "Operator",
    "OperatorLine",
    "OwnerOffer",
    "Pack",
    "PaperCard",
    "PlanRun",
    "PlanTick",
    "PlanVersion",
    "Policy",
    "Premise",
    "PremiseWarning",
    "Presence",
    "Remark",
    "Request",
    "Ringing",
    "RuleOut",
    "SaidWord",
    "Scheme",
    "Shift",
    "SpokenLine",
    "Stop",
    "StopArea",
    "Travel",
    "TriageAnswer",
    "TriageText",
    "Unsaved",
    "Visit",
    "VisitTry",
    "Wave",
    "WaveCall",
    "WaveCaller",
    "Wish",
]
