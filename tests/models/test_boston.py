"""Half a year of a real city: every row is taken, and every verdict of the city's own is ours."""

import pytest

from bench.boston import FILE, MAP, ZONE, opened, read
from models.csvfile import rows_of
from models.desk.desk import Desk
from models.importmap import read_map
from models.instants import read_instant
from models.wall import SystemClock


@pytest.mark.shared
@pytest.mark.slow
def test_every_row_is_taken_and_every_verdict_of_the_city_is_ours(tmp_path):
    store = opened(tmp_path / "boston.db")
    desk = Desk(store, SystemClock())
    done = desk.importing.requests(rows_of(FILE), read_map(MAP), ZONE)
    assert (done.read, done.added, done.rejected, done.differs) == (58_119, 58_119, 0, 0)
    assert done.flagged["resolved_before_received"] == 84

    under = read_instant("2016-01-13T00:00:00-05:00")
    assert desk.alarms.sweep(under=under).raised > 0
    assert desk.alarms.sweep(under=under).raised == 0

    ours = {row["external_id"]: row["clocks"] for row in desk.look.export(under)}
    verdicts = {row["case_id"]: row["on_time"] for row in read() if row["on_time"]}
    wrong = [case for case, verdict in verdicts.items() if late(ours[case]) != (verdict == "OVERDUE")]
    assert (len(verdicts), wrong) == (58_017, [])

    again = desk.importing.requests(rows_of(FILE), read_map(MAP), ZONE)
    assert (again.same, again.added) == (58_119, 0)
    store.close()


def late(clocks):
    """Is the resolution late? A request without that promise is not."""
    return any(clock["kind"] == "resolution" and clock["state"] == "breached" for clock in clocks)
