"""What people wish for and remark: a wish as it was judged, and feedback by its urgency."""

from sqlmodel import Field, SQLModel

from models.tables.columns import Big, instant, key, may_refer, maybe_instant, one_of, partial
from models.vocabulary import Channel, Grade, Outcome

_KEPT = "outcome = 'kept'"
_WAITING = "outcome = 'passed_on' AND heard_at IS NULL"


class Wish(SQLModel, table=True):
    """A request's wish as it was judged last; earlier judgements stand in the journal.

    `hear_by` is until when the `unit` promised to answer, `heard` what it said.
    """

    __tablename__ = "wish"
    __table_args__ = (
        one_of("outcome", Outcome),
        partial("wish_kept", "judged_at", where=_KEPT),
        partial("wish_waiting", "hear_by", where=_WAITING),
    )
    id: int | None = key()
    request_id: int = Field(foreign_key="request.id", sa_type=Big, unique=True)
    reasonable: bool
    lawful: bool
    possible: bool
    outcome: str
    unit: str = ""
    hear_by: int | None = maybe_instant()
    text: str = ""
    article_id: int | None = may_refer("article.id")
    judged_at: int = instant()
    judged_by: int | None = may_refer("operator.id")
    heard_at: int | None = maybe_instant()
    heard: str = ""


class Remark(SQLModel, table=True):
    """One piece of feedback; `request_id` is what it became, none for a counted remark."""

    __tablename__ = "remark"
    __table_args__ = (one_of("channel", Channel), one_of("grade", Grade))
    id: int | None = key()
    at: int = instant(index=True)
    channel: str
    grade: str
    category: str = ""
    text: str = ""
    phone: str = ""
    request_id: int | None = may_refer("request.id")
    operator_id: int | None = may_refer("operator.id")
