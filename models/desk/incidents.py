"""The room of the incidents: one cause behind many requests, whose alarms its parent request speaks for."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, text, update

from models import alarming
from models.desk import alarm_rows
from models.desk.alarm_rows import ALARMS
from models.desk.deed import clean
from models.desk.hiding import CHILDREN, HOLD, hiding
from models.desk.opening import new_id
from models.desk.work import REQUESTS, Tools, Work, request_row, require
from models.families import LIFE
from models.looks import alarm_life
from models.looks.again import catalogue, cluster
from models.refusals import refuse
from models.rows import IncidentRow, Place, Seat
from models.tables import Incident
from models.vocabulary import LIVE, Act, AlarmState, Priority, Role
from models.workflow import canonical_number

INCIDENTS = Incident.__table__  # type: ignore[attr-defined]
_LASTS = text("incident.ended_at IS NULL")
_OF_PARENT = select(INCIDENTS).where(_LASTS, INCIDENTS.c.parent_id == bindparam("parent"))
_CHILD = select(CHILDREN).where(
    text("incident_child.detached_at IS NULL"), CHILDREN.c.request_id == bindparam("request")
)  # fmt: skip
_CHILDREN = select(CHILDREN.c.request_id).where(
    text("incident_child.detached_at IS NULL"), CHILDREN.c.incident_id == bindparam("incident")
)
_PARENT_OF = (
    select(REQUESTS.c.category, REQUESTS.c.priority)
    .join(INCIDENTS, INCIDENTS.c.parent_id == REQUESTS.c.id)
    .where(INCIDENTS.c.id == bindparam("incident"))
)
_ALARMS = select(ALARMS).where(text("alarm.active"), ALARMS.c.request_id.in_(bindparam("ids", expanding=True)))
ORPHANED = (
    select(INCIDENTS)
    .join(REQUESTS, REQUESTS.c.id == INCIDENTS.c.parent_id)
    .where(_LASTS, REQUESTS.c.status.not_in([status.value for status in LIVE]))
    .limit(20)
)
"""Incidents that last although the work on their parent has ended."""


class Incidents:
    """Verbs on incidents. A request belongs to one at a time; attaching a P1 takes a supervisor."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def begin(
        self, seat: Seat, which: str | int, *, reason: str = "", children: Iterable[str | int] = ()
    ) -> IncidentRow:
        """Make a live request the parent of an incident, with its first children if they are known."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            parent = _live(work, which)
            if work.connection.execute(_OF_PARENT, {"parent": parent.id}).first() is not None:
                raise refuse("incident.already", number=parent.number)
            if work.connection.execute(_CHILD, {"request": parent.id}).first() is not None:
                raise refuse("incident.is_child", number=parent.number)
            incident = _begun(work, parent, clean(reason))
            _attach(work, incident, parent, children)
            return alarm_life.incident(work.connection, incident)

    def gather(self, seat: Seat, which: str | int, *, reason: str = "") -> IncidentRow:
        """Make one of the like reports in one place that stand now; whoever takes the calls may, for all can see them.

        The gravest and oldest of them speaks for the others, or the one that does already. P1 requests follow only
        where a supervisor gathers.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = _live(work, which)
            place = Place(row.phone, row.address, row.district, row.premise_id, row.category or "")
            found = cluster(work.connection, place, work.now, ringing=False, of=row.id)
            if found is None:
                raise refuse("incident.no_cluster", number=row.number)
            lead = _live(work, found.number)
            others = [_live(work, number) for number in found.numbers]
            children = [one.number for one in others if one.priority != Priority.P1 or seat.may(Role.SUPERVISOR)]
            if others and not children and not found.lasts:
                raise refuse("incident.life", number=others[0].number)
            incident = _incident(work, lead).id if found.lasts else _begun(work, lead, clean(reason))
            _attach(work, incident, lead, children)
            return alarm_life.incident(work.connection, incident)

    def attach(self, seat: Seat, which: str | int, *, children: Iterable[str | int]) -> IncidentRow:
        """Attach requests to the incident of a parent: from now on its alarms speak for theirs."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            parent = _live(work, which)
            incident = _incident(work, parent)
            _attach(work, incident.id, parent, children)
            return alarm_life.incident(work.connection, incident.id)

    def detach(self, seat: Seat, which: str | int, *, children: Iterable[str | int]) -> IncidentRow:
        """Take requests out of the incident again: their alarms speak for themselves."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            incident = _incident(work, _request(work, which))
            ids = [_request(work, child).id for child in children]
            held = set(work.connection.execute(_CHILDREN, {"incident": incident.id}).scalars())
            gone = [one for one in ids if one in held]
            _release(work, incident.id, gone)
            for one in gone:
                facts = {"incident": incident.id, "number": request_row(work, one).number}
                work.note(Act.RELEASE, facts, request_id=incident.parent_id)
            return alarm_life.incident(work.connection, incident.id)

    def end(self, seat: Seat, which: str | int, *, reason: str = "") -> IncidentRow:
        """The incident is over; what is still true of its children rings again."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            incident = _incident(work, _request(work, which))
            end_incident(work, incident, clean(reason))
            return alarm_life.incident(work.connection, incident.id)


def end_incident(work: Work, incident: Any, reason: str) -> None:
    """Shared step: an incident ends, by a person or because its parent did."""
    values = {"ended_at": work.now, "ended_by": work.seat.operator_id or None}
    work.connection.execute(update(INCIDENTS).where(INCIDENTS.c.id == incident.id).values(**values))
    facts = {"incident": incident.id, "reason": reason}
    work.note(Act.END_INCIDENT, facts, request_id=incident.parent_id)
    _release(work, incident.id, list(work.connection.execute(_CHILDREN, {"incident": incident.id}).scalars()))


def leave_for_life(work: Work, row: Any, category: str, priority: Priority) -> None:
    """Shared step: what turns out to be graver than the incident it belongs to speaks for itself again."""
    child = work.connection.execute(_CHILD, {"request": row.id}).first()
    if child is None:
        return
    parent = work.connection.execute(_PARENT_OF, {"incident": child.incident_id}).one()
    if _apart(work, category, parent.category) or (priority == Priority.P1 and parent.priority != Priority.P1):
        _release(work, child.incident_id, [row.id])


def _begun(work: Work, parent: Any, reason: str) -> int:
    values = {"parent_id": parent.id, "reason": reason, "began_at": work.now,
              "began_by": work.seat.operator_id or None}  # fmt: skip
    incident = new_id(work.connection.execute(insert(INCIDENTS).values(**values)))
    work.note(Act.INCIDENT, {"incident": incident, "reason": reason}, request_id=parent.id)
    return incident


def _apart(work: Work, category: str, parents: str) -> bool:
    """Does danger to life stand beside a parent that is another matter? It is never folded into that."""
    families = catalogue(work.connection).of
    return families.get(category) in LIFE and families.get(category) is not families.get(parents)


def _request(work: Work, which: str | int) -> Any:
    return request_row(work, which if isinstance(which, int) else canonical_number(which))


def _live(work: Work, which: str | int) -> Any:
    row = _request(work, which)
    if row.status not in {status.value for status in LIVE}:
        raise refuse("state.wrong", number=row.number, status=row.status, act=Act.INCIDENT.value)
    return row


def _incident(work: Work, parent: Any) -> Any:
    found = work.connection.execute(_OF_PARENT, {"parent": parent.id}).first()
    if found is None:
        raise refuse("incident.none", number=parent.number)
    return found


def _attach(work: Work, incident: int, parent: Any, children: Iterable[str | int]) -> None:
    for which in dict.fromkeys(children):
        child = _live(work, which)
        if child.id == parent.id:
            raise refuse("incident.itself", number=child.number)
        if _apart(work, child.category, parent.category):
            raise refuse("incident.apart", number=child.number, parent=parent.number)
        if child.priority == Priority.P1 and not work.seat.may(Role.SUPERVISOR):
            raise refuse("incident.life", number=child.number)
        if work.connection.execute(_CHILD, {"request": child.id}).first() is not None:
            raise refuse("incident.elsewhere", number=child.number)
        if work.connection.execute(_OF_PARENT, {"parent": child.id}).first() is not None:
            raise refuse("incident.is_parent", number=child.number)
        values = {"incident_id": incident, "request_id": child.id, "attached_at": work.now,
                  "attached_by": work.seat.operator_id or None}  # fmt: skip
        work.connection.execute(insert(CHILDREN).values(**values))
        work.note(Act.ATTACH, {"incident": incident, "parent": parent.number}, request_id=child.id)
        work.note(Act.ATTACH, {"incident": incident, "number": child.number}, request_id=parent.id)
        follow_hiding(work, [child.id])


def _release(work: Work, incident: int, requests: Sequence[int]) -> None:
    if not requests:
        return
    children = (CHILDREN.c.incident_id == incident, CHILDREN.c.detached_at.is_(None))
    ids = CHILDREN.c.request_id.in_(requests)
    work.connection.execute(update(CHILDREN).where(*children, ids).values(detached_at=work.now))
    for one in requests:
        work.note(Act.RELEASE, {"incident": incident}, request_id=one)
    follow_hiding(work, requests)


def follow_hiding(work: Work, requests: Sequence[int]) -> None:
    """Shared step: bring the alarms of these requests under what hides them now, or out from under it."""
    hides = hiding(work.connection, requests)
    for row in work.connection.execute(_ALARMS, {"ids": list(requests)}).all():
        mask, by = hides.of(row.rule, row.request_id, row.suppressed_by == HOLD, clock=row.clock, severity=row.severity)
        was = alarm_rows.standing(row)
        now = alarming.hidden(was, mask, work.now)
        act = Act.SUPPRESS if now.state is AlarmState.SUPPRESSED else Act.RELEASE
        alarm_rows.follow(work, row, now, act, suppressed_by=by)
