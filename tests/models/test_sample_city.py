"""The committed sample, moved to another moment: sound, small, and nothing of the old times left in it."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, select

from models import tables
from models.desk.desk import Desk
from models.errors import NotAllowed, StoreError
from models.journal import LINES
from models.sample import city, shift
from models.sample.build import AT, DAYS, build
from models.store import Store
from models.vocabulary import QUEUES, AlarmState, ClockKind, Kind, Role, Status
from models.wall import DAY, HOUR, MINUTE, SECOND, HandClock

SAMPLE = Path(__file__).resolve().parents[2] / "sample.db"
NOW = AT + 1_234_567_891
SPANS = {"stop.notice_ms", "campaign.notice_ms", "wish.hear_by", "clock.target_ms", "policy.target_ms",
         "appointment.give_or_take", "handover.out_line", "handover.in_line", "period_pack.line"}  # fmt: skip
"""Whole numbers of 64 bits that are lengths or lines of the journal, not moments."""


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """A copy of the sample at another moment."""
    return shift.copy_to(SAMPLE, tmp_path_factory.mktemp("sample") / "moved.db", NOW)


@pytest.fixture
def demo(moved, tmp_path):
    """A desk of the test's own on the moved sample."""
    store = Store(Path(shutil.copy(moved, tmp_path / "demo.db")))
    yield Desk(store, HandClock(NOW))
    store.close()


def everything(path):
    """Every row of every table."""
    store = Store(path)
    with store.read() as connection:
        out = {
            name: [dict(row) for row in connection.execute(select(getattr(tables, name))).mappings()]
            for name in tables.__all__
        }
    store.close()
    return out


def test_the_sample_is_one_small_file_that_nothing_opens_in_place(moved):
    assert SAMPLE.stat().st_size < 4_500_000
    assert SAMPLE.read_bytes()[18:20] == b"\x01\x01"
    assert [left.name for left in SAMPLE.parent.glob("sample.db-*")] == []


def test_the_moved_sample_is_sound_and_its_clocks_follow_from_its_journal(demo):
    assert demo.sample
    assert demo.upkeep.check().sound
    assert demo.upkeep.rebuild(check=True).differing == 0


def test_every_instant_moves_by_the_same_span_and_nothing_else_changes(moved, tmp_path):
    before = everything(shutil.copy(SAMPLE, tmp_path / "before.db"))
    after, span = everything(moved), NOW - AT
    for name in tables.__all__:
        columns = shift.instants_of(getattr(tables, name).__table__)
        for old, new in zip(before[name], after[name], strict=True):
            for column, value in old.items():
                if column in columns and value is not None and shift.FIRST <= value <= shift.LAST:
                    assert new[column] == value + span, (name, column)
                elif (name, column) not in {
                    ("Line", "payload"), ("Line", "digest"), ("Line", "hash"), ("Clock", "pauses"), ("Header", "value"),
                    ("Notice", "facts"), ("Campaign", "from_day"), ("Campaign", "until_day"), ("Visit", "day"),
                    ("Visit", "due_day"),
                }:  # fmt: skip
                    assert new[column] == value, (name, column)


def test_no_instant_of_the_old_time_is_left_in_a_text(demo):
    with demo.store.read() as connection:
        texts = [row[0] for row in connection.execute(select(LINES.c.payload))]
        texts += [row[0] for row in connection.execute(select(tables.Clock.__table__.c.pauses))]
    found = [int(digits) for text in texts for digits in re.findall(r"\b1[78]\d{11}\b", text)]
    assert len(found) > 500
    assert min(found) > NOW - (DAYS + 1) * DAY
    assert max(found) < NOW + 16 * DAY


def test_whole_numbers_of_64_bits_are_moments_rows_or_known_spans():
    unknown = [
        f"{table.name}.{column.name}"
        for table in (getattr(tables, name).__table__ for name in tables.__all__)
        for column in table.c
        if isinstance(column.type, BigInteger) and not column.primary_key and not column.foreign_keys
        and not column.name.endswith(("_from", "_until", "since", "at", "received", "reply_by", "rectify_by",
                                      "plan_by", "review_by", "until", "valid_to"))
    ]  # fmt: skip
    assert set(unknown) == SPANS


