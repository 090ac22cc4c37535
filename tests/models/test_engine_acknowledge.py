"""An acknowledgement: somebody has seen it; the clock does not stop for that."""

import pytest

from models.errors import Conflict, NotAllowed, NotFound
from models.rows import NewRequest
from models.tables import Alarm, Line
from models.vocabulary import Act

LEAK = NewRequest("EM-LEAK-IN", phone="1")


@pytest.fixture
def alarm(desk, seats, wall):
    """The breach of a dispatch clock, seen by nobody."""
    desk.alarms.sweep()
    done = desk.intake.save(seats.operator, LEAK)
    wall.advance(minutes=6)
    desk.alarms.sweep()
    return done


def test_it_is_on_record_who_saw_it_when_and_what_they_said(desk, seats, wall, rows, alarm):
    row = desk.alarms.acknowledge(seats.second, 1, text="在路上")
    assert (row.state, row.acknowledged_by, row.acknowledged_at, row.number) == (
        "acknowledged", "王磊", wall.now(), alarm.number,
    )  # fmt: skip
    assert [level.level for level in row.levels] == [75, 90, 100]
    (line,) = rows(Line, act=Act.ACKNOWLEDGE.value)
    assert (line.actor, line.request_id, line.alarm_id) == ("wang", alarm.id, 1)
    assert "在路上" in line.payload
    assert rows(Alarm, rule="clock")[0].acknowledged_text == "在路上"


def test_the_second_is_told_who_was_first_and_the_same_person_is_not_scolded(desk, seats, rows, alarm):
    desk.alarms.acknowledge(seats.second, 1)
    with pytest.raises(Conflict, match="王磊 has acknowledged"):
        desk.alarms.acknowledge(seats.operator, 1)
    assert desk.alarms.acknowledge(seats.second, 1).state == "acknowledged"
    assert len(rows(Line, act=Act.ACKNOWLEDGE.value)) == 1


def test_one_that_cleared_unseen_becomes_normal_and_is_not_revived(desk, seats, alarm):
    desk.dispatch.assign(seats.dispatcher, alarm.id, crew="QX1")
    desk.dispatch.accept(seats.dispatcher, alarm.id, crew=None)
    row = desk.alarms.acknowledge(seats.operator, 1)
    assert (row.state, row.still_true, row.breach_at) == ("normal", False, row.due_at)
    assert desk.alarms.sweep().raised == 0


def test_an_acknowledged_alarm_that_clears_is_over(desk, seats, rows, alarm):
    desk.alarms.acknowledge(seats.operator, 1)
    desk.dispatch.assign(seats.dispatcher, alarm.id, crew="QX1")
    desk.dispatch.accept(seats.dispatcher, alarm.id, crew=None)
    assert rows(Alarm, rule="clock")[0].state == "normal"
    assert rows(Line, act=Act.CLEAR.value)[0].alarm_id == 1


def test_an_unknown_alarm_and_a_seat_without_desk_rights_are_refused(desk, seats, alarm):
    with pytest.raises(NotFound):
        desk.alarms.acknowledge(seats.operator, 99)
    with pytest.raises(NotAllowed):
        desk.alarms.acknowledge(seats.admin, 1)


def test_words_that_no_text_can_be_are_kept_harmlessly(desk, seats, alarm):
    desk.alarms.acknowledge(seats.operator, 1, text="\ud800 [b]x\x1b[2J")
    assert desk.upkeep.check().sound
