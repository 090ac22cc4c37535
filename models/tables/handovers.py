"""What goes from one shift to the next, and from paper into the desk: sheets, notes for them, numbered blank cards."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.tables.columns import Big, instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import SheetState


class Handover(SQLModel, table=True):
    """A hand-over sheet as it was signed: `body` is its JSON, `digest` the SHA-256 of that text.

    `since` is when the shift began, `at` the moment that it shows and at which the one who goes signed it. Once both
    have signed, `proof` is the digest over the body, what was read of it, and both names and moments. `out_line` and
    `in_line` are the journal lines of the signatures, which carry `digest` and `proof`.
    """

    __tablename__ = "handover"
    __table_args__ = (
        one_of("state", SheetState),
        partial("handover_offered", "state", unique=True, where="state = 'offered'"),
    )
    id: int | None = key()
    state: str = SheetState.OFFERED.value
    since: int = instant()
    at: int = instant()
    outgoing_id: int = refers("operator.id")
    incoming_id: int | None = may_refer("operator.id")
    signed_at: int | None = maybe_instant()
    remark: str = ""
    body: str
    digest: str
    proof: str = ""
    out_line: int | None = maybe_instant()
    in_line: int | None = maybe_instant()


class HandoverRead(SQLModel, table=True):
    """A red item that somebody has read; `item` is its JSON where it came after the sheet was signed, else empty."""

    __tablename__ = "handover_read"
    handover_id: int = Field(foreign_key="handover.id", primary_key=True, sa_type=Big)
    item_key: str = Field(primary_key=True)
    operator_id: int = Field(foreign_key="operator.id", primary_key=True, sa_type=Big)
    at: int = instant()
    item: str = ""


class HandoverNote(SQLModel, table=True):
    """What the next shift is to know, written down when it came up; `handover_id` is the sheet that it went onto."""

    __tablename__ = "handover_note"
    __table_args__ = (partial("handover_note_waiting", "id", where="handover_id IS NULL"),)
    id: int | None = key()
    at: int = instant()
    operator_id: int = refers("operator.id")
    text: str
    handover_id: int | None = may_refer("handover.id")


class PaperCard(SQLModel, table=True):
    """A blank card with a number of its own, to be filled by hand: entered as a request, or void with a reason."""

    __tablename__ = "paper_card"
    __table_args__ = (
        Index("paper_card_request", "request_id"),
        partial("paper_card_out", "serial", where="entered_at IS NULL AND void_at IS NULL"),
    )
    serial: int | None = key()
    reserved_at: int = instant()
    reserved_by: int | None = may_refer("operator.id")
    request_id: int | None = may_refer("request.id")
    entered_at: int | None = maybe_instant()
    void_reason: str = ""
    void_at: int | None = maybe_instant()
