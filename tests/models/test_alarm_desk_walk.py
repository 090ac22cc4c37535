"""The alarm table walked at random against the real desk: what is true is visible, or hidden for a reason on record."""

import random

import pytest

from models.desk import raising
from models.desk.clockwork import stored_clock
from models.errors import DeskError
from models.rows import NewRequest
from models.sla import LEVELS
from models.tables import Alarm, Clock, IncidentChild, Notice, Request, RuleOut
from models.vocabulary import HoldReason
from models.wall import HOUR, MINUTE

CATEGORIES = ("EM-LEAK-IN", "RP-NOGAS", "RP-HOSE", "EM-OUT-AREA")


def act(desk, seats, wall, dice):
    """Somebody does something to an alarm, a rule, an incident or a request; a refusal is an answer."""
    which, alarm, boss = dice.randint(1, 6), dice.randint(1, 14), seats.supervisor
    until = wall.now() + dice.randint(1, 60) * HOUR
    acts = (
        lambda: wall.advance(minutes=dice.choice([1, 3, 12, 40, 300])),
        lambda: wall.advance(minutes=dice.choice([1, 6, 31])),
        lambda: desk.alarms.acknowledge(seats.operator, alarm),
        lambda: desk.alarms.acknowledge_several(boss, range(alarm, alarm + 3)),
        lambda: desk.alarms.shelve(boss, alarm, minutes=dice.choice([1, 15, 200]), reason="x"),
        lambda: desk.alarms.unshelve(boss, alarm),
        lambda: desk.alarms.take_out_of_service(
            boss,
            "clock",
            reason="x",
            until=wall.now() + 20 * MINUTE,
            clock=dice.choice(("", "response", "arrival")),
            kind=dice.choice(("", "emergency")),
            life=dice.random() < 0.4,
            whole=dice.random() < 0.7,
        ),
        lambda: desk.alarms.put_in_service(boss, "clock"),
        lambda: desk.incidents.begin(boss, which, children=[dice.randint(1, 6)]),
        lambda: desk.incidents.end(boss, which),
        lambda: desk.handling.respond(boss, which),
        lambda: desk.handling.hold(boss, which, reason=dice.choice(list(HoldReason)), until=until),
        lambda: desk.handling.resume(boss, which),
        lambda: desk.handling.reclassify(boss, which, category=dice.choice(CATEGORIES), reason="x"),
        lambda: desk.dispatch.assign(boss, which, crew="QX1", override_reason="x"),
        lambda: desk.dispatch.on_site(boss, which),
        lambda: desk.handling.reopen(boss, which, reason="x"),
    )
    try:
        dice.choice(acts)()
    except DeskError:
        wall.advance(seconds=1)


def hidden_or_visible(rows, wall):
    """What does not hold between the clocks, what hides alarms, and the alarms."""
    out = rows(RuleOut, ended_at=None)
    kinds = {row.id: row.kind for row in rows(Request)}
    children = {row.request_id for row in rows(IncidentChild, detached_at=None)}
    alarms = {(row.request_id, row.clock, row.cycle): row for row in rows(Alarm, rule="clock")}
    wrong = []
    for row in rows(Clock):
        clock, alarm = stored_clock(row), alarms.get((row.request_id, row.kind, row.cycle))
        true = any(raising.stands(clock, level, wall.now()) for level in LEVELS)
        if not true:
            allowed = {"normal", "returned", "shelved", None}
        elif any(
            one.clock in ("", row.kind) and one.kind in ("", kinds[row.request_id])
            and (one.life or (alarm is not None and alarm.severity < 3)) for one in out
        ):  # fmt: skip
            allowed = {"out_of_service"}
        elif row.request_id in children or clock.pause_at(wall.now()):
            allowed = {"suppressed"}
        else:
            allowed = {"unacknowledged", "acknowledged", "shelved"}
        state = alarm.state if alarm else None
        if state not in allowed or (state == "shelved" and alarm.wake_at <= wall.now()):
            wrong.append((row.request_id, row.kind, state, allowed))
    return wrong


@pytest.mark.parametrize("seed", range(3))
def test_what_is_true_is_visible_or_hidden_for_a_reason_whatever_people_do(desk, seats, wall, rows, seed):
    dice = random.Random(seed)
    for _ in range(6):
        desk.intake.save(seats.operator, NewRequest(dice.choice(CATEGORIES), phone="1"))
    for number in range(1, 121):
        act(desk, seats, wall, dice)
        if number % 6 == 0:
            desk.alarms.resume_due()
            desk.alarms.sweep(under=wall.now())
            assert hidden_or_visible(rows, wall) == [], number
    assert desk.upkeep.check().faults == ()
    keys = [notice.key for notice in rows(Notice)]
    assert len(keys) == len(set(keys)) > 0
