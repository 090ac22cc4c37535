"""Crews' jobs from another system: every row an assignment, oddities kept and marked, nothing twice, nothing lost."""

import csv
import gzip
import statistics
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.csvfile import rows_of
from models.dispatchmap import Busy, clashes, read_dispatch_map
from models.errors import Invalid
from models.intervals import interval, quantile
from models.rows import Seat
from models.tables import Assignment, Crew, Line, Request
from models.vocabulary import Act, Role, Step
from models.wall import DAY

FIRE = Path(__file__).parents[2].parent / "shared/data/sf_fire_cad_2017_newyear.csv.gz"
PLAN = """
[columns]
request = "call"
crew = "unit"
received = "received"
offered = "dispatch"
accepted = "response"
on_site = "on_scene"
ended = "available"
category = "type"
priority = "priority"
[defaults]
kind = "emergency"
unknown_category = "create"
unknown_crew = "create"
[priorities]
"3" = "P1"
"2" = "P2"
"""
HEAD = "call,unit,received,dispatch,response,on_scene,available,type,priority"
BOSS = Seat(4, "zhao", "赵敏", frozenset({Role.SUPERVISOR}))


@pytest.fixture
def take(desk, tmp_path):
    """``take(line, …)`` imports rows of times on one day, written as ``HH:MM``."""

    def run(*lines, plan=PLAN, **how):
        file = tmp_path / "jobs.csv"
        rows = [",".join(_moment(cell) for cell in line.split(",")) for line in lines]
        file.write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
        return desk.importing_dispatch.jobs(rows_of(file), read_dispatch_map(plan), "UTC", seat=BOSS, **how)

    return run


def _moment(cell):
    return f"2025-06-01 {cell}:00" if len(cell) == 5 and cell[2] == ":" else cell


def at(clock):
    return int(datetime.fromisoformat(f"2025-06-01T{clock}:00+00:00").timestamp() * 1000)


def test_two_crews_on_one_call_are_one_request_with_its_clocks_from_the_first_of_them(take, rows, desk):
    done = take("1,E1,10:00,10:02,10:03,10:09,10:40,Leak,3", "1,T1,10:00,10:02,10:04,10:07,10:30,Leak,3")
    assert (done.read, done.added, dict(done.flagged)) == (2, 2, {})
    (request,) = rows(Request)
    assert (request.status, request.priority, request.resolved_at) == ("closed", "P1", at("10:40"))
    clocks = {clock.kind: clock.stopped_at for clock in desk.look.detail(request.id).clocks}
    assert clocks["resolution"] == at("10:40")
    first, second = rows(Assignment)
    assert (first.on_site_at, second.on_site_at, first.step) == (at("10:09"), at("10:07"), "done")
    assert [line.act for line in rows(Line) if line.request_id == request.id] == ["import", "import_job", "import_job"]
    assert desk.upkeep.check().sound


def test_who_never_arrived_was_called_off_and_who_never_ended_is_still_there(take, rows):
    done = take("1,E1,10:00,10:02,10:03,,10:08,Leak,3", "2,E2,11:00,11:01,11:02,11:09,,Leak,3")
    assert [job.step for job in rows(Assignment)] == [Step.WITHDRAWN, Step.ON_SITE]
    assert [request.status for request in rows(Request)] == ["closed", "working"]
    assert done.flagged == {"no_end": 1}


def test_a_map_may_say_that_an_open_end_is_over(take, rows):
    take("2,E2,11:00,11:01,11:02,11:09,,Leak,3", plan=PLAN)
    again = PLAN.replace('unknown_crew = "create"', 'unknown_crew = "create"\nunended = "end"')
    take("3,E2,12:00,12:01,12:02,12:09,,Leak,3", plan=again)
    assert [(job.step, job.ended_at) for job in rows(Assignment)] == [("on_site", None), ("done", at("12:09"))]


