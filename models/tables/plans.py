"""Emergency plans in versions, those that were started, and their steps with the instant by which each is due."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, partial, refers

_OPEN = "done_at IS NULL"
_UNREVIEWED = "reviewed_at IS NULL"


class PlanVersion(SQLModel, table=True):
    """One version of a plan as JSON; the highest version of a code is started, older ones stay for what began."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: int | None = key()
    code: str
    version: int
    body: str
    made_at: int = instant()
    made_by: str = ""
    approved_by: str = ""
    approved_at: int | None = maybe_instant()
    retired_at: int | None = maybe_instant()


class PlanRun(SQLModel, table=True):
    """A plan under way on a request, in the version it was started in and up to the level it was raised to."""

    __tablename__ = "plan_run"
    __table_args__ = (
        UniqueConstraint("request_id", "plan"),
        partial("plan_run_open", "request_id", where=_UNREVIEWED),
    )
    id: int | None = key()
    request_id: int = refers("request.id")
    plan: str
    version: int
    level: int
    started_at: int = instant()
    started_by: int | None = may_refer("operator.id")
    reviewed_at: int | None = maybe_instant()
    reviewed_by: int | None = may_refer("operator.id")
    review: str = ""


class PlanTick(SQLModel, table=True):
    """A step of a plan under way: by when it is due, and who did it when."""

    __tablename__ = "plan_tick"
    __table_args__ = (
        UniqueConstraint("run_id", "step"),
        partial("plan_tick_due", "due_at", where=_OPEN),
    )
    id: int | None = key()
    run_id: int = refers("plan_run.id")
    step: str
    due_at: int | None = maybe_instant()
    done_at: int | None = maybe_instant()
    done_by: int | None = may_refer("operator.id")
    note: str = ""
