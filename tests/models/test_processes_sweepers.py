"""Sweepers as real processes: after a week's downtime, and killed again and again under load."""

import json
import sys

import pytest

from bench import sweepers
from models import sla
from models.desk import bulk
from models.desk.work import IMPORT_SEAT
from models.sla import Event
from models.tables import Alarm, Clock, Level, Line, Notice
from models.vocabulary import Act
from models.wall import DAY, HOUR

pytestmark = pytest.mark.slow
REQUESTS, BREACHES = 20_000, 3_000


def pinned(received, pin):
    """A request with one promise, due at an instant."""
    said = {"category": "RP-HOSE", "kind": "repair", "priority": "P2", "channel": "phone", "phone": "1"}
    facts = said | {"received": received, "targets": {"resolution": {"pin": pin}}, "stops": {}}
    values = said | {"received": received, "status": "open", "state_since": received}
    return bulk.Fresh(values, facts, sla.clocks([Event(0, received, Act.IMPORT, facts)]))


@pytest.fixture
def quiet_week(desk, wall):
    """20,000 requests, 3,000 of which break their promise within the week in which no engine runs."""
    desk.alarms.sweep()
    began = wall.now()
    step = 6 * DAY // BREACHES
    dues = [began + HOUR + place * step for place in range(BREACHES)] + [began + 90 * DAY] * (REQUESTS - BREACHES)
    for first in range(0, REQUESTS, 4_000):
        with desk.tools.work(IMPORT_SEAT) as work:
            bulk.write(work, [pinned(began, due) for due in dues[first : first + 4_000]])
    wall.advance(days=7)
    return dues[:BREACHES]


def test_after_a_week_two_engines_at_once_find_every_breach_once_and_announce_it_once(
    database, desk, wall, rows, quiet_week
):
    began = wall.now() - 7 * DAY
    told = sweepers.together(sweepers.ONCE, 2, database, wall.now())
    assert sum(raised for raised, _ in told) == sum(late for _, late in told) == BREACHES
    alarms = rows(Alarm, rule="clock")
    assert sorted(alarm.breach_at for alarm in alarms) == quiet_week
    assert {(alarm.late, alarm.gap_from, alarm.state) for alarm in alarms} == {(True, began, "unacknowledged")}
    assert len({(row.clock_id, row.level, row.due_at) for row in rows(Level)}) == len(rows(Level))
    breaches = {row.due_at for row in rows(Level, level=100)}
    assert breaches == set(quiet_week)
    recorded = [row.due_at for row in rows(Level, level=100)]
    assert recorded == sorted(recorded), "the oldest first"
    (group,) = [notice for notice in rows(Notice, kind="alarm") if notice.key.startswith("late:")]
    facts = json.loads(group.facts)
    assert (group.key, facts["count"], facts["gap_from"]) == (f"late:{began}:0", BREACHES, began)
    assert (len(rows(Alarm, rule="engine_dead")), len(rows(Line, act="flood"))) == (1, 1)
    assert {clock.alarm_at for clock in rows(Clock) if clock.due_at in breaches and clock.alarm_at} != set()
    assert desk.upkeep.check().faults == ()


def test_a_late_group_climbs_the_ladder_as_one(database, desk, wall, rows, quiet_week):
    desk.alarms.sweep()
    for _ in range(9):
        wall.advance(minutes=5)
        desk.alarms.sweep(under=wall.now())
    late = [(one.key.rpartition(":")[2], one.audience) for one in rows(Notice) if one.key.startswith("late:")]
    assert late == [("0", "supervisor"), ("1", "supervisor"), ("2", "duty_manager")]
    assert desk.upkeep.check().faults == ()


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_a_sweeper_killed_again_and_again_leaves_ledger_alarms_and_notices_in_agreement(desk, seats, wall, rows):
    desk.alarms.sweep()
    people = {"operator": seats.operator, "supervisor": seats.supervisor}
    assert sweepers.kill_sweepers(desk, wall, people, 10, 7) == []
    keys = [notice.key for notice in rows(Notice)]
    assert len(keys) == len(set(keys)) > 10
    for alarm in rows(Alarm, rule="clock"):
        assert [row for row in rows(Level, alarm_id=alarm.id) if row.level == alarm.level]
