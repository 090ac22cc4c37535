"""Random verbs on requests and jobs together: no crew in two places, nobody left on what is over, all as replayed."""

import pytest
from sqlalchemy import update

from bench import replayed
from bench.soak import seats_of
from bench.walks import Walk
from models.rows import NewRequest
from models.tables import Assignment, Request
from models.wall import MINUTE

STEPS = 400


@pytest.mark.parametrize("seed", [1])
def test_after_hundreds_of_random_verbs_requests_jobs_and_boards_are_what_the_journal_tells(desk, wall, seed):
    walk = Walk(desk, wall, seats_of(desk), seed)
    for number in range(1, STEPS + 1):
        walk.step()
        if number % 50 == 0:
            assert replayed.faults(desk) == []
    assert {"call", "assign", "on_site", "done", "engine"} <= walk.done.keys()
    assert walk.done.total() > STEPS / 4
    assert desk.upkeep.check().faults == ()


@pytest.fixture
def two(desk, seats, crew):
    """Two repairs, the crew offered both."""
    made = [
        desk.intake.save(seats.operator, NewRequest("RP-HOSE", address=f"南湖路{n}号", phone="139")).id for n in (1, 2)
    ]
    for which in made:
        desk.dispatch.assign(seats.dispatcher, which, crew=crew, override_reason="顺路")
    return made


def test_a_crew_is_not_on_site_before_it_left_where_it_was_in_the_meantime(desk, seats, two, wall, refused):
    """Entered late and back-dated to before a visit that began and ended since: two places at a time all the same."""
    first, second = two
    wall.advance(minutes=20)
    desk.dispatch.on_site(seats.dispatcher, first, at=wall.now() - 15 * MINUTE)
    desk.dispatch.done(seats.dispatcher, first, at=wall.now() - 5 * MINUTE)
    assert refused(desk.dispatch.on_site, seats.dispatcher, second, at=wall.now() - 18 * MINUTE) == "on_site.elsewhere"
    desk.dispatch.on_site(seats.dispatcher, second, at=wall.now() - 5 * MINUTE)
    assert replayed.faults(desk) == []


def test_an_amended_time_that_puts_a_crew_in_two_places_is_kept_and_marked(desk, seats, two, wall, rows, crew):
    first, second = two
    wall.advance(minutes=5)
    desk.dispatch.on_site(seats.dispatcher, first)
    end = wall.advance(minutes=10)
    desk.dispatch.done(seats.dispatcher, first)
    wall.advance(minutes=5)
    desk.dispatch.on_site(seats.dispatcher, second)
    desk.dispatch.amend(seats.dispatcher, second, crew=crew, step="on_site", at=end - 2 * MINUTE, reason="看表")
    assert [(job.on_site_at, job.conflict) for job in rows(Assignment)][1] == (end - 2 * MINUTE, True)
    assert "conflict" in desk.look.detail(second).flags
    assert replayed.faults(desk) == []


SPOILED = {
    "a crew in two places": (
        lambda c, ids: c.execute(
            update(Assignment).values(step="on_site", on_site_at=Assignment.__table__.c.offered_at)
        ),
        "is on site at jobs",
    ),
    "a crew left on what is over": (
        lambda c, ids: c.execute(update(Request).where(Request.id == ids[0]).values(status="closed")),
        "with a crew on it",
    ),
    "a job that is further than its lines": (
        lambda c, ids: c.execute(update(Assignment).where(Assignment.request_id == ids[0]).values(step="accepted")),
        "its lines say offered",
    ),
    "a request that is elsewhere than its lines": (
        lambda c, ids: c.execute(update(Request).where(Request.id == ids[0]).values(status="open")),
        "its lines say working",
    ),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_what_the_walk_looks_for_it_finds(desk, store, two, fault):
    """A check that cannot fail would say nothing."""
    assert replayed.faults(desk) == []
    spoil, said = SPOILED[fault]
    with store.write() as connection:
        spoil(connection, two)
    assert any(said in one for one in replayed.faults(desk))
