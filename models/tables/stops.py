"""Planned stops of supply: where, from when to when, why, who was told, and the relight tasks that follow."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import AreaKind

_AHEAD = "restored_at IS NULL AND cancelled_at IS NULL"


class Stop(SQLModel, table=True):
    """Gas is off from `from_at` until `restore_at` as planned, `restored_at` in truth.

    `district` narrows its areas, and is the whole area if there are none. `notice_ms` before it begins, those who live
    there must have been told (`notified_at`; who and how in words).
    """

    __tablename__ = "stop"
    __table_args__ = (
        partial("stop_ahead", "from_at", "restore_at", where=_AHEAD),
        UniqueConstraint("external_id"),
    )
    id: int | None = key()
    external_id: str | None = None
    district: str = ""
    from_at: int = instant()
    restore_at: int = instant(index=True)
    reason: str = ""
    homes: int | None = None
    notice_ms: int = instant()
    told_whom: str = ""
    told_how: str = ""
    notified_at: int | None = maybe_instant()
    notified_by: int | None = may_refer("operator.id")
    planned_at: int = instant()
    planned_by: int | None = may_refer("operator.id")
    restored_at: int | None = maybe_instant()
    restored_by: int | None = may_refer("operator.id")
    cancelled_at: int | None = maybe_instant()
    cancelled_reason: str = ""
    version: int = 1


class StopArea(SQLModel, table=True):
    """A part of a stop: a street, a building or a premise. `value` is how it is compared, `words` how it was written.

    `task_id` is the request that lights up again there.
    """

    __tablename__ = "stop_area"
    __table_args__ = (one_of("kind", AreaKind), UniqueConstraint("stop_id", "kind", "value"))
    id: int | None = key()
    stop_id: int = refers("stop.id")
    kind: str
    value: str
    words: str = ""
    premise_id: int | None = may_refer("premise.id")
    task_id: int | None = may_refer("request.id", index=True)
