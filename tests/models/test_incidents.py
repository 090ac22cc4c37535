"""One cause behind many requests: the parent's alarms speak for the children's, as long as the incident lasts."""

from models.rows import NewRequest
from models.tables import Line
from models.vocabulary import Disposition
from models.wall import MINUTE

OUTAGE = NewRequest("EM-OUT-AREA", phone="1", district="城东")
NOGAS = NewRequest("RP-NOGAS", phone="2", district="城东")
LEAK = NewRequest("EM-LEAK-IN", phone="3", district="城东")

ALL = {"whole": True, "life": True}
"""Every promise of every kind, life safety with them."""


def turn(desk, wall, **passes):
    wall.advance(**passes)
    return desk.alarms.sweep(under=wall.now())


def states(desk, done):
    return {row.state for row in desk.look.alarms(all=True) if row.number == done.number}


def test_the_childrens_alarms_are_suppressed_listed_and_ring_when_it_is_over(desk, seats, wall, rows):
    parent, one, two = (desk.intake.save(seats.operator, new) for new in (OUTAGE, NOGAS, NOGAS))
    turn(desk, wall, hours=3, seconds=1)
    assert states(desk, one) == {"unacknowledged"}
    begun = desk.incidents.begin(seats.dispatcher, parent.number, reason="main valve", children=[one.number])
    assert (begun.number, begun.children, begun.by) == (parent.number, (one.number,), "陈诚")
    assert states(desk, one) == {"suppressed"}
    assert desk.incidents.attach(seats.dispatcher, parent.id, children=[two.id]).children == (one.number, two.number)
    turn(desk, wall, hours=2)
    assert states(desk, one) == states(desk, two) == {"suppressed"}
    assert "unacknowledged" in states(desk, parent)
    assert {row.number for row in desk.look.alarms()} >= {one.number, two.number}
    assert desk.look.alarm_counts().incidents == 1
    assert desk.incidents.detach(seats.dispatcher, parent.id, children=[two.number]).children == (one.number,)
    assert states(desk, two) == {"unacknowledged"}
    wall.advance(minutes=1)
    over = desk.incidents.end(seats.dispatcher, parent.id, reason="repaired")
    assert (over.ended_at, over.children) == (wall.now(), (one.number,))
    assert states(desk, one) == {"unacknowledged"}
    assert {line.act for line in rows(Line, request_id=one.id)} >= {"attach", "suppress", "release"}
    assert desk.upkeep.check().faults == ()


def test_it_ends_with_the_work_on_its_parent(desk, seats, wall):
    parent, child = (desk.intake.save(seats.operator, new) for new in (NOGAS, NOGAS))
    desk.incidents.begin(seats.dispatcher, parent.id, children=[child.id])
    turn(desk, wall, hours=4, seconds=1)
    assert states(desk, child) == {"suppressed"}
    desk.handling.take(seats.supervisor, parent.id)
    desk.handling.resolve(seats.supervisor, parent.id, disposition=Disposition.ANSWERED)
    turn(desk, wall, seconds=1)
    assert (desk.look.incidents(), states(desk, child)) == ((), {"unacknowledged"})


def test_a_request_is_in_one_incident_and_a_p1_only_by_a_supervisor(desk, seats, wall, refused):
    parent, other, child, leak = (desk.intake.save(seats.operator, new) for new in (OUTAGE, OUTAGE, NOGAS, LEAK))
    incidents = desk.incidents
    assert refused(incidents.begin, seats.operator, parent.id) == "role.needed"
    incidents.begin(seats.dispatcher, parent.id, children=[child.id])
    assert refused(incidents.begin, seats.dispatcher, parent.id) == "incident.already"
    assert refused(incidents.begin, seats.dispatcher, child.id) == "incident.is_child"
    assert refused(incidents.attach, seats.dispatcher, other.id, children=[child.id]) == "incident.none"
    incidents.begin(seats.dispatcher, other.id)
    assert refused(incidents.attach, seats.dispatcher, other.id, children=[child.id]) == "incident.elsewhere"
    assert refused(incidents.attach, seats.dispatcher, other.id, children=[parent.id]) == "incident.is_parent"
    assert refused(incidents.attach, seats.dispatcher, other.id, children=[other.id]) == "incident.itself"
    for seat in (seats.dispatcher, seats.supervisor):
        assert refused(incidents.attach, seat, other.id, children=[leak.id]) == "incident.apart"
    riser = desk.intake.save(seats.operator, LEAK)
    incidents.begin(seats.dispatcher, riser.id)
    assert refused(incidents.attach, seats.dispatcher, riser.id, children=[leak.id]) == "incident.life"
    assert incidents.attach(seats.supervisor, riser.id, children=[leak.id]).children == (leak.number,)
    desk.handling.cancel(seats.supervisor, child.id, reason="twice")
    assert refused(incidents.begin, seats.dispatcher, child.id) == "state.wrong"


def test_an_incident_ends_no_rule_out_of_service(desk, seats, wall):
    parent, child = (desk.intake.save(seats.operator, new) for new in (NOGAS, NOGAS))
    desk.incidents.begin(seats.dispatcher, parent.id, children=[child.id])
    turn(desk, wall, hours=4, seconds=1)
    desk.alarms.take_out_of_service(seats.supervisor, "clock", **ALL, reason="x", until=wall.now() + 30 * MINUTE)
    assert states(desk, child) == {"out_of_service"}
    desk.incidents.end(seats.dispatcher, parent.id)
    assert states(desk, child) == {"out_of_service"}
    turn(desk, wall, minutes=30)
    assert states(desk, child) == {"unacknowledged"}
