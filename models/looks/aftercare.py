"""What follows the work: call-backs due, reviews due, how one complaint is dealt with, and complaints counted."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select, text

from models.aftercare import (
    AGAIN_WITHIN,
    FOLLOWED,
    OF_COMPLAINTS,
    REVIEW_DAYS,
    RINGING_LASTS,
    SCORES,
    URGENT_WITHIN,
    WITHIN,
    due_at,
    lacking,
    next_try,
)
from models.looks.columns import (
    ASSIGNMENTS,
    CALL_BACKS,
    CALL_TRIES,
    CLOCKS,
    COMPLAINED_OF,
    COMPLAINTS,
    CREWS,
    HEADER,
    LINES,
    OPERATORS,
    REQUESTS,
    RINGING,
)
from models.looks.situations import handling
from models.rows.aftercare import AfterRow, CallBackRow, ComplaintRow, MadeRow, ReviewRow, TryRow
from models.vocabulary import Act, ClockKind, Kind, NotReached
from models.wall import DAY

Read = Callable[[], AbstractContextManager[Connection]]
MOST = 500
"""So many are listed at once."""

OTHERS = 3
"""So many complaints from the same customer or place are named."""

_OWNER = OPERATORS.alias("owner")
_CALLER = OPERATORS.alias("ringer")
_OWING = text("request.status = 'resolved' AND request.callback_due")
_ODOUR = exists().where(CLOCKS.c.request_id == REQUESTS.c.id, CLOCKS.c.kind == ClockKind.SAFE.value)
_URGENT = or_(REQUESTS.c.kind.in_([kind.value for kind in FOLLOWED]), _ODOUR)
_TRIED = and_(CALL_TRIES.c.request_id == REQUESTS.c.id, CALL_TRIES.c.cycle == REQUESTS.c.cycle)
_DUE = (
    select(
        REQUESTS, _URGENT.label("urgent"), _OWNER.c.name.label("owner_name"), _CALLER.c.name.label("ringer_name"),
        RINGING.c.operator_id.label("ringer"), RINGING.c.since.label("ringing_since"),
    )
    .outerjoin(_OWNER, _OWNER.c.id == REQUESTS.c.owner_id)
    .outerjoin(RINGING, RINGING.c.request_id == REQUESTS.c.id)
    .outerjoin(_CALLER, _CALLER.c.id == RINGING.c.operator_id)
    .where(_OWING)
    .order_by(REQUESTS.c.resolved_at, REQUESTS.c.id)
)  # fmt: skip
_IDS: Any = bindparam("ids", expanding=True)
_TRIES = (
    select(CALL_TRIES, OPERATORS.c.name)
    .join(REQUESTS, and_(REQUESTS.c.id == CALL_TRIES.c.request_id, REQUESTS.c.cycle == CALL_TRIES.c.cycle))
    .outerjoin(OPERATORS, OPERATORS.c.id == CALL_TRIES.c.operator_id)
    .where(CALL_TRIES.c.request_id.in_(_IDS))
    .order_by(CALL_TRIES.c.id)
)
_CREWS = (
    select(ASSIGNMENTS.c.request_id, CREWS.c.code)
    .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
    .where(ASSIGNMENTS.c.request_id.in_(_IDS), ASSIGNMENTS.c.step == "done")
    .order_by(ASSIGNMENTS.c.id)
)
_REOPENED = (
    select(LINES.c.request_id, func.max(LINES.c.seq).label("seq"))
    .where(LINES.c.request_id.in_(_IDS), LINES.c.act == Act.REOPEN.value)
    .group_by(LINES.c.request_id)
)
_WORKERS = (
    select(LINES.c.seq, LINES.c.request_id, OPERATORS.c.id, OPERATORS.c.name)
    .join(OPERATORS, OPERATORS.c.login == LINES.c.actor)
    .where(LINES.c.request_id.in_(_IDS), LINES.c.act.in_([Act.TAKE.value, Act.INSPECT.value]))
    .order_by(LINES.c.seq)
)
_RESOLVERS = (
    select(REQUESTS.c.id.label("request_id"), OPERATORS.c.id, OPERATORS.c.name)
    .join(OPERATORS, OPERATORS.c.id == REQUESTS.c.resolved_by)
    .where(REQUESTS.c.id.in_(_IDS))
)
_PARTIES = select(COMPLAINTS.c.request_id, COMPLAINTS.c.person_id.label("id")).where(
    COMPLAINTS.c.request_id.in_(_IDS), COMPLAINTS.c.person_id.is_not(None)
).union_all(
    select(COMPLAINED_OF.c.request_id, COMPLAINED_OF.c.operator_id).where(
        COMPLAINED_OF.c.request_id.in_(_IDS), COMPLAINED_OF.c.operator_id.is_not(None)
    )
)  # fmt: skip
_UNTRIED = ~exists().where(_TRIED, CALL_TRIES.c.at > bindparam("again"))
_OLDEST = (
    select(REQUESTS.c.resolved_at)
    .where(_OWING, _UNTRIED, REQUESTS.c.resolved_at < bindparam("then"))
    .order_by(REQUESTS.c.resolved_at)
    .limit(1)
)
_OLDEST_URGENT = _OLDEST.where(_URGENT)
_REVIEW_DAYS = select(HEADER.c.value).where(HEADER.c.name == "review_days")
_REVIEWS = (
    select(REQUESTS, COMPLAINTS)
    .join(COMPLAINTS, COMPLAINTS.c.request_id == REQUESTS.c.id)
    .where(text("complaint.reviewed_at IS NULL"), REQUESTS.c.status == "closed", REQUESTS.c.kind == "complaint",
           COMPLAINTS.c.stage != "")
    .order_by(REQUESTS.c.closed_at, REQUESTS.c.id)
)  # fmt: skip
_REVIEWER = OPERATORS.alias("reviewer")
_FOLLOWING = REQUESTS.alias("following")
_COMPLAINT = (
    select(COMPLAINTS, _REVIEWER.c.name.label("reviewer"), _FOLLOWING.c.number.label("follow_up"))
    .outerjoin(_REVIEWER, _REVIEWER.c.id == COMPLAINTS.c.reviewed_by)
    .outerjoin(_FOLLOWING, _FOLLOWING.c.id == COMPLAINTS.c.follow_up_id)
    .where(COMPLAINTS.c.request_id == bindparam("id"))
)
_AGAINST = (
    select(COMPLAINED_OF.c.name).where(COMPLAINED_OF.c.request_id == bindparam("id")).order_by(COMPLAINED_OF.c.id)
)
_MADE = (
    select(CALL_BACKS, OPERATORS.c.name)
    .outerjoin(OPERATORS, OPERATORS.c.id == CALL_BACKS.c.operator_id)
    .where(CALL_BACKS.c.request_id == bindparam("id"))
    .order_by(CALL_BACKS.c.id)
)
_SAME = or_(
    REQUESTS.c.customer_id == bindparam("customer"), REQUESTS.c.premise_id == bindparam("premise"),
    and_(REQUESTS.c.phone == bindparam("phone"), REQUESTS.c.phone != ""),
)  # fmt: skip
_ALIKE = (
    text("request.kind = 'complaint'"), text("request.number IS NOT NULL"),
    text("request.status NOT IN ('cancelled', 'merged')"), REQUESTS.c.id != bindparam("id"), _SAME,
)  # fmt: skip
_REPEATED = select(REQUESTS.c.number).where(*_ALIKE).order_by(REQUESTS.c.id.desc()).limit(OTHERS)
_HOW_MANY = select(func.count()).select_from(REQUESTS).where(*_ALIKE)
_IS_URGENT = select(_URGENT).select_from(REQUESTS).where(REQUESTS.c.id == bindparam("id"))
_RINGS = (
    select(OPERATORS.c.name)
    .join(RINGING, RINGING.c.operator_id == OPERATORS.c.id)
    .where(RINGING.c.request_id == bindparam("id"))
)


def oldest_late(connection: Connection, now: int, *, urgent: bool) -> int | None:
    """When the call-back fell due (ms UTC) that has been late for the longest; None if none is late."""
    within, query = (URGENT_WITHIN, _OLDEST_URGENT) if urgent else (WITHIN, _OLDEST)
    resolved = connection.execute(query, {"then": now - within, "again": now - AGAIN_WITHIN}).scalar()
    return None if resolved is None else int(resolved) + within


def review_days(connection: Connection) -> int:
    """After how many days a closed complaint is reviewed."""
    kept = connection.execute(_REVIEW_DAYS).scalar()
    return int(kept) if kept else REVIEW_DAYS


def due(connection: Connection, now: int, limit: int = MOST) -> list[CallBackRow]:
    """Call-backs that are due, odours, emergencies and complaints first, then by their due time."""
    found = connection.execute(_DUE.limit(limit)).all()
    ids = [row.id for row in found]
    tried: dict[int, list[Any]] = {}
    for one in connection.execute(_TRIES, {"ids": ids}):
        tried.setdefault(one.request_id, []).append(one)
    doers, barred = _parties(connection, ids)
    rows = [_call_back(row, now, tried.get(row.id, []), doers.get(row.id, ()), barred.get(row.id, ())) for row in found]
    return sorted(rows, key=lambda row: (not row.urgent, row.due_at, row.id))


def reviews(connection: Connection, now: int) -> list[ReviewRow]:
    """Reviews of complaints that are due, the first one first."""
    usual = review_days(connection) * DAY
    found = connection.execute(_REVIEWS).all()
    _, barred = _parties(connection, [row.id for row in found])
    rows = [
        ReviewRow(row.id, row.number, row.category or "", row.district, row.address, row.stage, row.unit, row.person,
                  row.cause, row.measure, row.closed_at, row.review_by or row.closed_at + usual,
                  barred.get(row.id, ()))
        for row in found
    ]  # fmt: skip
    return sorted((row for row in rows if row.due_at <= now), key=lambda row: (row.due_at, row.id))


def of_request(connection: Connection, row: Any) -> AfterRow:
    """What follows the work on the request whose row this is."""
    tries = tuple(
        TryRow(one.at, one.name or "", NotReached(one.outcome), one.note)
        for one in connection.execute(_TRIES, {"ids": [row.id]})
    )
    made = tuple(_made(one) for one in connection.execute(_MADE, {"id": row.id}))
    complained = row.kind == Kind.COMPLAINT
    numbers: Iterable[str] = ()
    count = 0
    if complained:
        asked = {"id": row.id, "customer": row.customer_id, "premise": row.premise_id, "phone": row.phone}
        numbers = connection.execute(_REPEATED, asked).scalars()
        count = int(connection.execute(_HOW_MANY, asked).scalar_one())
    due_, by, rings = row.status == "resolved" and bool(row.callback_due), None, ""
    if due_:
        last = max((one.at for one in tries), default=None)
        by = due_at(row.resolved_at, bool(connection.execute(_IS_URGENT, {"id": row.id}).scalar()), last)
        rings = connection.execute(_RINGS, {"id": row.id}).scalar() or ""
    return AfterRow(tries, made, _complaint(connection, row) if complained else None, tuple(numbers), count, due_, by,
                    rings)  # fmt: skip


def _made(one: Any) -> MadeRow:
    scores = tuple((name, score) for name in SCORES + OF_COMPLAINTS if (score := getattr(one, name)) is not None)
    return MadeRow(one.at, one.name or "", scores, one.withheld, one.said)


def _complaint(connection: Connection, row: Any) -> ComplaintRow:
    one = connection.execute(_COMPLAINT, {"id": row.id}).first()
    against = tuple(connection.execute(_AGAINST, {"id": row.id}).scalars())
    if one is None:
        return ComplaintRow(against=against, lacks=lacking(None, {}))
    lacks = lacking(handling(connection, row.id), {})
    closed = row.status == "closed" and row.closed_at is not None
    due = one.review_by or (row.closed_at + review_days(connection) * DAY if closed else None)
    return ComplaintRow(
        one.stage, one.unit, one.person, against, one.plan, one.plan_by, one.cause, one.measure, one.answer,
        one.unit_answer, due, one.reviewed_at, one.reviewer or "", one.held, one.review, one.follow_up or "", lacks,
    )  # fmt: skip


def _parties(
    connection: Connection, ids: list[int]
) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[int, ...]]]:  # fmt: skip
    """Of each request the crews and people whose work it was, and the operators who therefore do not judge it."""
    if not ids:
        return {}, {}
    names: dict[int, list[str]] = {}
    barred: dict[int, set[int]] = {}
    for row in connection.execute(_CREWS, {"ids": ids}):
        names.setdefault(row.request_id, []).append(row.code)
    since = {row.request_id: row.seq for row in connection.execute(_REOPENED, {"ids": ids})}
    workers = [row for row in connection.execute(_WORKERS, {"ids": ids}) if row.seq > since.get(row.request_id, 0)]
    for row in [*workers, *connection.execute(_RESOLVERS, {"ids": ids})]:
        names.setdefault(row.request_id, []).append(row.name)
        barred.setdefault(row.request_id, set()).add(row.id)
    for row in connection.execute(_PARTIES, {"ids": ids}):
        barred.setdefault(row.request_id, set()).add(row.id)
    return ({one: tuple(dict.fromkeys(some)) for one, some in names.items()},
            {one: tuple(sorted(some)) for one, some in barred.items()})  # fmt: skip


def _call_back(row: Any, now: int, tried: list[Any], doers: tuple[str, ...], barred: tuple[int, ...]) -> CallBackRow:
    last = tried[-1] if tried else None
    last_at = max((one.at for one in tried), default=None)
    rings = row.ringer is not None and now - row.ringing_since < RINGING_LASTS
    return CallBackRow(
        row.id, row.number, Kind(row.kind), row.category or "", row.priority, row.district, row.address, row.caller,
        row.phone, row.text, row.resolved_at, due_at(row.resolved_at, bool(row.urgent), last_at), bool(row.urgent),
        len(tried), next_try(last_at), NotReached(last.outcome) if last else None, doers, barred, row.owner_name or "",
        row.ringer_name if rings else "", row.ringer if rings else None,
    )  # fmt: skip


class AfterCareLook:
    """The reads of what follows the work.

    Args:
        read: opens one short read-only transaction.
        shown: what rows pass before they are handed out.
        open_: may what was written in free words be read?
    """

    def __init__(self, read: Read, shown: Callable[[Any], Any], *, open_: bool = True) -> None:
        self._read, self._shown, self._open = read, shown, open_

    def due(self, now: int, limit: int = MOST) -> list[CallBackRow]:
        """Call-backs that are due (:func:`due`)."""
        with self._read() as connection:
            found: list[CallBackRow] = self._shown(due(connection, now, limit))
        return found

    def reviews(self, now: int) -> list[ReviewRow]:
        """Reviews of complaints that are due (:func:`reviews`)."""
        with self._read() as connection:
            found: list[ReviewRow] = self._shown(reviews(connection, now))
        return found

    def complaints(self, since: int, until: int, now: int, by: str) -> list[Any]:
        """Complaints received in a span, counted by stage, unit or cause (`models.looks.complaints`).

        Causes in free words are not told through a veil: then only all of them are counted.
        """
        from models.looks.complaints import counted

        with self._read() as connection:
            found = counted(connection, since, until, now, by)
        return found if self._open or by != "cause" else found[:1]
