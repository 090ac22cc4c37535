"""The engine's turn: every level that a clock has passed is recorded once, and its alarm raised, whoever sweeps.

Each sweep asks the database what is due; it trusts neither an earlier sweep nor another one at the same moment.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, exists, literal_column, select, update

from models.desk import auditing, beside, incidents, offers, own_rules, raising, rules_out, waking
from models.desk.alarm_rows import ALARMS
from models.desk.clockwork import CLOCKS, stored_clock
from models.desk.conditions import Found, raise_one
from models.desk.hiding import RULES_OUT
from models.desk.jumping import tell_jump
from models.desk.raising import Passed
from models.desk.work import ENGINE_SEAT, REQUESTS, Tools, Work
from models.errors import NotAllowed
from models.looks.hours import CalendarBook
from models.pacing import Pace
from models.rows import Swept
from models.store import pour
from models.tables import Engine
from models.vocabulary import Priority, Rule
from models.wall import SECOND, monotonic_ms, to_iso

HEARTBEAT = 5 * SECOND
"""The age at which whoever finds it renews the mark of the last sweep."""

GAP = 30 * SECOND
"""A level found so long after its instant, by the first sweep for as long, was missed while no engine ran."""

STEP_BACK = 2 * SECOND
"""How far the wall may lie behind the last sweep before that is a step back and not two processes' haste."""

BATCH = 60
"""Clocks, or alarms, in the first transaction of a sweep; the further ones learn from it how many fit."""

MOST = 400
"""Clocks, or alarms, in one transaction at most."""

ROOM = 256 * 2**20
"""Bytes left on the disk of the file below which it is nearly full."""

ENGINE = Engine.__table__  # type: ignore[attr-defined]
_MARK = select(ENGINE.c.swept_at).where(ENGINE.c.id == 1)
# The predicate is a literal: with a bound parameter the partial index would not be used.
_IS_DUE = (literal_column("clock.state") == literal_column("0"), CLOCKS.c.alarm_at < bindparam("now"))
_ANY = select(CLOCKS.c.id).where(*_IS_DUE).limit(1)
_WAKES = select(ALARMS.c.id).where(*waking.DUE).limit(1)
_BACK = select(RULES_OUT.c.id).where(
    literal_column("rule_out_of_service.ended_at").is_(None), RULES_OUT.c.until <= bindparam("now")
)  # fmt: skip
_GLANCE = select(
    _MARK.scalar_subquery(),
    exists(_ANY.correlate(None)),
    exists(_WAKES.correlate(None)) | exists(_BACK.correlate(None)),
)
_DUE = (
    select(CLOCKS, REQUESTS.c.priority)
    .join(REQUESTS, REQUESTS.c.id == CLOCKS.c.request_id)
    .where(*_IS_DUE)
    .order_by(CLOCKS.c.alarm_at, CLOCKS.c.id)
    .limit(bindparam("some"))
)
_ARM = (
    update(CLOCKS)
    .where(CLOCKS.c.id == bindparam("the_id"))
    .values(alarm_at=bindparam("at"), alarm_level=bindparam("level"))
)
_BEAT = update(ENGINE).where(ENGINE.c.id == 1).values(swept_at=bindparam("at"), sweeper=bindparam("who"))


@dataclass(slots=True)
class _Sweep:
    """One sweep under way: the moment it judges at, the mark it found, and what it has raised so far."""

    now: int
    mark: int | None
    raised: int = 0
    late: int = 0
    woken: int = 0
    oldest: list[int] = field(default_factory=list)

    def late_by(self, level_due: int) -> bool:
        """Was this level missed: passed before the last sweep, or while there was none?"""
        if self.mark is None:
            return False
        return level_due < self.mark or (self.now - self.mark > GAP and self.now - level_due > GAP)

    def count(self, raised: Sequence[Passed]) -> None:
        """Add what one transaction raised."""
        self.raised += len(raised)
        self.late += sum(one.late for one in raised)
        if raised:
            self.oldest = [min([*self.oldest, *(one.since for one in raised)])]


def sweep(tools: Tools, under: int | None = None) -> Swept:
    """Record every level passed by now and raise its alarm; cheap, and without a write lock, when nothing is due.

    Args:
        under: judge at this instant (epoch ms) instead of now; the mark of the last sweep is neither read nor moved.

    Raises:
        NotAllowed: `under` is later than the wall and the file is no drill.
    """
    wall = tools.wall.now()
    if under is not None:
        _refuse_future(tools, under, wall)
        return _swept(tools, _Sweep(under, None), None)
    with tools.store.read() as connection:
        mark, due, wakes = connection.execute(_GLANCE, {"now": wall}).one()
    if not due and not wakes and mark is not None and -STEP_BACK <= wall - mark < HEARTBEAT:
        return Swept(0, 0, None)
    return _swept(tools, _Sweep(wall if mark is None else max(wall, mark), mark), wall)


def _refuse_future(tools: Tools, under: int, wall: int) -> None:
    if under > wall and not tools.drill:
        raise NotAllowed("now.not_drill", f"{to_iso(under)} has not come yet, and this is no drill.",
                         "Leave --now out, or use a file made with: hotline db init --drill")  # fmt: skip


