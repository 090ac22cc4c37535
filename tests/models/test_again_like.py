"""What a new call may be about: each with its reason, nearest first, hazards first; and no odour is lowered by it."""

import pytest
from sqlalchemy import insert

from models.families import Family, Stands, family, may_stand, smells
from models.places import box, house_of, metres_between, street_of
from models.rows import NewRequest, Place
from models.tables import Customer, Premise
from models.tables.found_by import refill
from models.vocabulary import Disposition, Kind, Priority, Status

METRE = 1 / 111_195
"""Degrees of latitude."""


@pytest.fixture
def street(store):
    """Premises 1 and 2 in one building, 3 in the next one 120 m on, 4 at 300 m; warnings stand at 1."""
    rows = [
        {"id": number, "district": "城东", "building": building, "address": address, "hazards": hazards,
         "latitude": 30.0 + metres * METRE, "longitude": 120.0}
        for number, building, address, metres, hazards in (
            (1, "民生路12号3单元", "民生路12号3-502", 0, "屡次误报, 情绪激动"),
            (2, "民生路12号3单元", "民生路12号3-602", 0, ""),
            (3, "民生路18号1单元", "民生路18号1-101", 120, ""),
            (4, "和平街5号", "和平街5号1-101", 300, ""),
        )
    ]  # fmt: skip
    with store.write() as connection:
        connection.execute(insert(Premise), rows)
        connection.execute(insert(Customer), [{"id": 1, "name": "张建林", "phone": "19900000001", "premise_id": 1}])
        refill(connection)
    return rows


def like(desk, wall, **place):
    return desk.look.again().like(Place(**place), wall.now())


def told(found):
    return [(one.row.number, one.why, one.metres) for one in found]


def test_each_candidate_says_why_and_the_nearest_stands_first_hazards_before_the_rest(desk, seats, wall, street):
    save = desk.intake.save
    meter = save(seats.operator, NewRequest("RP-METER", phone="1", premise_id=1))
    above = save(seats.operator, NewRequest("RP-HOSE", phone="2", premise_id=2))
    smell = save(seats.operator, NewRequest("EM-LEAK-SM", phone="3", premise_id=2))
    next_door = save(seats.operator, NewRequest("EM-LEAK-OUT", phone="4", premise_id=3))
    save(seats.operator, NewRequest("RP-HOSE", phone="5", premise_id=3))
    save(seats.operator, NewRequest("EM-LEAK-IN", phone="6", premise_id=4))
    typed = save(seats.operator, NewRequest("RP-LOW", phone="7", address="民生路12号 2楼"))
    rang = save(seats.operator, NewRequest("RP-CARD", phone="19988887777", address="学府路1号"))
    found = like(desk, wall, premise_id=1, phone="19988887777", category="EM-LEAK-IN")
    assert told(found) == [
        (meter.number, "premise", None), (rang.number, "number", None), (smell.number, "building", None),
        (typed.number, "building", None), (above.number, "building", None), (next_door.number, "near", 120),
    ]  # fmt: skip
    assert [one.row.number for one in like(desk, wall, address="民生路12号3-502")] == [
        smell.number, typed.number, above.number, meter.number,
    ]  # fmt: skip
    assert like(desk, wall, address="民生路120号") == like(desk, wall, phone="12") == []


def test_what_ended_within_a_day_is_shown_and_what_ended_before_is_not(desk, seats, wall, street):
    old, new = (desk.intake.save(seats.operator, NewRequest("RP-METER", phone="1", premise_id=1)) for _ in (1, 2))
    desk.handling.cancel(seats.operator, old.id, reason="装错")
    wall.advance(hours=22)
    desk.handling.take(seats.supervisor, new.id)
    desk.handling.resolve(seats.supervisor, new.id, disposition=Disposition.ANSWERED)
    wall.advance(hours=3)
    (one,) = like(desk, wall, premise_id=2)
    assert (one.row.number, one.why, wall.now() - one.ended_at) == (new.number, "building", 3 * 3_600_000)


