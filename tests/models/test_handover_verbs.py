"""A hand-over sheet: what stands on it, who signs it when, and that nothing of it changes afterwards."""

import random
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import update

from models.desk import checking
from models.desk.desk import Desk
from models.errors import DeskError
from models.handover import SINGLE, folded
from models.rows import NewRequest, NewStop
from models.rows.handovers import SheetItem
from models.tables import Handover, HandoverRead, Line
from models.vocabulary import Act, ClockKind, HoldReason, Kind, Priority, Role, Rule, SheetPart, SheetState
from models.wall import HOUR


@pytest.fixture
def night(desk: Desk, seats: Any, wall: Any, crew: str) -> Desk:
    """A shift with a leak, an overdue repair, a hold, a crew out, a promise and a note; the engine has just swept."""
    li, zhao = seats.operator, seats.supervisor
    repair = desk.intake.save(li, NewRequest(category="RP-HOSE", phone="19912340000", address="石榴巷 9"))
    wall.advance(hours=71)
    desk.intake.save(li, NewRequest(category="EM-LEAK-IN", phone="19912344021", address="民生路 12"))
    held = desk.intake.save(li, NewRequest(category="RP-METER", phone="19912340001", district="城西"))
    desk.handling.hold(zhao, held.id, reason=HoldReason.NOT_HOME, until=wall.now() + 5 * HOUR)
    desk.calling_back.promise(li, held.id, until=wall.now() + 2 * HOUR, note="等回电")
    desk.administration.set_crew(seats.admin, crew, out_reason="换胎")
    desk.handovers.note(li, text="钥匙在门房")
    wall.advance(hours=2)
    desk.alarms.sweep()
    assert desk.look.detail(repair.id).row.due_at < wall.now()
    return desk


def keys(items: Any, part: SheetPart) -> list[str]:
    return [item.key for item in items if item.part is part]


def reds(row: Any) -> list[str]:
    return [item.key for item in row.unread]


def read_all(desk: Desk, seat: Any) -> None:
    for key in reds(desk.look.handovers().offered()):
        desk.handovers.read(seat, key)


def test_the_sheet_names_everything_the_next_shift_must_know(night: Desk, wall: Any, crew: str) -> None:
    sheet = night.look.handovers().now(wall.now())
    parts = {part: keys(sheet.items, part) for part in SheetPart}
    assert parts[SheetPart.URGENT] == ["request:2"]
    assert parts[SheetPart.OVERDUE] == ["request:1"]
    assert parts[SheetPart.HOLDS] == ["hold:3"]
    assert len(parts[SheetPart.PROMISES]) == len(parts[SheetPart.CREWS]) == len(parts[SheetPart.NOTES]) == 1
    assert parts[SheetPart.ENGINE] == ["engine"]
    assert {item.key for item in sheet.items if item.red} == {"request:1", "request:2"}
    assert sheet.head.startswith(f"{night.look.journal_head()}:")
    figures = sheet.figures
    assert (figures.received, figures.life, figures.open, figures.overdue) == (
        {Kind.EMERGENCY: 1, Kind.REPAIR: 1}, 1, 3, 2)  # fmt: skip
    assert figures.kept[ClockKind.ARRIVAL] == (0, 1)


def test_calls_begun_and_stops_under_way_are_not_lost(night: Desk, seats: Any, wall: Any) -> None:
    night.intake.keep(seats.operator, night.intake.begin(seats.operator, phone="19912349999").id, {"text": "写到一半"})
    night.stops.plan(seats.supervisor, NewStop(wall.now() - HOUR, wall.now() + HOUR, streets=["民生路"], reason="换阀"))
    items = {item.key: item for item in night.look.handovers().now(wall.now()).items}
    draft = next(item for item in items.values() if item.part is SheetPart.DRAFTS)
    assert (draft.who, draft.phone, draft.text, draft.red) == ("李静", "19912349999", "写到一半", False)
    assert (items["stop:1"].word, items["stop:1"].address, items["stop:1"].red) == ("stop", "民生路", False)
    late = {item.key: item for item in night.look.handovers().now(wall.now() + 2 * HOUR).items}
    assert late["stop:1"].red


def test_an_alarm_about_no_request_stands_there_and_a_dead_engine_in_it_is_red(night: Desk, wall: Any) -> None:
    wall.advance(hours=2)
    night.alarms.sweep()
    items = night.look.handovers().now(wall.now()).items
    standing = {item.word: item.red for item in items if item.part is SheetPart.STANDING}
    assert standing[Rule.ENGINE_DEAD] is True
    assert Rule.CLOCK not in standing


def test_what_is_silenced_is_red_and_says_why(night: Desk, seats: Any, wall: Any) -> None:
    alarm = night.look.alarms()[0]
    night.alarms.shelve(seats.supervisor, alarm.id, minutes=15, reason="班组在途")
    night.alarms.take_out_of_service(seats.supervisor, Rule.CREW_SILENT, reason="电台检修", until=wall.now() + HOUR)
    items = night.look.handovers().now(wall.now()).items
    silenced = [item for item in items if item.part is SheetPart.SILENCED]
    assert [(item.red, item.text) for item in silenced] == [(True, "电台检修"), (True, "班组在途")]


