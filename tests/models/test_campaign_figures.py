"""Whatever happens to the visits of a campaign, its figures add up, per district and all together."""

import random
from collections import Counter

import pytest
from sqlalchemy import insert

from models.errors import DeskError
from models.rows import NewCampaign
from models.tables import Customer, Premise
from models.tables.found_by import refill
from models.vocabulary import VisitState

HOMES = 24


@pytest.fixture
def running(store, desk, seats, wall):
    with store.write() as connection:
        connection.execute(insert(Premise), [{"id": n, "district": ("城东", "城西", "南湖")[n % 3], "building": "",
                                              "address": f"石榴巷{n}号"} for n in range(1, HOMES + 1)])  # fmt: skip
        connection.execute(insert(Customer), [{"id": n, "name": "n", "phone": f"1990000{n:04}", "premise_id": n}
                                              for n in range(1, HOMES + 1)])  # fmt: skip
        refill(connection)
    made = desk.campaigns.add(
        seats.supervisor, NewCampaign("n", "2026-01-01", "2026-03-01", crews=["AJ1"], per_day=6, max_tries=2)
    )
    desk.campaigns.plan(seats.supervisor, made.id)
    desk.campaigns.start(seats.supervisor, made.id)
    return made.id


def told(desk, now, campaign):
    """The figures, after they were held against each other and against the visits one by one."""
    figures = desk.look.campaigns().figures(now, campaign=campaign)
    *districts, total = figures
    for one in figures:
        assert one.planned == one.done + one.no_access + one.cancelled + one.open
    names = ("planned", "done", "no_access", "cancelled", "open", "once", "twice", "thrice", "grade_1", "grade_2",
             "grade_3", "rectified", "overdue", "stopped")  # fmt: skip
    for name in names:
        assert getattr(total, name) == sum(getattr(one, name) for one in districts), name
    states = Counter(one.state for one in desk.look.campaigns().visits(campaign))
    row = desk.look.campaigns().one(campaign, now)
    for state in VisitState:
        assert states[state] == getattr(total, state.value) == getattr(row, state.value)
    assert row.planned == total.planned == HOMES
    return total


@pytest.mark.parametrize("seed", range(2))
def test_figures_add_up_after_every_act(desk, seats, wall, running, seed):
    dice = random.Random(seed)
    boss, seen = seats.supervisor, Counter()

    def one(state=None):
        rows = [row for row in desk.look.campaigns().visits(running) if state in (None, bool(row.number))]
        return dice.choice(rows)

    def live():
        return dice.choice(desk.look.campaigns().visits(running, state=VisitState.OPEN)).number

    acts = {
        "day": lambda: wall.advance(days=dice.choice((1, 1, 2, 5))),
        "pass": lambda: desk.inspecting.inspect(boss, live(), crew="AJ1"),
        "found": lambda: desk.inspecting.inspect(boss, live(), findings=dice.choice(("1", "5 9", "12"))),
        "missed": lambda: desk.inspecting.inspect(boss, live(), result=dice.choice(("no_entry", "refused"))),
        "cancel": lambda: desk.handling.cancel(boss, one(True).number, reason="x"),
        "reopen": lambda: desk.handling.reopen(boss, one(True).number, reason="x"),
        "drop": lambda: desk.campaigns.drop(boss, one(False).id, reason="x"),
        "move": lambda: desk.campaigns.move(boss, one(False).id, day="2026-02-25"),
        "recheck": lambda: desk.inspecting.inspect(boss, _recheck(desk, dice), crew="AJ1"),
        "announce": lambda: desk.campaigns.announce(boss, running),
    }
    for _ in range(90):
        name = dice.choice((*acts, "missed", "pass", "found"))
        try:
            acts[name]()
            seen[name] += 1
        except (DeskError, IndexError):
            seen["refused"] += 1
        desk.alarms.resume_due()
        told(desk, wall.now(), running)
    assert {"pass", "found", "missed", "cancel"} <= set(seen)
    for row in desk.look.campaigns().visits(running, state=VisitState.OPEN):
        if row.number:
            desk.handling.cancel(boss, row.number, reason="x")
    assert desk.campaigns.close(boss, running).open == 0
    assert told(desk, wall.now(), running).open == 0
    assert desk.upkeep.check().faults == ()


def _recheck(desk, dice):
    numbers = [one.recheck for n in range(1, HOMES + 1) for one in desk.look.campaigns().inspections(premise_id=n)]
    return dice.choice([number for number in numbers if number])
