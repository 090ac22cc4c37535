"""Reads of calls: those that wait, those that were missed, a list, the figures, and what is said on the line."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text

from models import call_figures
from models.errors import NotFound
from models.looks import people
from models.looks.columns import CALLS, CATEGORIES, HEADER, OPERATOR_LINES, OPERATORS, REQUESTS, SPOKEN_LINES
from models.phones import HOME, Numbering, spellings
from models.rows import CallFigures, CallRow, CallsNow, MissedRow, Pop, Seat, Spoken
from models.telephone import Link
from models.vocabulary import CallState, Direction, Kind, WrapUp
from models.wall import HOUR, MINUTE

LOST_AFTER = HOUR
"""A call that has rung for so long has ended without anybody telling; no console offers it any more."""

TO_WRITE_DOWN = 10 * MINUTE
"""So long after its end a call that nobody has written down still stands at the place of who answered it."""

_WAITS = text("call.answered_at IS NULL AND call.ended_at IS NULL")
_MISSED = text("call.answered_at IS NULL AND call.ended_at IS NOT NULL AND call.kept_at IS NULL")
_UNWRAPPED = text("call.answered_at IS NOT NULL AND call.wrap_up IS NULL")
_OFFERED = OPERATORS.alias("offered")
_ROWS = (
    select(CALLS, OPERATORS.c.name.label("who"), _OFFERED.c.name.label("at_whom"), REQUESTS.c.number.label("number"))
    .select_from(CALLS)
    .outerjoin(OPERATORS, OPERATORS.c.id == CALLS.c.operator_id)
    .outerjoin(_OFFERED, _OFFERED.c.id == CALLS.c.offered_to)
    .outerjoin(REQUESTS, REQUESTS.c.id == CALLS.c.request_id)
)
_ONE = _ROWS.where(CALLS.c.id == bindparam("id"))
_WAITING = _ROWS.where(_WAITS, CALLS.c.rang_at >= bindparam("since")).order_by(CALLS.c.rang_at, CALLS.c.id)
_ON_LINE = _ROWS.where(
    _UNWRAPPED,
    CALLS.c.operator_id == bindparam("operator"),
    CALLS.c.request_id.is_(None),
    CALLS.c.direction == Direction.IN.value,
    CALLS.c.answered_at >= bindparam("since"),
    or_(CALLS.c.ended_at.is_(None), CALLS.c.ended_at >= bindparam("until")),
).order_by(CALLS.c.answered_at)
_MISSED_ROWS = (
    select(
        CALLS.c.id, CALLS.c.phone, CALLS.c.rang_at, CALLS.c.ended_at, CALLS.c.promised_at, CALLS.c.line, CALLS.c.queue
    )
    .where(_MISSED, CALLS.c.phone != "", CALLS.c.direction == Direction.IN.value)
    .order_by(CALLS.c.phone, CALLS.c.ended_at)
)
_BEGAN: Any = func.coalesce(CALLS.c.rang_at, CALLS.c.answered_at)
_LISTED = _ROWS.order_by(_BEGAN.desc(), CALLS.c.id.desc())
_SINCE = or_(CALLS.c.rang_at >= bindparam("since"), CALLS.c.answered_at >= bindparam("since"))
_FIGURES = select(
    CALLS.c.rang_at, CALLS.c.answered_at, CALLS.c.ended_at, CALLS.c.direction, CALLS.c.phantom, CALLS.c.kept_at,
    CALLS.c.wrap_up,
).where(_SINCE, bindparam("until") > _BEGAN)  # fmt: skip
_OPEN = (
    select(REQUESTS.c.number, REQUESTS.c.kind, REQUESTS.c.category, CATEGORIES.c.zh, CATEGORIES.c.en)
    .select_from(REQUESTS)
    .outerjoin(CATEGORIES, CATEGORIES.c.code == REQUESTS.c.category)
    .where(
        text("request.status IN ('open', 'working', 'held')"),
        or_(REQUESTS.c.phone == bindparam("phone"), REQUESTS.c.customer_id == bindparam("customer")),
    )
    .order_by(REQUESTS.c.id.desc())
)
_LINK = select(HEADER.c.value).where(HEADER.c.name == "telephone")
_COMPANY = select(HEADER.c.value).where(HEADER.c.name == "name")
_PLACE = (
    select(OPERATORS.c.name, OPERATORS.c.login, OPERATOR_LINES.c.said, OPERATOR_LINES.c.extension)
    .select_from(OPERATORS)
    .outerjoin(OPERATOR_LINES, OPERATOR_LINES.c.operator_id == OPERATORS.c.id)
)


def call(connection: Connection, call_id: int) -> CallRow:
    """The call of that id."""
    row = connection.execute(_ONE, {"id": call_id}).first()
    if row is None:
        raise NotFound("call.unknown", f"There is no call {call_id}.", "Look at the list of calls.", id=call_id)
    return _row(row)


def _row(row: Any) -> CallRow:
    return CallRow(
        row.id, row.request_id, row.phone, row.answered_at, row.ended_at, row.wrap_up, row.who or "", row.note,
        Direction(row.direction), row.line, row.queue, row.agent, row.at_whom or "", row.rang_at, row.promised_at,
        row.kept_at, row.recording, row.external_id, row.number,
    )  # fmt: skip


def pops(connection: Connection, seat: Seat, now: int, numbering: Numbering = HOME) -> tuple[tuple[Pop, ...], int]:
    """The calls for this seat in the order in which it takes them, and how many wait at all.

    First what it has on the line and has not written down, then what rings at its place, then what rings at nobody's.
    """
    since = {"since": now - LOST_AFTER, "until": now - TO_WRITE_DOWN, "operator": seat.operator_id}
    here = [_row(row) for row in connection.execute(_ON_LINE, since)] if seat.operator_id else []
    waiting = connection.execute(_WAITING, {"since": now - LOST_AFTER}).all()
    inward = [row for row in waiting if row.direction == Direction.IN]
    ours = [_row(row) for row in inward if row.offered_to == seat.operator_id and seat.operator_id]
    free = [_row(row) for row in inward if row.offered_to is None]
    found = [*((one, True) for one in (*here, *ours)), *((one, False) for one in free)]
    return tuple(_pop(connection, one, own, numbering) for one, own in found), len(inward)


def _pop(connection: Connection, row: CallRow, own: bool, numbering: Numbering) -> Pop:
    """Who calls, as far as the files know the number."""
    known = people.by_phone(connection, spellings(row.phone, numbering))
    premise = known.premise if known else None
    asked = {"phone": row.phone or None, "customer": known.id if known else None}
    live = connection.execute(_OPEN, asked).all() if row.phone else []
    first = live[0] if live else None
    return Pop(
        row, own,
        customer_id=known.id if known else None,
        caller=known.name if known else "",
        klass=known.klass if known else "",
        premise_id=premise.id if premise else None,
        district=premise.district if premise else "",
        address=premise.address if premise else "",
        access=premise.access if premise else "",
        hazards=premise.hazards if premise else "",
        vulnerable=premise.vulnerable if premise else "",
        open_number=first.number if first else "",
        open_category=(first.zh or first.category or "") if first else "",
        open_category_en=(first.en or first.category or "") if first else "",
        open_kind=Kind(first.kind) if first else None,
        more=max(0, len(live) - 1),
    )  # fmt: skip


def missed(connection: Connection, numbering: Numbering = HOME) -> list[MissedRow]:
    """The numbers to call back, the one that is due first on top."""
    rings: dict[str, list[Any]] = {}
    for row in connection.execute(_MISSED_ROWS):
        rings.setdefault(row.phone, []).append(row)
    out = [_missed(connection, phone, rows, numbering) for phone, rows in rings.items()]
    return sorted(out, key=lambda one: (one.due_at, one.call_id))


def _missed(connection: Connection, phone: str, rows: list[Any], numbering: Numbering) -> MissedRow:
    known = people.by_phone(connection, spellings(phone, numbering))
    premise, last = known.premise if known else None, rows[-1]
    due = min((row.promised_at for row in rows if row.promised_at is not None), default=last.ended_at)
    return MissedRow(
        phone, len(rows), rows[0].rang_at or rows[0].ended_at, last.rang_at or last.ended_at, due, last.id, last.line,
        last.queue, known.name if known else "", premise.district if premise else "",
        premise.address if premise else "",
    )  # fmt: skip


def listed(connection: Connection, since: int, states: Iterable[CallState] = (), limit: int = 200) -> list[CallRow]:
    """Calls that began since then, the newest first; with `states` only those that stand so."""
    wanted, out = frozenset(states), list[CallRow]()
    for row in connection.execute(_LISTED.where(_SINCE), {"since": since}):
        one = _row(row)
        if not wanted or one.state in wanted:
            out.append(one)
        if len(out) >= limit:
            break
    return out


def figures(connection: Connection, since: int, until: int, within_s: int) -> CallFigures:
    """The figures of calls that began between two instants (`models.call_figures`)."""
    heard = (
        call_figures.Heard(
            row.rang_at,
            row.answered_at,
            row.ended_at,
            row.direction == Direction.OUT,
            bool(row.phantom),
            row.kept_at is not None,
            row.wrap_up == WrapUp.ANSWERED,
        )
        for row in connection.execute(_FIGURES, {"since": since, "until": until})
    )
    return call_figures.figures(heard, within_s, since=since, until=until)


def spoken(connection: Connection, seat: Seat | None) -> Spoken:
    """What is said at the beginning and the end of a call at this seat."""
    place = connection.execute(_PLACE.where(OPERATORS.c.id == seat.operator_id)).first() if seat else None
    sentences = {row.name: row for row in connection.execute(select(SPOKEN_LINES))}
    opening, closing = sentences.get("opening"), sentences.get("closing")
    return Spoken(
        str(connection.execute(_COMPANY).scalar() or ""), (place.said if place else None) or "",
        place.name if place else "", opening.zh if opening else "", opening.en if opening else "",
        closing.zh if closing else "", closing.en if closing else "",
    )  # fmt: skip


class Telephone:
    """The reads of calls; `shown` masks what a seat may not see.

    Args:
        read: opens one short read-only transaction.
        shown: what rows pass before they are handed out.
        numbering: how numbers are written here.
    """

    def __init__(
        self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any],
        numbering: Numbering = HOME,
    ) -> None:  # fmt: skip
        self._read, self._shown, self._numbering = read, shown, numbering

    def now(self, seat: Seat, at: int) -> CallsNow:
        """What a console shows: calls for this seat, how many wait, and how many numbers are to be called back."""
        with self._read() as connection:
            found, waiting = pops(connection, seat, at, self._numbering)
            due = missed(connection, self._numbering)
            link = Link.read(connection.execute(_LINK).scalar())
        shown: tuple[Pop, ...] = self._shown(found)
        return CallsNow(shown, waiting, len(due), sum(one.due_at < at for one in due),
                        link.lost_since(at) if link else None)  # fmt: skip

    def call(self, call_id: int) -> CallRow:
        """One call."""
        with self._read() as connection:
            shown: CallRow = self._shown(call(connection, call_id))
        return shown

    def missed(self) -> list[MissedRow]:
        """The numbers to call back."""
        with self._read() as connection:
            shown: list[MissedRow] = self._shown(missed(connection))
        return shown

    def listed(self, since: int, states: Iterable[CallState] = (), limit: int = 200) -> list[CallRow]:
        """Calls that began since then, the newest first."""
        with self._read() as connection:
            shown: list[CallRow] = self._shown(listed(connection, since, states, limit))
        return shown

    def figures(self, since: int, until: int, within_s: int = call_figures.WITHIN_S) -> CallFigures:
        """The figures of calls that began between two instants."""
        with self._read() as connection:
            return figures(connection, since, until, within_s)

    def spoken(self, seat: Seat | None) -> Spoken:
        """What is said on the line at this seat."""
        with self._read() as connection:
            return spoken(connection, seat)

    def places(self) -> list[dict[str, str]]:
        """By which number each operator is known on the line, and their place at the telephone system."""
        with self._read() as connection:
            rows = connection.execute(_PLACE.where(OPERATORS.c.retired_at.is_(None)).order_by(OPERATORS.c.id)).all()
        return [{"login": row.login, "name": row.name, "said": row.said or "", "extension": row.extension or ""}
                for row in rows]  # fmt: skip
