"""A period's pack: made of the reports' own figures, frozen with its definitions, and never changed afterwards."""

import copy
import json
from typing import Any

import pytest
from sqlalchemy import update

from models.desk.checking import check
from models.desk.desk import Desk
from models.packs import differences, digest
from models.periods import read_period
from models.rows import NewRequest
from models.tables import Pack
from models.vocabulary import Act
from models.wall import DAY, HOUR, HandClock, to_iso

PACKS = Pack.__table__  # type: ignore[attr-defined]
MONTH = read_period("month", "2026-01", "Asia/Shanghai")


@pytest.fixture
def month(desk: Desk, seats: Any, wall: HandClock) -> Desk:
    """January with a few requests, of which a complaint is open; it is February now."""
    for day, category in ((2, "RP-HOSE"), (3, "RP-HOSE"), (20, "CP-SERV"), (21, "EQ-BILL")):
        wall.set(MONTH.since + day * DAY + 9 * HOUR)
        made = desk.intake.save(seats.operator, NewRequest(category=category, phone="19912340000", address="石榴巷 9"))
        desk.handling.respond(seats.operator, made.id)
    wall.set(MONTH.until + 3 * DAY)
    return desk


def made(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.look.packs().made(MONTH, desk.wall.now(), "1.0")
    return found


def test_its_figures_are_those_of_the_reports(month: Desk) -> None:
    pack, reads = made(month), month.look.indicators()
    span = MONTH.since, MONTH.until
    promises = {(row["name"], row["group"]): row["value"] for row in pack["promises"]}
    assert all(promises[one.name, one.group] == one.value for one in reads.promises(*span))
    assert [row["value"] for row in pack["rates"]] == [one.value for one in reads.rates(*span)]
    assert (
        [row["count"] for row in pack["causes_by_category"]] == [one.count for one in reads.causes(*span)] == [2, 1, 1]
    )
    assert next(row["period"] for row in pack["trend"] if row["name"] == "received") == 4
    assert sum(row["requests"] for row in pack["series"]) == 4
    assert [row["hours"][9] for row in pack["requests_by_hour"]] == [4]
    (complaint,) = pack["complaints"]
    assert (complaint["number"], complaint["age_days"]) == ("C-00003", 13.6)


def test_what_was_promised_for_a_complaint_stays_in_it_until_it_was_found_to_hold(month: Desk, seats: Any) -> None:
    assert made(month)["measures"] == []
    day = month.wall.now() - 12 * HOUR
    month.aftercare.handle_complaint(seats.supervisor, 3, stage="visit", unit="二站", plan="重装", plan_by=day)
    pack = made(month)
    (row,) = pack["measures"]
    assert (row["number"], row["stage"], row["unit"], row["due"], row["late_days"]) == (
        "C-00003", "visit", "二站", to_iso(day), 0.5)  # fmt: skip
    assert [(one["name"], one["count"], one["late_plans"]) for one in pack["complaints_by_stage"]] == [
        ("all", 1, 1), ("visit", 1, 1)]  # fmt: skip


def test_a_frozen_pack_stays_whatever_comes_later(month: Desk, seats: Any, wall: HandClock) -> None:
    kept = month.packs.keep(seats.supervisor, MONTH, made(month))
    head = month.look.journal_tail(1)[0]
    assert (head.act, head.data["digest"]) == (Act.FREEZE_PACK, kept.digest)
    wall.advance(days=1)
    month.handling.take(seats.operator, 4)
    again = month.packs.keep(seats.supervisor, MONTH, made(month))
    assert (again.id, again.pack) == (kept.id, kept.pack)
    assert json.loads(json.dumps(kept.pack))["definitions"] == json.loads(json.dumps(made(month)))["definitions"]
    other = month.packs.keep(seats.supervisor, MONTH, made(month), anew=True)
    assert other.id != kept.id
    assert month.look.packs().newest("2026-01").id == other.id
    assert month.look.packs().one(kept.id).pack == kept.pack
    assert [(line.id, line.whole) for line in month.look.packs().listed()] == [(other.id, True), (kept.id, True)]


def test_it_carries_what_it_was_reckoned_by(month: Desk, seats: Any) -> None:
    pack = made(month)
    before = pack["journal"]
    assert (before["seq"], pack["period"]["zone"]) == (month.look.journal_head(), "Asia/Shanghai")
    assert {"program", "schema", "categories_digest", "policies_digest", "goals"} <= pack["frozen"].keys()
    assert {row["clock"] for row in pack["policies"]} >= {"response", "resolution"}
    assert "RP-HOSE" in {row["code"] for row in pack["categories"]}
    named = {name for row in pack["definitions"] for name in row["name"].split(", ")}
    assert {"response_mean", "satisfied", "repeat_fault", "complaint_rate", "customer_hours"} <= named


def test_only_a_supervisor_freezes_and_only_what_is_over(
    month: Desk, seats: Any, refused: Any, wall: HandClock
) -> None:
    assert refused(month.packs.keep, seats.operator, MONTH, made(month)) == "role.needed"
    wall.set(MONTH.until - 1)
    assert refused(month.packs.keep, seats.supervisor, MONTH, made(month)) == "pack.not_over"
    assert month.look.packs().listed() == []


def test_a_pack_that_somebody_altered_says_so(month: Desk, seats: Any, refused: Any) -> None:
    kept = month.packs.keep(seats.supervisor, MONTH, made(month))
    body = json.dumps(kept.pack)
    with month.store.write() as connection:
        connection.execute(update(PACKS).values(body=body, digest=digest(body)))
    assert [line.whole for line in month.look.packs().listed()] == [False]  # the journal has the digest of the first
    assert [(one.part, one.where) for one in check(month.store).faults] == [("packs", f"pack {kept.id}")]
    with month.store.write() as connection:
        connection.execute(update(PACKS).values(body="{"))
    assert refused(month.look.packs().one, kept.id) == "pack.damaged"


def test_what_differs_is_told_by_section_row_and_field(month: Desk) -> None:
    old = json.loads(json.dumps(made(month)))
    new = copy.deepcopy(old)
    assert differences(old, new) == []
    new["made_at"], new["journal"]["seq"] = "2030-01-01T00:00:00Z", 99
    assert differences(old, new) == []
    new["rates"][1]["value"] = 12.5
    new["frozen"]["program"] = "2.0"
    new["causes_by_category"].append({"cause": "RP-NEW", "count": 1})
    said = {(one.section, one.name, one.field): (one.frozen, one.anew) for one in differences(old, new)}
    assert said["rates", "reopened/all", "value"][1] == "12.5"
    assert said["frozen", "", "program"] == ("1.0", "2.0")
    assert said["causes_by_category", "RP-NEW", "count"] == ("", "1")
