"""The calendars that targets name, looked up when the first clock asks: most requests name none."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, bindparam, select

from models.calendar.versions import calendar_of
from models.errors import NotFound
from models.looks.columns import CALENDARS
from models.sla import Hours

_VERSION = select(CALENDARS.c.zone, CALENDARS.c.body).where(
    CALENDARS.c.code == bindparam("code"), CALENDARS.c.version == bindparam("version")
)
_AT = (
    select(CALENDARS.c.version)
    .where(CALENDARS.c.code == bindparam("code"), CALENDARS.c.valid_from <= bindparam("at"))
    .order_by(CALENDARS.c.valid_from.desc(), CALENDARS.c.version.desc())
    .limit(1)
)
_FIRST = select(CALENDARS.c.version).where(CALENDARS.c.code == bindparam("code")).order_by(CALENDARS.c.version).limit(1)


class CalendarBook(Mapping[str, Hours]):
    """Calendars by ``code@version`` under one open connection; each is read once."""

    def __init__(self, connection: Connection, known: Mapping[str, Hours] | None = None) -> None:
        self._connection = connection
        self._known: dict[str, Hours] = dict(known or {})

    def __getitem__(self, name: str) -> Hours:
        if name not in self._known:
            code, _, version = name.rpartition("@")
            row = self._connection.execute(_VERSION, {"code": code, "version": int(version)}).first()
            if row is None:
                raise KeyError(name)
            self._known[name] = calendar_of(row.body, row.zone)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def version_at(connection: Connection, code: str, at: int) -> str:
    """The calendar of that code as it was at an instant, as ``code@version``; before its first version that one.

    Raises:
        NotFound: there is no calendar of that code.
    """
    found = connection.execute(_AT, {"code": code, "at": at}).scalar()
    found = connection.execute(_FIRST, {"code": code}).scalar() if found is None else found
    if found is None:
        raise NotFound("calendar.none", f"There is no calendar {code}.", "Look at: hotline calendar list",
                      name=code)  # fmt: skip
    return f"{code}@{found}"
