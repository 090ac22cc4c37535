"""Forty callers about one street: one parent, forty callers on record, one wave, and no leak lost among them."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.desk.desk import Desk
from models.errors import DeskError
from models.rows import NewRequest, Place
from models.store import Store
from models.tables import Call, Caller
from models.vocabulary import CallOutcome, Disposition, Kind, Priority, Status
from models.wall import HandClock

STREET = "城东"


def nogas(number: int, **more: object) -> NewRequest:
    return NewRequest("RP-NOGAS", phone=f"1990000{number:04d}", address=f"民生路{number}号2-301", district=STREET,
                      caller=f"住户{number}", text="家里没气了", **more)  # type: ignore[arg-type]  # fmt: skip


def leak(number: int) -> NewRequest:
    return NewRequest("EM-LEAK-IN", phone=f"1990000{number:04d}", address=f"民生路{number}号2-301", district=STREET,
                      caller=f"住户{number}", text="楼道里有煤气味")  # fmt: skip


def place(new: NewRequest) -> Place:
    return Place(new.phone, new.address, new.district, new.premise_id, new.category)


def ends(desk, seats, which):
    desk.handling.take(seats.supervisor, which)
    return desk.handling.resolve(seats.supervisor, which, disposition=Disposition.ANSWERED)


def test_forty_callers_make_one_line_forty_people_and_one_wave(desk, seats, wall, rows):
    """Three saved before anybody saw the pattern, two leaks among them, the rest joined; every one is called once."""
    first = [desk.intake.save(seats.operator, nogas(number)) for number in (1, 2, 3)]
    found = desk.look.again().cluster_of(first[0].id, wall.now())
    assert (found.where, found.reports, found.numbers) == ("street", 3, (first[1].number, first[2].number))
    begun = desk.incidents.gather(seats.operator, first[2].id)
    assert (begun.number, begun.children) == (first[0].number, (first[1].number, first[2].number))
    leaks = []
    for number in range(4, 39):
        wall.advance(seconds=15)
        caller = nogas(number)
        offered = desk.look.again().cluster(place(caller), wall.now())
        assert (offered.number, offered.lasts) == (first[0].number, True)
        desk.intake.join(seats.second, offered.number, phone=caller.phone, name=caller.caller, place=caller.address,
                         note=caller.text, category="RP-NOGAS")  # fmt: skip
        if number in (12, 30):
            with pytest.raises(DeskError) as told:
                desk.intake.join(seats.second, offered.number, phone="19911110000", place="民生路9号2-301",
                                 note="楼道里有煤气味")  # fmt: skip
            assert told.value.code == "join.life"
            leaks.append(desk.intake.save(seats.second, leak(number + 100)))
    board = desk.look.queue(Kind.REPAIR)
    assert [(row.number, row.callers, row.children) for row in board] == [(first[0].number, 38, 2)]
    assert [row.number for row in desk.look.queue(Kind.EMERGENCY)] == [one.number for one in leaks]
    assert {count.kind: count.open for count in desk.look.counts(wall.now())}[Kind.REPAIR] == 1
    callers = desk.look.detail(first[0].id).callers
    assert len(callers) == 38
    assert len({one.phone for one in callers}) == 38
    wall.advance(minutes=6)
    desk.alarms.sweep(under=wall.now())
    assert {row.number for row in desk.look.alarms() if row.severity == 3} == {one.number for one in leaks}

    ends(desk, seats, first[0].id)
    wave = desk.waves.begin(seats.dispatcher, first[0].id)
    assert (len(wave.calls), wave.callers, wave.waiting) == (38, 38, 38)
    assert desk.waves.begin(seats.dispatcher, first[0].id).id == wave.id
    assert desk.look.rows([first[1].id])[first[1].id].status is Status.RESOLVED
    for call in wave.calls:
        outcomes = [CallOutcome.MISSED] * 3 if call.phone.endswith("07") else [CallOutcome.REACHED]
        for outcome in outcomes:
            wave = desk.waves.called(seats.second, wave.id, call.id, outcome=outcome)
    assert (wave.reached, wave.gave_up, wave.waiting) == (37, 1, 0)
    over = desk.waves.end(seats.second, wave.id)
    assert over.ended_at == wall.now()
    assert {desk.look.rows([one.id])[one.id].status for one in first} == {Status.CLOSED}
    assert {one.state for one in desk.look.detail(first[0].id).callers} == {"reached", "gave_up"}
    assert len(rows(Caller)) == 35
    assert desk.upkeep.check().faults == ()
    assert {desk.look.rows([one.id])[one.id].status for one in leaks} == {Status.OPEN}


def test_who_is_still_without_gas_has_a_request_again_under_its_own_clocks(desk, seats, wall):
    parent, child, other = (desk.intake.save(seats.operator, nogas(number)) for number in (1, 2, 3))
    desk.incidents.begin(seats.dispatcher, parent.id, children=[child.id, other.id])
    desk.intake.join(seats.operator, parent.id, phone="19900000099", name="王", place="民生路5号", note="没气")
    wall.advance(hours=1)
    ends(desk, seats, parent.id)
    wave = desk.waves.begin(seats.dispatcher, parent.id)
    assert desk.look.rows([child.id])[child.id].status is Status.RESOLVED
    wall.advance(minutes=10)
    for call in wave.calls:
        still = call.numbers == (child.number,) or call.phone == "19900000099"
        outcome = CallOutcome.UNSOLVED if still else CallOutcome.REACHED
        wave = desk.waves.called(seats.dispatcher, wave.id, call.id, outcome=outcome, note="还是没气")
    again = desk.look.detail(child.id)
    assert (again.row.status, again.cycle) == (Status.OPEN, 2)
    assert {clock.started_at for clock in again.clocks if clock.cycle == 2} == {wall.now()}
    fresh = desk.look.queue(Kind.REPAIR)
    assert {row.number for row in fresh} >= {child.number}
    own = next(desk.look.detail(row.id) for row in fresh if row.id not in (parent.id, child.id, other.id))
    assert (own.phone, [one.number for one in own.linked]) == ("19900000099", [parent.number])
    assert desk.upkeep.check().faults == ()


def test_detaching_one_and_splitting_a_caller_give_back_their_own_clocks(desk, seats, wall):
    parent, child, other = (desk.intake.save(seats.operator, nogas(number)) for number in (1, 2, 3))
    own = desk.look.detail(child.id).clocks
    desk.incidents.begin(seats.dispatcher, parent.id, children=[child.id, other.id])
    assert child.number not in {row.number for row in desk.look.queue(Kind.REPAIR)}
    wall.advance(minutes=20)
    rang = wall.now()
    desk.intake.join(seats.operator, parent.id, phone="19900000099", name="王", place="民生路5号", note="打不着火")
    wall.advance(minutes=30)
    desk.incidents.detach(seats.dispatcher, parent.id, children=[child.number])
    assert desk.look.detail(child.id).clocks == own
    assert child.number in {row.number for row in desk.look.queue(Kind.REPAIR)}
    joined = next(one for one in desk.look.detail(parent.id).callers if one.id is not None)
    split = desk.again.split(seats.dispatcher, parent.id, caller=joined.id, category="RP-STOVE")
    mine = desk.look.detail(split.id)
    assert (mine.phone, mine.caller, mine.row.received) == ("19900000099", "王", rang)
    assert {clock.started_at for clock in mine.clocks} == {rang}
    assert [one.number for one in mine.linked] == [parent.number]
    assert [one.way for one in desk.look.detail(parent.id).linked] == ["followed_by"]
    assert all(one.phone != "19900000099" for one in desk.look.detail(parent.id).callers)


def test_a_merged_request_keeps_its_caller_and_unmerging_restores_its_clocks(desk, seats, wall):
    one, two = (desk.intake.save(seats.operator, nogas(number)) for number in (1, 2))
    own = desk.look.detail(two.id).clocks
    desk.promising.merge(seats.dispatcher, two.id, into=one.number)
    assert [caller.number for caller in desk.look.detail(one.id).callers] == [one.number, two.number]
    wall.advance(hours=1)
    desk.promising.unmerge(seats.supervisor, two.id, reason="另一处")
    assert [(c.kind, c.due_at, c.state) for c in desk.look.detail(two.id).clocks] == [
        (c.kind, c.due_at, c.state) for c in own
    ]
    assert len(desk.look.detail(one.id).callers) == 1


def test_a_child_that_turns_out_to_be_a_leak_rings_for_itself(desk, seats, wall):
    parent, child = (desk.intake.save(seats.operator, nogas(number)) for number in (1, 2))
    desk.incidents.begin(seats.dispatcher, parent.id, children=[child.id])
    desk.handling.reclassify(seats.operator, child.id, category="EM-LEAK-IN", reason="现在有味")
    assert desk.look.incidents()[0].children == ()
    wall.advance(minutes=6)
    desk.alarms.sweep(under=wall.now())
    assert [(row.number, row.state) for row in desk.look.alarms() if row.severity == 3] == [
        (child.number, "unacknowledged")
    ]


def test_an_incident_of_odours_is_a_supervisors_and_a_p1_child_is_never_ended_by_the_wave(desk, seats, wall, refused):
    one, two, three = (
        desk.intake.save(seats.operator, NewRequest("EM-LEAK-SM", phone=f"1990000{n}", address=f"民生路12号3-{n}02"))
        for n in (1, 2, 3)
    )
    assert refused(desk.incidents.gather, seats.operator, two.id) == "incident.life"
    begun = desk.incidents.gather(seats.supervisor, two.id)
    assert (begun.number, begun.children) == (one.number, (two.number, three.number))
    desk.handling.cancel(seats.supervisor, one.id, reason="训练")
    wave = desk.waves.begin(seats.supervisor, one.id)
    assert wave.callers == 3
    assert {desk.look.rows([n])[n].status for n in (two.id, three.id)} == {Status.OPEN}
    assert {row.number for row in desk.look.queue(Kind.EMERGENCY)} == {two.number, three.number}


def test_three_reports_elsewhere_or_of_another_kind_are_no_cluster(desk, seats, wall, refused):
    saved = [desk.intake.save(seats.operator, new) for new in (nogas(1), nogas(2), leak(3))]
    assert desk.look.again().cluster_of(saved[0].id, wall.now()) is None
    assert refused(desk.incidents.gather, seats.operator, saved[0].id) == "incident.no_cluster"
    desk.intake.save(seats.operator, NewRequest("RP-NOGAS", phone="1", address="和平街4号"))
    assert desk.look.again().cluster_of(saved[0].id, wall.now()) is None
    third = nogas(7)
    assert desk.look.again().cluster(place(third), wall.now()).reports == 3
    wall.advance(minutes=31)
    assert desk.look.again().cluster(place(third), wall.now()) is None


ACTS = st.lists(
    st.tuples(st.sampled_from(["nogas", "leak", "join", "join_leak", "link"]), st.integers(1, 6), st.integers(0, 9)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_the_order_everybody_who_rang_is_on_record(blank_file, tmp_path_factory, seats, acts):
    """Callers on record are those who rang, and a leak stands only on a request that is attended as one."""
    wall = HandClock()
    desk = Desk(Store(shutil.copy(blank_file, tmp_path_factory.mktemp("rang") / "desk.db")), wall)
    rang, leaks, saved = [], set(), []
    for step, (act, house, which) in enumerate(acts):
        wall.advance(seconds=20)
        phone = f"1980000{step:04d}"
        gas = act in ("leak", "join_leak")
        new = NewRequest("EM-LEAK-IN" if gas else "RP-NOGAS", phone=phone, address=f"民生路{house}号",
                         text="有煤气味" if gas else "没气")  # fmt: skip
        target = saved[which % len(saved)] if saved else None
        rang.append(phone)
        leaks |= {phone} if gas else set()
        if act.startswith("join") and target is not None:
            try:
                desk.intake.join(seats.operator, target, phone=phone, place=new.address, note=new.text)
                continue
            except DeskError as error:
                assert error.code == "join.life"
        follows = target if act == "link" and target is not None else None
        saved.append(desk.intake.save(seats.operator, NewRequest(new.category, phone=phone, address=new.address,
                                                                 text=new.text, follows_id=follows)).id)  # fmt: skip
    record = [caller for one in saved for caller in desk.look.detail(one).callers]
    assert sorted(caller.phone for caller in record) == sorted(rang)
    for caller in record:
        if caller.phone in leaks:
            row = desk.look.rows([caller.request_id])[caller.request_id]
            assert (row.priority, row.kind) == (Priority.P1, Kind.EMERGENCY)
    with desk.store.read() as connection:
        assert len(connection.execute(Call.__table__.select()).all()) == len(rang)
    desk.store.close()
