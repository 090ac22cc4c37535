"""A promise extended, fixed for an appointment, merged into another and taken out again: guards, lines and clocks."""

import pytest

from models import journal, sla
from models.desk.clockwork import clock_values
from models.looks.hours import CalendarBook
from models.rows import NewRequest
from models.tables import Alarm, Call, Clock, Line, Request
from models.vocabulary import ClockState, Disposition, HoldReason, Priority
from models.wall import DAY, HOUR, MINUTE

HOSE = NewRequest("RP-HOSE", phone="1")  # P3: response 24 h, resolution 72 h
LEAK = NewRequest("EM-LEAK-IN", phone="2")


@pytest.fixture
def clock(rows):
    """``clock(number, kind)``: the newest stored clock of that kind."""

    def read(number, kind):
        (request,) = rows(Request, number=number)
        return max(rows(Clock, request_id=request.id, kind=kind), key=lambda row: row.cycle)

    return read


@pytest.fixture
def saved(desk, seats):
    """``saved(new)``: the number of a request just saved."""
    return lambda new=HOSE: desk.intake.save(seats.operator, new).number


def extended(desk, seat, number, **facts):
    return desk.promising.extend(seat, number, **{"by": 24 * HOUR, "told": True, "reason": "等配件", **facts})


def stored(rows, number):
    """The request and its clocks as they stand, without what only counts changes."""
    (request,) = rows(Request, number=number)
    clocks = [row._mapping for row in rows(Clock, request_id=request.id)]
    left = ("version", "state_since", "alarm_at", "alarm_level", "merged_into", "merged_at")
    keep = {name: value for name, value in request._mapping.items() if name not in left}
    return keep, [{name: value for name, value in one.items() if name not in left} for one in clocks]


def test_an_extension_lengthens_the_promise_and_the_journal_keeps_the_original(desk, seats, saved, clock, rows, wall):
    number, begun = saved(), wall.now()
    extended(desk, seats.supervisor, number)
    assert clock(number, "resolution").due_at == begun + 96 * HOUR
    assert clock(number, "resolution").warn_at == begun + 72 * HOUR
    (line,) = rows(Line, act="extend")
    assert f'"was_due":{begun + 72 * HOUR}' in line.payload
    assert '"was":{"ms":259200000}' in line.payload


def test_pauses_still_count_on_an_extended_promise(desk, seats, saved, clock, wall):
    number, begun = saved(), wall.now()
    extended(desk, seats.supervisor, number)
    desk.handling.hold(seats.supervisor, number, reason=HoldReason.NOT_HOME, until=begun + 10 * HOUR)
    assert clock(number, "resolution").due_at == begun + 106 * HOUR


@pytest.mark.parametrize(
    ("who", "facts", "code"),
    [
        ("dispatcher", {}, "role.needed"),
        ("supervisor", {"reason": " "}, "reason.missing"),
        ("supervisor", {"told": False}, "extend.untold"),
        ("supervisor", {"by": 0}, "extend.by"),
        ("supervisor", {"by": -HOUR}, "extend.by"),
        ("supervisor", {"clock": "dispatch"}, "extend.clock"),
        ("supervisor", {"clock": "tea"}, "word.unknown"),
    ],
)
def test_an_extension_is_a_supervisors_with_a_reason_and_the_customer_told(
    desk, seats, saved, refused, who, facts, code
):
    number = saved()
    given = {"by": HOUR, "told": True, "reason": "x", **facts}
    assert refused(desk.promising.extend, getattr(seats, who), number, **given) == code


def test_it_is_extended_once_a_cycle_and_only_before_it_runs_out(desk, seats, saved, refused, wall):
    number, late = saved(), saved()
    extended(desk, seats.supervisor, number)
    extend = desk.promising.extend
    given = {"by": HOUR, "told": True, "reason": "x"}
    assert refused(extend, seats.supervisor, number, **given) == "extend.again"
    extended(desk, seats.supervisor, number, clock="response")
    wall.advance(hours=73)
    assert refused(extend, seats.supervisor, late, **given) == "promise.past"
    desk.handling.take(seats.operator, number)
    desk.handling.resolve(seats.supervisor, number, disposition=Disposition.ANSWERED)
    desk.handling.reopen(seats.supervisor, number, reason="x")
    extended(desk, seats.supervisor, number)


def test_an_extension_may_be_said_as_the_instant_it_ends(desk, seats, saved, clock, wall):
    number = saved()
    desk.promising.extend(seats.supervisor, number, until=wall.now() + 5 * DAY, told=True, reason="x")
    assert clock(number, "resolution").due_at == wall.now() + 5 * DAY


def test_an_extension_survives_a_reclassification_and_what_was_left_a_reopening(desk, seats, saved, clock, wall):
    number, begun = saved(), wall.now()
    extended(desk, seats.supervisor, number)
    desk.handling.reclassify(seats.supervisor, number, category="RP-NOGAS", reason="x")  # resolution 24 h
    assert clock(number, "resolution").due_at == begun + 48 * HOUR
    wall.advance(hours=12)
    desk.handling.take(seats.operator, number)
    desk.handling.resolve(seats.supervisor, number, disposition=Disposition.ANSWERED)
    wall.advance(hours=2)
    desk.handling.reopen(seats.supervisor, number, reason="x")
    assert clock(number, "resolution").due_at == wall.now() + 36 * HOUR


