"""One request with everything the detail pane shows, and the acts that this seat may do on it now."""

import json
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, select

from models.errors import NotFound
from models.looks import aftercare, alarms, callers, finish, journal_feed, own, people, queues, triage
from models.looks.columns import ASSIGNMENTS, CALLS, CLOCKS, CREWS, OPERATORS, REQUESTS
from models.looks.hours import CalendarBook
from models.looks.situations import situation
from models.rows import ActChoice, AssignmentRow, CallRow, ClockRow, RequestDetail, Seat
from models.sla import NO_CALENDARS, Calendars, Target
from models.vocabulary import Act, Channel, ClockKind, ClockState, Disposition, InspectionResult
from models.workflow import FROM, canonical_number, why_not

_BY_ID = select(REQUESTS).where(REQUESTS.c.id == bindparam("which"), REQUESTS.c.number.is_not(None))
_BY_NUMBER = select(REQUESTS).where(REQUESTS.c.number == bindparam("which"))
_CLOCKS = select(CLOCKS).where(CLOCKS.c.request_id == bindparam("id")).order_by(CLOCKS.c.cycle, CLOCKS.c.due_at)
_ASSIGNMENTS = (
    select(ASSIGNMENTS, CREWS.c.code)
    .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    .where(ASSIGNMENTS.c.request_id == bindparam("id"))
    .order_by(ASSIGNMENTS.c.id)
)
_ONE = select(bindparam("id", type_=Integer()).label("id")).cte("one", recursive=True)
_ALL_IN_ONE = _ONE.union_all(select(REQUESTS.c.id).where(REQUESTS.c.merged_into == _ONE.c.id))
_CALLS = (
    select(CALLS, OPERATORS.c.name)
    .outerjoin(OPERATORS, OPERATORS.c.id == CALLS.c.operator_id)
    .where(CALLS.c.request_id.in_(select(_ALL_IN_ONE.c.id)))
    .order_by(CALLS.c.answered_at, CALLS.c.id)
)
_OWNER = select(OPERATORS.c.name).where(OPERATORS.c.id == bindparam("id"))
_NUMBER = select(REQUESTS.c.number).where(REQUESTS.c.id == bindparam("id"))


def row_of(connection: Connection, which: str | int) -> Any:
    """The stored request by id or number.

    Raises:
        NotFound: there is no such request (a draft has no number and is not found).
    """
    query = _BY_ID if isinstance(which, int) else _BY_NUMBER
    given = which if isinstance(which, int) else canonical_number(which)
    row = connection.execute(query, {"which": given}).first()
    if row is None:
        raise NotFound("request.unknown", f"There is no request {which}.", "Look at the number again.",
                       number=str(which))  # fmt: skip
    return row


def number_of(connection: Connection, request_id: int) -> str:
    """The number of that request, or nothing while it is a draft."""
    return connection.execute(_NUMBER, {"id": request_id}).scalar() or ""


def clock_row(row: Any, book: Calendars = NO_CALENDARS) -> ClockRow:
    """A stored clock as a frozen row; `book` has the calendars that targets name."""
    target = Target.stored(None, None, row.terms)
    return ClockRow(
        ClockKind(row.kind), row.cycle, row.started_at, row.target_ms, bool(row.pinned), row.due_at, row.warn_at,
        row.stopped_at, ClockState(row.state), tuple((start, to) for start, to in json.loads(row.pauses)),
        row.terms, book[target.calendar] if target.calendar else None,
    )  # fmt: skip


def detail(connection: Connection, which: str | int) -> RequestDetail:
    """Everything about one request."""
    row = row_of(connection, which)
    key, book = {"id": row.id}, CalendarBook(connection)
    customer = people.customer(connection, row.customer_id) if row.customer_id else None
    premise = people.premise(connection, row.premise_id) if row.premise_id else customer.premise if customer else None
    owner = connection.execute(_OWNER, {"id": row.owner_id}).scalar() if row.owner_id else None
    return RequestDetail(
        row=queues.rows(connection, [row.id])[row.id],
        phone=row.phone,
        caller=row.caller,
        text=row.text,
        channel=Channel(row.channel),
        outside_number=row.outside_number,
        reply_by=row.reply_by,
        access=row.access,
        people=row.people,
        note=row.note,
        customer=customer,
        premise=premise,
        owner_name=owner or "",
        cycle=row.cycle,
        safe_at=row.safe_at,
        held_until=row.held_until,
        hold_reason=row.hold_reason,
        disposition=row.disposition,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        flags=tuple(flag for flag in row.flags.split(",") if flag),
        clocks=tuple(clock_row(clock, book) for clock in connection.execute(_CLOCKS, key)),
        assignments=tuple(_assignment(found) for found in connection.execute(_ASSIGNMENTS, key)),
        calls=tuple(_call(found) for found in connection.execute(_CALLS, key)),
        journal=tuple(journal_feed.of_request(connection, row.id)),
        alarms=tuple(alarms.of_request(connection, row.id)),
        callers=callers.callers(connection, row.id),
        linked=callers.links(connection, row.id),
        wave=callers.wave_of(connection, row.id),
        promises=own.of_request(connection, row.id),
        offer=own.last_offer(connection, row.id),
        premise_id=row.premise_id,
        merged_into=number_of(connection, row.merged_into) if row.merged_into else "",
        triage=triage.of_request(connection, row.id),
        finish=finish.of_request(connection, row.id, row.cycle),
        after=aftercare.of_request(connection, row),
    )


def _assignment(row: Any) -> AssignmentRow:
    return AssignmentRow(
        row.id, row.request_id, row.crew_id, row.code, row.step, row.offered_at, row.accepted_at, row.en_route_at,
        row.on_site_at, row.ended_at, row.version,
    )  # fmt: skip


def _call(row: Any) -> CallRow:
    return CallRow(
        row.id, row.request_id, row.phone, row.answered_at, row.ended_at, row.wrap_up, row.name or "", row.note
    )


def choices(connection: Connection, which: str | int, seat: Seat, now: int) -> list[ActChoice]:
    """Every act on the request in the workflow's order: possible for this seat now, or why not."""
    stands = situation(connection, row_of(connection, which))
    out: list[ActChoice] = []
    for act in FROM:
        refusal = why_not(act, stands, seat, at=now)
        out.append(ActChoice(act.value, refusal.code, refusal.facts) if refusal else ActChoice(act.value))
    return out


_SAID = {"result": InspectionResult.PASS, "cause": "-", "measure": "-", "answer": "-", "stage": "-", "unit": "-",
         "person": "-", "plan": "-", "plan_by": 2**62, "unit_answer": "-"}  # fmt: skip
"""What an ending may have to say; it is asked for later."""


def endings(connection: Connection, which: str | int, seat: Seat, now: int) -> list[ActChoice]:
    """Every disposition with which the request could be resolved: possible for this seat now, or why not."""
    stands = situation(connection, row_of(connection, which))
    out: list[ActChoice] = []
    for word in Disposition:
        refusal = why_not(Act.RESOLVE, stands, seat, at=now, disposition=word, **_SAID)
        out.append(ActChoice(word.value, refusal.code, refusal.facts) if refusal else ActChoice(word.value))
    return out
