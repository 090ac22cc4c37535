"""Half a year of a real city: what is learned from its first four months holds for the last two."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bench import boston
from models.calibration import Given, bands
from models.prediction import Case, History, Past
from models.vocabulary import ClockKind

ZONE = ZoneInfo(boston.ZONE)
CUT, END = datetime(2015, 5, 1, tzinfo=ZONE), datetime(2015, 7, 1, tzinfo=ZONE)
EVERY = 5
"""Asked is at every fifth midnight; the report asks at each."""


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def read():
    for row in boston.read():
        if row["target_dt"]:
            closed = instant(row["closed_dt"]) if row["closed_dt"] else datetime.max.replace(tzinfo=UTC)
            opened = instant(row["open_dt"])
            hour = opened.astimezone(ZONE).hour
            case = Case(ClockKind.RESOLUTION, row["type"], row["neighborhood"], hour)
            yield case, opened, instant(row["target_dt"]), closed


def ms(span):
    return int(span.total_seconds() * 1000)


@pytest.mark.shared
def test_of_those_given_75_to_85_percent_between_70_and_90_percent_missed():
    rows, cut = list(read()), CUT.astimezone(UTC)
    history = History(
        Past(case, ms(min(closed, cut) - opened), closed < cut) for case, opened, _, closed in rows if opened < cut
    )
    midnights = [(CUT + timedelta(days=day)).astimezone(UTC) for day in range(0, (END - CUT).days, EVERY)]
    given = []
    for number, (case, opened, due, closed) in enumerate(rows):
        for now in midnights:
            if opened <= now < min(due, closed):
                share = history.predict(case, ms(now - opened), ms(due - now)).share
                given += [] if share is None else [Given(number, share, closed > due)]
    found = {row.band: row for row in bands(given)}
    assert found["75-85"].n > 1_000
    assert 70 <= found["75-85"].missed <= 90
    assert found["95-100"].missed > found["75-85"].missed > found["35-45"].missed > found["15-25"].missed
