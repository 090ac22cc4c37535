"""Who else rang about a request, which requests refer to each other, and the wave of call-backs at an end."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import WaveState


class Caller(SQLModel, table=True):
    """Somebody who rang about a request that was there already; the first caller stands on the request itself.

    `split_into` is the request that this caller was given of their own after all. `odour`: they reported gas.
    """

    __tablename__ = "caller"
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    call_id: int | None = may_refer("call.id")
    phone: str = ""
    name: str = ""
    place: str = ""
    said: str = ""
    premise_id: int | None = may_refer("premise.id")
    odour: bool = False
    rang_at: int = instant(index=True)
    taken_by: int | None = may_refer("operator.id")
    split_into: int | None = may_refer("request.id")


class Link(SQLModel, table=True):
    """Two requests that refer to each other; `request_id` is the one from which the link was made."""

    __tablename__ = "link"
    __table_args__ = (UniqueConstraint("request_id", "other_id"),)
    id: int | None = key()
    request_id: int = refers("request.id")
    other_id: int = refers("request.id", index=True)
    linked_at: int = instant()
    linked_by: int | None = may_refer("operator.id")


_RUNS = "ended_at IS NULL"


class Wave(SQLModel, table=True):
    """One round of call-backs to everybody who rang about a request, its children and what was merged into it."""

    __tablename__ = "wave"
    __table_args__ = (partial("wave_request", "request_id", unique=True, where=_RUNS),)
    id: int | None = key()
    request_id: int = refers("request.id")
    incident_id: int | None = may_refer("incident.id")
    began_at: int = instant()
    began_by: int | None = may_refer("operator.id")
    ended_at: int | None = maybe_instant()
    ended_by: int | None = may_refer("operator.id")


_NUMBERED = "phone <> ''"


class WaveCall(SQLModel, table=True):
    """One number of a wave: called until reached, or `tries` times in vain."""

    __tablename__ = "wave_call"
    __table_args__ = (
        one_of("state", WaveState),
        partial("wave_number", "wave_id", "phone", unique=True, where=_NUMBERED),
    )
    id: int | None = key()
    wave_id: int = refers("wave.id", index=True)
    phone: str = ""
    name: str = ""
    place: str = ""
    state: str = WaveState.WAITING.value
    tries: int = 0
    tried_at: int | None = maybe_instant()
    tried_by: int | None = may_refer("operator.id")
    note: str = Field(default="")


class WaveCaller(SQLModel, table=True):
    """Who is reached by a number of a wave: the first caller of a request (`caller_id` empty), or a later one."""

    __tablename__ = "wave_caller"
    id: int | None = key()
    wave_call_id: int = refers("wave_call.id", index=True)
    request_id: int = refers("request.id", index=True)
    caller_id: int | None = may_refer("caller.id")
