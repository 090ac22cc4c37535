"""An alarm tells the breach of its clock as it runs: also after two requests became one, and two again."""

from models.rows import NewRequest
from models.tables import Alarm, Clock
from models.wall import HOUR

NOGAS = NewRequest("RP-NOGAS", phone="1")


def test_a_merge_and_its_undoing_move_the_breach_that_the_alarm_tells(desk, seats, wall, rows):
    early = desk.intake.save(seats.operator, NOGAS)
    wall.advance(hours=2)
    late = desk.intake.save(seats.operator, NOGAS)
    wall.advance(hours=5)
    desk.alarms.sweep()

    def told():
        (alarm,) = rows(Alarm, request_id=late.id, clock="response")
        (clock,) = rows(Clock, request_id=late.id, kind="response")
        return alarm.breach_at, alarm.due_at, clock.due_at

    own = told()
    assert own[0] == own[1] == own[2]
    desk.promising.merge(seats.dispatcher, early.id, into=late.number)
    assert told() == (own[0] - 2 * HOUR,) * 3
    desk.promising.unmerge(seats.supervisor, early.id, reason="another house")
    assert told() == own
    assert desk.upkeep.check().faults == ()
