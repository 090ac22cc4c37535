"""Working calendars in versions: what was reckoned on an older one stays on it."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.tables.columns import instant, key, maybe_instant


class CalendarVersion(SQLModel, table=True):
    """One version of a calendar. It is never changed, only followed by the next or retired.

    `body` is JSON in the shape of `models.calendar.Calendar.as_json`, `zone` the IANA zone of its hours. The version
    of the newest `valid_from` that is not after an instant holds at that instant.
    """

    __tablename__ = "calendar"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: int | None = key()
    code: str
    version: int
    zone: str
    body: str
    zh: str = ""
    en: str = ""
    valid_from: int = instant()
    retired_at: int | None = maybe_instant()
