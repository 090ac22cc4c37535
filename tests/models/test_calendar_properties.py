"""Working time as a property: adding and counting are inverse, ordered and complete, in every kind of zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.calendar import Calendar, Term, Unit, breached, due, elapsed
from models.calendar.hours import WEEKDAYS, time_text
from models.calendar.reckoning import joined
from models.errors import Invalid
from models.wall import DAY, HOUR, MINUTE

ZONES = (
    "America/Havana", "Asia/Beirut", "Africa/Cairo",  # clocks change at midnight
    "Asia/Kolkata", "Australia/Lord_Howe",  # half hours
    "Europe/Berlin", "America/New_York",
    "Asia/Shanghai",  # no change
    "Pacific/Apia",  # left out the 30th of December 2011
)  # fmt: skip
QUARTER = 15 * MINUTE
BEGIN = datetime(2011, 6, 1, tzinfo=UTC)
instants = st.integers(0, 15 * 365 * DAY).map(lambda ms: int(BEGIN.timestamp() * 1000) + ms)
spans = st.integers(0, 90 * DAY)
zones = st.sampled_from(ZONES)
lighter = settings(max_examples=40)
"""Every new calendar works out the years it is asked about, which is what costs time here."""
dates = st.dates(date(2011, 6, 1), date(2026, 6, 1)).map(date.isoformat)


@st.composite
def days(draw, first=0, last=96):
    """The hours of a day on quarters: none, some, or all of it."""
    cuts = sorted(draw(st.sets(st.integers(first, last), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [[time_text(start * QUARTER), time_text(end * QUARTER)] for start, end in pairs]


@st.composite
def calendars(draw, first=0, last=96):
    """Any calendar with hours on quarters between `first` and `last`."""
    hours = days(first, last)
    yearly = st.sampled_from(("--02-29", "--12-25", "--01-01"))
    data = {
        "week": {name: draw(hours) for name in WEEKDAYS},
        "shifts": draw(st.dictionaries(dates, hours, max_size=4)),
        "breaks": draw(st.dictionaries(dates, hours, max_size=4)),
        "holidays": draw(st.lists(st.one_of(dates, yearly), max_size=6)),
    }
    assume(any(data["week"].values()))
    return Calendar.from_json(data, draw(zones))


@lighter
@given(calendars(), instants, spans)
def test_what_was_added_is_what_is_counted(calendar, start, ms):
    assert calendar.working(start, calendar.add(start, ms)) == ms
    assert calendar.working(calendar.add(start, -ms), start) == (ms if ms else 0)


@lighter
@given(calendars(), instants, instants, instants)
def test_counting_adds_up(calendar, one, two, three):
    one, two, three = sorted((one, two, three))
    assert calendar.working(one, two) + calendar.working(two, three) == calendar.working(one, three)
    assert 0 <= calendar.working(one, two) <= two - one


@lighter
@given(calendars(), instants, st.integers(-DAY, DAY), st.integers(0, 30 * DAY), st.integers(0, 5 * DAY))
def test_later_starts_and_longer_targets_never_end_earlier(calendar, start, ms, later, more):
    assert calendar.add(start, ms) <= calendar.add(start, ms + more)
    assert calendar.add(start, ms) <= calendar.add(start + later, ms)


@lighter
@given(calendars(), instants, st.integers(1, 20 * DAY), st.integers(1, 20 * DAY))
def test_adding_in_two_steps_is_adding_at_once(calendar, start, one, two):
    assert calendar.add(calendar.add(start, one), two) == calendar.add(start, one + two)
    assert calendar.add(calendar.add(start, -one), -two) == calendar.add(start, -one - two)


@lighter
@given(calendars(), instants, spans)
def test_open_and_closed_share_out_the_time(calendar, start, ms):
    both = sorted(calendar.open(start, start + ms) + calendar.closed(start, start + ms))
    assert sum(end - begin for begin, end in calendar.open(start, start + ms)) == calendar.working(start, start + ms)
    assert [begin for begin, _ in both] == ([start, *(end for _, end in both)][:-1] if both else [])
    assert (both[-1][1] if both else start) == start + ms
    assert all(begin < end for begin, end in both)


@lighter
@given(calendars())
def test_a_calendar_is_read_back_as_it_was_written(calendar):
    again = Calendar.from_json(calendar.as_json(), calendar.zone)
    assert (again, hash(again)) == (calendar, hash(calendar))


@lighter
@given(zones, instants, st.integers(-90 * DAY, 90 * DAY))
def test_round_the_clock_is_plain_arithmetic(zone, start, ms):
    calendar = Calendar.round_the_clock(zone)
    assert calendar.add(start, ms) == start + ms
    assert calendar.working(start, start + ms) == max(0, ms)
    assert (calendar.closed(start, start + abs(ms)), calendar.as_json()) == ([], "24x7")


@lighter
@given(zones, instants, st.integers(-90 * DAY, 90 * DAY))
def test_seven_whole_days_lose_nothing_at_midnight_or_when_the_clocks_change(zone, start, ms):
    week = {name: [["00:00", "12:00"], ["12:00", "24:00"]] for name in WEEKDAYS}
    calendar = Calendar.from_json({"week": week, "holidays": ["1999-01-01"]}, zone)
    assert calendar.add(start, ms) == start + ms
    assert calendar.working(start, start + ms) == max(0, ms)


@lighter
@given(calendars(first=16, last=88), instants, st.integers(0, 20 * DAY))
def test_every_quarter_that_the_wall_clock_calls_open_is_counted(calendar, start, ms):
    start -= start % QUARTER
    quarters = range(start, start + ms, QUARTER)
    zone = ZoneInfo(calendar.zone)
    counted = 0
    for instant in quarters:
        wall = datetime.fromtimestamp(instant // 1000, zone)
        since = (wall.hour * 60 + wall.minute) * MINUTE
        counted += any(begin <= since < end for begin, end in calendar.hours(wall.date()))
    assert calendar.working(start, start + len(quarters) * QUARTER) == counted * QUARTER


@lighter
@given(calendars(first=16, last=88), instants, st.integers(1, 60))
def test_working_days_are_dates_with_hours_at_the_same_time_of_day(calendar, start, n):
    begin = calendar.add_working_days(start, 0)
    there = calendar.add_working_days(start, n)
    zone = ZoneInfo(calendar.zone)
    from_, to = (datetime.fromtimestamp(one / 1000, zone) for one in (begin, there))
    assert from_.time() == to.time()
    between = (from_.date() + timedelta(days=day) for day in range(1, (to.date() - from_.date()).days + 1))
    skipped = date(2011, 12, 30) if calendar.zone == "Pacific/Apia" else None
    assert sum(bool(calendar.hours(day)) and day != skipped for day in between) == n
    assert calendar.add_working_days(begin, n) == there
    assert begin == calendar.add(start, 0)


@lighter
@given(calendars(first=16, last=88), instants, st.integers(1, 60))
def test_working_days_counted_back_lead_to_where_they_began(calendar, start, n):
    begin = calendar.add_working_days(start, 0)
    there = calendar.add_working_days(begin, n)
    assume(there == calendar.add(there, 0))
    assert calendar.add_working_days(there, -n) == begin


@lighter
@given(zones, instants, st.integers(-400, 400))
def test_calendar_days_keep_the_wall_clock(zone, start, n):
    there = Calendar.round_the_clock(zone).add_days(start, n)
    from_, to = (datetime.fromtimestamp(one / 1000, ZoneInfo(zone)) for one in (start, there))
    aim = from_.replace(tzinfo=None, fold=0) + timedelta(days=n)
    moved = to.replace(tzinfo=None, fold=0) - aim
    if n == 0:
        assert there == start
    elif moved:  # only where the clocks were put forward over it
        assert timedelta(0) < moved <= timedelta(days=1)
        assert aim.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone)) == to
    else:
        assert to.fold == 0


pauses = st.lists(
    st.tuples(st.integers(-2 * DAY, 20 * DAY), st.integers(0, 3 * DAY)), max_size=4
)  # fmt: skip


@lighter
@given(calendars(), instants, st.integers(1, 10 * DAY), pauses)
def test_the_unpaused_time_until_it_is_due_is_the_target(calendar, start, ms, given_pauses):
    held = [(start + begin, start + begin + span) for begin, span in given_pauses]
    for term in (Term(Unit.TIME, ms), Term(Unit.TIME, -ms)):
        at = due(calendar, start, term, held)
        assert elapsed(calendar, *sorted((start, at)), held) == ms
        assert not breached(calendar, at, term, at, held)
    at = due(calendar, start, Term(Unit.TIME, ms), held)
    assert not breached(calendar, at, Term(Unit.TIME, ms), at - 1, held)
    assert (elapsed(calendar, start, at + HOUR, held) > ms) == breached(
        calendar, at, Term(Unit.TIME, ms), at + HOUR, held
    )


@lighter
@given(calendars(), instants, st.sampled_from(("3600s", "-3600s", "3 working days", "30 days", "0s")), pauses)
def test_cut_doubled_and_empty_pauses_change_nothing(calendar, start, text, given_pauses):
    held = [(start + begin, start + begin + span) for begin, span in given_pauses]
    cut = [part for begin, end in held for part in ((begin, (begin + end) // 2), ((begin + end) // 2, end))]
    term = Term.read(text)
    plain = due(calendar, start, term, held)
    for other in (cut, held * 2, [*held, (start, start)], list(reversed(held)), joined(held)):
        assert due(calendar, start, term, other) == plain


@lighter
@given(calendars(), instants, st.integers(0, 40), st.sampled_from(("working days", "days")), pauses)
def test_a_pause_never_makes_whole_days_shorter(calendar, start, n, unit, given_pauses):
    held = [(start + begin, start + begin + span) for begin, span in given_pauses]
    term = Term.read(f"{n} {unit}")
    assert due(calendar, start, term, held) >= due(calendar, start, term)


@lighter
@given(st.integers(-(10**14), 10**14), st.sampled_from(Unit))
def test_a_term_is_read_back_as_it_was_written(amount, unit):
    amount = amount if unit is Unit.TIME else amount % 10**6
    assert Term.read(str(Term(unit, amount))) == Term(unit, amount)


@pytest.mark.parametrize("zone", ZONES[:2])
def test_a_target_beyond_all_calendars_is_refused(zone):
    calendar = Calendar.from_json({"week": {"mon": [["09:00", "17:00"]]}}, zone)
    asked = (
        lambda: calendar.add(0, 10**15), lambda: calendar.add(0, -(10**15)),
        lambda: calendar.add_working_days(0, 10**6), lambda: calendar.add_working_days(0, -(10**6)),
        lambda: calendar.add_days(0, 10**11), lambda: Calendar.round_the_clock(zone).add(0, 10**15),
    )  # fmt: skip
    for ask in asked:
        with pytest.raises(Invalid) as told:
            ask()
        assert told.value.code == "calendar.beyond"