def test_a_file_that_is_no_sample_is_never_moved(database):
    before = database.read_bytes()
    with pytest.raises(NotAllowed) as refused:
        shift.move(database, NOW)
    assert refused.value.code == "sample.not_one"
    assert database.read_bytes() == before


def test_the_journal_of_a_moved_sample_is_append_only_again(demo):
    with pytest.raises(Exception, match="append-only"), demo.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM journal")


def test_the_board_opens_with_one_red_arrival_one_leak_to_assign_and_something_due_soon(demo):
    emergencies = demo.look.queue(Kind.EMERGENCY)
    first, second = emergencies[0], emergencies[1]
    assert (first.clock, first.due_at) == (ClockKind.ARRIVAL, NOW - 12 * MINUTE - 31 * SECOND)
    assert second.clock is ClockKind.DISPATCH
    assert 0 < second.due_at - NOW < 2 * MINUTE
    live = [row for kind in QUEUES for row in demo.look.queue(kind, limit=200)]
    assert 40 <= len(live) <= 75
    assert sum(NOW < row.due_at < NOW + 30 * MINUTE for row in live) >= 3
    assert sum(row.status is Status.HELD for row in live) >= 3
    alarms = demo.look.alarms()
    assert (alarms[0].number, alarms[0].severity, alarms[0].state) == (first.number, 3, AlarmState.UNACKNOWLEDGED)
    assert sum(alarm.state == AlarmState.ACKNOWLEDGED for alarm in alarms) > 5
    assert demo.look.alarms(all=True)[0] == alarms[0]


def test_sixty_days_hold_requests_of_all_kinds_and_fates(demo):
    with demo.store.read() as connection:
        acts = {act for (act,) in connection.execute(select(LINES.c.act).distinct())}
        requests = connection.execute(select(tables.Request)).all()
        late = connection.execute(
            select(tables.Alarm.__table__.c.id).where(tables.Alarm.__table__.c.level == 100)
        ).all()
    fates = "join hold resume reopen cancel decline withdraw return reclassify hand_over accept_owner amend safe take"
    assert {*fates.split(), "acknowledge", "raise", "clear", "call", "administer"} <= acts
    assert {row.kind for row in requests} == {kind.value for kind in Kind}
    assert min(row.received for row in requests) < NOW - 55 * DAY
    assert any("late_entry" in row.flags for row in requests)
    assert any(row.follows_id for row in requests)
    assert any(row.channel == "12345" and row.reply_by for row in requests)
    assert len(late) > 10
    assert demo.look.engine().swept_at == NOW
    assert demo.alarms.sweep().raised == 0


def test_the_city_has_six_districts_fourteen_crews_ten_people_and_three_thousand_customers(demo):
    assert dict(demo.look.districts()) == city.DISTRICTS
    assert [crew.code for crew in demo.look.crews(demo.wall.now())].count("修6") == 1
    assert len(demo.look.crews(demo.wall.now())) == 14
    assert next(crew for crew in demo.look.crews(demo.wall.now()) if crew.code == "修6").out_reason
    assert len(demo.look.operators()) == 10
    assert demo.upkeep.info().customers == 3_000
    held = {role for one in demo.look.operators() for role in one.roles}
    assert held == set(Role)


def test_no_number_of_the_city_reaches_anybody():
    numbers = {city.nobodys_number(one) for one in range(1, 3001)} | {
        city.nobodys_number(one, True) for one in range(900)
    }
    assert all(number.startswith(("142", "+447700900", "+120255501")) for number in numbers)
    assert len({city.nobodys_number(one) for one in range(1, 3001)}) == 3000


def test_a_sample_never_overwrites_a_file(tmp_path):
    taken = tmp_path / "taken.db"
    taken.write_text("mine")
    with pytest.raises(StoreError) as refused:
        build(taken)
    assert refused.value.code == "store.exists"
    assert taken.read_text() == "mine"


def test_the_sample_stands_at_an_hour_at_which_people_work():
    assert (AT + 8 * HOUR) % DAY // HOUR == 14
