"""The log of emergencies: parts of the week, steps of a quarter of an hour, and what was entered after an outage."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import Calendar
from models.calendar.daysoff import china, cn_office
from models.desk.deed import BACK_DATING
from models.desk.desk import Desk
from models.emergency_log import LATE_FROM, band_of, counts, usual_hours
from models.rows import NewRequest
from models.rows.registers import EmergencyRow
from models.vocabulary import ClockKind, DayBand, Disposition, Kind, Priority, Status, Step
from models.wall import HOUR, MINUTE

FIRST, LAST = (datetime.combine(date(year, 1, 1), time()) for year in (2020, 2027))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp() * 1000)


@pytest.mark.parametrize(
    ("when", "band"),
    [
        ("2026-02-12T09:00", "business"), ("2026-02-12T16:59:59", "business"), ("2026-02-12T17:00", "evening"),
        ("2026-02-12T03:30", "evening"), ("2026-02-12T23:59:59", "evening"),
        ("2026-02-07T10:00", "weekend"), ("2026-02-08T23:00", "weekend"),
        ("2026-02-17T10:00", "holiday"), ("2026-02-21T10:00", "holiday"), ("2026-02-22T00:30", "holiday"),
        ("2026-02-28T10:00", "business"), ("2026-02-28T20:00", "evening"),
    ],
)  # fmt: skip
def test_a_report_is_counted_where_the_official_days_put_it(when: str, band: str) -> None:
    """Spring Festival 2026 is off from 15 to 23 February, and Saturday the 28th is worked for it."""
    assert band_of(at(when), cn_office()) == band


def test_a_yearly_holiday_counts_and_a_shift_on_it_does_not() -> None:
    week = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    kept = Calendar.from_json({"week": week, "holidays": ["--12-25"]}, "Asia/Shanghai")
    worked = Calendar.from_json(
        {"week": week, "holidays": ["--12-25"], "shifts": {"2026-12-25": [["09:00", "12:00"]]}}, "Asia/Shanghai"
    )
    assert band_of(at("2026-12-25T10:00"), kept) is DayBand.HOLIDAY
    assert band_of(at("2026-12-25T10:00"), worked) is DayBand.BUSINESS
    assert band_of(at("2026-12-25T15:00"), worked) is DayBand.EVENING


@given(st.datetimes(FIRST, LAST))
def test_the_parts_of_the_week_are_those_of_the_calendar(moment: datetime) -> None:
    """A direct telling of the same: official days, else the weekday, else the hour."""
    day, known = moment.date(), china()
    worked = day in known.work or (day.weekday() < 5 and day not in known.off)
    hours = worked and 9 <= moment.hour < 17
    wanted = ("business" if hours else "evening") if worked else "holiday" if day in known.off else "weekend"
    assert band_of(at(moment.replace(microsecond=0).isoformat()), cn_office()) == wanted


def row(minutes: float | None, band: DayBand = DayBand.BUSINESS, late: tuple[str, ...] = ()) -> EmergencyRow:
    there = None if minutes is None else 1000 + round(minutes * MINUTE)
    return EmergencyRow("E-00001", 1000, band, "", "", "EM", "", "", Kind.EMERGENCY, Priority.P1, Status.OPEN, "", None,
                        there, None, None, "", "", 1, late)  # fmt: skip


def test_exactly_a_quarter_of_an_hour_is_within_it() -> None:
    ways = [0, 15, 15 + 1 / 60_000, 30, 45, 60, 60 + 1 / 60_000, None]
    whole = counts([row(way) for way in ways])[-1]
    assert (whole.reports, whole.to_15, whole.to_30, whole.to_45, whole.to_60, whole.over_60, whole.none) == (
        8, 2, 2, 1, 1, 1, 1)  # fmt: skip
    assert (whole.share_30, whole.share_60, whole.median) == (57.1, 85.7, 30.0)


@given(
    st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 200)), st.sampled_from(list(DayBand)))),
)
def test_the_parts_sum_to_the_whole(told: list[tuple[int | None, DayBand]]) -> None:
    *parts, whole = counts([row(minutes, band) for minutes, band in told])
    names = ("reports", "to_15", "to_30", "to_45", "to_60", "over_60", "none")
    assert all(sum(getattr(part, name) for part in parts) == getattr(whole, name) for name in names)
    assert all(sum(getattr(one, name) for name in names[1:]) == one.reports for one in (*parts, whole))
    assert (whole.reports, whole.median is None) == (len(told), all(way is None for way, _ in told))


def test_nothing_is_counted_where_nothing_came() -> None:
    assert {(one.reports, one.share_30, one.median) for one in counts([])} == {(0, None, None)}


def test_late_means_the_same_here_as_where_it_is_entered() -> None:
    assert LATE_FROM == BACK_DATING


def test_a_utility_without_a_calendar_has_plain_office_hours() -> None:
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    assert usual_hours("Asia/Shanghai").hours(friday)
    assert not usual_hours("Asia/Shanghai").hours(saturday)


# The look


def leak(desk: Desk, seat: Any, n: int = 0, **facts: Any) -> Any:
    return desk.intake.save(
        seat, NewRequest(category="EM-LEAK-IN", phone=f"1991234400{n}", address=f"民生路 {n}", **facts)
    )


def found(desk: Desk, hours: int = 48) -> list[EmergencyRow]:
    now = desk.wall.now()
    rows: list[EmergencyRow] = desk.look.registers().emergencies(now - hours * HOUR, now + 1, "cn-office")
    return rows


def test_a_report_taken_on_paper_is_entered_with_its_true_times_and_marked_late(
    desk: Desk, seats: Any, wall: Any, crew: str
) -> None:
    """Three hours without a computer: the call, the crew's steps and the reading are typed in afterwards."""
    began = wall.now()
    wall.advance(hours=3)
    zhao, times = seats.supervisor, {name: began + n * MINUTE for n, name in enumerate("abcdef", 10)}
    request = leak(desk, zhao, received=began).id
    desk.dispatch.assign(zhao, request, crew=crew, override_reason="当时当班", at=times["a"])
    desk.dispatch.accept(zhao, request, at=times["b"])
    desk.dispatch.on_site(zhao, request, at=times["c"])
    desk.handling.safe(zhao, request, reading="0 ppm", valve="关", source_found=True, at=times["d"])
    desk.dispatch.done(zhao, request, at=times["e"])
    desk.handling.resolve(zhao, request, disposition=Disposition.FIXED, at=times["f"])
    (one,) = found(desk)
    assert (one.received, one.crew, one.sent_at, one.on_site_at, one.safe_at, one.finished_at) == (
        began, crew, times["a"], times["c"], times["d"], times["f"])  # fmt: skip
    assert one.late == ("received", "sent_at", "on_site_at", "safe_at", "finished_at")
    assert set(one.entered.values()) == {wall.now()}
    assert one.arrival_ms == 12 * MINUTE
    lines = [line for line in desk.look.detail(request).journal if line.act not in ("raise", "clear")]
    assert all(line.data.get("late_entry") and line.recorded_at == wall.now() for line in lines)
    assert [line.at for line in lines[1:]] == list(times.values())
    desk.alarms.sweep()
    clocks = {clock.kind: clock for clock in desk.look.detail(request).clocks}
    assert (clocks[ClockKind.ARRIVAL].stopped_at, clocks[ClockKind.SAFE].stopped_at) == (times["c"], times["d"])
    assert {alarm.state for alarm in desk.look.alarms()} == {"returned"}, "they are over; their levels stay on record"


