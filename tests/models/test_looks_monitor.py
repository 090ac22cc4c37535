"""What the supervisor's panes and every header read: alarms in the order of duty, figures, the feed, who looks."""

import random
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from models.desk.desk import Desk
from models.looks import figures
from models.looks.people import AWAY_AFTER
from models.rows import NewRequest, QueueKey
from models.sla import LEVELS
from models.tables import Assignment, Request
from models.vocabulary import NEVER, Kind, WrapUp
from models.wall import DAY, HOUR, HandClock

MIDNIGHT = 1_767_225_600_000 - 8 * HOUR


def test_alarms_stand_in_the_order_of_duty(desk: Desk, wall: HandClock, seats) -> None:
    for category in ("RP-HOSE", "EM-LEAK-IN", "RP-NOGAS", "EM-LEAK-IN"):
        desk.intake.save(seats.operator, NewRequest(category=category, address="民生路1号"))
        wall.advance(minutes=1)
    wall.advance(hours=5)
    desk.alarms.sweep()
    listed = desk.look.alarms()
    seen = next(row for row in listed if row.severity == 3)
    desk.alarms.acknowledge(seats.operator, seen.id)
    listed = desk.look.alarms()
    keys = [
        (-row.severity, -row.level, row.state != "unacknowledged", row.breach_at or row.due_at, row.id)
        for row in listed
    ]
    assert keys == sorted(keys)
    assert listed[0].severity == 3
    assert [row.id for row in desk.look.alarms(limit=3)] == [row.id for row in listed[:3]]
    top, unseen = desk.look.strip()
    assert [row.id for row in top] == [row.id for row in listed if row.state == "unacknowledged"][:2]
    assert unseen == sum(row.state == "unacknowledged" for row in listed)
    assert next(row for row in listed if row.id == seen.id).acknowledged_by == "李静"
    assert all([level.level for level in row.levels] == [n for n in LEVELS if n <= row.level] for row in listed)


def test_an_alarm_that_is_over_is_listed_only_on_request(desk: Desk, wall: HandClock, seats) -> None:
    assert desk.look.strip() == ((), 0)
    made = desk.intake.save(seats.operator, NewRequest(category="EM-LEAK-IN", address="民生路1号"))
    wall.advance(minutes=6)
    desk.alarms.sweep()
    (row,) = desk.look.alarms()
    desk.alarms.acknowledge(seats.operator, row.id)
    desk.dispatch.assign(seats.dispatcher, made.id, crew="QX1")
    desk.dispatch.accept(seats.dispatcher, made.id, crew="QX1")
    assert desk.look.alarms() == []
    assert [one.id for one in desk.look.alarms(all=True)] == [row.id]


def test_the_day_begins_at_local_midnight_also_when_it_has_twenty_three_hours() -> None:
    assert figures.midnight(MIDNIGHT, "Asia/Shanghai") == MIDNIGHT
    assert figures.midnight(MIDNIGHT - 1, "Asia/Shanghai") == MIDNIGHT - DAY
    spring = 1_711_846_800_000  # 2024-03-31 03:00 in Berlin, two hours after a midnight in winter time
    assert spring - figures.midnight(spring, "Europe/Berlin") == 2 * HOUR


def test_figures_count_what_was_kept_and_what_was_broken_today(desk: Desk, wall: HandClock, seats) -> None:
    wall.set(MIDNIGHT - 2 * HOUR)
    old = desk.intake.save(seats.operator, NewRequest(category="RP-NOGAS", address="民生路1号", phone="1990000"))
    wall.set(MIDNIGHT + HOUR)
    kept = desk.intake.save(seats.operator, NewRequest(category="RP-NOGAS", address="民生路2号"))
    desk.handling.respond(seats.operator, kept.id)
    desk.intake.call(seats.operator, phone="19900000001", wrap_up=WrapUp.ANSWERED)
    wall.set(MIDNIGHT + 2 * HOUR + 1)
    today = desk.look.figures(wall.now())
    assert today.since == MIDNIGHT
    assert today.kept["response"] == (1, 2), "one answered in time, one four hours old and still running"
    assert today.calls[:2] == (0, 0)
    assert (len(today.calls), sum(today.calls)) == (5, 2)
    assert (today.live, today.overdue) == (2, 1)
    desk.handling.respond(seats.operator, old.id)
    assert desk.look.figures(wall.now()).kept["response"] == (1, 2)
    assert desk.look.figures(wall.now() + DAY).kept.get("response") is None


def test_figures_of_an_empty_day_are_empty(desk: Desk) -> None:
    assert desk.look.figures(MIDNIGHT) == figures.DayFigures(MIDNIGHT, {}, (0,), 0, 0)


