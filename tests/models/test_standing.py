"""How a row stands at a moment: from the row and the moment alone, to the millisecond."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.rows import QueueRow
from models.sla import SlaClock, Target
from models.standing import Judged, judge
from models.vocabulary import NEVER, Board, ClockKind, Kind, Priority, Status
from models.wall import HOUR, MINUTE

DUE = 100 * HOUR
ROW = QueueRow(
    id=1, number="R-00001", kind=Kind.REPAIR, category="RP-HOSE", category_zh="软管", category_en="Hose",
    priority=Priority.P3, status=Status.OPEN, board=Board.TO_ASSIGN, state_since=0, district="", address="", note="",
    hazard=False, crews=(), owner="", clock=ClockKind.RESOLUTION, due_at=DUE, warn_at=DUE - 18 * HOUR,
    pause_from=None, pause_until=None, received=DUE - 72 * HOUR, version=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("now", "severity", "word"),
    [
        (DUE - 18 * HOUR, 0, ""),
        (DUE - 18 * HOUR + 1, 1, "due"),
        (DUE, 1, "due"),
        (DUE + 1, 2, "late"),
    ],
)
def test_a_promise_is_kept_on_its_very_instant_and_broken_one_millisecond_later(now, severity, word):
    assert judge(ROW, now) == Judged(severity, word, DUE - now, False)


@pytest.mark.parametrize("clock", list(ClockKind))
@pytest.mark.parametrize("priority", list(Priority))
def test_a_row_is_as_severe_as_its_alarm(clock, priority):
    life = priority is Priority.P1 and clock in (ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.SAFE)
    row = replace(ROW, clock=clock, priority=priority)
    assert judge(row, DUE + 1).severity == (3 if life else 2)
    assert judge(row, DUE - MINUTE).severity == (2 if life else 1)


def test_a_row_on_which_no_clock_runs_has_no_remaining_time():
    assert judge(replace(ROW, clock=None, due_at=NEVER, warn_at=NEVER), DUE * 9) == Judged(0, "", None, False)


def test_before_a_pause_and_after_its_promised_end_the_row_is_judged_as_ever():
    row = replace(ROW, pause_from=DUE - 10 * HOUR, pause_until=DUE - 4 * HOUR)
    assert judge(row, DUE - 10 * HOUR - 1).word == "due"
    assert judge(row, DUE - 10 * HOUR) == judge(row, DUE - 4 * HOUR - 1) == Judged(0, "wait", 4 * HOUR, True)
    assert judge(row, DUE - 4 * HOUR) == Judged(1, "due", 4 * HOUR, False)


def test_a_promise_broken_before_the_pause_stands_still_at_how_late_it_was():
    row = replace(ROW, pause_from=DUE + HOUR, pause_until=DUE + 5 * HOUR)
    assert judge(row, DUE + 2 * HOUR) == judge(row, DUE + 4 * HOUR) == Judged(0, "wait", -HOUR, True)


@given(
    target=some.integers(1, 72 * HOUR),
    begins=some.integers(0, 80 * HOUR),
    lasts=some.integers(1, 72 * HOUR),
    into=some.floats(0, 1, exclude_max=True),
)
def test_what_remains_in_a_pause_is_the_target_less_what_the_clock_itself_has_used(target, begins, lasts, into):
    clock = SlaClock(ClockKind.RESOLUTION, 1, 0, Target(ms=target), ((begins, begins + lasts),))
    row = replace(ROW, due_at=clock.due_at, warn_at=clock.level_at(75), pause_from=begins, pause_until=begins + lasts)
    now = begins + int(lasts * into)
    assert judge(row, now).remaining == target - clock.elapsed(now)
