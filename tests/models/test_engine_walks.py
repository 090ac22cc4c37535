"""Random shifts: whatever follows what, no level is missed and no alarm contradicts its clock."""

import random

import pytest

from models.desk import raising
from models.desk.clockwork import stored_clock
from models.errors import DeskError
from models.rows import NewRequest
from models.tables import Alarm, Clock, Level, Line
from models.vocabulary import ClockState, Disposition, HoldReason
from models.wall import HOUR, MINUTE

CATEGORIES = ("EM-LEAK-IN", "RP-NOGAS", "RP-HOSE", "CP-SERV")


def shift(desk, seats, wall, dice):
    """One thing that happens: time passes, an engine sweeps, or somebody acts (and may be refused)."""
    ids = list(range(1, 7))
    which, supervisor, handling = dice.choice(ids), seats.supervisor, desk.handling
    until = wall.now() + dice.randint(1, 60) * HOUR
    at = wall.now() - dice.choice([0, 0, 0, 20, 300]) * MINUTE
    acts = (
        lambda: wall.advance(minutes=dice.choice([1, 3, 30, 200, 900, 3000])),
        desk.alarms.sweep,
        desk.alarms.resume_due,
        lambda: desk.alarms.acknowledge(seats.operator, dice.randint(1, 9)),
        lambda: handling.respond(supervisor, which, at=at),
        lambda: handling.hold(supervisor, which, at=at, reason=dice.choice(list(HoldReason)), until=until),
        lambda: handling.resume(supervisor, which, at=at),
        lambda: handling.reclassify(supervisor, which, category=dice.choice(CATEGORIES), reason="x", at=at),
        lambda: handling.take(supervisor, which, at=at),
        lambda: desk.dispatch.assign(supervisor, which, crew=dice.choice(["QX1", "WX1"]), override_reason="x", at=at),
        lambda: desk.dispatch.on_site(supervisor, which, crew=None, at=at),
        lambda: desk.dispatch.done(supervisor, which, crew=None, at=at),
        lambda: handling.resolve(
            supervisor,
            which,
            disposition=Disposition.FIXED,
            override_reason="x",
            cause="a",
            measure="b",
            answer="c",
            stage="visit",
            unit="u",
            person="p",
            plan="d",
            plan_by=wall.now() + HOUR,
            unit_answer="e",
        ),
        lambda: handling.reopen(supervisor, which, reason="x"),
    )
    try:
        dice.choice(acts)()
    except DeskError:
        wall.advance(seconds=1)


@pytest.mark.parametrize("seed", range(6))
def test_no_level_is_missed_and_no_alarm_contradicts_its_clock(desk, seats, wall, rows, seed):
    dice = random.Random(seed)
    for _ in range(6):
        desk.intake.save(seats.operator, NewRequest(dice.choice(CATEGORIES), phone="1"))
    for _ in range(90):
        shift(desk, seats, wall, dice)
    desk.alarms.resume_due()
    desk.alarms.sweep()
    ledger = {(row.clock_id, row.level, row.due_at) for row in rows(Level)}
    alarms = {(row.request_id, row.clock, row.cycle): row for row in rows(Alarm, rule="clock")}
    assert len(ledger) == len(rows(Level))
    for row in rows(Clock):
        clock, alarm = stored_clock(row), alarms.get((row.request_id, row.kind, row.cycle))
        until = wall.now() if clock.stopped_at is None else clock.stopped_at
        passed = [] if clock.state is ClockState.VOID else [n for n in clock.levels if clock.level_at(n) < until]
        assert {(row.id, level, clock.level_at(level)) for level in passed} <= ledger
        true = [level for level in clock.levels if raising.holds(clock, level, wall.now())]
        assert bool(true) == (alarm is not None and alarm.state in ("unacknowledged", "acknowledged"))
        if true:
            assert alarm.level == max(true)
        if 100 in passed:
            assert alarm.breach_at is not None
    raised = {line.alarm_id for line in rows(Line, act="raise") if '"rule"' not in line.payload}
    assert raised == {alarm.id for alarm in alarms.values()}
    assert desk.alarms.sweep().raised == 0
    assert desk.upkeep.check().faults == ()
