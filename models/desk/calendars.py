"""Setting and retiring working calendars. A change is a new version: what was reckoned on the old one stays on it."""

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, update

from models.calendar import Calendar
from models.calendar.versions import CalendarRow, MovedClock, body_of
from models.calendar.working import refuse_unknown
from models.desk import setting_up as ask
from models.desk import trying
from models.desk.deed import clean
from models.desk.work import Tools, require
from models.errors import Conflict, Invalid, NotFound
from models.looks import calendars as look
from models.rows import Seat
from models.tables import CalendarVersion
from models.vocabulary import Act, Role
from models.wall import DAY

CALENDARS = CalendarVersion.__table__  # type: ignore[attr-defined]
ALWAYS = "24x7"
"""The calendar that never closes; it means that everywhere and is never another."""

AHEAD = 3660 * DAY
"""How far ahead a version may begin to hold."""

_STORED = ("code", "version", "zone", "body", "zh", "en", "valid_from")


def affected(connection: Connection, code: str, new: Calendar | None, valid_from: int) -> tuple[MovedClock, ...]:
    """The open clocks that `new` would move (None: none) once what is open is reckoned anew; till then none moves."""
    if new is None:
        return ()
    moved = trying.moved(lambda: nullcontext(connection), valid_from, calendars={code: new})
    return tuple(
        MovedClock(one.number, one.clock, one.cycle, one.due_at, one.would_be_due)
        for one in moved.every
        if one.due_at is not None and one.would_be_due is not None
    )


class Calendars:
    """Verbs of the admin on calendars."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def set(
        self, seat: Seat, code: str, body: Any, *, zone: str = "", zh: str = "", en: str = "",
        valid_from: int | None = None,
    ) -> CalendarRow:  # fmt: skip
        """A new version of a calendar, or the first one; holds for what is received from `valid_from` on (else now).

        Args:
            body: ``"24x7"`` or an object with `week`, `holidays`, `shifts` and `breaks`.
            zone: IANA zone of the hours; else the former version's, else the utility's. Names likewise.

        Raises:
            Invalid: hours that cannot be meant, no open second, a word that no calendar has, a moment gone by.
            Conflict: nothing would change, or it is the calendar that never closes.
        """
        require(seat, Role.ADMIN)
        with self._tools.work(seat) as work:
            row = self._next(work.connection, work.now, code, body, zone=zone, zh=zh, en=en, valid_from=valid_from)
            values = {name: getattr(row, name) for name in _STORED}
            work.connection.execute(insert(CALENDARS).values(**values))
            work.note(Act.ADMINISTER, {
                "subject": "calendar", "act": "set", "name": row.code, "version": row.version, "zone": row.zone,
                "zh": row.zh, "en": row.en, "valid_from": row.valid_from, "calendar": row.calendar.as_json(),
            })  # fmt: skip
            return row

    def foresee(
        self, seat: Seat, code: str, body: Any, *, zone: str = "", zh: str = "", en: str = "",
        valid_from: int | None = None,
    ) -> tuple[CalendarRow, tuple[MovedClock, ...]]:  # fmt: skip
        """What :meth:`set` would write, and the open clocks that it would move; nothing is written."""
        require(seat, Role.ADMIN)
        now = self._tools.wall.now()
        with self._tools.store.read() as connection:
            row = self._next(connection, now, code, body, zone=zone, zh=zh, en=en, valid_from=valid_from)
            return row, affected(connection, row.code, row.calendar, row.valid_from)

    def retire(self, seat: Seat, code: str) -> str:
        """End every version of a calendar for what is received from now on; setting it again takes it back."""
        require(seat, Role.ADMIN)
        with self._tools.work(seat) as work:
            _retirable(work.connection, code)
            held = update(CALENDARS).where(CALENDARS.c.code == code, CALENDARS.c.retired_at.is_(None))
            work.connection.execute(held.values(retired_at=work.now))
            work.note(Act.ADMINISTER, {"subject": "calendar", "act": "retire", "name": code})
            return code

    def foresee_retiring(self, seat: Seat, code: str) -> tuple[MovedClock, ...]:
        """The open clocks that :meth:`retire` would move; nothing is written."""
        require(seat, Role.ADMIN)
        now = self._tools.wall.now()
        with self._tools.store.read() as connection:
            _retirable(connection, code)
            return affected(connection, code, None, now)

    def _next(self, connection: Connection, now: int, code: str, body: Any, *, zone: str, zh: str, en: str,
              valid_from: int | None) -> CalendarRow:  # fmt: skip
        code = ask.named(code, "code")
        _changeable(code)
        known = [row for row in look.calendars(connection) if row.code == code]
        last = known[-1] if known else CalendarRow(code, 0, self._tools.zone, "", code, code, 0, None)
        refuse_unknown(body)
        calendar = Calendar.from_json(body, clean(zone) or last.zone)
        row = replace(
            last, version=last.version + 1, zone=calendar.zone, body=body_of(calendar), zh=clean(zh) or last.zh,
            en=clean(en) or last.en, valid_from=now if valid_from is None else valid_from, retired_at=None,
        )  # fmt: skip
        if not now <= row.valid_from <= now + AHEAD:
            raise Invalid("calendar.past", "A version holds from now or a later moment on, at most ten years ahead.",
                          "Choose another moment; what was received before keeps its calendar.")  # fmt: skip
        former = replace(last, version=row.version, valid_from=row.valid_from)
        if last.version > 0 and last.retired_at is None and last.valid_from <= row.valid_from and former == row:
            raise Conflict("calendar.same", f"Nothing about the calendar {code} would change.",
                           f"Look at: hotline calendar show {code}", name=code)  # fmt: skip
        return row


def _changeable(code: str) -> None:
    if code == ALWAYS:
        raise Conflict("calendar.always", f"The calendar {ALWAYS} never closes and stays as it is.",
                       "Set one under another code.", name=ALWAYS)  # fmt: skip


def _retirable(connection: Connection, code: str) -> None:
    _changeable(code)
    known = [row for row in look.calendars(connection) if row.code == code]
    if not known:
        raise NotFound("calendar.none", f"There is no calendar {code}.", "Look at: hotline calendar list", name=code)
    if all(row.retired_at is not None for row in known):
        raise Conflict(
            "name.retired", f"{code} is retired already.", "Set it again to take it back into use.", name=code
        )
