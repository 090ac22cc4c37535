"""Campaigns, visits, inspections and their figures as frozen rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select, text

from models.campaigns import LONGEST_NOTICE, local_day
from models.looks.columns import (
    CAMPAIGNS,
    CUSTOMERS,
    HAZARDS,
    INSPECTIONS,
    PREMISES,
    REQUESTS,
    VISIT_TRIES,
    VISITS,
    chunks,
    words,
)
from models.refusals import refuse
from models.rows import CampaignRow, HazardRow, InspectionFigure, InspectionRow, VisitRow
from models.vocabulary import WITHOUT_ACCESS, CampaignState, InspectionResult, Status, VisitState
from models.wall import DAY

_OVER = REQUESTS.c.status.in_([Status.RESOLVED.value, Status.CLOSED.value])
STATE: Any = case(
    (VISITS.c.request_id.is_(None), func.coalesce(VISITS.c.ended_as, VisitState.OPEN.value)),
    (REQUESTS.c.status.in_([Status.CANCELLED.value, Status.MERGED.value]), VisitState.CANCELLED.value),
    (and_(_OVER, REQUESTS.c.result.in_([one.value for one in WITHOUT_ACCESS])), VisitState.NO_ACCESS.value),
    (and_(_OVER, REQUESTS.c.result.is_not(None)), VisitState.DONE.value),
    (_OVER, VisitState.CANCELLED.value),
    else_=VisitState.OPEN.value,
)
"""What became of a visit: its request tells; one that was settled without a result was no visit."""

JOINED = VISITS.outerjoin(REQUESTS, REQUESTS.c.id == VISITS.c.request_id)
_COUNTS = (
    select(
        VISITS.c.campaign_id, STATE.label("state"), func.count().label("n"),
        func.sum(case((and_(VISITS.c.day.is_(None), VISITS.c.request_id.is_(None)), 1), else_=0)).label("no_day"),
    )
    .select_from(JOINED)
    .group_by(VISITS.c.campaign_id, STATE)
)  # fmt: skip
# The first predicate is a literal, so that the partial index `visit_waiting` is used, and its day narrows it.
_UNTOLD = (
    select(CAMPAIGNS.c.id, func.count().label("n"), func.min(VISITS.c.day_at - CAMPAIGNS.c.notice_ms).label("at"))
    .join(CAMPAIGNS, CAMPAIGNS.c.id == VISITS.c.campaign_id)
    .where(text("visit.request_id IS NULL AND visit.ended_as IS NULL"), VISITS.c.announced_at.is_(None),
           VISITS.c.day <= bindparam("last"), CAMPAIGNS.c.started_at.is_not(None), CAMPAIGNS.c.closed_at.is_(None),
           VISITS.c.day_at - CAMPAIGNS.c.notice_ms < bindparam("now"))
    .group_by(CAMPAIGNS.c.id)
)  # fmt: skip
_VISITS = (
    select(VISITS, STATE.label("state"), PREMISES.c.address, CUSTOMERS.c.name.label("caller"), CUSTOMERS.c.phone,
           REQUESTS.c.number, REQUESTS.c.status, REQUESTS.c.result)
    .select_from(JOINED.join(PREMISES, PREMISES.c.id == VISITS.c.premise_id)
                 .outerjoin(CUSTOMERS, CUSTOMERS.c.id == VISITS.c.customer_id))
)  # fmt: skip
_WALK = (VISITS.c.day.is_(None), VISITS.c.day, VISITS.c.crew, VISITS.c.id)
"""A plan writes its visits in the order of the walk."""

_AGAIN = REQUESTS.alias("again")
_INSPECTIONS = select(INSPECTIONS, REQUESTS.c.number, _AGAIN.c.number.label("recheck")).select_from(
    INSPECTIONS.outerjoin(REQUESTS, REQUESTS.c.id == INSPECTIONS.c.request_id).outerjoin(
        _AGAIN, _AGAIN.c.id == INSPECTIONS.c.recheck_id
    )
)


def untold(connection: Connection, now: int) -> dict[int, tuple[int, int]]:
    """Of each running campaign, visits within its notice that nobody announced: how many, and since when (ms UTC)."""
    last = local_day(now + LONGEST_NOTICE + DAY, "UTC").isoformat()
    return {row.id: (row.n, row.at) for row in connection.execute(_UNTOLD, {"now": now, "last": last})}


def campaigns(connection: Connection, now: int, zone: str, only: int | None = None) -> tuple[CampaignRow, ...]:
    """Every campaign or one, those under way first, each with its counts."""
    query = select(CAMPAIGNS).order_by(CAMPAIGNS.c.closed_at.is_not(None), CAMPAIGNS.c.from_day, CAMPAIGNS.c.id)
    counts = _COUNTS
    if only is not None:
        query, counts = query.where(CAMPAIGNS.c.id == only), counts.where(VISITS.c.campaign_id == only)
    of: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in connection.execute(counts):
        of[row.campaign_id][row.state] = row
    late = untold(connection, now)
    return tuple(_campaign(row, of[row.id], late.get(row.id, (0, 0))[0], now, zone)
                 for row in connection.execute(query))  # fmt: skip


def campaign(connection: Connection, id: int, now: int, zone: str) -> CampaignRow:
    """One campaign.

    Raises:
        NotFound: there is none of that id.
    """
    rows = campaigns(connection, now, zone, id)
    if not rows:
        raise refuse("campaign.unknown", id=id)
    return rows[0]


def _campaign(row: Any, counts: Mapping[str, Any], late: int, now: int, zone: str) -> CampaignRow:
    each = {state.value: counts[state.value].n if state.value in counts else 0 for state in VisitState}
    unplaced = counts[VisitState.OPEN.value].no_day if VisitState.OPEN.value in counts else 0
    return CampaignRow(
        row.id, row.name, row.category, words(row.districts), words(row.klass), row.every_months, row.from_day,
        row.until_day, row.calendar, words(row.crews), row.per_day, row.early_days, row.late_days, row.notice_ms,
        row.max_tries, row.again_days, row.planned_at, row.started_at, row.closed_at, row.closed_reason, row.version,
        _state(row), sum(each.values()), each["done"], each["no_access"], each["cancelled"], each["open"], unplaced,
        late,
    )  # fmt: skip


def _state(row: Any) -> CampaignState:
    if row.closed_at is not None:
        return CampaignState.CLOSED
    if row.started_at is not None:
        return CampaignState.RUNNING
    return CampaignState.DRAFT if row.planned_at is None else CampaignState.PLANNED


def visits(connection: Connection, where: Iterable[ColumnElement[bool]], limit: int | None = None) -> list[VisitRow]:
    """The visits that meet the conditions, in the order in which they are walked."""
    query = _VISITS.where(*where).order_by(*_WALK)
    return [visit_row(row) for row in connection.execute(query if limit is None else query.limit(limit))]


def visit_row(row: Any) -> VisitRow:
    """A visit as it stands."""
    return VisitRow(
        row.id, row.campaign_id, VisitState(row.state), row.day, row.crew, row.district, row.address, row.caller or "",
        row.phone or "", row.premise_id, row.due_day, row.flag, row.announced_at, row.tries, row.lettered,
        row.number or "", row.request_id, row.status and Status(row.status),
        row.result and InspectionResult(row.result), row.ended_reason,
    )  # fmt: skip


def inspections(connection: Connection, where: ColumnElement[bool], limit: int = 50) -> tuple[InspectionRow, ...]:
    """Inspections with their hazards, the newest first."""
    rows = connection.execute(
        _INSPECTIONS.where(where).order_by(INSPECTIONS.c.at.desc(), INSPECTIONS.c.id.desc()).limit(limit)
    ).all()
    hazards: dict[int, list[HazardRow]] = defaultdict(list)
    for some in chunks(row.id for row in rows):
        found = select(HAZARDS).where(HAZARDS.c.inspection_id.in_(some)).order_by(HAZARDS.c.grade, HAZARDS.c.id)
        for one in connection.execute(found):
            hazards[one.inspection_id].append(HazardRow(one.item, one.grade, one.rectify_by, one.rectified_at))
    return tuple(
        InspectionRow(row.id, row.premise_id, row.at, InspectionResult(row.result), row.crew, row.note,
                      row.number or "", row.recheck or "", row.stop_use_at, row.stopped_at, row.released_at,
                      tuple(hazards[row.id]))
        for row in rows
    )  # fmt: skip


def figures(
    connection: Connection, now: int, *, campaign: int | None = None, since: str | None = None, until: str | None = None
) -> list[InspectionFigure]:
    """The figures by district, and all together under an empty name at the end.

    Args:
        campaign: only this one; else all of them together.
        since, until: only visits with a day (``2026-05-04``) from then on, and before then.
    """
    where: list[ColumnElement[bool]] = []
    if campaign is not None:
        where.append(VISITS.c.campaign_id == campaign)
    if since is not None:
        where.append(VISITS.c.day >= since)
    if until is not None:
        where.append(VISITS.c.day < until)
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in connection.execute(_by_state(where)):
        mine = counted[row.district]
        mine[row.state] += row.n
        for name in ("once", "twice", "thrice"):
            mine[name] += getattr(row, name)
    for row in connection.execute(_by_grade(where, now)):
        mine = counted[row.district]
        mine[f"grade_{row.grade}"] += row.n
        mine["rectified"] += row.rectified
        mine["overdue"] += row.overdue
    for row in connection.execute(_forbidden(where)):
        counted[row.district]["stopped"] += row.n
    total: dict[str, int] = defaultdict(int)
    for mine in counted.values():
        for name, n in mine.items():
            total[name] += n
    return [*(_figure(name, counted[name]) for name in sorted(counted)), _figure("", total)]


def _by_state(where: list[ColumnElement[bool]]) -> Any:
    tries = VISITS.c.tries
    times = {"once": tries == 1, "twice": tries == 2, "thrice": tries > 2}
    return (
        select(VISITS.c.district, STATE.label("state"), func.count().label("n"),
               *(func.sum(case((true, 1), else_=0)).label(name) for name, true in times.items()))
        .select_from(JOINED).where(*where).group_by(VISITS.c.district, STATE)
    )  # fmt: skip


def _by_grade(where: list[ColumnElement[bool]], now: int) -> Any:
    stands = and_(HAZARDS.c.rectified_at.is_(None), HAZARDS.c.carried_at.is_(None))
    return (
        select(VISITS.c.district, HAZARDS.c.grade, func.count().label("n"),
               func.count(HAZARDS.c.rectified_at).label("rectified"),
               func.sum(case((and_(stands, HAZARDS.c.rectify_by < now), 1), else_=0)).label("overdue"))
        .select_from(VISITS.join(INSPECTIONS, INSPECTIONS.c.visit_id == VISITS.c.id)
                     .join(HAZARDS, HAZARDS.c.inspection_id == INSPECTIONS.c.id))
        .where(*where).group_by(VISITS.c.district, HAZARDS.c.grade)
    )  # fmt: skip


def _forbidden(where: list[ColumnElement[bool]]) -> Any:
    return (
        select(VISITS.c.district, func.count(VISITS.c.premise_id.distinct()).label("n"))
        .join(INSPECTIONS, INSPECTIONS.c.visit_id == VISITS.c.id)
        .where(INSPECTIONS.c.stop_use_at.is_not(None), INSPECTIONS.c.released_at.is_(None), *where)
        .group_by(VISITS.c.district)
    )


def _figure(district: str, of: Mapping[str, int]) -> InspectionFigure:
    def n(name: str) -> int:
        return of.get(name, 0)

    states = (VisitState.DONE, VisitState.NO_ACCESS, VisitState.CANCELLED, VisitState.OPEN)
    done, missed, cancelled, waits = (n(state.value) for state in states)
    planned = done + missed + cancelled + waits
    return InspectionFigure(
        district, planned, done, missed, cancelled, waits, _percent(done, planned - cancelled),
        _percent(done, done + missed), n("once"), n("twice"), n("thrice"), n("grade_1"), n("grade_2"), n("grade_3"),
        n("rectified"), n("overdue"), n("stopped"),
    )  # fmt: skip


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


class CampaignsLook:
    """The reads about campaigns, each one short transaction; handed out by `models.looks.look.Look.campaigns`."""

    def __init__(
        self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any], zone: str
    ) -> None:
        self._read, self._shown, self._zone = read, shown, zone

    def listed(self, now: int) -> tuple[CampaignRow, ...]:
        """Every campaign, those under way first."""
        with self._read() as connection:
            return campaigns(connection, now, self._zone)

    def one(self, id: int, now: int) -> CampaignRow:
        """One campaign."""
        with self._read() as connection:
            return campaign(connection, id, now, self._zone)

    def visits(
        self, campaign: int, *, state: VisitState | None = None, day: str | None = None, district: str = "",
        tries: int = 0, limit: int | None = None,
    ) -> list[VisitRow]:  # fmt: skip
        """The visits of a campaign as they are walked: those of a state, a day, a district, or tried so often."""
        where: list[ColumnElement[bool]] = [VISITS.c.campaign_id == campaign]
        where += [state.value == STATE] if state is not None else []
        where += [VISITS.c.day == day] if day is not None else []
        where += [VISITS.c.district == district] if district else []
        where += [VISITS.c.tries >= tries] if tries else []
        with self._read() as connection:
            found: list[VisitRow] = self._shown(visits(connection, where, limit))
        return found

    def told(self, campaign: int) -> list[VisitRow]:
        """The visits ahead of which people were told."""
        where = [VISITS.c.campaign_id == campaign, VISITS.c.announced_at.is_not(None), VISITS.c.request_id.is_(None),
                 VISITS.c.ended_as.is_(None)]  # fmt: skip
        with self._read() as connection:
            found: list[VisitRow] = self._shown(visits(connection, where))
        return found

    def of_request(self, request_id: int) -> VisitRow | None:
        """The visit of which this request is, or was, a try."""
        tried = select(VISIT_TRIES.c.visit_id).where(VISIT_TRIES.c.request_id == request_id)
        with self._read() as connection:
            found = visits(connection, [VISITS.c.id.in_(tried)])
            shown: list[VisitRow] = self._shown(found)
        return shown[0] if shown else None

    def inspections(
        self, *, request_id: int | None = None, premise_id: int | None = None, limit: int = 50
    ) -> tuple[InspectionRow, ...]:
        """What was found at a premise, or by a request, the newest first."""
        where = INSPECTIONS.c.premise_id == premise_id if request_id is None else INSPECTIONS.c.request_id == request_id
        with self._read() as connection:
            found: tuple[InspectionRow, ...] = self._shown(inspections(connection, where, limit))
        return found

    def checklist(self, request_id: int) -> str:
        """The name of the checklist that fits the customer of a request."""
        from models.checklists import checklist_of

        klass = select(CUSTOMERS.c.klass).join(REQUESTS, REQUESTS.c.customer_id == CUSTOMERS.c.id)
        with self._read() as connection:
            return checklist_of(connection.execute(klass.where(REQUESTS.c.id == request_id)).scalar() or "")

    def figures(
        self, now: int, *, campaign: int | None = None, since: str | None = None, until: str | None = None
    ) -> list[InspectionFigure]:
        """The figures by district, and of all together."""
        with self._read() as connection:
            return figures(connection, now, campaign=campaign, since=since, until=until)

    def today(self, now: int) -> str:
        """The day here, as campaigns write days."""
        return local_day(now, self._zone).isoformat()
