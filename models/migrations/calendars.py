"""The calendars that every file has from its first moment on: round the clock, and the office hours of China."""

from sqlalchemy import Connection, text

from models.calendar import Calendar
from models.calendar.daysoff import CN_OFFICE, cn_office
from models.calendar.versions import body_of

_PUT = text(
    "INSERT INTO calendar (code, version, zone, body, zh, en, valid_from) VALUES (:code, 1, :zone, :body, :zh, :en, 0)"
)


def ready_calendars(connection: Connection, zone: str) -> None:
    """Write the first version of each; the calendar that never closes has the utility's own `zone`."""
    ready = (
        ("24x7", Calendar.round_the_clock(zone), "全天候", "round the clock"),
        (CN_OFFICE, cn_office(), "中国法定工作日", "office hours in China"),
    )
    for code, calendar, zh, en in ready:
        row = {"code": code, "zone": calendar.zone, "body": body_of(calendar), "zh": zh, "en": en}
        connection.execute(_PUT, row)
