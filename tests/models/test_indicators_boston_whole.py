"""Every other indicator on half a year of a real city, against plain loops over the same file.

What the file does not tell (crews, scores, second calls, homes) is laid over it by each case's own number, in the
database and in the loops alike, so that real times, places and categories stand under every figure.
"""

import csv
import gzip
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from models.csvfile import rows_of
from models.desk.desk import Desk
from models.importmap import read_map
from models.indicators.comparing import changes
from models.indicators.lines import read_lines
from models.migrations import create
from models.store import Store
from models.tables import Assignment, Call, Caller, Crew, Line, Operator, Request, Shift
from models.wall import SystemClock

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "boston311_2015_h1.csv.gz"
MAP = """
[columns]
external_id = "case_id"
received = "open_dt"
resolved = "closed_dt"
resolution_due = "target_dt"
category = "type"
address = "location"
district = "neighborhood"
channel = "source"
[defaults]
kind = "repair"
priority = "P3"
unknown_category = "create"
unknown_district = "create"
response = "none"
"""
HERE = ZoneInfo("America/New_York")
EVERY = 25
HOUR, MINUTE = 3_600_000, 60_000
SLOT = 30 * MINUTE
WITHIN = 20_000
pytestmark = pytest.mark.shared


def ms(text):
    """The instant of a local time in ms, or None."""
    return int(datetime.fromisoformat(text).replace(tzinfo=HERE).timestamp() * 1000) if text else None


SINCE, CHANGE, UNTIL = ms("2015-01-01 00:00:00"), ms("2015-04-01 00:00:00"), ms("2015-07-01 00:00:00")


def laid_over(row):
    """What a case has beside what the file tells, by its number alone."""
    n = int(row["case_id"]) // 7  # neighbours in the file are neighbours in number
    at, end = ms(row["open_dt"]), ms(row["closed_dt"])
    scored = bool(end) and n % 3 == 0
    jobs = []
    if n % 2 == 0:
        begun = at + (n % 50 + 1) * MINUTE
        first = {"crew": n // 2 % 4 + 1, "offered": begun, "accepted": begun + MINUTE, "site": begun + 9 * MINUTE,
                 "ended": begun + (n % 90 + 10) * MINUTE, "step": "done"}  # fmt: skip
        jobs = [first]
        if n % 6 == 0:
            back = first | {"step": "declined", "accepted": None, "site": None, "ended": begun + MINUTE}
            jobs = [back, first | {"crew": n // 2 % 4 + 1, "offered": begun + 2 * MINUTE,
                                   "accepted": begun + 3 * MINUTE}]  # fmt: skip
    return {
        "n": n, "case": row["case_id"], "at": at, "end": end, "type": row["type"], "district": row["neighborhood"],
        "place": row["location"].strip().casefold(), "kind": "complaint" if n % 13 == 0 else "repair",
        "cycle": 2 if n % 11 == 0 else 1, "scores": (n % 5 + 1, n // 5 % 5 + 1, n // 25 % 5 + 1) if scored else None,
        "owed": bool(end) and n % 3 == 1, "rang": n % 7 == 0, "moved": n % 17 == 0,
        "homes": n % 40 + 1 if n % 19 == 0 else None, "jobs": jobs,
    }  # fmt: skip


@pytest.fixture(scope="module")
def facts():
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))[::EVERY]


@pytest.fixture(scope="module")
def told(facts):
    return [laid_over(row) for row in facts]


