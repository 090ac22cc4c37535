"""Predictions from a file's own history: read once in a while, of the newest requests, and only what was known then."""

from sqlalchemy import event, insert

from models.calibration import BANDS, band_of
from models.looks import predictions as room
from models.prediction import LEAST, Basis, Why
from models.rows import NewRequest
from models.tables import Clock, Request
from models.vocabulary import ClockKind, HoldReason
from models.wall import DAY, HOUR, MINUTE

HALF = LEAST // 2


def fill(store, now, spans, *, category="RP-HOSE", kind="resolution", target=72 * HOUR, days=30):
    """Past requests that took so long (None: still open), each received `days` ago at the present hour."""
    with store.write() as connection:
        first = 1 + (connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM request").scalar() or 0)
        begun = now - days * DAY
        connection.execute(
            insert(Request),
            [
                {"id": id_, "number": f"R-{id_:05}", "serial": id_, "kind": "repair", "category": category,
                 "priority": "P3", "status": "open" if took is None else "closed", "received": begun,
                 "state_since": begun, "district": "城东"}
                for id_, took in enumerate(spans, first)
            ],
        )  # fmt: skip
        connection.execute(
            insert(Clock),
            [
                {"request_id": id_, "kind": kind, "started_at": begun, "target_ms": target, "due_at": begun + target,
                 "warn_at": begun + target, "stopped_at": None if took is None else begun + took,
                 "state": 0 if took is None else 1}
                for id_, took in enumerate(spans, first)
            ],
        )  # fmt: skip


def saved(desk, seats, **given):
    return desk.intake.save(
        seats.operator, NewRequest(category="RP-HOSE", district="城东", address="民生路1号", **given)
    )


def said(desk, request_id):
    found = desk.look.predictions().of([request_id], desk.wall.now()).get(request_id, ())
    return {one.clock: one for one in found}


def test_an_open_request_is_likely_to_miss_what_comparable_ones_missed(desk, store, seats):
    fill(store, desk.wall.now(), [80 * HOUR] * LEAST + [2 * HOUR] * LEAST)
    opened = saved(desk, seats)
    assert said(desk, opened.id) == {}
    desk.look.predictions().learn(desk.wall.now())
    one = said(desk, opened.id)[ClockKind.RESOLUTION]
    assert (one.share, one.n, one.basis, one.likely) == (0.5, 2 * LEAST, Basis.HOUR, False)
    desk.wall.advance(hours=3)
    one = said(desk, opened.id)[ClockKind.RESOLUTION]
    assert (one.share, one.n, one.likely) == (1.0, LEAST, True)
    assert said(desk, opened.id)[ClockKind.RESPONSE].why is Why.THIN


def test_what_is_late_or_ended_is_not_foretold(desk, store, seats):
    fill(store, desk.wall.now(), [80 * HOUR] * LEAST)
    opened = saved(desk, seats)
    desk.look.predictions().learn(desk.wall.now())
    desk.wall.advance(hours=25)
    assert set(said(desk, opened.id)) == {ClockKind.RESOLUTION}
    desk.wall.advance(hours=72)
    assert said(desk, opened.id) == {}
    second = saved(desk, seats)
    assert said(desk, second.id) != {}
    desk.handling.cancel(seats.operator, second.id, reason="doubled")
    assert said(desk, second.id) == {}


def test_a_pause_stands_still_for_age_and_time_left(desk, store, seats):
    fill(store, desk.wall.now(), [80 * HOUR] * LEAST + [2 * HOUR] * LEAST)
    opened = saved(desk, seats)
    desk.look.predictions().learn(desk.wall.now())
    desk.wall.advance(hours=1)
    until = desk.wall.now() + 10 * HOUR
    desk.handling.hold(seats.dispatcher, opened.id, reason=HoldReason.NOT_HOME, until=until)
    desk.wall.advance(hours=5)
    assert said(desk, opened.id)[ClockKind.RESOLUTION].share == 0.5


def test_the_history_is_read_again_only_when_it_is_old(desk, store, wall):
    predictions = desk.look.predictions()
    assert predictions.stale(wall.now())
    predictions.learn(wall.now())
    fill(store, wall.now(), [80 * HOUR] * LEAST)
    open_one = saved_at(store, wall)
    predictions.learn(wall.now())
    assert said(desk, open_one)[ClockKind.RESOLUTION].why is Why.THIN
    wall.advance(hours=6)
    assert desk.look.predictions().stale(wall.now())
    desk.look.predictions().learn(wall.now())
    assert said(desk, open_one)[ClockKind.RESOLUTION].likely


def saved_at(store, wall):
    """An open request received now, without a verb."""
    fill(store, wall.now(), [None], days=0)
    with store.read() as connection:
        return connection.exec_driver_sql("SELECT max(id) FROM request").scalar()


def test_only_the_newest_are_learned_from_in_pages(desk, store, wall, monkeypatch):
    monkeypatch.setattr(room, "PAGE", 7)
    monkeypatch.setattr(room, "MOST", LEAST)
    fill(store, wall.now(), [80 * HOUR] * LEAST, days=60)
    fill(store, wall.now(), [HOUR] * LEAST, days=30)
    open_one = saved_at(store, wall)
    desk.look.predictions().learn(wall.now())
    one = said(desk, open_one)[ClockKind.RESOLUTION]
    assert (one.share, one.n) == (0.0, LEAST)


def test_the_list_names_the_likeliest_first(desk, store, wall):
    fill(store, wall.now(), [80 * HOUR] * 9 * HALF + [2 * HOUR] * HALF)
    fill(store, wall.now(), [80 * HOUR] * LEAST + [None], category="RP-NOGAS", days=2)
    one, other = saved_at(store, wall), saved_at(store, wall)
    listed = desk.look.predictions().likely(wall.now())
    assert [(row.number, row.percent, row.n) for row in listed] == [
        (f"R-{one:05}", 90.0, 10 * HALF), (f"R-{other:05}", 90.0, 10 * HALF),
    ]  # fmt: skip
    assert desk.look.predictions().likely(wall.now(), limit=1) == listed[:1]


def test_calibration_learns_only_what_was_known_then(desk, store, wall):
    """A request that took long, but had not ended at the cut, is no more than one still open there."""
    fill(store, wall.now(), [100 * HOUR] * LEAST, days=30)
    fill(store, wall.now(), [100 * HOUR] * 10, days=20)
    cut = wall.now() - 30 * DAY + 50 * HOUR
    asked = desk.look.predictions().calibration(cut, wall.now(), wall.now())
    assert [row for row in asked.bands if row.n] == []
    assert asked.unsaid > 0
    later = desk.look.predictions().calibration(cut + 60 * HOUR, wall.now(), wall.now())
    assert [(row.n, row.requests, row.foretold, row.missed) for row in later.bands if row.n] == [(30, 10, 100.0, 100.0)]
    assert later.unknown == 0


def test_a_promise_whose_fate_is_open_is_counted_apart(desk, store, wall):
    fill(store, wall.now(), [80 * HOUR] * LEAST, days=30)
    fill(store, wall.now(), [None], days=1)
    found = desk.look.predictions().calibration(wall.now() - 10 * DAY, wall.now(), wall.now())
    assert (found.unknown, sum(row.n for row in found.bands)) == (1, 0)


def test_calibration_may_ask_of_one_clock_alone(desk, store, wall):
    fill(store, wall.now(), [80 * HOUR] * (LEAST + 3), days=30)
    cut = wall.now() - 20 * DAY
    fill(store, wall.now(), [80 * HOUR], days=10)
    every, none = (
        desk.look.predictions().calibration(cut, wall.now(), wall.now(), clock=clock)
        for clock in (ClockKind.RESOLUTION, ClockKind.RESPONSE)
    )
    assert (every.bands[band_of(1)].n, sum(row.n for row in none.bands), len(every.bands)) == (3, 0, len(BANDS))


def test_asking_what_is_on_the_screen_reads_only_that(desk, store, wall):
    fill(store, wall.now(), [80 * HOUR] * LEAST)
    open_one = saved_at(store, wall)
    desk.look.predictions().learn(wall.now())
    seen = []
    event.listen(store._reader, "before_cursor_execute", lambda *given: seen.append(given[2]))
    desk.look.predictions().of([open_one], wall.now() + MINUTE)
    assert [("request.id IN (?)" in one) for one in seen if one != "BEGIN"] == [True]
