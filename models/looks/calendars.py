"""Stored calendars: every version, and the one that holds at an instant."""

from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from models.calendar.versions import CalendarRow
from models.looks.columns import CALENDARS

_FACTS = [CALENDARS.c[name] for name in ("code", "version", "zone", "body", "zh", "en", "valid_from", "retired_at")]
_ALL = select(*_FACTS).order_by(CALENDARS.c.code, CALENDARS.c.version)
_AT = (
    select(*_FACTS)
    .where(
        CALENDARS.c.code == bindparam("code"),
        CALENDARS.c.valid_from <= bindparam("at"),
        or_(CALENDARS.c.retired_at.is_(None), CALENDARS.c.retired_at > bindparam("at")),
    )
    .order_by(CALENDARS.c.valid_from.desc(), CALENDARS.c.version.desc())
    .limit(1)
)


def calendars(connection: Connection) -> list[CalendarRow]:
    """Every version of every calendar, retired ones too."""
    return [_row(row) for row in connection.execute(_ALL)]


def calendar(connection: Connection, code: str, at: int) -> CalendarRow | None:
    """The version of that calendar which holds at `at`: of those in use the newest valid from then or before."""
    row = connection.execute(_AT, {"code": code, "at": at}).first()
    return None if row is None else _row(row)


def _row(row: Any) -> CalendarRow:
    return CalendarRow(*row)