def test_who_takes_over_signs_only_after_every_red_item_was_read(
    night: Desk, seats: Any, wall: Any, refused: Any
) -> None:
    made = night.handovers.sign_out(seats.dispatcher, note="夜班平稳")
    assert (made.state, made.outgoing, made.note) == (SheetState.OFFERED, "陈诚", "")
    assert [item.text for item in made.items if item.part is SheetPart.NOTES] == ["钥匙在门房", "夜班平稳"]
    assert refused(night.handovers.sign_in, seats.supervisor) == "handover.unread"
    night.handovers.read(seats.supervisor, "request:2")
    assert refused(night.handovers.sign_in, seats.supervisor) == "handover.unread"
    night.handovers.read(seats.supervisor, "request:1")
    night.handovers.read(seats.supervisor, "request:1")
    signed = night.handovers.sign_in(seats.supervisor, note="已接")
    assert (signed.state, signed.incoming, signed.signed_at, signed.note) == (
        SheetState.SIGNED, "赵敏", wall.now(), "已接")  # fmt: skip
    assert signed.intact
    assert night.look.handovers().offered() is None
    acts = [line.act for line in night.look.journal_tail(4)]
    assert acts == [Act.SHIFT_IN, Act.SHIFT_READ, Act.SHIFT_READ, Act.SHIFT_OUT]


def test_what_another_has_read_is_not_read_by_who_signs(night: Desk, seats: Any, refused: Any, store: Any) -> None:
    night.handovers.sign_out(seats.dispatcher)
    other = seats.second.__class__(2, "wang", "王磊", frozenset({Role.DISPATCHER}))
    read_all(night, other)
    assert refused(night.handovers.sign_in, seats.supervisor) == "handover.unread"
    assert night.handovers.sign_in(other).incoming_id == 2


def test_nobody_hands_over_to_themselves(night: Desk, seats: Any, refused: Any) -> None:
    night.handovers.sign_out(seats.supervisor)
    assert refused(night.handovers.read, seats.supervisor, "request:1") == "handover.same_person"
    assert refused(night.handovers.sign_in, seats.supervisor) == "handover.same_person"


def test_an_operator_may_leave_a_note_but_not_answer_for_the_shift(night: Desk, seats: Any, refused: Any) -> None:
    assert night.handovers.note(seats.operator, text="x") > 0
    assert refused(night.handovers.sign_out, seats.operator) == "role.needed"
    assert refused(night.handovers.note, seats.operator, text=" ") == "text.missing"


def test_what_turns_red_while_the_sheet_waits_has_to_be_read_too(
    night: Desk, seats: Any, wall: Any, refused: Any
) -> None:
    night.handovers.sign_out(seats.dispatcher)
    read_all(night, seats.supervisor)
    new = night.intake.save(seats.operator, NewRequest(category="EM-LEAK-OUT", phone="19912340002", address="东门"))
    assert refused(night.handovers.sign_in, seats.supervisor) == "handover.unread"
    assert refused(night.handovers.read, seats.supervisor, "request:99") == "handover.no_item"
    row = night.handovers.read(seats.supervisor, f"request:{new.id}")
    assert [item.number for item in row.since_then] == [new.number]
    signed = night.handovers.sign_in(seats.supervisor)
    assert signed.since_then == row.since_then
    assert signed.sheet == row.sheet
    assert signed.intact


def test_a_newer_sheet_takes_the_place_and_the_notes_of_one_that_waits(night: Desk, seats: Any, refused: Any) -> None:
    first = night.handovers.sign_out(seats.dispatcher)
    read_all(night, seats.supervisor)
    second = night.handovers.sign_out(seats.dispatcher)
    assert night.look.handovers().one(first.id).state is SheetState.WITHDRAWN
    assert keys(second.items, SheetPart.NOTES) == keys(first.items, SheetPart.NOTES)
    assert refused(night.handovers.sign_in, seats.supervisor, sheet=first.id) == "handover.replaced"
    assert refused(night.handovers.sign_in, seats.supervisor, sheet=second.id) == "handover.unread"
    assert refused(night.handovers.withdraw, seats.second, reason="x") == "role.needed"
    night.handovers.withdraw(seats.supervisor, reason="写错")
    assert refused(night.handovers.sign_in, seats.supervisor) == "handover.none"
    assert refused(night.look.handovers().one, 99) == "handover.unknown"


def test_the_next_shift_begins_where_both_signed(night: Desk, seats: Any, wall: Any) -> None:
    night.handovers.sign_out(seats.dispatcher)
    read_all(night, seats.supervisor)
    signed = night.handovers.sign_in(seats.supervisor)
    wall.advance(hours=8)
    sheet = night.look.handovers().now(wall.now())
    assert sheet.since == signed.signed_at
    assert keys(sheet.items, SheetPart.NOTES) == []