def test_the_feed_brings_every_line_once_and_in_order(desk: Desk, wall: HandClock, seats) -> None:
    start = desk.look.journal_head()
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    desk.dispatch.assign(seats.dispatcher, made.id, crew="WX1")
    desk.administration.set_crew(seats.supervisor, "WX2", out_reason="车坏")
    cursor, lines = start, []
    while some := desk.look.journal_since(cursor, 2):
        lines += some
        cursor = some[-1].seq
    assert [line.seq for line in lines] == list(range(start + 1, desk.look.journal_head() + 1))
    assert lines == desk.look.journal_tail(100)[::-1][start:]
    assert {line.actor for line in lines} == {"李静", "陈诚", "赵敏"}
    assert desk.look.engine().journal_head == cursor


def test_who_looks_at_a_request_is_seen_until_the_sign_of_it_is_old(desk: Desk, wall: HandClock, seats) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    desk.intake.present(seats.operator, made.id)
    desk.intake.present(seats.second, made.id)
    assert desk.look.presence(wall.now() + AWAY_AFTER) == {made.id: ("LI", "WA")}
    assert desk.look.presence(wall.now() + AWAY_AFTER + 1) == {}
    desk.intake.present(seats.second, None)
    assert desk.look.presence(wall.now()) == {made.id: ("LI",)}


def test_the_clocks_of_a_preview_are_the_clocks_that_saving_starts(desk: Desk, wall: HandClock, seats) -> None:
    for category in ("EM-LEAK-IN", "EM-OUT-AREA", "RP-NOGAS", "EQ-SAFE", "CP-SERV"):
        made = desk.intake.save(seats.operator, NewRequest(category=category, address="民生路1号", phone="1990000"))
        whole = desk.look.detail(made.id)
        shown = desk.look.preview(category, whole.row.priority, wall.now())
        assert {(one.kind, one.due_at, one.warn_at) for one in shown} == {
            (one.kind, one.due_at, one.warn_at) for one in whole.clocks
        }
    assert desk.look.preview("NO-SUCH", "P1", wall.now()) == ()


@pytest.fixture(params=["unknown", "known"])
def crowded(desk: Desk, store, request: pytest.FixtureRequest) -> Desk:
    """Two thousand old requests and three hundred live ones, as bare rows; their statistics known or not."""
    chance = random.Random(7)
    rows = [
        {"id": number, "serial": number, "number": f"R-{number:05d}", "kind": "repair", "category": "RP-HOSE",
         "priority": "P3", "status": "open" if number > 2000 else "closed", "district": chance.choice("东西南"),
         "received": number, "state_since": number, "next_due_at": number * 7 % 311 if number > 2000 else NEVER}
        for number in range(1, 2301)
    ]  # fmt: skip
    with store.write() as connection:
        connection.execute(insert(Request), rows)
        done = [{"request_id": one["id"], "crew_id": 1, "step": "done", "offered_at": 1} for one in rows[:2000]]
        connection.execute(insert(Assignment), done)
        if request.param == "known":
            connection.exec_driver_sql("ANALYZE")
    return desk


def test_no_look_of_a_console_walks_what_is_closed(crowded: Desk) -> None:
    """By SQLite's own plans: every one of them stands on an index of live rows, or on a key."""
    heard: list[tuple[str, Any]] = []

    def hear(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        heard.append((statement, values))

    key, look = QueueKey(50, 2100), crowded.look
    event.listen(Engine, "before_cursor_execute", hear)
    try:
        for district in (None, "东"):
            for where in ({}, {"after": key}, {"before": key}, {"position": 30}):
                look.queue(Kind.REPAIR, district=district, **where)
        for read in (lambda: look.crews(100), lambda: look.rank(Kind.REPAIR, key), lambda: look.drafts(1), look.strip):
            read()
        for judged in (look.counts, look.matrix, look.figures):
            judged(100)
        look.similar(phone="19900000001", address="民生路1号")
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    raw = crowded.store.raw()
    asked = [one for one in heard if one[0].startswith("SELECT")]
    plans = [[row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {one}", values)] for one, values in asked]
    raw.close()
    assert len(plans) > 20
    for (statement, _), plan in zip(asked, plans, strict=True):
        # The newest id alone is read by a scan that ends at its first row.
        steps = [step for before, step in pairwise(["", *plan]) if not before.startswith("SCALAR SUBQUERY")]
        assert not {"SCAN request", "SCAN assignment", "SCAN clock"} & set(steps), (statement, plan)
        if "AND request.kind = ?" in statement or "GROUP BY request.kind" in statement:
            assert not any("TEMP B-TREE" in step for step in steps), (statement, plan)
