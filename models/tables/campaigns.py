"""Campaigns of inspections, the visits they plan, and what inspectors found: results with their hazards."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import InspectionResult

_WAITING = "request_id IS NULL AND ended_as IS NULL"
_UNSTOPPED = "stop_use_at IS NOT NULL AND stopped_at IS NULL AND released_at IS NULL"
_STANDS = "rectified_at IS NULL AND carried_at IS NULL"


class Campaign(SQLModel, table=True):
    """The visits of some districts and customer classes (empty: of all), `every_months`, from one day until another.

    Days are local dates (``2026-05-04``). `crews` is a comma-separated list of codes; each makes `per_day` visits on
    an open day of `calendar`. A visit may be `early_days` before it is due, and is late `late_days` after. Who meets
    nobody comes again after `again_days`, at most `max_tries` times.
    """

    __tablename__ = "campaign"
    __table_args__ = (CheckConstraint("per_day > 0", name="campaign_moves"),)
    id: int | None = key()
    name: str = Field(unique=True)
    category: str = Field(foreign_key="category.code")
    districts: str = ""
    klass: str = ""
    every_months: int = 12
    from_day: str
    until_day: str
    calendar: str
    crews: str = ""
    per_day: int
    early_days: int = 30
    late_days: int = 30
    notice_ms: int = instant()
    max_tries: int = 3
    again_days: int = 7
    made_at: int = instant()
    made_by: int | None = may_refer("operator.id")
    planned_at: int | None = maybe_instant()
    started_at: int | None = maybe_instant()
    closed_at: int | None = maybe_instant()
    closed_reason: str = ""
    version: int = 1


class Visit(SQLModel, table=True):
    """One premise in one campaign: its day (None: no room was left), and the request of the newest try.

    `day_at` is when the calendar opens on that day. `tries` counts visits that saw nothing, `lettered` the letters
    sent about them. `ended_as` is what became of it where no request tells.
    """

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("campaign_id", "premise_id"),
        partial("visit_waiting", "day", "campaign_id", where=_WAITING),
    )
    id: int | None = key()
    campaign_id: int = refers("campaign.id")
    premise_id: int = refers("premise.id", index=True)
    customer_id: int | None = may_refer("customer.id")
    district: str = ""
    due_day: str | None = None
    day: str | None = None
    day_at: int | None = maybe_instant()
    crew: str = ""
    flag: str = ""
    announced_at: int | None = maybe_instant()
    tries: int = 0
    lettered: int = 0
    request_id: int | None = may_refer("request.id")
    ended_as: str | None = None
    ended_at: int | None = maybe_instant()
    ended_reason: str = ""


class VisitTry(SQLModel, table=True):
    """The request of the first, second … try of a visit: the constraint is what makes each of them once."""

    __tablename__ = "visit_try"
    __table_args__ = (UniqueConstraint("visit_id", "number"),)
    id: int | None = key()
    visit_id: int = refers("visit.id")
    number: int
    request_id: int = Field(foreign_key="request.id", unique=True)
    made_at: int = instant()


class Inspection(SQLModel, table=True):
    """What one visit found at a premise; of last year's list it has no request.

    `stop_use_at` is when use was forbidden, `stopped_at` when the gas was off, `released_at` when it was allowed again.
    `recheck_id` is the request that looks at its hazards again.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        one_of("result", InspectionResult),
        partial("inspection_unstopped", "stop_use_at", where=_UNSTOPPED),
    )
    id: int | None = key()
    external_id: str | None = Field(default=None, unique=True)
    external_digest: str | None = None
    premise_id: int | None = may_refer("premise.id", index=True)
    visit_id: int | None = may_refer("visit.id", index=True)
    request_id: int | None = may_refer("request.id", index=True)
    recheck_id: int | None = may_refer("request.id", index=True)
    warning_id: int | None = may_refer("premise_warning.id")
    at: int = instant(index=True)
    result: str
    crew: str = ""
    note: str = ""
    stop_use_at: int | None = maybe_instant()
    stopped_at: int | None = maybe_instant()
    released_at: int | None = maybe_instant()


class Hazard(SQLModel, table=True):
    """An item of the checklist that was not in order: grade 1 is the worst; to be put right by, and when it was.

    One that the next campaign found again is carried over: it stands as that campaign's hazard from then on.
    """

    __tablename__ = "hazard"
    __table_args__ = (
        CheckConstraint("grade IN (1, 2, 3)", name="hazard_grade"),
        partial("hazard_stands", "premise_id", where=_STANDS),
    )
    id: int | None = key()
    inspection_id: int = refers("inspection.id", index=True)
    premise_id: int | None = may_refer("premise.id")
    item: str = ""
    grade: int
    rectify_by: int = instant()
    rectified_at: int | None = maybe_instant()
    carried_at: int | None = maybe_instant()