def test_an_appointment_is_an_instant_that_neither_pauses_nor_a_reclassification_move(desk, seats, saved, clock, wall):
    number, then = saved(), wall.now() + 5 * DAY
    desk.promising.appoint(seats.operator, number, due=then, note="周六在家")
    desk.handling.hold(seats.supervisor, number, reason=HoldReason.NOT_HOME, until=wall.now() + 10 * HOUR)
    desk.handling.reclassify(seats.supervisor, number, category="RP-NOGAS", reason="x")
    found = clock(number, "resolution")
    assert (found.due_at, found.pinned, found.pauses) == (then, True, "[]")
    assert desk.upkeep.check().faults == ()


def test_an_appointment_made_in_a_later_cycle_stays_that_instant(desk, seats, saved, clock, wall):
    number = saved()
    desk.handling.take(seats.operator, number)
    desk.handling.resolve(seats.supervisor, number, disposition=Disposition.ANSWERED)
    wall.advance(hours=2)
    desk.handling.reopen(seats.supervisor, number, reason="x")
    then = wall.now() + 2 * DAY
    desk.promising.appoint(seats.operator, number, due=then)
    desk.handling.reclassify(seats.supervisor, number, category="RP-NOGAS", reason="x")
    assert clock(number, "resolution").due_at == then


def test_an_appointment_lies_ahead_and_comes_before_the_promise_runs_out(desk, seats, saved, refused, wall):
    number, leak = saved(), saved(LEAK)
    appoint = desk.promising.appoint
    assert refused(appoint, seats.operator, number, due=wall.now()) == "appoint.time"
    assert refused(appoint, seats.operator, number, due=wall.now() + 500 * DAY) == "appoint.time"
    assert refused(appoint, seats.supervisor, leak, due=wall.now() + HOUR) == "appoint.needs_safe"
    wall.advance(hours=72, seconds=0.001)
    assert refused(appoint, seats.operator, number, due=wall.now() + HOUR) == "promise.past"


def test_a_merge_gives_age_and_priority_and_ends_the_other_ones_clocks_as_merged(desk, seats, saved, clock, rows, wall):
    old, begun = saved(NewRequest("RP-NOGAS", phone="7")), wall.now()  # P2
    wall.advance(hours=2)
    new = saved()
    done = desk.promising.merge(seats.dispatcher, old, into=new, reason="同一户")
    assert (done.number, done.status) == (old, "merged")
    (stays,) = rows(Request, number=new)
    assert (stays.received, stays.priority, stays.status) == (begun, "P2", "open")
    assert clock(new, "response").due_at == begun + 24 * HOUR
    assert {row.state for row in rows(Clock, request_id=done.id)} == {ClockState.MERGED}
    assert {row.phone for row in rows(Call)} == {"7", "1"}
    assert [call.phone for call in desk.look.detail(new).calls] == ["7", "1"]
    assert desk.upkeep.check().faults == ()


def test_what_a_merge_makes_late_is_raised_at_once(desk, seats, saved, rows, wall):
    old = saved()
    wall.advance(hours=25)
    new = saved()
    desk.promising.merge(seats.dispatcher, old, into=new)
    (stays,) = rows(Request, number=new)
    (alarm,) = rows(Alarm, request_id=stays.id)
    assert (alarm.clock, alarm.level, alarm.state) == ("response", 100, "unacknowledged")


def test_a_crew_on_its_way_to_the_one_that_goes_is_stood_down(desk, seats, saved, rows, crew):
    goes, stays = saved(), saved()
    desk.dispatch.assign(seats.dispatcher, goes, crew=crew)
    desk.promising.merge(seats.dispatcher, goes, into=stays)
    desk.promising.unmerge(seats.supervisor, goes, reason="两处")
    assert rows(Request, number=goes)[0].status == "open"
    assert [line.act for line in rows(Line) if line.act in ("withdraw", "merge", "absorb", "unmerge")] == [
        "withdraw", "merge", "absorb", "unmerge", "unmerge",
    ]  # fmt: skip


def test_a_merge_refuses_what_would_lose_something(desk, seats, saved, refused, crew):
    hose, leak, gone = saved(), saved(LEAK), saved()
    desk.handling.cancel(seats.operator, gone, reason="x")
    merge = desk.promising.merge
    assert refused(merge, seats.operator, hose, into=leak) == "role.needed"
    assert refused(merge, seats.dispatcher, leak, into=hose) == "merge.loses_safe"
    assert refused(merge, seats.dispatcher, hose, into=hose) == "merge.self"
    assert refused(merge, seats.dispatcher, hose, into=gone) == "merge.not_live"
    assert refused(merge, seats.dispatcher, hose, into="R-99999") == "request.unknown"
    desk.dispatch.assign(seats.dispatcher, hose, crew=crew)
    desk.dispatch.on_site(seats.dispatcher, hose, crew=crew)
    assert refused(merge, seats.dispatcher, hose, into=leak) == "merge.crew_on_site"