def test_who_took_the_paper_call_cannot_date_it_back_that_far_but_a_supervisor_can(
    desk: Desk, seats: Any, wall: Any, refused: Any
) -> None:
    began = wall.now()
    wall.advance(hours=3)
    new = NewRequest(category="EM-LEAK-IN", phone="1", received=began)
    assert refused(desk.intake.save, seats.operator, new) == "at.too_far_back"
    assert desk.intake.save(seats.supervisor, new).number == "E-00001"


def test_what_was_entered_in_time_is_not_late(desk: Desk, seats: Any, wall: Any, crew: str) -> None:
    request = leak(desk, seats.operator).id
    wall.advance(minutes=20)
    desk.dispatch.assign(seats.dispatcher, request, crew=crew, override_reason="近", at=wall.now() - 19 * MINUTE)
    (one,) = found(desk)
    assert (one.late, one.entered["sent_at"] - (one.sent_at or 0)) == ((), 19 * MINUTE)


def test_an_amended_arrival_is_late_as_its_amendment_was(desk: Desk, seats: Any, wall: Any, crew: str) -> None:
    request = leak(desk, seats.operator).id
    desk.dispatch.assign(seats.supervisor, request, crew=crew, override_reason="近")
    wall.advance(minutes=20)
    desk.dispatch.on_site(seats.supervisor, request)
    there = wall.now()
    wall.advance(hours=2)
    assert found(desk)[0].late == ()
    desk.dispatch.amend(
        seats.supervisor, request, crew=crew, step=Step.ON_SITE, at=there - 5 * MINUTE, reason="忘按"
    )  # fmt: skip
    (one,) = found(desk)
    assert (one.on_site_at, one.late, one.entered["on_site_at"]) == (there - 5 * MINUTE, ("on_site_at",), wall.now())


