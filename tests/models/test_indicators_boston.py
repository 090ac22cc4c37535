"""The indicators on half a year of a real city, against what independent code says of the same file."""

import csv
from collections import Counter
from datetime import datetime
from math import sqrt
from statistics import fmean, median, quantiles
from zoneinfo import ZoneInfo

import pytest

from bench.boston import MAP, ZONE, opened, read
from models.csvfile import rows_of
from models.desk.desk import Desk
from models.importmap import read_map
from models.indicators.comparing import changes
from models.wall import SystemClock

HERE = ZoneInfo(ZONE)
EVERY = 20
"""One row in so many, from January to June: the whole file would take a minute."""

HOUR, DAY = 3600, 86_400
pytestmark = pytest.mark.shared


def at(text):
    """The instant of a local time in seconds, or None."""
    return datetime.fromisoformat(text).replace(tzinfo=HERE).timestamp() if text else None


def ms(text):
    """The same in ms."""
    return int(at(text) * 1000)


SINCE, UNTIL, CHANGE = ms("2015-01-01 00:00:00"), ms("2015-07-01 00:00:00"), ms("2015-04-01 00:00:00")
NOW = ms("2016-01-13 00:00:00")


@pytest.fixture(scope="module")
def slice_(tmp_path_factory):
    """Every so many rows of the file, as a file of their own and as read by the csv module alone."""
    rows = list(read())[::EVERY]
    path = tmp_path_factory.mktemp("slice") / "slice.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for row in rows:
        row["open"], row["closed"], row["target"] = at(row["open_dt"]), at(row["closed_dt"]), at(row["target_dt"])
    return path, rows


@pytest.fixture(scope="module")
def city(slice_, tmp_path_factory):
    """The indicators of that slice in a database."""
    store = opened(tmp_path_factory.mktemp("city") / "city.db")
    desk = Desk(store, SystemClock())
    done = desk.importing.requests(rows_of(slice_[0]), read_map(MAP), ZONE)
    assert (done.rejected, done.added) == (0, len(slice_[1]))
    yield desk.look.indicators()
    store.close()


def figures(found):
    """The figures by name and group."""
    return {(one.name, one.group): one for one in found}


def direct(rows, until):
    """Mean, median, 90th percentile in hours, share in time of what fell due before `until`, and both counts."""
    hours = [max(0.0, row["closed"] - row["open"]) / HOUR for row in rows if row["closed"]]
    due = [row for row in rows if row["target"] and row["target"] < until / 1000]
    kept = sum(bool(row["closed"]) and row["closed"] <= row["target"] for row in due)
    p90 = quantiles(hours, n=10, method="inclusive")[8] if len(hours) > 1 else hours[0]
    return fmean(hours), median(hours), p90, 100 * kept / len(due), len(hours), len(due)


@pytest.mark.parametrize("span", [(SINCE, UNTIL), (ms("2015-02-01 00:00:00"), ms("2015-03-01 00:00:00"))])
@pytest.mark.parametrize("by", [None, "district", "shift", "category", "channel"])
def test_resolution_is_what_the_file_says(city, slice_, span, by):
    since, until = span
    column = {"district": lambda row: row["neighborhood"] or "-", "category": lambda row: row["type"],
              "shift": lambda row: "08-20" if 8 <= int(row["open_dt"][11:13]) < 20 else "20-08"}.get(by)  # fmt: skip
    inside = [row for row in slice_[1] if since <= row["open"] * 1000 < until]
    found = figures(city.promises(since, until, by=by))
    groups = {"all": inside}
    for row in inside if column else ():
        groups.setdefault(column(row), []).append(row)
    if column:
        assert {group for _, group in found} == set(groups)
    compared = 0
    for group, rows in groups.items():
        if not any(row["closed"] for row in rows) or not any(r["target"] and r["target"] < until / 1000 for r in rows):
            continue
        mean, middle, p90, share, n, due = direct(rows, until)
        names = [found[f"resolution_{name}", group] for name in ("mean", "median", "p90", "inside")]
        assert [one.value for one in names] == pytest.approx([mean, middle, p90, share], abs=0.0011), group
        assert [names[0].n, names[3].n] == [n, due]
        compared += 1
    assert compared >= (3 if column else 1)


