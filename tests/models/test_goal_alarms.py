"""An indicator beyond its goal rings once in each period, and the look at it holds up nothing."""

import threading

import pytest
from sqlalchemy import insert

from models.desk.goal_looking import EVERY
from models.indicators.goals import Over, goal_of
from models.tables import Alarm, Call, Goal, GoalFigure, GoalLook, Line, Notice
from models.vocabulary import WrapUp
from models.wall import DAY, HOUR, MINUTE, SECOND

GOAL = "answered/week@"


def calls(store, since, answered, abandoned):
    """So many calls that a person answered, and so many that were given up."""
    rows = [{"answered_at": since + n * SECOND, "ended_at": since + n * SECOND + 1, "rang_at": since + n * SECOND,
             "operator_id": 1, "wrap_up": WrapUp.ANSWERED.value} for n in range(answered)]  # fmt: skip
    rows += [{"answered_at": None, "ended_at": since + n * SECOND + 1, "rang_at": since + n * SECOND,
              "operator_id": None, "wrap_up": ""} for n in range(abandoned)]  # fmt: skip
    with store.write() as connection:
        connection.execute(
            insert(Call), [{"phone": "", "line": "", "note": "", "direction": "in"} | row for row in rows]
        )


def alarms(rows):
    return [(row.state, row.occurrence, row.severity) for row in rows(Alarm, rule="goal_missed")]


@pytest.fixture
def goal(desk, seats):
    """Nine of ten calls of each week are to be answered by a person."""
    return desk.goals.set(seats.admin, goal_of("answered", least=90, over="week")).goal


@pytest.fixture
def turn(desk, wall):
    """``turn(minutes=20)``: time passes, the indicators are looked at, and the engine goes its round."""

    def pass_(**spans):
        wall.advance(**spans)
        seen = desk.goals.look_due()
        desk.alarms.sweep(under=wall.now())
        return seen

    return pass_


def test_a_figure_beyond_its_goal_rings_once_and_is_over_when_it_is_back(desk, store, rows, goal, turn, wall):
    calls(store, wall.now(), 26, 3)
    assert (turn(minutes=20), alarms(rows)) == (1, [])  # 29 calls are too few
    calls(store, wall.now(), 0, 1)
    turn(minutes=20)
    assert alarms(rows) == [("unacknowledged", 1, 1)]
    (row,) = desk.look.alarms()
    figure = row.figure
    assert (figure.value, figure.n, figure.bound, figure.least, figure.crossed) == (86.667, 30, 90, True, True)
    assert figure.low < figure.value < 90 < figure.high
    assert [one.audience for one in rows(Notice, kind="alarm")] == ["supervisor"]
    for _ in range(3):
        turn(minutes=20)
    assert alarms(rows) == [("unacknowledged", 1, 1)]
    calls(store, wall.now(), 40, 0)
    turn(minutes=20)
    assert alarms(rows) == [("returned", 1, 1)]
    calls(store, wall.now(), 0, 40)
    turn(minutes=20)
    assert alarms(rows) == [("returned", 1, 1)]  # a second crossing of the same week is no second alarm
    assert len([line for line in rows(Line, act="raise") if "goal_missed" in (line.payload or "")]) == 1
    assert desk.upkeep.check().faults == ()


def test_the_next_week_rings_anew_and_the_last_one_is_over(store, rows, goal, turn, wall):
    calls(store, wall.now(), 10, 30)
    turn(minutes=20)
    wall.advance(days=4)  # from Thursday to Monday
    calls(store, wall.now(), 10, 30)
    turn(minutes=20)
    assert alarms(rows) == [("returned", 1, 1), ("unacknowledged", 1, 1)]
    assert [row.subject for row in rows(Alarm)] == ["goal:answered/week@2025-12-29", "goal:answered/week@2026-01-05"]


def test_what_was_acknowledged_rings_no_more_in_its_period(desk, seats, store, rows, goal, turn, wall):
    calls(store, wall.now(), 10, 30)
    turn(minutes=20)
    desk.alarms.acknowledge(seats.supervisor, 1)
    for _ in range(4):
        turn(hours=9)
    assert alarms(rows) == [("acknowledged", 1, 1)]
    desk.alarms.take_out_of_service(seats.supervisor, "goal_missed", reason="演练", until=wall.now() + HOUR)
    turn(hours=2)
    turn(hours=9)
    assert alarms(rows) == [("acknowledged", 1, 1)]
    wall.advance(days=3)
    turn(minutes=1)
    assert alarms(rows) == [("normal", 1, 1)]


def test_what_was_shelved_comes_back_seen(desk, seats, store, rows, goal, turn, wall):
    calls(store, wall.now(), 10, 30)
    turn(minutes=20)
    desk.alarms.shelve(seats.supervisor, 1, minutes=60, reason="暴雨")
    turn(hours=2)
    turn(hours=9)
    (row,) = rows(Alarm)
    assert (row.state, row.acknowledged_by, row.wake_at) == ("acknowledged", seats.supervisor.operator_id, None)


def test_a_period_that_ended_beyond_its_goal_while_nobody_looked_is_told_of_once(store, rows, goal, turn, wall):
    calls(store, wall.now(), 10, 30)
    wall.advance(days=5)
    assert turn(minutes=1) == 2
    assert alarms(rows) == [("returned", 1, 1)]
    assert turn(minutes=20) == 1
    assert alarms(rows) == [("returned", 1, 1)]