def _swept(tools: Tools, ongoing: _Sweep, wall: int | None) -> Swept:
    """Batch after batch, the oldest first, each in a transaction of its own, until nothing is due."""
    with tools.store.read() as connection:
        left = wall is not None or connection.execute(_ANY, {"now": ongoing.now}).first() is not None
    rounds, pace = wall is None, Pace(BATCH, MOST)
    while left:
        some = pace.size
        with tools.work(ENGINE_SEAT, ongoing.now) as work:
            begun = monotonic_ms()
            if wall is not None:
                _note_step_back(work, wall)
            rows = work.connection.execute(_DUE, {"now": ongoing.now, "some": some}).all()
            ongoing.count(_raise_passed(work, ongoing, rows))
            left = len(rows) == some
            if wall is not None and not left:
                rounds = _beat(work, wall)
        pace.took(len(rows), monotonic_ms() - begun)
    _wake_all(tools, ongoing)
    if rounds or ongoing.raised:
        _go_round(tools, ongoing.now, wall)
    oldest = ongoing.oldest[0] if ongoing.oldest else None
    return Swept(ongoing.raised, ongoing.late, oldest, ongoing.woken)


def _wake_all(tools: Tools, ongoing: _Sweep) -> None:
    """What time alone changes: batch after batch, until nothing is due."""
    with tools.store.read() as connection:
        left = connection.execute(_WAKES, {"now": ongoing.now}).first() is not None
        back = connection.execute(_BACK, {"now": ongoing.now}).first() is not None
    if back:
        with tools.work(ENGINE_SEAT, ongoing.now) as work:
            rules_out.end_due(work)
    pace = Pace(BATCH, MOST)
    while left:
        some = pace.size
        with tools.work(ENGINE_SEAT, ongoing.now) as work:
            begun = monotonic_ms()
            done = waking.wake(work, some)
        pace.took(done, monotonic_ms() - begun)
        ongoing.woken += done
        left = done == some


def _go_round(tools: Tools, now: int, wall: int | None) -> None:
    """Every few seconds: the rules beside the clocks, what hides alarms, floods, the disk, and the auditor."""
    offers.lapse_due(tools, now)
    own_rules.tidy(tools, now)
    beside.follow_rules(tools, now)
    _follow_hiding(tools, now)
    room = None if wall is None else tools.store.room()
    with tools.work(ENGINE_SEAT, now) as work:
        waking.follow_flood(work)
        if wall is not None:
            auditing.audit(work)
        if room is not None:
            beside.follow_disk(work, room < ROOM)


def _follow_hiding(tools: Tools, now: int) -> None:
    """Bring alarms under rules that went out of service, back from those that returned, and end orphaned incidents."""
    with tools.store.read() as connection:
        orphans = connection.execute(incidents.ORPHANED).first() is not None
        back = connection.execute(rules_out.PUT_AWAY).first() is not None
        out = [
            one for one in rules_out.out_now(connection)
            if connection.execute(rules_out.SHOWING, rules_out.asked(one)).first() is not None
        ]  # fmt: skip
    if orphans:
        with tools.work(ENGINE_SEAT, now) as work:
            for row in work.connection.execute(incidents.ORPHANED).all():
                incidents.end_incident(work, row, "")
    while back:
        with tools.work(ENGINE_SEAT, now) as work:
            back = rules_out.bring_back(work) == rules_out.SOME
    for one in out:
        left = True
        while left:
            with tools.work(ENGINE_SEAT, now) as work:
                left = rules_out.put_under(work, one) == rules_out.SOME


def _raise_passed(work: Work, ongoing: _Sweep, rows: Sequence[Any]) -> list[Passed]:
    passed: list[Passed] = []
    armed: list[tuple[int | None, int | None, int]] = []
    calendars = CalendarBook(work.connection)
    for row in rows:
        clock, priority = stored_clock(row, calendars), Priority(row.priority)
        ahead: tuple[int | None, int | None] = (None, None)
        for level in clock.levels:
            at = clock.level_at(level)
            if at >= ongoing.now:
                ahead = (at, level)
                break
            if level < row.alarm_level:
                continue
            late = ongoing.late_by(at)
            passed.append(
                Passed(row.id, row.request_id, clock.kind, clock.cycle, level, at, clock.due_at, priority,
                       raising.stands(clock, level, ongoing.now), late, ongoing.mark if late else None,
                       clock.pause_at(ongoing.now) is not None)
            )  # fmt: skip
        armed.append((*ahead, row.id))
    raised = raising.record(work, passed)
    pour(work.connection, _ARM, ("at", "level", "the_id"), armed)
    return raised


def _beat(work: Work, wall: int) -> bool:
    """Renew the mark if it is old enough to; a mark that had been silent for long alarms about the engine itself."""
    mark = work.connection.execute(_MARK).scalar()
    if mark is not None and wall - mark < HEARTBEAT:
        return False
    work.connection.execute(_BEAT, {"at": wall, "who": f"process {os.getpid()}"})
    if mark is not None and wall - mark > GAP:
        raise_one(work, Found(Rule.ENGINE_DEAD, "engine", 3, mark + GAP, rung=1, gap_from=mark), lasts=False)
    return True


def _note_step_back(work: Work, wall: int) -> None:
    """Journal a backward step of the wall once: the mark is put back with it, so that the next sweep goes on.

    What was raised stays raised; the ledger keeps it from being raised again.
    """
    mark = work.connection.execute(_MARK).scalar()
    if mark is not None and wall < mark - STEP_BACK:
        tell_jump(work, mark, wall)
        work.connection.execute(_BEAT, {"at": wall, "who": f"process {os.getpid()}"})