def test_a_near_request_of_another_hazard_is_not_shown_and_before_a_category_only_what_life_hangs_on(
    desk, seats, wall, street
):
    outage = desk.intake.save(seats.operator, NewRequest("EM-OUT-AREA", phone="1", premise_id=3))
    leak = desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="2", premise_id=3))
    assert [one.row.number for one in like(desk, wall, premise_id=1)] == [leak.number]
    assert [one.row.number for one in like(desk, wall, premise_id=1, category="RP-NOGAS")] == [outage.number]
    assert like(desk, wall, premise_id=1, category="EM-CO") == []


def test_children_stand_behind_their_parent_but_a_leak_among_them_does_not(desk, seats, wall, street):
    parent, child = (desk.intake.save(seats.operator, NewRequest("RP-NOGAS", phone=p, premise_id=1)) for p in "12")
    desk.incidents.begin(seats.dispatcher, parent.id, children=[child.id])
    desk.intake.join(seats.operator, parent.id, phone="19900000009", note="没气")
    (one,) = like(desk, wall, premise_id=1, category="RP-NOGAS")
    assert (one.row.number, one.parent, one.callers) == (parent.number, True, 2)


def test_an_odour_reported_again_is_on_record_or_a_request_of_its_own_and_never_less(
    desk, seats, wall, street, refused
):
    """By the same caller, at a premise with warnings, onto anything that is there: it stays a P1 or is refused."""
    li = seats.operator
    repair = desk.intake.save(li, NewRequest("RP-LOW", phone="19900000001", customer_id=1))
    outage = desk.intake.save(li, NewRequest("EM-OUT-AREA", phone="2", premise_id=2))
    assert refused(desk.intake.join, li, outage.id, phone="19900000001", note="煤气味很重", premise_id=1) == "join.life"
    assert refused(desk.intake.join, li, outage.id, phone="1", category="EM-LEAK-SM") == "join.life"
    wall.advance(minutes=30)
    done = desk.intake.join(li, repair.id, phone="19900000001", note="又有煤气味", premise_id=1)
    raised = desk.look.detail(repair.id)
    assert (raised.row.category, raised.row.priority, raised.row.kind) == ("EM-LEAK-IN", Priority.P1, Kind.EMERGENCY)
    assert {clock.kind for clock in raised.clocks} >= {"dispatch", "arrival", "safe"}
    assert (done.version, raised.callers[-1].odour) == (2, True)
    assert refused(desk.handling.reclassify, li, repair.id, category="RP-LOW", reason="x") == "reclassify.lower_p1"
    assert refused(desk.handling.cancel, li, repair.id, reason="认识的用户, 又是误报") == "role.needed"
    desk.intake.join(li, repair.id, phone="19900000001", note="味道没有了, 没有煤气味", premise_id=1)
    assert desk.look.rows([repair.id])[repair.id].priority is Priority.P1
    assert (
        refused(desk.intake.save, li, NewRequest("EM-LEAK-IN", customer_id=1, priority=Priority.P3)) == "save.lower_p1"
    )
    fresh = desk.intake.save(li, NewRequest("EM-LEAK-SM", customer_id=1, text="又来了"))
    assert desk.look.rows([fresh.id])[fresh.id].priority is Priority.P1
    assert desk.upkeep.check().faults == ()


def test_an_odour_lowered_by_a_supervisor_is_raised_again_by_the_next_caller(desk, seats, wall):
    leak = desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="1", address="民生路12号"))
    desk.handling.reclassify(seats.supervisor, leak.id, priority=Priority.P3, reason="探头误报")
    desk.intake.join(seats.operator, leak.id, phone="2", place="民生路18号", note="闻到煤气味")
    assert desk.look.rows([leak.id])[leak.id].priority is Priority.P1


