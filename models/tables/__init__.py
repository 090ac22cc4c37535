"""Columns and constraints, one file a subject. The constraint is the rule; nothing of this leaves `models`."""

from models.tables.alarm_life import Flood, Incident, IncidentChild, MajorEmergency, MajorReceipt, RuleOut
from models.tables.alarms import Alarm, Level
from models.tables.calendars import CalendarVersion
from models.tables.catalogue import Category, District, Policy
from models.tables.contracts import Contract
from models.tables.crews import Assignment, Crew
from models.tables.finding import CustomerKey, CustomerPremise, MeterKey, PremiseWarning
from models.tables.header import Engine, Header, Presence
from models.tables.journal import Line
from models.tables.notices import Notice, NoticeAttempt
from models.tables.people import Customer, Operator, Premise
from models.tables.requests import Call, Clock, Request

__all__ = [
    "Alarm",
    "Assignment",
    "CalendarVersion",
    "Call",
    "Category",
    "Clock",
    "Contract",
    "Crew",
    "Customer",
    "CustomerKey",
    "CustomerPremise",
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
    "MeterKey",
    "Notice",
    "NoticeAttempt",
    "Operator",
    "Policy",
    "Premise",
    "PremiseWarning",
    "Presence",
    "Request",
    "RuleOut",
]
