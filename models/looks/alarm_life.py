"""What changes how alarms are heard, as frozen rows: rules out of service, incidents, major emergencies, counts."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from models.looks.columns import ALARMS, CHILDREN, FLOODS, INCIDENTS, MAJORS, OPERATORS, RECEIPTS, REQUESTS, RULES_OUT
from models.rows import AlarmCounts, IncidentRow, MajorRow, ReceiptRow, RuleOutRow
from models.vocabulary import AlarmState

_BY = OPERATORS.c.name.label("by")
_OUT = select(RULES_OUT, _BY).select_from(RULES_OUT).outerjoin(OPERATORS, OPERATORS.c.id == RULES_OUT.c.began_by)
_OUT_NOW = _OUT.where(text("rule_out_of_service.ended_at IS NULL")).order_by(RULES_OUT.c.began_at)
_INCIDENT = (
    select(INCIDENTS, _BY, REQUESTS.c.number)
    .select_from(INCIDENTS)
    .join(REQUESTS, REQUESTS.c.id == INCIDENTS.c.parent_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == INCIDENTS.c.began_by)
)
_LIVE = _INCIDENT.where(text("incident.ended_at IS NULL")).order_by(INCIDENTS.c.began_at)
_CHILDREN = (
    select(REQUESTS.c.number)
    .join(CHILDREN, CHILDREN.c.request_id == REQUESTS.c.id)
    .where(
        CHILDREN.c.incident_id == bindparam("incident"),
        func.coalesce(CHILDREN.c.detached_at, bindparam("ended")) == bindparam("ended"),
    )
    .order_by(CHILDREN.c.id)
)
_MAJOR = (
    select(MAJORS, _BY, REQUESTS.c.number)
    .select_from(MAJORS)
    .join(REQUESTS, REQUESTS.c.id == MAJORS.c.request_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == MAJORS.c.marked_by)
)
_GIVER = OPERATORS.alias("giver")
_RECEIPTS = (
    select(RECEIPTS, OPERATORS.c.login, OPERATORS.c.name, _GIVER.c.name.label("by"))
    .select_from(RECEIPTS)
    .join(OPERATORS, OPERATORS.c.id == RECEIPTS.c.leader_id)
    .outerjoin(_GIVER, _GIVER.c.id == RECEIPTS.c.received_by)
    .where(RECEIPTS.c.major_id == bindparam("major"))
    .order_by(RECEIPTS.c.id)
)
_STATES = select(ALARMS.c.state, func.count()).where(text("alarm.state <> 'normal'")).group_by(ALARMS.c.state)
_FLOOD = select(FLOODS.c.began_at).where(text("flood.ended_at IS NULL")).limit(1)
_INCIDENTS = select(func.count()).select_from(INCIDENTS).where(text("incident.ended_at IS NULL"))
_UNREAD = select(func.count()).select_from(RECEIPTS).where(text("major_receipt.received_at IS NULL"))


def rules_out(connection: Connection) -> tuple[RuleOutRow, ...]:
    """The rules that are out of service now."""
    return tuple(_rule_out(row) for row in connection.execute(_OUT_NOW))


def rule_out(connection: Connection, id: int) -> RuleOutRow:
    """One rule's time out of service."""
    return _rule_out(connection.execute(_OUT.where(RULES_OUT.c.id == id)).one())


def _rule_out(row: Any) -> RuleOutRow:
    return RuleOutRow(row.id, row.rule, row.reason, row.began_at, row.by, row.until, row.ended_at, row.clock, row.kind,
                      bool(row.life))  # fmt: skip


def incidents(connection: Connection) -> tuple[IncidentRow, ...]:
    """The incidents that last."""
    return tuple(_one_incident(connection, row) for row in connection.execute(_LIVE).all())


def incident(connection: Connection, id: int) -> IncidentRow:
    """One incident; once it is over, with the children it had at its end."""
    return _one_incident(connection, connection.execute(_INCIDENT.where(INCIDENTS.c.id == id)).one())


def _one_incident(connection: Connection, row: Any) -> IncidentRow:
    # While it lasts its children are those not detached; afterwards those detached by its end.
    ended = row.ended_at if row.ended_at is not None else -1
    children = connection.execute(_CHILDREN, {"incident": row.id, "ended": ended}).scalars()
    return IncidentRow(row.id, row.parent_id, row.number or "", row.reason, row.began_at, row.by, row.ended_at,
                       tuple(children))  # fmt: skip


def majors(connection: Connection, *, limit: int = 50) -> tuple[MajorRow, ...]:
    """Major emergencies, the newest first."""
    rows = connection.execute(_MAJOR.order_by(MAJORS.c.id.desc()).limit(limit)).all()
    return tuple(_one_major(connection, row) for row in rows)


def major(connection: Connection, id: int) -> MajorRow:
    """One major emergency with its receipts."""
    return _one_major(connection, connection.execute(_MAJOR.where(MAJORS.c.id == id)).one())


def major_of(connection: Connection, request_id: int) -> MajorRow | None:
    """The major emergency that a request is, or None."""
    row = connection.execute(_MAJOR.where(MAJORS.c.request_id == request_id)).first()
    return None if row is None else _one_major(connection, row)


def _one_major(connection: Connection, row: Any) -> MajorRow:
    receipts = tuple(
        ReceiptRow(one.login, one.name, one.told_at, one.received_at, one.by)
        for one in connection.execute(_RECEIPTS, {"major": row.id})
    )
    return MajorRow(row.id, row.request_id, row.number or "", row.kind, row.note, row.marked_at, row.by, receipts)


def counts(connection: Connection) -> AlarmCounts:
    """What the header says of the alarms."""
    states: dict[str, int] = {row[0]: int(row[1]) for row in connection.execute(_STATES)}

    def one(state: AlarmState) -> int:
        return states.get(state.value, 0)

    return AlarmCounts(
        unseen=one(AlarmState.UNACKNOWLEDGED),
        acknowledged=one(AlarmState.ACKNOWLEDGED),
        returned=one(AlarmState.RETURNED),
        shelved=one(AlarmState.SHELVED),
        suppressed=one(AlarmState.SUPPRESSED),
        out_of_service=one(AlarmState.OUT_OF_SERVICE),
        rules_out=tuple(row.rule for row in rules_out(connection)),
        flood_from=connection.execute(_FLOOD).scalar(),
        incidents=int(connection.execute(_INCIDENTS).scalar_one()),
        major_unread=int(connection.execute(_UNREAD).scalar_one()),
    )
