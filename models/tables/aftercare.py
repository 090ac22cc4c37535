"""What follows the work: call-backs tried and made, who is calling now, and how complaints were dealt with."""

from sqlmodel import Field, SQLModel

from models.tables.columns import Big, instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import NotReached


class CallTry(SQLModel, table=True):
    """One try to call back that reached nobody."""

    __tablename__ = "call_try"
    __table_args__ = (one_of("outcome", NotReached),)
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    cycle: int
    at: int = instant()
    operator_id: int | None = may_refer("operator.id")
    outcome: str
    note: str = ""


class CallBack(SQLModel, table=True):
    """A call-back that reached somebody: the scores given (1 to 5), why others were not, and what was said."""

    __tablename__ = "call_back"
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    cycle: int
    at: int = instant()
    operator_id: int | None = may_refer("operator.id")
    speed: int | None = None
    attitude: int | None = None
    quality: int | None = None
    communication: int | None = None
    handling: int | None = None
    withheld: str = ""
    said: str = ""


class Ringing(SQLModel, table=True):
    """Somebody is calling back about a request now; like presence it is forgotten by itself."""

    __tablename__ = "ringing"
    request_id: int = Field(foreign_key="request.id", primary_key=True, sa_type=Big)
    operator_id: int = refers("operator.id")
    since: int = instant()


class Complaint(SQLModel, table=True):
    """How a complaint is dealt with. `person_id` is the responsible person where that is an operator.

    `review_by` is when it is to be reviewed, if not the usual time after closing; `held` what the review found.
    """

    __tablename__ = "complaint"
    __table_args__ = (partial("complaint_unreviewed", "request_id", where="reviewed_at IS NULL"),)
    request_id: int = Field(foreign_key="request.id", primary_key=True, sa_type=Big)
    stage: str = ""
    unit: str = ""
    person: str = ""
    person_id: int | None = may_refer("operator.id")
    plan: str = ""
    plan_by: int | None = maybe_instant()
    cause: str = ""
    measure: str = ""
    answer: str = ""
    unit_answer: str = ""
    review_by: int | None = maybe_instant()
    reviewed_at: int | None = maybe_instant()
    reviewed_by: int | None = may_refer("operator.id")
    held: bool | None = None
    review: str = ""
    follow_up_id: int | None = may_refer("request.id")


class ComplainedOf(SQLModel, table=True):
    """Somebody complained of: an operator, a crew, or a name."""

    __tablename__ = "complained_of"
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    operator_id: int | None = may_refer("operator.id")
    crew_id: int | None = may_refer("crew.id")
    name: str
