"""The tables as the looks name them, and the few readings of stored words that several looks share.

They are named here a second time, without what only writing needs: the first rows must not wait for the models of
every table. A test holds the two together.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from sqlalchemy import Boolean, TableClause, column, table

FLAGS = frozenset(
    {"active", "callback_due", "conflict", "hold_pausing", "late", "leads", "life", "ok", "on_shift", "pinned",
     "source_verified"}
)  # fmt: skip
"""Columns that answer yes or no."""


def _table(name: str, columns: str) -> TableClause:
    return table(name, *(column(one, Boolean()) if one in FLAGS else column(one) for one in columns.split()))


REQUESTS = _table(
    "request",
    "id serial number external_id external_digest kind category priority status channel "
    "outside_number reply_by district address phone caller text access people note customer_id "
    "premise_id owner_id received cycle state_since safe_at source_verified held_until hold_reason "
    "hold_pausing holds returns disposition result resolved_at resolved_by closed_at score_speed "
    "score_attitude score_quality callback_due flags follows_id draft_fields next_clock next_due_at "
    "next_warn_at next_pause_from next_pause_until version merged_into "
    "merged_at homes",
)
CLOCKS = _table(
    "clock",
    "id request_id kind cycle started_at target_ms pinned due_at warn_at stopped_at state pauses alarm_at alarm_level "
    "terms",
)
CATEGORIES = _table("category", "code zh en kind priority skill callback_share card retired_at")
CALENDARS = _table("calendar", "id code version zone body zh en valid_from retired_at")
DISTRICTS = _table("district", "name name_en retired_at")
POLICIES = _table(
    "policy",
    "id scope key clock target_ms valid_from retired_at calendar unit days warn pausing on_reopen",
)
CONTRACTS = _table("contract", "code customer_id valid_from valid_to warn_days warned_at note retired_at")
OPERATORS = _table("operator", "id login name initials roles team department centre retired_at leads")
CUSTOMERS = _table(
    "customer", "id external_id name phone klass klass_from tier tier_from manager manager_from premise_id"
)
PREMISES = _table(
    "premise",
    "id external_id district building address hazards vulnerable access meter valve latitude longitude",
)
CREWS = _table(
    "crew",
    "id code name district skills phone team department centre on_shift out_reason out_since retired_at",
)
ASSIGNMENTS = _table(
    "assignment",
    "id request_id crew_id step offered_at accepted_at en_route_at on_site_at ended_at conflict version",
)
CALLS = _table("call", "id request_id phone line answered_at ended_at operator_id wrap_up note promised_at kept_at")
ALARMS = _table(
    "alarm",
    "id rule subject request_id clock cycle level severity state active due_at breach_at raised_at cleared_at "
    "acknowledged_by acknowledged_at acknowledged_text occurrence late gap_from wake_at rings_from rung step flaps "
    "flaps_from shelved_by shelved_reason shelved_minutes suppressed_by",
)
LEVELS = _table("level", "id clock_id cycle level due_at recorded_at alarm_id")
LINES = _table("journal", "seq at recorded_at actor act request_id crew_id alarm_id payload salt digest hash token")
ENGINE = _table("engine", "id swept_at sweeper audited_at suspects")
RULES_OUT = _table("rule_out_of_service", "id rule reason began_at began_by until ended_at ended_by clock kind life")
INCIDENTS = _table("incident", "id parent_id reason began_at began_by ended_at ended_by")
CHILDREN = _table("incident_child", "id incident_id request_id attached_at attached_by detached_at")
MAJORS = _table("major_emergency", "id request_id kind note marked_at marked_by")
RECEIPTS = _table("major_receipt", "id major_id leader_id told_at received_at received_by")
FLOODS = _table("flood", "id began_at ended_at most")
NOTICES = _table(
    "notice",
    "id key alarm_id request_id kind step audience severity facts created_at state sent_at received_at received_by "
    "next_try_at tries",
)
ATTEMPTS = _table("notice_attempt", "id notice_id channel at ok said")
PRESENCE = _table("presence", "operator_id request_id seen_at")
HEADER = _table("header", "name value")

CHUNK = 300
"""How many ids stand in one IN list."""

Item = TypeVar("Item")


def chunks(ids: Iterable[Item]) -> Iterator[list[Item]]:
    """The ids in lists that are short enough for one statement."""
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def words(text: str) -> tuple[str, ...]:
    """A stored comma-separated list."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