def test_an_unmerge_within_a_day_leaves_both_as_if_they_had_never_been_one(desk, seats, saved, rows, wall):
    old = saved(NewRequest("RP-NOGAS", phone="7"))
    wall.advance(hours=1)
    new = saved()
    desk.handling.respond(seats.operator, new)
    before = [stored(rows, number) for number in (old, new)]
    desk.promising.merge(seats.dispatcher, old, into=new)
    assert [stored(rows, number) for number in (old, new)] != before
    wall.advance(hours=2)
    desk.promising.unmerge(seats.supervisor, old, reason="两处")
    assert [stored(rows, number) for number in (old, new)] == before
    assert desk.upkeep.check().faults == ()


def test_taking_one_of_two_out_leaves_the_age_and_priority_of_the_other(desk, seats, saved, rows, wall):
    first, begun = saved(NewRequest("RP-NOGAS", phone="7")), wall.now()
    wall.advance(hours=1)
    second = saved(NewRequest("RP-HOSE", phone="8", priority=Priority.P1))
    stays = saved()
    for number in (first, second):
        desk.promising.merge(seats.dispatcher, number, into=stays)
    desk.promising.unmerge(seats.supervisor, second, reason="x")
    (row,) = rows(Request, number=stays)
    assert (row.received, row.priority) == (begun, "P2")


def test_an_unmerge_is_a_supervisors_within_24_hours_and_from_the_outside_in(desk, seats, saved, refused, wall):
    one, two, three = saved(), saved(), saved()
    unmerge = desk.promising.unmerge
    desk.promising.merge(seats.dispatcher, one, into=two)
    desk.promising.merge(seats.dispatcher, two, into=three)
    assert refused(unmerge, seats.dispatcher, one, reason="x") == "role.needed"
    assert refused(unmerge, seats.supervisor, three, reason="x") == "state.wrong"
    assert refused(unmerge, seats.supervisor, one, reason="x") == "unmerge.nested"
    assert len(desk.look.detail(three).calls) == 3
    desk.promising.unmerge(seats.supervisor, two, reason="x")
    wall.advance(hours=24, minutes=1)
    assert refused(unmerge, seats.supervisor, one, reason="x") == "unmerge.too_late"


def test_every_caller_of_a_merged_request_is_called_back(desk, seats, saved, rows):
    one, two = saved(), saved()
    desk.promising.merge(seats.dispatcher, one, into=two)
    desk.handling.take(seats.operator, two)
    desk.handling.resolve(seats.supervisor, two, disposition=Disposition.ANSWERED)
    assert rows(Request, number=two)[0].callback_due


def test_a_retry_of_a_merge_is_told_what_it_did(desk, seats, saved, rows):
    one, two = saved(), saved()
    first = desk.promising.merge(seats.dispatcher, one, into=two, token="t1")
    again = desk.promising.merge(seats.dispatcher, one, into=two, token="t1")
    assert (again.status, again.version, again.again) == (first.status, first.version, True)
    assert len(rows(Line, act="merge")) == 1


def test_stored_equals_replayed_after_every_one_of_these_acts(desk, store, seats, saved, wall):
    one, two = saved(), saved()
    acts = (
        lambda: extended(desk, seats.supervisor, one),
        lambda: desk.promising.appoint(seats.operator, two, due=wall.now() + 4 * DAY),
        lambda: desk.promising.merge(seats.dispatcher, one, into=two),
        lambda: desk.promising.unmerge(seats.supervisor, one, reason="x"),
    )
    for act in acts:
        act()
        wall.advance(minutes=7)
        with store.read() as connection:
            for number in (1, 2):
                truth = sla.clocks(journal.replay(connection, number), CalendarBook(connection))
                kept = connection.execute(Clock.__table__.select().where(Clock.request_id == number)).all()
                values = {(clock.kind.value, clock.cycle): clock_values(clock) for clock in truth}
                assert {(row.kind, row.cycle): {name: getattr(row, name) for name in values[row.kind, row.cycle]}
                        for row in kept} == values  # fmt: skip


def test_an_explanation_sums_and_says_what_another_priority_would_make_of_it(desk, seats, saved, wall):
    number = saved()
    desk.handling.hold(seats.supervisor, number, reason=HoldReason.NOT_HOME, until=wall.now() + 10 * HOUR)
    wall.advance(hours=12)
    found = {clock.kind.value: clock for clock in desk.look.explain(number, wall.now()).clocks}
    resolution = found["resolution"]
    running = sum(part.end - part.start for part in resolution.segments if part.word == "running")
    assert (running, resolution.elapsed_ms) == (2 * HOUR, 2 * HOUR)
    assert [part.word for part in resolution.segments] == ["paused", "running"]
    assert set(resolution.under) == set(Priority)
    assert resolution.due_at - wall.now() > MINUTE