def test_what_came_as_an_emergency_stays_in_the_log_whatever_it_became(desk: Desk, seats: Any) -> None:
    request = leak(desk, seats.operator).id
    desk.handling.reclassify(seats.supervisor, request, category="RP-HOSE", reason="误报")
    desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", phone="2"))
    assert [(one.number, one.kind) for one in found(desk)] == [("E-00001", Kind.REPAIR)]


def test_a_merged_report_has_the_times_of_the_one_that_was_attended(
    desk: Desk, seats: Any, wall: Any, crew: str
) -> None:
    first = leak(desk, seats.operator, 1).id
    desk.intake.join(seats.operator, first, phone="19912344009", note="邻居")
    wall.advance(minutes=5)
    second = leak(desk, seats.operator, 2).id
    desk.dispatch.assign(seats.supervisor, first, crew=crew, override_reason="近")
    desk.promising.merge(seats.dispatcher, second, into="E-00001")
    wall.advance(minutes=10)
    desk.dispatch.on_site(seats.supervisor, first)
    one, two = found(desk)
    assert (one.reports, one.merged_into, two.merged_into) == (2, "", "E-00001")
    assert (one.on_site_at, two.on_site_at) == (wall.now(), wall.now())
    assert (one.arrival_ms, two.arrival_ms) == (15 * MINUTE, 10 * MINUTE)


def test_a_reopened_report_keeps_when_it_was_first_safe(desk: Desk, seats: Any, wall: Any, crew: str) -> None:
    zhao, request = seats.supervisor, leak(desk, seats.operator).id
    desk.dispatch.assign(zhao, request, crew=crew, override_reason="近")
    desk.dispatch.on_site(zhao, request)
    desk.handling.safe(zhao, request, reading="0", valve="关", source_found=True)
    safe = wall.now()
    desk.dispatch.done(zhao, request)
    desk.handling.resolve(zhao, request, disposition=Disposition.FIXED)
    wall.advance(hours=1)
    desk.handling.reopen(zhao, request, reason="又漏")
    assert (found(desk)[0].safe_at, found(desk)[0].finished_at) == (safe, None)


def test_a_span_holds_its_first_instant_and_not_its_last(desk: Desk, seats: Any, wall: Any) -> None:
    leak(desk, seats.operator)
    log = desk.look.registers().emergencies
    now = wall.now()
    assert [len(log(now, now + 1)), len(log(now - 1, now)), len(log(now + 1, now + 2))] == [1, 0, 0]


def test_the_utilitys_own_calendar_is_taken_before_the_ready_one(desk: Desk, seats: Any, wall: Any) -> None:
    registers = desk.look.registers()
    assert registers.calendar(wall.now()) == "cn-office"
    rows = registers.emergencies(wall.now() - 1, wall.now() + 1)
    assert rows == []
    leak(desk, seats.operator)
    # Thursday, 1 January 2026, 08:00 in Shanghai: a day off in China, the small hours of an office week elsewhere.
    assert found(desk)[0].band is DayBand.HOLIDAY
    assert registers.emergencies(wall.now() - 1, wall.now() + 1)[0].band is DayBand.EVENING
    assert timedelta(milliseconds=wall.now() - at("2026-01-01T08:00")) == timedelta()
