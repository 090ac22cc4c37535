"""One request whole: facts, clocks, people, and for every act whether this seat may do it now, or why not."""

import pytest

from models.desk.desk import Desk
from models.errors import DeskError, NotFound
from models.rows import NewRequest, RequestDetail
from models.tables import Customer, Premise
from models.vocabulary import Act, Disposition, HoldReason
from models.wall import HOUR, HandClock
from models.workflow import FROM

PHONE = "19900004021"


@pytest.fixture
def known(store) -> NewRequest:
    """A faint odour at a place with hazards, reported by a customer on record."""
    with store.write() as connection:
        place = {"id": 5, "district": "城东", "building": "民生路1号", "address": "民生路1号3-502", "hazards": "地下室",
                 "vulnerable": "84 岁老人", "access": "门禁 #12"}  # fmt: skip
        connection.execute(Premise.__table__.insert().values(**place))
        connection.execute(Customer.__table__.insert().values(id=7, name="王芳", phone=PHONE, premise_id=5))
    return NewRequest(category="EM-LEAK-SM", address="民生路1号3-502", district="城东", phone=PHONE, caller="王芳",
                      text="有点味", access="按门铃", customer_id=7, premise_id=5)  # fmt: skip


def test_everything_about_a_request_comes_in_one_look(desk: Desk, wall: HandClock, seats, known) -> None:
    made = desk.intake.save(seats.operator, known)
    wall.advance(minutes=2)
    desk.intake.join(seats.second, made.id, phone="19900000007", note="楼下也闻到")
    desk.dispatch.assign(seats.dispatcher, made.id, crew="QX1")
    wall.advance(minutes=6)
    desk.alarms.sweep()
    desk.dispatch.on_site(seats.dispatcher, made.id, crew="QX1")
    whole = desk.look.detail(made.number.lower().replace("-", " "), seats.operator)
    assert whole == desk.look.detail(made.id)
    assert (whole.row.number, whole.owner_name, whole.text, whole.access) == (made.number, "李静", "有点味", "按门铃")
    assert (whole.row.note, whole.row.hazard, whole.row.owner) == ("地下室, 84 岁老人", True, "LI")
    assert whole.customer and whole.premise
    assert (whole.customer.name, whole.premise.access, whole.customer.premise) == ("王芳", "门禁 #12", whole.premise)
    assert {clock.kind: clock.stopped_at for clock in whole.clocks} == {
        "dispatch": wall.now(), "arrival": wall.now(), "response": wall.now(), "safe": None, "resolution": None,
    }  # fmt: skip
    assert [(job.crew, job.step) for job in whole.assignments] == [("QX1", "on_site")]
    assert [(call.phone, call.operator) for call in whole.calls] == [(PHONE, "李静"), ("19900000007", "王磊")]
    said = [(line.act, line.actor, line.crew) for line in whole.journal if line.act in ("save", "join", "assign")]
    assert said == [("save", "李静", None), ("join", "王磊", None), ("assign", "陈诚", "QX1")]
    assert {line.number for line in whole.journal} == {made.number}
    assert [(alarm.clock or alarm.rule, alarm.level, alarm.severity) for alarm in whole.alarms] == [
        ("dispatch", 150, 3), ("offer_waits", 0, 2),
    ]  # fmt: skip


def test_no_line_and_no_fact_tells_a_whole_phone_number_to_who_is_no_operator(desk: Desk, seats, known) -> None:
    made = desk.intake.save(seats.operator, known)
    desk.intake.join(seats.second, made.id, phone="19911112222")
    shown = desk.look.detail(made.id, seats.admin)
    assert (shown.phone, shown.customer and shown.customer.phone) == ("199****4021", "199****4021")
    assert [call.phone for call in shown.calls] == ["199****4021", "199****2222"]
    assert PHONE not in repr(shown)
    assert "19911112222" not in repr(shown)


@pytest.mark.parametrize("which", ["E-99999", "nonsense", "", 99, -1])
def test_what_is_not_there_is_said_to_be_missing(desk: Desk, seats, which) -> None:
    with pytest.raises(NotFound):
        desk.look.detail(which)
    with pytest.raises(NotFound):
        desk.look.choices(which, seats.operator, 0)


def test_a_draft_is_no_request_yet(desk: Desk, seats) -> None:
    draft = desk.intake.begin(seats.operator, phone=PHONE)
    with pytest.raises(NotFound):
        desk.look.detail(draft.id)
    assert desk.look.rows([draft.id]) == {}
    assert desk.look.number_of(draft.id) == ""
    assert [one.id for one in desk.look.drafts(seats.operator.operator_id)] == [draft.id]
    assert desk.look.drafts(seats.second.operator_id) == []


def choice(desk: Desk, wall: HandClock, which: int, seat, act: Act) -> str | None:
    found = {one.act: one.why_not for one in desk.look.choices(which, seat, wall.now())}
    assert list(found) == [one.value for one in FROM]
    return found[act.value]


def test_each_act_is_offered_or_says_why_not(desk: Desk, wall: HandClock, seats, known) -> None:
    made = desk.intake.save(seats.operator, known)
    assert choice(desk, wall, made.id, seats.dispatcher, Act.ASSIGN) is None
    assert choice(desk, wall, made.id, seats.operator, Act.ASSIGN) == "role.needed"
    assert choice(desk, wall, made.id, seats.admin, Act.NOTE) == "role.needed"
    assert choice(desk, wall, made.id, seats.dispatcher, Act.HOLD) == "hold.needs_safe"
    assert choice(desk, wall, made.id, seats.operator, Act.RESPOND) is None
    desk.handling.respond(seats.operator, made.id)
    assert choice(desk, wall, made.id, seats.operator, Act.RESPOND) is not None
    assert choice(desk, wall, made.id, seats.operator, Act.RESOLVE) is not None


def test_what_a_choice_forbids_the_verb_refuses_with_the_same_word(desk: Desk, wall: HandClock, seats, known) -> None:
    made = desk.intake.save(seats.operator, known)
    asked = {
        Act.RESUME: (desk.handling.resume, {}),
        Act.HOLD: (desk.handling.hold, {"reason": HoldReason.NOT_HOME, "until": wall.now() + HOUR}),
        Act.RESOLVE: (desk.handling.resolve, {"disposition": Disposition.FIXED}),
        Act.REOPEN: (desk.handling.reopen, {"reason": "又闻到"}),
        Act.TAKE: (desk.handling.take, {}),
        Act.ACCEPT: (desk.dispatch.accept, {"crew": None}),
    }
    for act, (verb, carried) in asked.items():
        for seat in (seats.operator, seats.dispatcher, seats.admin):
            why = choice(desk, wall, made.id, seat, act)
            assert why is not None, act
            with pytest.raises(DeskError) as told:
                verb(seat, made.id, **carried)
            assert told.value.code == why, (act, seat.login)


def test_what_is_unknown_about_a_request_is_empty_and_not_missing(desk: Desk, seats) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    whole: RequestDetail = desk.look.detail(made.id)
    assert (whole.customer, whole.premise, whole.flags, whole.assignments, whole.alarms) == (None, None, (), (), ())
    assert (whole.row.note, whole.row.hazard, whole.row.crews) == ("", False, ())
