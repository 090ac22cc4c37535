"""The simulated city: it keeps the board alive, and keeps its hands off what a person has open."""

from pathlib import Path

import pytest

from console.demo import Simulation
from models.desk.desk import Desk
from models.sample import shift
from models.store import Store
from models.vocabulary import QUEUES
from models.wall import HandClock

SAMPLE = Path(__file__).resolve().parents[2] / "sample.db"
NOW = 1_800_000_000_000


@pytest.fixture
def desk(tmp_path):
    """A moved copy of the sample under a hand-set clock."""
    store = Store(shift.copy_to(SAMPLE, tmp_path / "demo.db", NOW))
    yield Desk(store, HandClock(NOW))
    store.close()


def live(desk):
    """Every row of every queue."""
    return [row for kind in QUEUES for row in desk.look.queue(kind, limit=200)]


def play(desk, city, steps):
    """So many acts, three seconds apart, with the engine between them; returns what was done."""
    done = []
    for _ in range(steps):
        desk.wall.advance(seconds=3)
        desk.alarms.resume_due()
        desk.alarms.sweep()
        done.append(city.step())
    return done


def test_the_city_lives_without_growing_and_leaves_a_sound_file(desk):
    city = Simulation(desk, seed=1)
    done = play(desk, city, 250)
    assert {"save", "respond", "assign", "accept", "en_route", "on_site", "done", "resolve"} <= {
        one.split()[0] for one in done if one
    }
    assert 45 <= len(live(desk)) <= 75
    assert city.refused == 0
    assert desk.upkeep.check().sound
    assert desk.upkeep.rebuild(check=True).differing == 0


def test_nobody_touches_what_the_person_has_open_or_sits_in_their_seat(desk):
    user = desk.look.seat_by_login("liwei")
    head = desk.look.journal_head()
    mine = {row.id for row in live(desk)[:30]}
    city = Simulation(desk, seed=2, user=user)
    for turn in range(120):
        desk.wall.advance(seconds=3)
        open_now = sorted(mine)[turn % 30]
        desk.intake.present(user, open_now)
        before = desk.look.rows([open_now])[open_now].version
        city.step()
        assert desk.look.rows([open_now])[open_now].version == before
    assert {line.actor for line in desk.look.journal_since(head, 1000)}.isdisjoint({"liwei"})


def test_the_same_seed_does_the_same(desk, tmp_path):
    store = Store(shift.copy_to(SAMPLE, tmp_path / "again.db", NOW))
    again = Desk(store, HandClock(NOW))
    assert play(desk, Simulation(desk, seed=5), 60) == play(again, Simulation(again, seed=5), 60)
    store.close()


def test_it_stops_when_it_is_told_to(desk):
    city = Simulation(desk, seed=1)
    city.start()
    city.stop()
    assert not city.alive
