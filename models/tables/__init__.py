"""Columns and constraints, one file a subject. The constraint is the rule; nothing of this leaves `models`."""

from models.tables.alarm_life import Flood, Incident, IncidentChild, MajorEmergency, MajorReceipt, RuleOut
from models.tables.alarms import Alarm, Level
from models.tables.calendars import CalendarVersion
from models.tables.catalogue import Category, District, Policy
from models.tables.contracts import Contract
from models.tables.crews import Assignment, Crew
from models.tables.header import Engine, Header, Presence
from models.tables.journal import Line
from models.tables.notices import Notice, NoticeAttempt
from models.tables.people import Customer, Operator, Premise
from models.tables.requests import Call, Clock, Request
from models.tables.triage import CardVersion, SaidWord, TriageAnswer, TriageText

__all__ = [
    "Alarm",
    "Assignment",
    "CalendarVersion",
    "Call",
    "CardVersion",
    "Category",
    "Clock",
    "Contract",
    "Crew",
    "Customer",
    "District",
    "Engine",
    "Flood",
    "Header",
    "Incident",
    "IncidentChild",
    "Level",
    "Line",
    "MajorEmergency",
    "MajorReceipt",
    "Notice",
    "NoticeAttempt",
    "Operator",
    "Policy",
    "Premise",
    "Presence",
    "Request",
    "RuleOut",
    "SaidWord",
    "TriageAnswer",
    "TriageText",
]
