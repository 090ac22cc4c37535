"""Exports: the shape that others rely on, judged at the moment that was asked for."""

import json

from models.desk.desk import Desk
from models.looks import export
from models.rows import NewRequest
from models.vocabulary import HoldReason
from models.wall import HOUR, HandClock

FACTS = ["number", "external_id", "kind", "category", "priority", "status", "channel", "received", "district",
         "address", "resolved", "clocks"]  # fmt: skip
CLOCK = ["kind", "cycle", "due", "target", "state", "met_at", "breached_at", "late_s"]


def only(desk: Desk, now: int) -> dict:
    (found,) = desk.look.export(now)
    return found


def test_an_object_has_exactly_the_promised_fields(desk: Desk, wall: HandClock, seats) -> None:
    desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号", district="城东"))
    found = only(desk, wall.now())
    assert list(found) == FACTS
    assert all(list(clock) == CLOCK for clock in found["clocks"])
    assert json.loads(json.dumps(found)) == found
    assert found["received"] == "2026-01-01T00:00:00Z"
    assert found["clocks"][0] == {
        "kind": "response", "cycle": 1, "due": "2026-01-02T00:00:00Z", "target": 86400, "state": "running",
        "met_at": None, "breached_at": None, "late_s": 0,
    }  # fmt: skip


def test_a_clock_is_judged_at_the_given_moment_and_met_on_the_very_instant(desk: Desk, wall: HandClock, seats) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    response = only(desk, wall.now() + 24 * HOUR)["clocks"][0]
    assert (response["state"], response["late_s"]) == ("running", 0)
    response = only(desk, wall.now() + 24 * HOUR + 1)["clocks"][0]
    assert (response["state"], response["breached_at"], response["late_s"]) == ("breached", "2026-01-02T00:00:00Z", 0)
    wall.advance(hours=24, seconds=90)
    desk.handling.respond(seats.operator, made.id)
    response = only(desk, wall.now() + 24 * HOUR)["clocks"][0]
    assert (response["state"], response["met_at"], response["late_s"]) == ("breached", "2026-01-02T00:01:30Z", 90)


def test_a_paused_and_a_void_clock_say_so(desk: Desk, wall: HandClock, seats) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    desk.handling.hold(seats.dispatcher, made.id, reason=HoldReason.NOT_HOME, until=wall.now() + 5 * HOUR)
    states = {clock["kind"]: clock["state"] for clock in only(desk, wall.now())["clocks"]}
    assert states == {"response": "running", "resolution": "paused"}
    desk.handling.resume(seats.operator, made.id)
    desk.handling.cancel(seats.operator, made.id, reason="用户自行处理")
    found = only(desk, wall.now())
    assert {clock["state"] for clock in found["clocks"]} == {"void"}
    assert all(clock["met_at"] is None for clock in found["clocks"])


def test_pages_leave_nothing_out_and_drafts_are_no_requests(desk: Desk, wall: HandClock, seats) -> None:
    numbers = []
    for turn in range(7):
        desk.intake.begin(seats.operator)
        numbers.append(
            desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address=f"民生路{turn}号")).number
        )
    with desk.store.read() as connection:
        first, last = export.page(connection, 0, wall.now())
        assert [one["number"] for one in first] == numbers
        assert export.page(connection, last, wall.now()) == ([], 0)
        middle, _ = export.page(connection, 3, wall.now())
    assert [one["number"] for one in middle] == numbers[3:]
    assert [one["number"] for one in desk.look.export(wall.now())] == numbers
