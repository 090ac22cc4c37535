"""The catalogue: districts, categories and the policy lines that say which clocks run and how long."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, maybe_instant, one_of
from models.vocabulary import ClockKind, Kind, Priority


class District(SQLModel, table=True):
    """An area a crew belongs to."""

    __tablename__ = "district"
    name: str = Field(primary_key=True)
    name_en: str = ""
    retired_at: int | None = maybe_instant()


class Category(SQLModel, table=True):
    """What happened. Its targets stand in `policy` lines of scope ``category``."""

    __tablename__ = "category"
    __table_args__ = (one_of("kind", Kind), one_of("priority", Priority))
    code: str = Field(primary_key=True)
    zh: str
    en: str
    kind: str
    priority: str
    skill: str = ""
    callback_share: float = 0.0
    card: str = ""
    retired_at: int | None = maybe_instant()


class Policy(SQLModel, table=True):
    """The target of one clock for one scope: ``default`` < ``kind`` < ``priority`` < ``category`` < ``contract``.

    `target_ms` is elapsed milliseconds, or working ones where a `calendar` is named; -1 says that this scope has no
    such clock. With a `unit` (``working_days`` or ``days``) the target is so many `days` of the calendar. `warn` and
    `pausing` are comma-separated lists. The newest line whose `valid_from` is not after `received` holds, so what ran
    under older lines stays judged by them.
    """

    __tablename__ = "policy"
    __table_args__ = (one_of("clock", ClockKind), UniqueConstraint("scope", "key", "clock", "valid_from"))
    id: int | None = key()
    scope: str
    key: str = ""
    clock: str
    target_ms: int = instant()
    valid_from: int = instant()
    retired_at: int | None = maybe_instant()
    calendar: str | None = None
    unit: str | None = None
    days: int | None = None
    warn: str | None = None
    pausing: str | None = None
    on_reopen: str | None = None