def test_a_goal_that_is_removed_is_over_and_what_was_in_force_stays_known(desk, seats, store, rows, goal, turn, wall):
    begun = wall.now()
    calls(store, begun, 10, 30)
    turn(minutes=20)
    desk.goals.set(seats.admin, goal_of("answered", least=80, over="week"))
    turn(minutes=20)
    desk.goals.remove(seats.admin, goal)
    removed = wall.now()
    turn(minutes=20)
    assert alarms(rows) == [("returned", 1, 1)]
    in_force = desk.look.goals().in_force
    assert [[one.goal.bound for one in in_force(at)] for at in (begun, removed - 1, removed)] == [[90], [80], []]
    assert len(rows(Goal)) == 2
    desk.goals.set(seats.admin, goal)
    assert [one.goal.bound for one in in_force(wall.now())] == [90]


def test_indicators_are_looked_at_four_times_an_hour_at_most_whoever_asks(desk, rows, goal, wall):
    assert desk.goals.look_due() == 1
    assert [desk.goals.look_due() for _ in range(3)] == [0, 0, 0]
    wall.advance(seconds=EVERY // SECOND - 1)
    assert desk.goals.look_due() == 0
    wall.advance(seconds=1)
    assert desk.goals.look_due() == 1
    wall.advance(hours=3)
    assert desk.goals.look_due() == 1
    wall.advance(hours=-1)  # a clock that is put back does not stop it
    assert desk.goals.look_due() == 1
    (mark,) = rows(GoalLook)
    assert mark.at == wall.now()


def test_without_a_goal_nothing_is_looked_at_or_written(desk, rows, wall):
    wall.advance(days=1)
    assert desk.goals.look_due() == 0
    assert ([row.at for row in rows(GoalLook)], rows(GoalFigure)) == ([0], [])


def test_a_look_under_way_holds_up_no_sweep(desk, seats, store, goal, rows, wall, monkeypatch):
    """The reads of the look are stopped in the middle of their transaction; the engine's round goes on beside."""
    from models.looks.indicators import Indicators

    begun, on = threading.Event(), threading.Event()
    answering = Indicators.answering

    def slow(reads, *asked):
        with store.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM call").scalar()
            begun.set()
            assert on.wait(30)
        return answering(reads, *asked)

    monkeypatch.setattr(Indicators, "answering", slow)
    look = threading.Thread(target=desk.goals.look_due)
    look.start()
    try:
        assert begun.wait(30)
        from models.rows import NewRequest

        desk.intake.save(seats.operator, NewRequest(category="EM-LEAK-IN", phone="19912344021", address="石榴巷9号"))
        wall.advance(minutes=6)
        assert desk.alarms.sweep().raised > 0
    finally:
        on.set()
        look.join()
    assert [row.severity for row in rows(Alarm)] == [3]
    assert len(rows(GoalFigure)) == 1


@pytest.mark.parametrize("report", [("reopened", 5.0), ("overdue", 3.0), ("customer_hours", 8.0), ("abandoned", 5.0),
                                    ("call_backs_owed", 5.0), ("done_unasked", 5.0), ("crew_overtime", 5.0),
                                    ("response_mean", 24.0)])  # fmt: skip
def test_every_report_can_be_held_against_a_goal(desk, seats, report, wall):
    name, most = report
    desk.goals.set(seats.admin, goal_of(name, most=most, over="day"))
    wall.advance(minutes=20)
    (row,) = desk.goals.look_now()
    assert (row.goal, row.crossed) == (f"{name}/day", False)


def test_only_an_admin_sets_goals_and_what_is_not_there_is_refused(desk, seats, wall, refused):
    goals, say = desk.goals, refused
    assert say(goals.set, seats.supervisor, goal_of("satisfied")) == "role.needed"
    assert say(goals.set, seats.admin, goal_of("response_inside", "district:月球")) == "goal.member"
    assert say(goals.set, seats.admin, goal_of("response_inside", "kind:moon")) == "goal.member"
    assert say(goals.set, seats.admin, goal_of("satisfied"), valid_from=wall.now() - 1) == "goal.past"
    goals.set(seats.admin, goal_of("satisfied"))
    assert say(goals.set, seats.admin, goal_of("satisfied")) == "goal.same"
    assert say(goals.remove, seats.admin, goal_of("satisfied", over="week")) == "goal.none"
    goals.set(seats.admin, goal_of("satisfied", least=95), valid_from=wall.now() + DAY)
    look = desk.look.goals()
    assert [one.goal.bound for one in look.in_force(wall.now())] == [90]
    assert [one.goal.bound for one in look.in_force(wall.now() + DAY)] == [95]
    assert Over.MONTH.value in look.in_force(wall.now())[0].goal.key


def test_reports_are_held_against_the_goals_in_force_at_their_end(desk, seats, store, wall):
    since = wall.now()
    calls(store, since, 26, 4)
    wall.advance(minutes=10)
    before = wall.now()
    desk.goals.set(seats.admin, goal_of("answered", least=90))
    wall.advance(minutes=10)
    reads = desk.look.indicators()
    judged = [next((one.goal, one.kept) for one in reads.answering(since, until) if one.name == "answered")
              for until in (before, wall.now())]  # fmt: skip
    assert judged == [(None, None), (90, False)]
    assert reads.as_of(before - MINUTE).answering(since, wall.now())[0].goal is None
