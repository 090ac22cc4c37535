"""The rules beside the clocks: each asks the database what is true now, and alarms follow that.

Every query reads a partial index; the engine asks every few seconds, not at every sweep.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from models import alarming
from models.desk import after_rules, alarm_rows, crew_rules, endings, goal_rules, own_rules, plan_runs, visits
from models.desk.alarm_rows import ALARMS
from models.desk.calling import CALLS
from models.desk.conditions import Found, raise_one, stored
from models.desk.hiding import hiding
from models.desk.keeping import NOBODY_SPOKE
from models.desk.work import ENGINE_SEAT, LINES, REQUESTS, Tools, Work
from models.tables import Assignment, MajorReceipt, Stop
from models.vocabulary import Act, Rule, WrapUp
from models.wall import HOUR, MINUTE

RECEIPTS = MajorReceipt.__table__  # type: ignore[attr-defined]
ASSIGNMENTS = Assignment.__table__  # type: ignore[attr-defined]
STOPS = Stop.__table__  # type: ignore[attr-defined]

HOLD_WARNING = 30 * MINUTE
"""So long before its promised end a hold rings, so that somebody can see to it that the promise is kept."""

CREW_SILENT = 2 * HOUR
"""A crew on its way of which nothing was heard for so long; one on site has timers of its own."""

RECEIPT_WITHIN = 10 * MINUTE
"""A leader who does not say within this that they know of a major emergency (`domain` section 4)."""

SOME = 200
"""Alarms raised in one transaction."""

_HOLDS = select(REQUESTS.c.id, REQUESTS.c.held_until, REQUESTS.c.holds).where(
    text("request.status = 'held'"), REQUESTS.c.held_until <= bindparam("soon")
)
_RETURNED = select(REQUESTS.c.id, REQUESTS.c.returns, REQUESTS.c.state_since).where(
    text("request.status = 'open' AND request.returns > 1")
)
_SPOKEN = func.coalesce(CALLS.c.answered_at, CALLS.c.ended_at).label("spoken_at")
_PROMISED = select(CALLS.c.id, CALLS.c.request_id, CALLS.c.phone, _SPOKEN, CALLS.c.promised_at).where(
    text("call.promised_at IS NOT NULL AND call.kept_at IS NULL"), CALLS.c.promised_at < bindparam("now")
)
_UNREAD = select(RECEIPTS).where(
    text("major_receipt.received_at IS NULL"), RECEIPTS.c.told_at < bindparam("then")
)  # fmt: skip
_REACHED = ASSIGNMENTS.c.en_route_at
_CREWS = select(ASSIGNMENTS.c.id, ASSIGNMENTS.c.request_id, ASSIGNMENTS.c.crew_id, _REACHED.label("since")).where(
    text("assignment.step IN ('offered', 'accepted', 'en_route', 'on_site')"),
    text("assignment.step = 'en_route'"),
    bindparam("then") > _REACHED,
)
_HEARD = select(func.max(LINES.c.recorded_at)).where(
    LINES.c.request_id == bindparam("request"), LINES.c.actor != ENGINE_SEAT.login
)
_MAJOR_REQUEST = text("SELECT request_id FROM major_emergency WHERE id = :id")
_AHEAD = text("stop.restored_at IS NULL AND stop.cancelled_at IS NULL")
_UNTOLD = select(STOPS.c.id, STOPS.c.from_at, STOPS.c.notice_ms).where(
    _AHEAD, STOPS.c.notified_at.is_(None), STOPS.c.from_at - STOPS.c.notice_ms < bindparam("now")
)
_UNRESTORED = select(STOPS.c.id, STOPS.c.restore_at).where(_AHEAD, STOPS.c.restore_at < bindparam("now"))
_STAND = select(ALARMS).where(text("alarm.active"), ALARMS.c.rule == bindparam("the_rule"))


def _holds(connection: Connection, now: int) -> Iterator[Found]:
    for row in connection.execute(_HOLDS, {"soon": now + HOLD_WARNING}).all():
        yield Found(Rule.HOLD_ENDS, f"request:{row.id}", 1, row.held_until - HOLD_WARNING, row.id, max(1, row.holds))


def _crews(connection: Connection, now: int) -> Iterator[Found]:
    for row in connection.execute(_CREWS, {"then": now - CREW_SILENT}).all():
        heard = connection.execute(_HEARD, {"request": row.request_id}).scalar() or 0
        since = max(heard, row.since)
        if since < now - CREW_SILENT:
            yield Found(Rule.CREW_SILENT, f"assignment:{row.id}", 2, since + CREW_SILENT, row.request_id)


def _returned(connection: Connection, now: int) -> Iterator[Found]:
    for row in connection.execute(_RETURNED).all():
        yield Found(Rule.RETURNED_TWICE, f"request:{row.id}", 2, row.state_since, row.id, row.returns, rung=1)


def _promises(connection: Connection, now: int) -> Iterator[Found]:
    for row in connection.execute(_PROMISED, {"now": now}).all():
        if not kept(connection, row):
            yield Found(Rule.PROMISE_MISSED, f"call:{row.id}", 2, row.promised_at, row.request_id)


def _receipts(connection: Connection, now: int) -> Iterator[Found]:
    for row in connection.execute(_UNREAD, {"then": now - RECEIPT_WITHIN}).all():
        request = connection.execute(_MAJOR_REQUEST, {"id": row.major_id}).scalar()
        subject = f"major:{row.major_id}:{row.leader_id}"
        yield Found(Rule.MAJOR_UNREAD, subject, 3, row.told_at + RECEIPT_WITHIN, request, rung=1)


def _unannounced(connection: Connection, now: int) -> Iterator[Found]:
    for row in connection.execute(_UNTOLD, {"now": now}).all():
        grave, since = (2, row.from_at) if now >= row.from_at else (1, row.from_at - row.notice_ms)
        yield Found(Rule.STOP_UNANNOUNCED, f"stop:{row.id}", grave, since)


def _overdue_stops(connection: Connection, now: int) -> Iterator[Found]:
    for row in connection.execute(_UNRESTORED, {"now": now}).all():
        yield Found(Rule.STOP_OVERDUE, f"stop:{row.id}", 2, row.restore_at)


RULES = {
    Rule.HOLD_ENDS: _holds,
    Rule.CREW_SILENT: _crews,
    Rule.RETURNED_TWICE: _returned,
    Rule.PROMISE_MISSED: _promises,
    Rule.MAJOR_UNREAD: _receipts,
    Rule.REPLY_OWED: endings.replies,
    Rule.CONTRACT_ENDS: endings.contracts,
    Rule.CALENDAR_ENDS: endings.calendars,
    Rule.STOP_UNANNOUNCED: _unannounced,
    Rule.STOP_OVERDUE: _overdue_stops,
    Rule.HAND_OVER_BACK: own_rules.handed_back,
    Rule.DRAFT_WAITS: own_rules.waiting_drafts,
    Rule.STOP_USE: visits.unstopped,
    Rule.VISITS_UNTOLD: visits.untold,
    **crew_rules.RULES,
    Rule.PLAN_LATE: plan_runs.late_steps,
    **after_rules.RULES,
    **goal_rules.RULES,
}
"""What each rule finds true, by one cheap read."""

_LATER_CALL = (
    select(CALLS.c.id)
    .where(CALLS.c.answered_at > bindparam("after"), CALLS.c.phone == bindparam("phone"))
    .where(CALLS.c.wrap_up.not_in([*NOBODY_SPOKE, WrapUp.CALL_BACK.value]))
    .limit(1)
)


def kept(connection: Connection, call: Any) -> bool:
    """Was the caller spoken with since, by a call that some door recorded without keeping the promise by it?"""
    after = {"after": call.spoken_at, "phone": call.phone}
    return bool(call.phone) and connection.execute(_LATER_CALL, after).first() is not None


def follow_rules(tools: Tools, now: int) -> int:
    """Raise what has become true and clear what no longer is; returns how many alarms changed. Reads without a lock."""
    changed = 0
    with tools.store.read() as connection:
        found = {rule: {(one.subject, one.cycle): one for one in ask(connection, now)} for rule, ask in RULES.items()}
        stand = {
            rule: {
                (row.subject, row.cycle): row.severity for row in connection.execute(_STAND, {"the_rule": rule.value})
            }
            for rule in RULES
        }
    for rule, true in found.items():
        fresh = [one for key, one in true.items() if stand[rule].get(key, 0) < one.severity]
        for start in range(0, len(fresh), SOME):
            with tools.work(ENGINE_SEAT, now) as work:
                changed += _raise(work, fresh[start : start + SOME])
        if stand[rule].keys() - true.keys():
            with tools.work(ENGINE_SEAT, now) as work:
                changed += _clear(work, rule)
    return changed


def _raise(work: Work, some: list[Found]) -> int:
    hides = hiding(work.connection, {one.request_id for one in some if one.request_id})
    for one in some:
        raise_one(work, one, hides=hides)
    return len(some)


def _clear(work: Work, rule: Rule) -> int:
    """Asked again inside the transaction: what is no longer true clears."""
    true = {(one.subject, one.cycle) for one in RULES[rule](work.connection, work.now)}
    count = 0
    for row in work.connection.execute(_STAND, {"the_rule": rule.value}).all():
        if (row.subject, row.cycle) not in true:
            now = alarming.cleared(alarm_rows.standing(row), work.now)
            count += alarm_rows.follow(work, row, now, Act.CLEAR)
    return count


def follow_disk(work: Work, low: bool) -> None:
    """The disk of the file is nearly full, or no longer."""
    one = Found(Rule.DISK_LOW, "disk", 2, work.now, rung=1)
    row = stored(work, one)
    stands = row is not None and bool(row.active)
    if low and not stands:
        raise_one(work, one)
    elif stands and not low:
        alarm_rows.follow(work, row, alarming.cleared(alarm_rows.standing(row), work.now), Act.CLEAR)