def test_an_odour_on_a_closed_request_is_a_new_linked_one_and_both_show_it(desk, seats, wall, refused):
    old = desk.intake.save(seats.operator, NewRequest("EM-LEAK-SM", phone="1", address="民生路12号"))
    desk.handling.cancel(seats.supervisor, old.id, reason="两单同一户")
    assert refused(desk.intake.join, seats.operator, old.id, phone="1", note="又有煤气味") == "state.wrong"
    new = desk.intake.save(seats.operator, NewRequest("EM-LEAK-SM", phone="1", address="民生路12号", follows_id=old.id,
                                                      seen=f"{old.number}, e2"))  # fmt: skip
    assert [(one.number, one.way) for one in desk.look.detail(new.id).linked] == [(old.number, "follows")]
    assert [(one.number, one.way) for one in desk.look.detail(old.id).linked] == [(new.number, "followed_by")]
    first = desk.look.detail(new.id).journal[0]
    assert first.data["seen"] == [old.number, "E-00002"]
    assert [line.act for line in desk.look.detail(old.id).journal][-1] == "link"


def test_two_requests_are_linked_both_ways_once(desk, seats, wall, refused):
    one, two = (desk.intake.save(seats.operator, NewRequest("RP-METER", phone=p, address="x")) for p in "12")
    desk.again.link(seats.operator, one.id, other=two.number)
    for here, there in ((one, two), (two, one)):
        assert [(row.number, row.way) for row in desk.look.detail(here.id).linked] == [(there.number, "linked")]
    assert refused(desk.again.link, seats.operator, two.id, other=one.number) == "link.already"
    assert refused(desk.again.link, seats.operator, two.id, other=two.number) == "link.self"


@pytest.mark.parametrize(
    ("address", "house", "street"),
    [
        ("民生路12号3-502", "民生路12", "民生路"), ("城东区民生路12号3单元", "民生路12", "民生路"),
        ("云汀市望江区和平街５号1-101", "和平街5", "和平街"), ("翠湖小区3栋2单元", "翠湖小区3", "翠湖小区"),
        ("12 Main St, flat 3", "12 main st", "main st"), ("Willow Road 12, flat 3-502", "willowroad12", "willowroad"),
        ("幸福里", "", "幸福里"), ("1234", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_an_address_gives_its_house_and_its_street(address, house, street):
    assert (house_of(address), street_of(address)) == (house, street)


@pytest.mark.parametrize(
    ("said", "gas"),
    [
        ("厨房很大煤气味", True), ("没有煤气味, 就是没气", False), ("家里没气,但楼道有煤气味", True),
        ("停气多久恢复", False),
        ("I smell gas", True), ("no smell of gas", False), ("no gas, but the kitchen smells of gas", True),
        ("没闻到味道", False), ("表后漏气", True), ("", False),
    ],
)  # fmt: skip
def test_words_report_gas_unless_they_deny_it(said, gas):
    assert smells(said) is gas


def test_a_box_holds_its_circle_and_a_kilometre_is_a_kilometre():
    here = (31.2, 121.5)
    assert metres_between(here, (31.2 + 1 / 111.195, 121.5)) == pytest.approx(1000, rel=1e-3)
    south, north, west, east = box(*here, 200)
    for there in ((south, 121.5), (north, 121.5), (31.2, west), (31.2, east)):
        assert metres_between(here, there) == pytest.approx(200, rel=1e-3)


def test_the_family_of_a_category_follows_its_card():
    assert family("RP-NOGAS", Kind.REPAIR, "B", "indoor repair") is Family.SUPPLY
    assert family("RP-STOVE", Kind.REPAIR, "B", "appliance") is Family.APPLIANCE
    assert family("EM-PRESS", Kind.EMERGENCY, "B") is Family.SUPPLY
    assert family("X-NEW", Kind.EMERGENCY, "") is Family.ODOUR
    assert family("EM-CO", Kind.EMERGENCY, "C") is Family.CO
    assert family("CP-STOP", Kind.COMPLAINT, "") is Family.TALK


def test_carbon_monoxide_and_gas_do_not_stand_on_each_other():
    leak = Stands("EM-LEAK-IN", Kind.EMERGENCY, Priority.P1, Status.OPEN)
    assert may_stand(leak, Family.ODOUR, Family.CO, same_premise=True) == (False, False)
    assert may_stand(leak, Family.ODOUR, Family.ODOUR, same_premise=False) == (True, False)
    held = Stands("RP-LOW", Kind.REPAIR, Priority.P3, Status.HELD)
    assert may_stand(held, Family.SUPPLY, Family.ODOUR, same_premise=True) == (False, False)
