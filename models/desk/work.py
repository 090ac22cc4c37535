"""One transaction of one verb: the connection, the moment, who acts, and the lines it will leave."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from models import journal
from models.errors import NotAllowed, NotFound
from models.phones import HOME, Numbering
from models.rows import Seat
from models.store import Store
from models.tables import Line, Request
from models.vocabulary import Role
from models.wall import WallClock

REQUESTS = Request.__table__  # type: ignore[attr-defined]
LINES = Line.__table__  # type: ignore[attr-defined]
_TOLD = select(LINES).where(LINES.c.token == bindparam("token"))
ENGINE_SEAT = Seat(0, "engine", "engine", frozenset({Role.SUPERVISOR}))
IMPORT_SEAT = Seat(0, "import", "import", frozenset({Role.SUPERVISOR}))


@dataclass(slots=True)
class Work:
    """What a shared step needs of the running verb."""

    connection: Connection
    now: int
    seat: Seat
    salt: journal.Salt
    drill: bool = False
    numbering: Numbering = HOME
    seq: int = 0
    entries: list[journal.Entry] = field(default_factory=list)

    def note(self, act: str, payload: Mapping[str, Any], *, at: int | None = None, request_id: int | None = None,
             crew_id: int | None = None, alarm_id: int | None = None, token: str | None = None) -> None:  # fmt: skip
        """Queue a journal line; lines are written in order by :meth:`flush`, at the latest before the commit.

        The lines of a drill say so.
        """
        if self.drill:
            payload = {**payload, "drill": True}
        self.entries.append(
            journal.Entry(
                self.now if at is None else at, self.seat.login, act, payload, request_id, crew_id, alarm_id, token
            )
        )

    def flush(self) -> int:
        """Write the queued lines now and return the number of the last one."""
        if self.entries:
            self.seq = journal.append(self.connection, self.now, self.entries, self.salt)
            self.entries = []
        return self.seq

    def seen(self, token: str | None) -> Row[Any] | None:
        """The line that already carries this client token, if a retry brings it again."""
        if token is None:
            return None
        return self.connection.execute(_TOLD, {"token": token}).first()


class _Undone(Exception):
    """Ends the transaction of a verb that was only tried."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What every room of the desk is given: the store, the wall clock, the salt of the journal, drill or not.

    With `dry` every verb runs whole and is then undone: it only says whether it would be refused. `numbering` says how
    the utility's phones are dialled.
    """

    store: Store
    wall: WallClock
    salt: journal.Salt = journal.fresh_salt
    zone: str = "UTC"
    drill: bool = False
    dry: bool = False
    numbering: Numbering = HOME

    @contextmanager
    def work(self, seat: Seat, now: int | None = None) -> Iterator[Work]:
        """One verb: reads the wall clock once (or is told the moment), begins, flushes the lines, commits."""
        now = self.wall.now() if now is None else now
        with suppress(_Undone), self.store.write() as connection:
            work = Work(connection, now, seat, self.salt, self.drill, self.numbering)
            yield work
            work.flush()
            if self.dry:
                raise _Undone


def require(seat: Seat, role: Role) -> None:
    """Refuse unless the seat holds `role`."""
    if not seat.may(role):
        raise NotAllowed("role.needed", f"This needs the role {role.value}.", "Ask one, or sign in as one.",
                         role=role.value)  # fmt: skip


def request_row(work: Work, number_or_id: str | int) -> Row[Any]:
    """The request row by id or canonical number, inside the verb's transaction."""
    column = REQUESTS.c.id if isinstance(number_or_id, int) else REQUESTS.c.number
    row = work.connection.execute(select(REQUESTS).where(column == number_or_id)).first()
    if row is None:
        raise NotFound("request.unknown", f"There is no request {number_or_id}.", "Look at the number again.",
                       number=str(number_or_id))  # fmt: skip
    return row
