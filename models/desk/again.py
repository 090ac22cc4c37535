"""The room of what comes again: requests that refer to each other, and a caller who turns out to have their own."""

from typing import Any, Unpack

from sqlalchemy import bindparam, insert, or_, select, update

from models.desk import policies
from models.desk.deed import Asked, repeated, take_up
from models.desk.joining import CALLERS
from models.desk.keeping import CALLS
from models.desk.opening import Opening, open_request
from models.desk.work import Tools, Work, request_row, require
from models.refusals import refuse
from models.rows import Done, Seat
from models.tables import Link
from models.vocabulary import Act, Channel, Kind, Priority, Role
from models.workflow import canonical_number

LINKS = Link.__table__  # type: ignore[attr-defined]
_CALLER = select(CALLERS).where(CALLERS.c.id == bindparam("id"))
_LINKED = select(LINKS.c.id).where(
    or_(
        (LINKS.c.request_id == bindparam("one")) & (LINKS.c.other_id == bindparam("two")),
        (LINKS.c.request_id == bindparam("two")) & (LINKS.c.other_id == bindparam("one")),
    )
)


class Again:
    """Verbs on requests that have to do with each other without being one."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def link(self, seat: Seat, which: str | int, *, other: str, **asked: Unpack[Asked]) -> Done:
        """Two requests refer to each other from now on; each keeps its own life and its own clocks."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.LINK, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            there = request_row(work, canonical_number(other))
            if there.id == deed.row.id:
                raise refuse("link.self", number=deed.row.number)
            if _linked(work, deed.row, there):
                raise refuse("link.already", number=deed.row.number, other=there.number)
            values = {"request_id": deed.row.id, "other_id": there.id, "linked_at": work.now,
                      "linked_by": seat.operator_id or None}  # fmt: skip
            work.connection.execute(insert(LINKS).values(**values))
            deed.line({"other": there.number})
            work.note(Act.LINK, {"other": deed.row.number}, at=deed.at, request_id=there.id)
            return deed.finish(clocks=False)

    def split(self, seat: Seat, which: str | int, *, caller: int, category: str = "", **asked: Unpack[Asked]) -> Done:
        """A caller who stood on a request has a matter of their own: a new request, since the moment they rang.

        Args:
            caller: the caller's id on that request; `category`: what they report, else what the request is.
        """
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            again = repeated(work, asked.get("token"), Act.SPLIT)
            if again:
                return again
            row = request_row(work, which if isinstance(which, int) else canonical_number(which))
            found = work.connection.execute(_CALLER, {"id": caller}).first()
            if found is None or found.request_id != row.id or found.split_into is not None:
                raise refuse("split.no_caller", number=row.number, caller=caller)
            done = open_request(work, _own(work, row, found, category))
            work.connection.execute(update(CALLERS).where(CALLERS.c.id == caller).values(split_into=done.id))
            if found.call_id is not None:
                work.connection.execute(update(CALLS).where(CALLS.c.id == found.call_id).values(request_id=done.id))
            work.note(Act.SPLIT, {"caller": caller, "other": done.number}, request_id=row.id, token=asked.get("token"))
            return Done(done.id, done.number, done.version, done.status, work.flush())


def _own(work: Work, row: Any, caller: Any, category: str) -> Opening:
    """The caller's own request. A report of gas is one whatever the request was that they stood on."""
    known = policies.category_row(work, category or row.category)
    priority = Priority(known.priority)
    columns = {"phone": caller.phone, "caller": caller.name, "address": caller.place or row.address,
               "district": row.district, "text": caller.said, "premise_id": caller.premise_id,
               "follows_id": row.id}  # fmt: skip
    return Opening(known.code, Kind(known.kind), priority, caller.rang_at, Channel(row.channel), columns, called=False,
                   late=False)  # fmt: skip


def _linked(work: Work, one: Any, two: Any) -> bool:
    if two.id == one.follows_id or one.id == two.follows_id:
        return True
    return work.connection.execute(_LINKED, {"one": one.id, "two": two.id}).first() is not None
