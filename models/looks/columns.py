"""The tables as the looks name them, and the few readings of stored words that several looks share.

They are named here a second time, without what only writing needs: the first rows must not wait for the models of
every table. A test holds the two together.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from sqlalchemy import Boolean, TableClause, column, table

FLAGS = frozenset(
    {"active", "agreed", "auto", "callback_due", "conflict", "crossed", "held", "hold_pausing", "late", "lawful",
     "leads", "least", "life", "odour", "ok", "on_shift", "phantom", "pinned", "possible", "reasonable", "source_found",
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
    "merged_at homes house latitude longitude",
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
    "customer", "id external_id name phone klass klass_from tier tier_from manager manager_from premise_id retired_at"
)
PREMISES = _table(
    "premise",
    "id external_id district building address hazards vulnerable access meter valve latitude longitude retired_at",
)
CREWS = _table(
    "crew",
    "id code name district skills phone team department centre on_shift out_reason out_since retired_at load_cap "
    "out_until latitude longitude placed_at",
)
ASSIGNMENTS = _table(
    "assignment",
    "id request_id crew_id step offered_at accepted_at en_route_at on_site_at ended_at conflict version way_minutes "
    "external_id heard_at",
)
CERTIFICATES = _table("certificate", "crew_id skill valid_until")
SHIFTS = _table("shift", "crew_id starts_at ends_at")
TRAVEL = _table("travel", "origin destination minutes")
CREW_TIMERS = _table("crew_timer", "name value")
GOALS = _table("goal", "id name by member over least bound valid_from retired_at set_by")
GOAL_FIGURES = _table(
    "goal_figure",
    "id subject goal since until updated_at least bound value unit n low high remark crossed breached_at",
)
GOAL_LOOKS = _table("goal_look", "id at")
SCHEMES = _table("scheme", "id subject version body valid_from written_at set_by")
CALLS = _table(
    "call",
    "id request_id phone line answered_at ended_at operator_id wrap_up note promised_at kept_at external_id "
    "external_digest direction rang_at offered_to agent queue recording phantom",
)
SPOKEN_LINES = _table("spoken_line", "name zh en changed_at")
OPERATOR_LINES = _table("operator_line", "operator_id said extension")
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
CALLERS = _table("caller", "id request_id call_id phone name place said premise_id odour rang_at taken_by split_into")
LINKS = _table("link", "id request_id other_id linked_at linked_by")
WAVES = _table("wave", "id request_id incident_id began_at began_by ended_at ended_by")
WAVE_CALLS = _table("wave_call", "id wave_id phone name place state tries tried_at tried_by note")
WAVE_CALLERS = _table("wave_caller", "id wave_call_id request_id caller_id")
STOPS = _table(
    "stop",
    "id external_id district from_at restore_at reason homes notice_ms told_whom told_how notified_at notified_by "
    "planned_at planned_by restored_at restored_by cancelled_at cancelled_reason version",
)
STOP_AREAS = _table("stop_area", "id stop_id kind value words premise_id task_id")
OFFERS = _table("owner_offer", "id request_id from_id to_id offered_at ended_at outcome reason seen_at")
UNSAVED = _table("unsaved", "id operator_id request_id base fields updated_at")
MAKE_SAFE = _table(
    "make_safe",
    "id request_id cycle at operator_id valve valve_which source_found found_how neighbours basement fire_service "
    "fire_at note",
)
GAS_READINGS = _table("gas_reading", "id make_safe_id figure unit place said")
APPOINTMENTS = _table("appointment", "id request_id cycle visit_at give_or_take note agreed_at operator_id")
EMPTY_VISITS = _table("empty_visit", "id request_id cycle crew_id arrived_at left_at note")
CONFIRMATIONS = _table("confirmation", "id request_id cycle at name agreed objection operator_id")
PLANS = _table("plan_version", "id code version body made_at made_by approved_by approved_at retired_at")
PLAN_RUNS = _table("plan_run", "id request_id plan version level started_at started_by reviewed_at reviewed_by review")
PLAN_TICKS = _table("plan_tick", "id run_id step due_at done_at done_by note")
CALL_TRIES = _table("call_try", "id request_id cycle at operator_id outcome note")
CALL_BACKS = _table(
    "call_back",
    "id request_id cycle at operator_id speed attitude quality communication handling withheld said",
)
RINGING = _table("ringing", "request_id operator_id since")
COMPLAINTS = _table(
    "complaint",
    "request_id stage unit person person_id plan plan_by cause measure answer unit_answer review_by reviewed_at "
    "reviewed_by held review follow_up_id",
)
COMPLAINED_OF = _table("complained_of", "id request_id operator_id crew_id name")
SAID_WORDS = _table("said_word", "id word category weight retired_at")
CARDS = _table("card_version", "id code version body made_at made_by approved_by approved_at")
TRIAGE_ANSWERS = _table("triage_answer", "id request_id card version question chosen at operator_id taken_back_at")
TRIAGE_TEXTS = _table("triage_text", "id request_id card version code lang at operator_id auto")
PRESENCE = _table("presence", "operator_id request_id seen_at")
ARTICLES = _table(
    "article",
    "id slug language shape title body categories words version state valid_until owner used used_at written_at "
    "written_by source_id retired_at",
)
ARTICLE_VERSIONS = _table("article_version", "id article_id version title body written_at written_by")
ARTICLE_USES = _table("article_use", "id article_id version request_id operator_id at")
WISHES = _table(
    "wish",
    "id request_id reasonable lawful possible outcome unit hear_by text article_id judged_at judged_by heard_at heard",
)
REMARKS = _table("remark", "id at channel grade category text phone request_id operator_id")
HEADER = _table("header", "name value")
CUSTOMER_KEYS = _table("customer_key", "kind key customer_id")
METER_KEYS = _table("meter_key", "key premise_id")
CUSTOMER_PREMISES = _table("customer_premise", "customer_id premise_id")
HANDOVERS = _table(
    "handover", "id state since at outgoing_id incoming_id signed_at remark body digest proof out_line in_line"
)
HANDOVER_READS = _table("handover_read", "handover_id item_key operator_id at item")
HANDOVER_NOTES = _table("handover_note", "id at operator_id text handover_id")
PACKS = _table("period_pack", "id period kind since until made_at made_by body digest line")
PAPER_CARDS = _table("paper_card", "serial reserved_at reserved_by request_id entered_at void_reason void_at")
WARNINGS = _table("premise_warning", "id premise_id customer_id kind text by_id made_at until ended_at")

CAMPAIGNS = _table(
    "campaign",
    "id name category districts klass every_months from_day until_day calendar crews per_day early_days late_days "
    "notice_ms max_tries again_days made_at made_by planned_at started_at closed_at closed_reason version",
)
VISITS = _table(
    "visit",
    "id campaign_id premise_id customer_id district due_day day day_at crew flag announced_at tries lettered "
    "request_id ended_as ended_at ended_reason",
)
VISIT_TRIES = _table("visit_try", "id visit_id number request_id made_at")
INSPECTIONS = _table(
    "inspection",
    "id external_id external_digest premise_id visit_id request_id recheck_id warning_id at result crew note "
    "stop_use_at stopped_at released_at",
)
HAZARDS = _table("hazard", "id inspection_id premise_id item grade rectify_by rectified_at carried_at")

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