def test_a_dead_engine_is_red(night: Desk, wall: Any) -> None:
    wall.advance(minutes=5)
    engine = next(one for one in night.look.handovers().now(wall.now()).items if one.key == "engine")
    assert (engine.red, engine.word) == (True, "dead")


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Handover, {"body": '{"at":1}'}),
        (Handover, {"remark": "x"}),
        (HandoverRead, {"at": 5}),
        (Line, {"payload": None}),
    ],
    ids=["the sheet", "a remark", "who read it", "the journal's digest"],
)
def test_whatever_is_altered_in_a_signed_sheet_is_found(
    night: Desk, seats: Any, store: Any, table: Any, values: Any
) -> None:
    night.handovers.sign_out(seats.dispatcher)
    read_all(night, seats.supervisor)
    night.handovers.sign_in(seats.supervisor)
    assert checking.check(store).sound
    if values.get("body"):
        body = night.look.handovers().one(1).sheet
        with store.read() as connection:
            text = connection.exec_driver_sql("SELECT body FROM handover").scalar()
        values = {"body": text.replace("石榴巷 9", "石榴巷 8")}
        assert body.items
    with store.write() as connection:
        changed = update(table.__table__).values(**values)
        if table is Line:
            changed = changed.where(Line.__table__.c.act == Act.SHIFT_IN.value)
        connection.execute(changed)
    assert not night.look.handovers().one(1).intact
    assert [fault.part for fault in checking.check(store).faults] == ["handovers"]


def test_a_backlog_is_folded_by_kind_and_district() -> None:
    many = [
        SheetItem(SheetPart.OVERDUE, f"request:{n}", True, n, f"R-{n:05d}", "P3", "repair", due=1000 + n, late=True,
                  district="城东" if n % 2 else "城西")
        for n in range(SINGLE + 9)
    ]  # fmt: skip
    found = folded(many)
    assert found[:SINGLE] == tuple(many[:SINGLE])
    assert [(item.district, item.count, item.due, item.red) for item in found[SINGLE:]] == [
        ("城西", 5, 1000 + SINGLE, True), ("城东", 4, 1001 + SINGLE, True)]  # fmt: skip
    assert folded(many[:3]) == tuple(many[:3])


def test_what_waits_at_night_is_one_line_of_an_incident(night: Desk, seats: Any, wall: Any) -> None:
    parent, child = (
        night.intake.save(seats.operator, NewRequest(category="RP-NOGAS", phone=f"1991234100{n}", address="桥头",
                                                     priority=Priority.P2))
        for n in (1, 2)
    )  # fmt: skip
    night.incidents.begin(seats.supervisor, parent.id, children=[child.id], reason="停气")
    sheet = night.look.handovers().now(wall.now())
    assert [item.count for item in sheet.items if item.key == f"request:{parent.id}"] == [2]
    assert f"request:{child.id}" not in {item.key for item in sheet.items}
    assert [item.count for item in sheet.items if item.part is SheetPart.INCIDENTS] == [2]


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_between_them_nothing_signed_was_unread_and_nothing_changes(
    night: Desk, seats: Any, wall: Any, seed: int
) -> None:
    """Random hands at three seats: each signed sheet was read whole by who signed it, and stays what it was."""
    chance, people = random.Random(seed), (seats.dispatcher, seats.supervisor, seats.admin)
    signed: dict[int, Any] = {}

    def act() -> None:
        seat, handovers = chance.choice(people), night.handovers
        waiting = night.look.handovers().offered()
        pick = chance.choice(("out", "read", "read", "read", "in", "in", "new", "note", "back", "time"))
        if pick == "out":
            handovers.sign_out(seat, note=chance.choice(("", "x")))
        elif pick == "read" and waiting is not None:
            items = [*waiting.items, *night.look.handovers().now(wall.now()).items]
            handovers.read(seat, chance.choice(items).key)
        elif pick == "in":
            row = handovers.sign_in(seat)
            red = {item.key for item in (*row.items, *night.look.handovers().now(wall.now()).items) if item.red}
            assert red <= row.read.keys()
            assert row.incoming_id == seat.operator_id != row.outgoing_id
            signed[row.id] = row
        elif pick == "new":
            night.intake.save(seats.operator, NewRequest(category="EM-LEAK-OUT", phone=str(chance.random())))
        elif pick == "note":
            handovers.note(seats.operator, text="y")
        elif pick == "back":
            handovers.withdraw(seat, reason="z")
        else:
            wall.advance(seconds=chance.randrange(600))
            night.alarms.sweep()

    for _ in range(80):
        with suppress(DeskError):
            act()
    for key in [item.key for item in night.handovers.sign_out(seats.dispatcher).unread]:
        night.handovers.read(seats.supervisor, key)
    with suppress(DeskError):
        row = night.handovers.sign_in(seats.supervisor)
        signed[row.id] = row
    assert signed
    rows = {row.id: row for row in night.look.handovers().listed(500)}
    assert all(row.intact for row in rows.values())
    assert {id_: rows[id_] for id_ in signed} == signed
    assert sum(row.state is SheetState.OFFERED for row in rows.values()) <= 1