@pytest.fixture(scope="module")
def city(facts, told, tmp_path_factory):
    """The indicators of that slice, with what is laid over it."""
    folder = tmp_path_factory.mktemp("whole")
    with (folder / "slice.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(facts[0]))
        writer.writeheader()
        writer.writerows(facts)
    path = create(folder / "city.db", zone="America/New_York", name="Boston", drill=True, wall=SystemClock())
    store = Store(path)
    desk = Desk(store, SystemClock())
    done = desk.importing.requests(rows_of(folder / "slice.csv"), read_map(MAP), "America/New_York")
    assert (done.rejected, done.added) == (0, len(told))
    with store.write() as connection:
        ids = dict(connection.execute(select(Request.external_id, Request.id)).all())
        connection.execute(insert(Operator), [{"login": "li", "name": "Li", "initials": "L", "roles": "operator"}])
        connection.execute(insert(Crew), [{"id": n, "code": f"C{n}", "name": f"C{n}"} for n in range(1, 5)])
        connection.execute(insert(Shift), [{"crew_id": n, "starts_at": SINCE, "ends_at": UNTIL} for n in range(1, 4)])
        for one in told:
            scores = one["scores"] or (None, None, None)
            connection.execute(update(Request).where(Request.id == ids[one["case"]]).values(
                kind=one["kind"], cycle=one["cycle"], homes=one["homes"], callback_due=one["owed"],
                score_speed=scores[0], score_attitude=scores[1], score_quality=scores[2]))  # fmt: skip
        connection.execute(insert(Assignment), [
            {"request_id": ids[one["case"]], "crew_id": job["crew"], "step": job["step"], "offered_at": job["offered"],
             "accepted_at": job["accepted"], "on_site_at": job["site"], "ended_at": job["ended"]}
            for one in told for job in one["jobs"]])  # fmt: skip
        connection.execute(insert(Caller), [
            {"request_id": ids[one["case"]], "phone": "", "name": "", "place": "", "said": "", "rang_at": one["at"] + 1,
             "odour": False} for one in told if one["rang"]])  # fmt: skip
        connection.execute(insert(Line), [
            {"at": one["at"], "recorded_at": one["at"], "actor": "li", "act": "reclassify",
             "request_id": ids[one["case"]], "salt": "", "digest": "", "hash": "",
             "payload": json.dumps({"category": one["type"], "was": {"category": "other"}})}
            for one in told if one["moved"]])  # fmt: skip
        connection.execute(insert(Call), [_call(one) for one in told])
    yield desk.look.indicators()
    store.close()


def _call(one):
    """The call of a case: given up, or answered after so many seconds and ended after so many more."""
    wait, talk = one["n"] % 45 * 1000, one["n"] % 300 * 1000
    lost = one["n"] % 10 == 0
    return {"rang_at": one["at"], "answered_at": None if lost else one["at"] + wait,
            "ended_at": one["at"] + wait + (0 if lost else talk), "operator_id": None if lost else 1,
            "wrap_up": "" if lost else "answered"}  # fmt: skip


def percent(part, whole):
    return None if not whole else 100 * part / whole


def direct_rates(told, since, until):
    """The six rates by plain loops."""
    rows = [one for one in told if since <= one["at"] < until]
    done = [one for one in rows if one["end"]]
    ends = defaultdict(list)
    for one in told:
        if one["at"] < until and one["kind"] == "repair" and one["end"] and one["place"]:
            ends[one["place"], one["type"]].append((max(one["end"], one["at"]), one["case"]))
    faults = [one for one in rows if one["kind"] == "repair" and one["place"]]
    again = sum(
        any(
            0 < one["at"] - end <= 30 * 24 * HOUR
            for end, case in ends[one["place"], one["type"]]
            if case != one["case"]
        )
        for one in faults
    )
    sent = [one for one in rows if one["jobs"]]
    others = [one for one in rows if one["kind"] != "complaint"]
    ever = [one for one in rows if one["end"] or one["cycle"] > 1]
    settled = [one for one in done if not one["jobs"] and one["cycle"] == 1 and not one["rang"]]
    return {
        "first_contact": (percent(len(settled), len(done)), len(done)),
        "reopened": (percent(sum(one["cycle"] > 1 for one in ever), len(ever)), len(ever)),
        "repeat_fault": (percent(again, len(faults)), len(faults)),
        "wrong_category": (percent(sum(one["moved"] for one in rows), len(rows)), len(rows)),
        "re_dispatched": (percent(sum(len(one["jobs"]) > 1 for one in sent), len(sent)), len(sent)),
        "complaint_rate": (1000 * (len(rows) - len(others)) / len(others), len(others)),
    }


def tree_of(told):
    """Four lines: the three most frequent types, and the rest."""
    counts = defaultdict(int)
    for one in told:
        counts[one["type"]] += 1
    top = sorted(counts, key=lambda name: (-counts[name], name))[:3]
    lines = "".join(
        f'[lines.l{n}]\nunder = "street"\ncategories = [{json.dumps(name)}]\n' for n, name in enumerate(top)
    )
    return read_lines(f"[aspects]\nspeed = 1\nattitude = 1\nquality = 2\n{lines}"), {
        name: f"l{n}" for n, name in enumerate(top)
    }


def direct_satisfaction(told, lines, since, until):
    """Coverage, what is owed, CSAT by line and re-weighted, by plain loops."""
    groups = defaultdict(list)
    for one in told:
        if since <= one["at"] < until and one["end"]:
            groups[lines.get(one["type"], "other")].append(one)
    answers = {name: [sum(one["scores"]) / 3 >= 4 for one in rows if one["scores"]] for name, rows in groups.items()}
    asked = [name for name, said in answers.items() if said]
    events = sum(len(groups[name]) for name in asked)
    every = [yes for said in answers.values() for yes in said]
    whole = sum(len(groups[name]) / events * sum(answers[name]) / len(answers[name]) for name in asked)
    unasked = sum(len(groups[name]) for name in groups if not answers[name])
    found = {("satisfied", "all"): (100 * whole, len(every)), ("done_unasked", "all"): (unasked, None),
             ("satisfied_of_answers", "all"): (percent(sum(every), len(every)), len(every))}  # fmt: skip
    groups["all"] = [one for rows in list(groups.values()) for one in rows]
    for name, rows in groups.items():
        found["call_back_coverage", name] = (percent(sum(bool(one["scores"]) for one in rows), len(rows)), len(rows))
        found["call_backs_owed", name] = (sum(one["owed"] for one in rows), None)
        if name != "all":
            found["satisfied", name] = (percent(sum(answers[name]), len(answers[name])), len(answers[name]))
    return found


def agree(found, expected):
    """Every expected figure is there, with its value and what it stands on."""
    known = {(one.name, one.group): one for one in found}
    assert expected.keys() <= known.keys()
    for key, (value, n) in expected.items():
        assert known[key].value == (None if value is None else pytest.approx(value, abs=0.0011)), key
        assert n is None or known[key].n == n, key


SPANS = [(SINCE, UNTIL), (SINCE, CHANGE), (CHANGE, UNTIL)]


@pytest.mark.parametrize(("since", "until"), SPANS)
def test_the_rates_are_those_of_the_file(city, told, since, until):
    expected = {(name, "all"): pair for name, pair in direct_rates(told, since, until).items()}
    agree(city.rates(since, until), expected)


@pytest.mark.parametrize("by", ["crew", "district", "kind"])
def test_a_rate_by_group_is_that_of_the_group_alone(city, told, by):
    key = {"crew": lambda one: f"C{one['jobs'][-1]['crew']}" if one["jobs"] else "-",
           "district": lambda one: one["district"] or "-", "kind": lambda one: one["kind"]}[by]  # fmt: skip
    sent, wrong = defaultdict(list), defaultdict(list)
    for one in told:
        if SINCE <= one["at"] < UNTIL:
            wrong[key(one)].append(one["moved"])
            sent[key(one)] += [len(one["jobs"]) > 1] if one["jobs"] else []
    expected = {("wrong_category", group): (percent(sum(said), len(said)), len(said)) for group, said in wrong.items()}
    expected |= {("re_dispatched", group): (percent(sum(said), len(said)), len(said)) for group, said in sent.items()}
    agree(city.rates(SINCE, UNTIL, by=by), expected)


@pytest.mark.parametrize(("since", "until"), SPANS)
def test_coverage_and_satisfaction_are_those_of_the_scores(city, told, since, until):
    lines, names = tree_of(told)
    found = [*city.coverage(since, until, lines), *city.satisfaction(since, until, lines)]
    agree(found, direct_satisfaction(told, names, since, until))


def test_the_service_index_is_summed_up_from_the_scores_by_hand(city, told):
    lines, names = tree_of(told)
    rows = {row.node: row for row in city.service_index(SINCE, UNTIL, lines)}
    weights = {"speed": 1, "attitude": 1, "quality": 2}
    done, scored = defaultdict(int), defaultdict(list)
    for one in told:
        if SINCE <= one["at"] < UNTIL and one["end"]:
            done[one["type"]] += 1
            if one["scores"]:
                scored[one["type"]].append(one["scores"])
    total = sum(done[name] for name in scored)
    s = defaultdict(float)
    for name, said in scored.items():
        for place, (aspect, weight) in enumerate(weights.items()):
            c = 100 * sum(scores[place] >= 4 for scores in said) / len(said)
            part = done[name] * weight / 4 / total * c
            line = names.get(name, "other")
            for node in ("all", *(("street", f"street/{line}") if name in names else (line,))):
                s[node] += part
            path = f"street/{line}/{name}" if name in names else f"{line}/{name}"
            assert rows[f"{path}/{aspect}"].s == pytest.approx(part, abs=0.0011)
            s[path] += part
    assert {node: rows[node].s for node in s} == {node: pytest.approx(value, abs=0.0011) for node, value in s.items()}


@pytest.mark.parametrize(("since", "until"), SPANS)
def test_customer_hours_are_the_homes_of_the_file_times_their_hours(city, told, since, until):
    hours = 0.0
    for one in told:
        if one["homes"] and one["at"] < until:
            begin, end = max(one["at"], since), min(one["end"] or until, until)
            hours += one["homes"] * max(0, end - begin) / HOUR
    assert hours > 0
    groups = {"all": hours, "unplanned": hours, "planned": 0}
    agree(city.supply(since, until), {("customer_hours", group): (value, None) for group, value in groups.items()})


def test_crews_are_used_as_long_as_minutes_are_covered_by_their_jobs(city, told):
    expected, whole = {}, 0
    for crew in range(1, 5):
        covered = set()
        for one in told:
            for job in one["jobs"]:
                if job["crew"] == crew and job["accepted"] is not None:
                    begin, end = max(job["accepted"], SINCE), min(job["ended"], UNTIL)
                    covered.update(range(begin // 1000, max(begin, end) // 1000, 1))
        hours = len(covered) / 3600
        expected["crew_on_jobs", f"C{crew}"] = (hours, None)
        if crew < 4:
            whole += hours
            expected["crew_utilisation", f"C{crew}"] = (100 * hours * HOUR / (UNTIL - SINCE), None)
    expected["crew_utilisation", "all"] = (100 * whole * HOUR / (3 * (UNTIL - SINCE)), None)
    agree(city.use(SINCE, UNTIL), expected)


def test_a_seat_is_used_as_long_as_seconds_are_covered_by_its_calls(city, told):
    """Staffed is every half hour with a second on the line in it, or a line of the journal."""
    spoken, slots = set(), {one["at"] // SLOT for one in told if one["moved"] and SINCE <= one["at"] < UNTIL}
    for call in map(_call, told):
        if call["answered_at"] is not None:
            seconds = range(max(call["answered_at"], SINCE) // 1000, min(call["ended_at"], UNTIL) // 1000)
            spoken.update(seconds)
            slots.update(second * 1000 // SLOT for second in seconds)
    staffed = len(slots) / 2
    expected = {("seat_utilisation", "li"): (percent(len(spoken) / 3600, staffed), None),
                ("seat_staffed", "li"): (staffed, None)}  # fmt: skip
    assert 0 < len(spoken) / 3600 < staffed
    agree(city.use(SINCE, UNTIL), expected)


@pytest.mark.parametrize(("since", "until"), SPANS)
def test_calls_are_answered_as_the_file_has_them(city, told, since, until):
    calls = [_call(one) for one in told if since <= one["at"] < until]
    met = [call for call in calls if call["answered_at"] is not None]
    waits = [call["answered_at"] - call["rang_at"] for call in met]
    talks = [call["ended_at"] - call["answered_at"] for call in met]
    expected = {
        ("answered", "all"): (percent(len(met), len(calls)), len(calls)),
        ("abandoned", "all"): (percent(len(calls) - len(met), len(calls)), len(calls)),
        ("answered_within_20s", "all"): (percent(sum(wait <= WITHIN for wait in waits), len(calls)), len(calls)),
        ("wait_mean", "all"): (sum(waits) / len(waits) / 1000, len(waits)),
        ("handling_mean", "all"): (sum(talks) / len(talks) / 1000, len(talks)),
    }
    agree(city.answering(since, until), expected)


def test_the_figures_of_a_trend_are_those_of_the_reports(city, told):
    week = (ms("2015-05-04 00:00:00"), ms("2015-05-11 00:00:00"))
    expected = {(name, "all"): pair for name, pair in direct_rates(told, *week).items()}
    expected["received", "all"] = (sum(week[0] <= one["at"] < week[1] for one in told), None)
    agree(city.key_figures(*week), expected)


def test_each_figure_before_and_after_a_day_is_that_of_its_own_half(city, told):
    lines, names = tree_of(told)
    both = [direct_rates(told, since, until) for since, until in SPANS[1:]]
    rated = {(row.name, row.group): row for row in changes(city.rates(SINCE, CHANGE), city.rates(CHANGE, UNTIL))}
    for name, (was, n) in both[0].items():
        now, m = both[1][name]
        row = rated[name, "all"]
        assert [row.before, row.after, row.difference] == pytest.approx([was, now, now - was], abs=0.002), name
        assert (row.before_n, row.after_n) == (n, m)
    halves = [direct_satisfaction(told, names, since, until) for since, until in SPANS[1:]]
    found = changes(*([*city.coverage(*span, lines), *city.satisfaction(*span, lines)] for span in SPANS[1:]))
    rows = {(row.name, row.group): row for row in found}
    for key in halves[0].keys() & halves[1].keys():
        assert [rows[key].before, rows[key].after] == pytest.approx([half[key][0] for half in halves], abs=0.0011), key
    for report in ("use", "supply", "answering"):
        before, after = (getattr(city, report)(*span) for span in SPANS[1:])
        values = [{(one.name, one.group): one.value for one in side} for side in (before, after)]
        for row in changes(before, after):
            assert (row.before, row.after) == tuple(side.get((row.name, row.group)) for side in values)
