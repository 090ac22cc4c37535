"""Each day's visits are made once, by whoever is there: two processes at once, or one that is killed in between."""

import signal
import subprocess
import sys

import pytest
from sqlalchemy import insert

from models.rows import NewCampaign
from models.tables import Line, Premise, Request, Visit, VisitTry
from models.tables.found_by import refill
from models.vocabulary import Kind

HOMES = 200
MAKER = """
import sys
from models.desk import visits
from models.desk.desk import Desk
from models.store import Store
from models.wall import HandClock
visits.BATCH = 20
made = visits._make
def tell(work, row):
    made(work, row)
    print(row.id, flush=True)
visits._make = tell
desk = Desk(Store(sys.argv[1]), HandClock(int(sys.argv[2])))
print("ready", flush=True)
desk.alarms.resume_due()
"""


@pytest.fixture
def day(store, desk, seats, wall):
    """A campaign whose 200 visits all fall due on one day that has begun."""
    with store.write() as connection:
        places = [{"id": n, "district": "城东", "building": "", "address": f"石榴巷{n}号"} for n in range(1, HOMES + 1)]
        connection.execute(insert(Premise), places)
        refill(connection)
    made = desk.campaigns.add(
        seats.supervisor, NewCampaign("n", "2026-01-01", "2026-01-31", crews=["AJ1"], per_day=HOMES)
    )
    assert desk.campaigns.plan(seats.supervisor, made.id).days == 1
    desk.campaigns.start(seats.supervisor, made.id)
    wall.advance(days=4)


def maker(database, wall):
    command = [sys.executable, "-c", MAKER, str(database), str(wall.now())]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def made_once(rows):
    """Every visit has one request of its own, and its lines in the journal."""
    visits, tries, requests = rows(Visit), rows(VisitTry), rows(Request, kind=Kind.INSPECTION.value)
    assert len(visits) == len(tries) == len(requests) == HOMES
    assert {row.request_id for row in visits} == {row.request_id for row in tries} == {row.id for row in requests}
    assert len({row.premise_id for row in requests}) == HOMES
    assert len(rows(Line, act="save")) == HOMES


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_visits_are_made_once_though_the_maker_is_killed_again_and_again(database, desk, wall, rows, day):
    for lines in (5, 90):
        with maker(database, wall) as killed:
            for _ in range(lines + 1):
                killed.stdout.readline()
            killed.send_signal(signal.SIGKILL)
        assert len(rows(VisitTry)) % 20 == 0, "a batch is there whole or not at all"
        assert len(rows(VisitTry)) == len(rows(Request))
    desk.alarms.resume_due()
    made_once(rows)
    assert desk.upkeep.check().faults == ()


def test_two_processes_at_once_make_each_visit_once(database, desk, wall, rows, day):
    with maker(database, wall) as first, maker(database, wall) as second:
        told = [process.communicate(timeout=60)[0].split()[1:] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0)
    assert sorted(int(one) for some in told for one in some) == list(range(1, HOMES + 1))
    made_once(rows)
    assert desk.campaigns.day(desk.look.seat_by_login("zhao")) == 0
    assert desk.upkeep.check().faults == ()
