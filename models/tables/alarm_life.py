"""What changes how alarms are heard: rules out of service, incidents, floods, and major emergencies with receipts."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import Emergency

_LASTS = "ended_at IS NULL"
_ATTACHED = "detached_at IS NULL"
_UNREAD = "received_at IS NULL"


class RuleOut(SQLModel, table=True):
    """A rule out of service from `began_at` until `until` at the latest; `ended_at` is when it came back.

    It may be out for one `clock` or one `kind` of request only (empty: every one); what is life safety rings on
    unless `life` says otherwise.
    """

    __tablename__ = "rule_out_of_service"
    __table_args__ = (
        partial("rule_out", "rule", "clock", "kind", where=_LASTS, unique=True),
        partial("rule_out_until", "until", where=_LASTS),
    )
    id: int | None = key()
    rule: str
    reason: str
    began_at: int = instant()
    began_by: int | None = may_refer("operator.id")
    until: int = instant()
    ended_at: int | None = maybe_instant()
    ended_by: int | None = may_refer("operator.id")
    clock: str = ""
    kind: str = ""
    life: bool = False


class Incident(SQLModel, table=True):
    """One cause behind many requests: while it lasts, its parent request's alarms speak for the children's."""

    __tablename__ = "incident"
    __table_args__ = (partial("incident_parent", "parent_id", where=_LASTS, unique=True),)
    id: int | None = key()
    parent_id: int = refers("request.id")
    reason: str = ""
    began_at: int = instant()
    began_by: int | None = may_refer("operator.id")
    ended_at: int | None = maybe_instant()
    ended_by: int | None = may_refer("operator.id")


class IncidentChild(SQLModel, table=True):
    """A request that belongs to an incident, and to no other one at the same time."""

    __tablename__ = "incident_child"
    __table_args__ = (partial("incident_child_live", "request_id", where=_ATTACHED, unique=True),)
    id: int | None = key()
    incident_id: int = refers("incident.id", index=True)
    request_id: int = refers("request.id")
    attached_at: int = instant()
    attached_by: int | None = may_refer("operator.id")
    detached_at: int | None = maybe_instant()


class MajorEmergency(SQLModel, table=True):
    """A request that the named leaders were told of at once, whoever acknowledged its alarms."""

    __tablename__ = "major_emergency"
    __table_args__ = (one_of("kind", Emergency), UniqueConstraint("request_id"))
    id: int | None = key()
    request_id: int = refers("request.id")
    kind: str
    note: str = ""
    marked_at: int = instant()
    marked_by: int | None = may_refer("operator.id")


class MajorReceipt(SQLModel, table=True):
    """One leader told of one major emergency, and when they said that they know."""

    __tablename__ = "major_receipt"
    __table_args__ = (
        partial("major_unread", "told_at", where=_UNREAD),
        UniqueConstraint("major_id", "leader_id"),
    )
    id: int | None = key()
    major_id: int = refers("major_emergency.id")
    leader_id: int = refers("operator.id")
    told_at: int = instant()
    received_at: int | None = maybe_instant()
    received_by: int | None = may_refer("operator.id")


class Flood(SQLModel, table=True):
    """A time in which more alarms came than a desk can read one by one; `ended_at` is empty while it lasts."""

    __tablename__ = "flood"
    __table_args__ = (partial("flood_now", "began_at", where=_LASTS, unique=True),)
    id: int | None = key()
    began_at: int = instant()
    ended_at: int | None = maybe_instant()
    most: int = Field(default=0)