def test_a_crew_on_site_at_two_places_is_kept_and_marked(take, rows):
    done = take(
        "1,E1,10:00,10:02,10:03,10:09,10:40,Leak,3",
        "2,E1,10:20,10:21,10:22,10:30,10:50,Leak,3",
        "3,E1,10:55,10:56,10:57,10:56,11:20,Leak,2",
    )
    assert done.flagged == {"busy": 1, "order": 1, "overlap": 1}
    assert [job.conflict for job in rows(Assignment)] == [False, True, True]
    assert [request.flags for request in rows(Request)] == ["", "conflict", "conflict"]


def test_a_job_that_overlaps_one_of_an_earlier_import_is_marked_too(take, rows):
    take("1,E1,10:00,10:02,10:03,10:09,10:40,Leak,3")
    assert take("2,E1,10:20,10:21,10:22,10:30,10:50,Leak,3").flagged["overlap"] == 1
    assert [job.conflict for job in rows(Assignment)] == [False, True]


def test_the_same_file_again_changes_nothing_and_other_times_only_with_update(take, rows, desk):
    line, later = "1,E1,10:00,10:02,10:03,10:09,10:40,Leak,3", "1,E1,10:00,10:02,10:03,10:09,10:55,Leak,3"
    take(line)
    head = desk.look.journal_head()
    assert take(line).same == 1
    assert take(later).differs == 1
    assert desk.look.journal_head() == head
    assert take(later, update=True).updated == 1
    assert rows(Assignment)[0].ended_at == rows(Request)[0].resolved_at == at("10:55")
    assert desk.upkeep.check().sound


def test_a_second_crew_that_comes_in_a_later_file_joins_its_request(take, rows, desk):
    take("1,E1,10:00,10:02,10:03,10:09,10:40,Leak,3")
    assert take("1,T1,10:00,10:04,10:05,10:07,10:59,Leak,3").added == 1
    (request,) = rows(Request)
    assert request.resolved_at == at("10:59")
    arrival = next(one for one in desk.look.detail(request.id).clocks if one.kind == "arrival")
    assert arrival.stopped_at == at("10:07")
    assert desk.upkeep.check().sound


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("1,,10:00,10:02,10:03,10:09,10:40,Leak,3", "import.no_crew"),
        ("1,E1,10:00,,,,,Leak,3", "import.no_step"),
        ("1,E1,,10:02,,,,Leak,3", "import.no_received"),
        ("1,E1,10:00,soon,,,,Leak,3", "instant.unreadable"),
        ("1,E1,10:00,10:02,,,,Leak,9", "import.unknown_word"),
    ],
)
def test_a_row_that_cannot_be_meant_is_rejected_with_its_reason(take, rows, line, why):
    told = []
    done = take(line, rejects=lambda number, row, error: told.append((number, error.code)))
    assert (done.rejected, done.added, told) == (1, 0, [(1, why)])
    assert rows(Assignment) == []


def test_a_crew_that_nobody_knows_is_rejected_unless_the_map_sets_it_up(take, rows):
    strict = PLAN.replace('unknown_crew = "create"\n', "")
    line = "1,E1,10:00,10:02,10:03,10:09,10:40,Leak,3"
    assert take(line, plan=strict).rejected == 1
    take(line)
    assert [crew.code for crew in rows(Crew)][-1] == "E1"


def test_a_rehearsal_writes_nothing_and_counts_the_same(take, desk):
    head = desk.look.journal_head()
    lines = ("1,E1,10:00,10:02,10:03,10:09,10:40,Leak,3", "1,T1,10:00,10:02,10:03,10:09,10:40,Leak,3")
    assert take(*lines, dry_run=True).added == 2
    assert desk.look.journal_head() == head


def test_a_map_without_crew_or_with_a_stranger_is_refused():
    with pytest.raises(Invalid, match="crew"):
        read_dispatch_map('[columns]\nrequest="a"\nreceived="b"\noffered="c"')
    with pytest.raises(Invalid, match="siren"):
        read_dispatch_map(PLAN.replace("[defaults]", 'siren = "x"\n[defaults]'))
    assert read_dispatch_map(PLAN.replace("on_site =", "arrived =")).columns["on_site"] == "on_scene"


