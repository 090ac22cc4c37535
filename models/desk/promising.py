"""Promising: what a person does to a request's clocks themselves, and requests that become one and two again."""

from typing import Any, Unpack

from models import journal, merging, sla
from models.desk import making_safe, policies, steps
from models.desk.deed import Asked, Deed, clean, not_before_state, take_up, word
from models.desk.work import Tools, Work, request_row
from models.looks.hours import CalendarBook
from models.looks.situations import situation
from models.refusals import refuse
from models.rows import Done, Seat
from models.sla import SlaClock
from models.vocabulary import Act, ClockKind, ClockState, Kind, Priority, Status
from models.workflow import canonical_number


class Promising:
    """Verbs on the promises of one request; each takes what :class:`models.desk.deed.Asked` names."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def extend(
        self,
        seat: Seat,
        which: str | int,
        *,
        by: int | None = None,
        until: int | None = None,
        reason: str,
        told: bool,
        clock: ClockKind = ClockKind.RESOLUTION,
        **asked: Unpack[Asked],
    ) -> Done:
        """Lengthen a promise before it runs out, once a cycle, the customer told.

        Args:
            by: milliseconds of the clock's own time; `until`: the instant at which it is due then.
        """
        kind = word(ClockKind, clock, "clock")
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.EXTEND, asked)
            if isinstance(deed, Done):
                return deed
            now = _running(deed, kind)
            if by is None:
                by = now.own_time(now.due_at, until) if now and until is not None else 0
            deed.guard(reason=reason, by=by, told=told, clock=kind.value, due=now and now.due_at,
                       pinned=now is not None and now.target.pin is not None)  # fmt: skip
            was = now.target.as_json() if now else {}
            deed.line({"clock": kind.value, "by": by, "was": was, "was_due": now and now.due_at, "told": told,
                       "reason": clean(reason)})  # fmt: skip
            return deed.finish()

    def appoint(
        self, seat: Seat, which: str | int, *, due: int, note: str = "", window: int = 0, **asked: Unpack[Asked]
    ) -> Done:
        """The customer asked for a moment: the work is due then, whatever pauses or is reclassified meanwhile.

        Args:
            window: how far off that moment the crew may come, either way (ms); the promise is kept until its end.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.APPOINT, asked)
            if isinstance(deed, Done):
                return deed
            now = _running(deed, ClockKind.RESOLUTION)
            deed.guard(instant=due, due=now and now.due_at, window=window)
            was = now.target.as_json() if now else {}
            deed.line({"clock": ClockKind.RESOLUTION.value, "due": due + window, "was": was,
                       "was_due": now and now.due_at, "note": clean(note)}
                      | ({"visit": due, "window": window} if window else {}))  # fmt: skip
            making_safe.agree(deed, due, window, clean(note))
            return deed.finish()

    def merge(self, seat: Seat, which: str | int, *, into: str, reason: str = "", **asked: Unpack[Asked]) -> Done:
        """It is the same matter as another request: this one ends there, with its callers, its age and its priority."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.MERGE, asked)
            if isinstance(deed, Done):
                return deed
            other = request_row(work, canonical_number(into))
            theirs = situation(work.connection, other)
            deed.guard(into=theirs)
            not_before_state(deed)
            stays = Deed(work, Act.ABSORB, other, theirs, deed.at, deed.late, None)
            stood_down = bool(deed.situation.jobs)
            steps.stand_down(deed, clean(reason))
            deed.line({"into": other.number, "from": deed.row.status, "stood_down": stood_down,
                       "reason": clean(reason)})  # fmt: skip
            done = deed.finish(status=Status.MERGED, merged_into=other.id, merged_at=deed.at)
            _absorb(stays, deed.row)
            return _final(work, done)

    def unmerge(self, seat: Seat, which: str | int, *, reason: str, **asked: Unpack[Asked]) -> Done:
        """They are two matters after all: both stand as if they had never been one."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.UNMERGE, asked)
            if isinstance(deed, Done):
                return deed
            other = request_row(work, int(deed.row.merged_into or 0)) if deed.row.merged_into else None
            deed.guard(reason=reason, into_status=other and Status(other.status))
            line = merging.merge_line(journal.replay(work.connection, deed.row.id))
            if line is None or other is None:
                raise refuse("unmerge.not_merged", number=deed.row.number)
            deed.line({"of": line.seq, "from": other.number, "reason": clean(reason)})
            back = Status.OPEN if line.data.get("stood_down") else Status(line.data["from"])
            done = deed.finish(status=back, merged_into=None, merged_at=None)
            _release(Deed(work, Act.UNMERGE, other, situation(work.connection, other), deed.at, deed.late, None),
                     deed.row.number, clean(reason))  # fmt: skip
            return _final(work, done)


def _running(deed: Deed, kind: ClockKind) -> SlaClock | None:
    """The running clock of that kind as the journal tells it."""
    connection = deed.work.connection
    clocks = sla.clocks(journal.replay(connection, deed.row.id), CalendarBook(connection))
    found = (clock for clock in clocks if clock.kind is kind and clock.state is ClockState.RUNNING)
    return next(found, None)


def _absorb(stays: Deed, gone: Any) -> None:
    """The one that stays takes over age and priority, and is judged by the policy valid at the earlier start."""
    row = stays.row
    received = min(row.received, gone.received)
    priority = min(Priority(row.priority), Priority(gone.priority))
    targets = policies.targets_for(
        stays.work.connection, row.category, Kind(row.kind), received, priority=priority, customer_id=row.customer_id
    )
    stays.line({"request": gone.number, "received": gone.received, "priority": gone.priority,
                "targets": sla.targets_as_json(targets)})  # fmt: skip
    stays.finish(received=received, priority=priority.value)


def _release(stays: Deed, number: str, reason: str) -> None:
    """Take the merge out of the one that stayed: since when it counts and how grave it is follow from its lines."""
    connection, row = stays.work.connection, stays.row
    line = merging.absorb_line(journal.replay(connection, row.id), number)
    if line is None:
        raise refuse("unmerge.not_merged", number=number)
    stays.line({"of": line.seq, "request": number, "reason": reason})
    stays.work.flush()
    standing = merging.after(journal.replay(connection, row.id))
    stays.finish(received=standing.received, priority=standing.priority.value)


def _final(work: Work, done: Done) -> Done:
    return Done(done.id, done.number, done.version, done.status, work.flush())