def test_causes_are_counted_as_the_file_counts_them(city, slice_):
    counts = Counter(row["type"] for row in slice_[1])
    found = city.causes(SINCE, UNTIL)
    assert {row.cause: row.count for row in found} == dict(counts)
    assert [row.count for row in found] == sorted(counts.values(), reverse=True)
    few = [row for row in found if row.vital]
    assert sum(row.count for row in few) >= 0.8 * len(slice_[1]) > sum(row.count for row in few[:-1])


def test_what_is_overdue_in_the_end_is_what_the_file_never_closed(city, slice_):
    open_ = [row for row in slice_[1] if row["target"] and not row["closed"]]
    late = [NOW / 1000 - row["target"] for row in open_ if row["target"] < NOW / 1000]
    found = figures(city.overdue(NOW))
    assert found["overdue", "all"].value == len(late) > 20
    assert found["overdue_longest", "all"].value == pytest.approx(max(late) / HOUR, abs=0.001)
    assert found["overdue_median", "all"].value == pytest.approx(median(late) / HOUR, abs=0.001)


def test_faults_that_come_back_are_those_of_the_file(city, slice_):
    again = placed = 0
    ends = {}
    rows = [row for row in slice_[1] if row["location"].strip()]
    for row in rows:
        if row["closed"]:
            key = row["location"].strip().casefold(), row["type"]
            ends.setdefault(key, []).append((max(row["closed"], row["open"]), row["case_id"]))
    since = ms("2015-02-01 00:00:00")
    for row in rows:
        if row["open"] * 1000 >= since:
            placed += 1
            known = ends.get((row["location"].strip().casefold(), row["type"]), [])
            again += any(0 < row["open"] - end <= 30 * DAY for end, case in known if case != row["case_id"])
    found = figures(city.rates(since, UNTIL))["repeat_fault", "all"]
    assert again > 0
    assert (found.n, found.value) == (placed, pytest.approx(100 * again / placed, abs=0.001))


def test_before_and_after_a_date_are_two_reports_and_their_difference(city, slice_):
    halves = []
    for since, until in ((SINCE, CHANGE), (CHANGE, UNTIL)):
        rows = [row for row in slice_[1] if since <= row["open"] * 1000 < until]
        *_, share, _, due = direct(rows, until)
        halves.append((share / 100, due))
    (p1, n1), (p2, n2) = halves
    (l1, u1), (l2, u2) = (solved(p, n) for p, n in halves)
    rows = changes(city.promises(SINCE, CHANGE), city.promises(CHANGE, UNTIL))
    row = next(one for one in rows if one.name == "resolution_inside")
    assert (row.before_n, row.after_n) == (n1, n2)
    expected = [100 * (p2 - p1), 100 * (p2 - p1 - sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2)),
                100 * (p2 - p1 + sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2))]  # fmt: skip
    assert [row.difference, row.low, row.high] == pytest.approx(expected, abs=0.003)
    assert row.changed is not (row.low <= 0 <= row.high)


def solved(p, n):
    """Wilson's bounds as the roots of (p − x)² = z² x (1 − x) / n."""
    z = 1.959964
    a, b, c = 1 + z * z / n, -(2 * p + z * z / n), p * p
    root = sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_what_the_file_does_not_tell_is_said_to_be_lacking(city):
    found = figures([*city.promises(SINCE, UNTIL), *city.satisfaction(SINCE, UNTIL), *city.answering(SINCE, UNTIL)])
    for name in ("response_mean", "response_inside", "satisfied", "answered"):
        assert (found[name, "all"].value, found[name, "all"].remark) == (None, "no data")