SPANS = st.tuples(st.integers(0, 50), st.integers(0, 20), st.integers(0, 20))


@given(SPANS, SPANS)
def test_two_spans_clash_if_some_moment_is_in_both(one, other):
    first, second = (Busy(start, start + way, start + way + stay) for start, way, stay in (one, other))
    there = lambda busy: set(range(busy.on_site, busy.ended))  # noqa: E731
    shares = bool(there(first) & there(second))
    touches = first.on_site == first.ended or second.on_site == second.ended
    assert ("overlap" in clashes(first, [second])) == shares or touches


@given(st.lists(st.integers(0, 10_000_000), min_size=2))
def test_median_and_p90_are_those_of_the_statistics_library(spans):
    seconds = sorted(span / 1000 for span in spans)
    found = interval("x", spans)
    assert found.median_s == pytest.approx(statistics.median(seconds), abs=1e-3)
    assert quantile(seconds, 0.9) == pytest.approx(statistics.quantiles(seconds, n=10, method="inclusive")[8])


def test_times_out_of_order_are_counted_and_left_out():
    found = interval("x", [-5, 1000])
    assert (found.count, found.odd, found.median_s) == (1, 1, 1.0)
    assert interval("x", []).median_s is None


@pytest.mark.skipif(not FIRE.exists(), reason="the fire department's file is not here")
def test_a_week_of_a_fire_department_comes_in_whole_and_its_intervals_are_those_of_the_file(desk, rows, wall):
    plan = PLAN.replace('"call"', '"call_number"').replace('"unit"', '"unit_id"').replace('"type"', '"call_type"')
    plan = plan.replace('"priority"', '"final_priority"', 1)
    done = desk.importing_dispatch.jobs(rows_of(FIRE), read_dispatch_map(plan), "America/Los_Angeles", seat=BOSS)
    with gzip.open(FIRE, "rt") as lines:
        given = list(csv.DictReader(lines))
    assert (done.read, done.added, done.rejected) == (len(given), len(given), 0)
    expected = Counter(
        Step.DONE if row["on_scene"] and row["available"] else Step.WITHDRAWN if row["available"]
        else Step.ON_SITE if row["on_scene"] else Step.ACCEPTED if row["response"] else Step.OFFERED
        for row in given
    )  # fmt: skip
    assert Counter(job.step for job in rows(Assignment)) == expected
    assert sum(job.conflict for job in rows(Assignment)) == done.flagged["overlap"] + done.flagged["order"]
    calls = defaultdict(list)
    for row in given:
        calls[row["call_number"]].append(row)
    found = {one.name: one for one in desk.look.intervals(0, wall.now())}
    for name, column in (("received_to_offered", "dispatch"), ("received_to_on_site", "on_scene")):
        spans = [_first(units, column) - _seconds(units[0]["received"]) for units in calls.values()
                 if any(unit[column] for unit in units)]  # fmt: skip
        assert found[name].count == len(spans)
        assert found[name].median_s == statistics.median(spans)
        assert found[name].p90_s == pytest.approx(statistics.quantiles(spans, n=10, method="inclusive")[8], abs=1e-3)
    unit = Counter(row["unit_id"] for row in given).most_common(1)[0][0]
    own = [[row for row in units if row["unit_id"] == unit] for units in calls.values()]
    spans = [_first(units, "on_scene") - _seconds(units[0]["received"]) for units in own
             if any(row["on_scene"] for row in units)]  # fmt: skip
    (there,) = (one for one in desk.look.intervals(0, wall.now(), crew=unit) if one.name == "received_to_on_site")
    assert (there.count, there.median_s) == (len(spans), statistics.median(spans))
    lines_of = [line for line in rows(Line) if line.act == Act.IMPORT_JOB]
    assert len(lines_of) == len(given)
    assert wall.now() - max(line.at for line in lines_of) > DAY


def _first(units, column):
    return min(_seconds(unit[column]) for unit in units if unit[column])


def _seconds(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
