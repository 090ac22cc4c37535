"""The indicators of `models.indicators`, each read from the file for a span of time."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, and_, or_, select

from models.call_figures import WITHIN_S
from models.indicators import quality, satisfaction, times
from models.indicators.answering import answering
from models.indicators.cases import GROUPS, SHIFTS, Case, Job, Key, by_shift, counted
from models.indicators.causes import CauseRow, pareto
from models.indicators.figure import WHOLE, Figure, count, share
from models.indicators.goals import USUAL, Goal, judged
from models.indicators.lines import Lines
from models.indicators.service_index import ServiceRow
from models.indicators.service_index import rows as index_rows
from models.indicators.spans import Span
from models.indicators.supply import Outage, customer_hours
from models.indicators.use import CrewTime, SeatTime, crew_figures, seat_figures
from models.looks.cases import EVERY_PART, Part, job, live, received
from models.looks.cases import cases as read_cases
from models.looks.columns import (
    ASSIGNMENTS,
    CALLS,
    CHILDREN,
    CREWS,
    INCIDENTS,
    LINES,
    OPERATORS,
    REQUESTS,
    STOP_AREAS,
    STOPS,
)
from models.looks.columns import SHIFTS as DUTIES
from models.looks.goals import in_force
from models.looks.schemes import lines_at
from models.vocabulary import ClockKind, Status

Read = Callable[[], AbstractContextManager[Connection]]
CAUSES = ("category", "disposition", "result", "cause", "district", "channel")
"""What the causes can be counted by."""

RATED = (Part.PLACE, Part.JOBS, Part.CONTACTS, Part.CHANGES)
"""What the rates are reckoned from."""

NO_SUPPLY = {"RP-NOGAS": 1, "EM-OUT-AREA": None}
"""Categories of the default catalogue that tell of homes without gas, and of how many where nobody counted."""


class Indicators:
    """The reads of indicators: of requests received from `since` on and before `until` (ms UTC).

    Args:
        read: opens one short read-only transaction.
        zone: where shifts begin at their hours.
        open_: may what was written in free words be read?
    """

    def __init__(
        self,
        read: Read,
        zone: str,
        *,
        open_: bool,
        usual: Sequence[Goal] = USUAL,
        as_of: int | None = None,
    ) -> None:
        self._read, self._zone, self._open = read, zone, open_
        self._usual, self._as_of = usual, as_of

    def as_of(self, at: int) -> "Indicators":
        """The same reads by the goals and the service tree that were in force at an instant, whatever the span.

        Without that each span is judged by what was in force at its end.
        """
        return Indicators(self._read, self._zone, open_=self._open, usual=self._usual, as_of=at)

    def lines(self, until: int) -> Lines:
        """The lines of business that were in force at the end of a span."""
        with self._read() as connection:
            return lines_at(connection, until - 1 if self._as_of is None else self._as_of)

    def _held(self, figures: Iterable[Figure], until: int, by: str = "") -> list[Figure]:
        """Figures against the goals in force: the utility's own, else the usual ones."""
        with self._read() as connection:
            own = [one.goal for one in in_force(connection, until - 1 if self._as_of is None else self._as_of)]
        return judged(figures, [*own, *self._usual], by)

    def cases(self, since: int, until: int, parts: Collection[Part] = EVERY_PART) -> list[Case]:
        """The requests themselves, with those parts of them; causes in free words only where they may be read."""
        seen = parts if self._open else [part for part in parts if part is not Part.CAUSES]
        with self._read() as connection:
            return read_cases(connection, received(since, until), parts=seen)

    def promises(
        self, since: int, until: int, *, by: str | None = None, shifts: Sequence[int] = SHIFTS,
        kinds: Iterable[ClockKind] = (ClockKind.RESPONSE, ClockKind.RESOLUTION),
    ) -> list[Figure]:  # fmt: skip
        """Response and resolution (`models.indicators.times.promises`)."""
        asked, parts = tuple(kinds), (Part.PROMISES, *_groups(by))
        with self._read() as connection:
            listed = read_cases(connection, received(since, until), parts=parts, promised=asked)
        return self._held(times.promises(listed, until, kinds=asked, by=self.key(by, shifts)), until, by or "")

    def rates(self, since: int, until: int, *, by: str | None = None, shifts: Sequence[int] = SHIFTS) -> list[Figure]:
        """First contact, reopened, repeated, miscategorised, sent anew, complaints (`models.indicators.quality`)."""
        listed = self.cases(since, until, (*RATED, *_groups(by)))
        found = quality.rates(listed, earlier=self.before(since), by=self.key(by, shifts))
        return self._held(found, until, by or "")

    def coverage(self, since: int, until: int, lines: Lines | None = None) -> list[Figure]:
        """Call-back coverage of each line of business."""
        known = lines or self.lines(until)
        return self._held(satisfaction.coverage(self.cases(since, until, (Part.SCORES,)), known), until, "line")

    def satisfaction(self, since: int, until: int, lines: Lines | None = None) -> list[Figure]:
        """CSAT of each line of business and of the whole."""
        known = lines or self.lines(until)
        return self._held(satisfaction.satisfaction(self.cases(since, until, (Part.SCORES,)), known), until, "line")

    def service_index(self, since: int, until: int, lines: Lines | None = None) -> list[ServiceRow]:
        """The service index of every node of the tree."""
        return index_rows(self.cases(since, until, (Part.SCORES,)), lines or self.lines(until))

    def overdue(self, now: int, *, by: str | None = None, shifts: Sequence[int] = SHIFTS) -> list[Figure]:
        """What is late now, whenever it was received."""
        with self._read() as connection:
            late = read_cases(connection, live(), parts=(Part.PROMISES, *_groups(by)))
        return self._held(times.overdue(late, now, self.key(by, shifts)), now + 1, by or "")

    def answering(self, since: int, until: int, within_s: int = WITHIN_S) -> list[Figure]:
        """How calls that began then were answered."""
        from models.looks import telephone

        with self._read() as connection:
            found = answering(telephone.figures(connection, since, until, within_s))
        return self._held(found, until)

    def use(self, since: int, until: int) -> list[Figure]:
        """Crew and seat utilisation."""
        with self._read() as connection:
            crews, seats = _crews(connection, since, until), _seats(connection, since, until)
        found = [*crew_figures(crews, since, until), *seat_figures(seats, since, until)]
        return self._held(self._held(found, until, "crew"), until, "operator")

    def supply(self, since: int, until: int) -> list[Figure]:
        """Customer-hours without gas, whenever it began."""
        with self._read() as connection:
            outages = [*_stops(connection, until), *_unplanned(connection, until)]
        return self._held(customer_hours(outages, since, until), until, "outage")

    def causes(self, since: int, until: int, by: str = "category") -> list[CauseRow]:
        """The Pareto table of requests by one of :data:`CAUSES`; what has none of it is left out."""
        return pareto(self._causes(since, until, by))

    def cause_shares(self, since: int, until: int, by: str = "category") -> list[Figure]:
        """The same as shares with their bounds, for comparing."""
        found = self._causes(since, until, by)
        rows = pareto(found)
        return [share("share", row.cause, row.count, len(found)) for row in rows]

    def node_figures(self, since: int, until: int, lines: Lines | None = None) -> list[Figure]:
        """P, C and S of every node as figures, for comparing it with its own past."""
        return [
            Figure(name, row.node, getattr(row, name), unit, row.n, remark=row.remark)
            for row in self.service_index(since, until, lines)
            for name, unit in (("p", "%"), ("c", ""), ("s", ""))
        ]

    def key_figures(self, since: int, until: int) -> list[Figure]:
        """The figures of a trend: what the other reports say of the whole, but for what is still open now."""
        lines = self.lines(until)
        listed, before = self.cases(since, until, (Part.PROMISES, Part.SCORES, *RATED)), self.before(since)
        found = [
            *times.promises(listed, until), *quality.rates(listed, earlier=before),
            *satisfaction.coverage(listed, lines), *satisfaction.satisfaction(listed, lines),
            *self.answering(since, until), *self.use(since, until), *self.supply(since, until),
        ]  # fmt: skip
        came = count("received", WHOLE, len(counted(listed)), "requests")
        return [came, *(one for one in found if one.group == WHOLE and not one.name.endswith(("_open", "_owed")))]

    def key(self, by: str | None, shifts: Sequence[int] = SHIFTS) -> Key | None:
        """How requests are put into groups; None for no groups."""
        if by is None:
            return None
        return by_shift(self._zone, shifts) if by == "shift" else GROUPS[by]

    def before(self, since: int) -> list[Case]:
        """What came before the span and ended so late that its return would be seen in it."""
        ended = REQUESTS.c.resolved_at >= since - quality.REPEATS_WITHIN
        with self._read() as connection:
            return read_cases(connection, and_(received(0, since), ended), parts=(Part.PLACE,))

    def _causes(self, since: int, until: int, by: str) -> list[str]:
        parts = {"cause": (Part.CAUSES,), "disposition": (Part.OUTCOME,), "result": (Part.OUTCOME,)}.get(by, ())
        return [cause for one in counted(self.cases(since, until, parts)) if (cause := getattr(one, by))]


def _groups(by: str | None) -> tuple[Part, ...]:
    """What must be read to put requests into groups."""
    return {"crew": (Part.JOBS,), "operator": (Part.OWNER,)}.get(by or "", ())


def _crews(connection: Connection, since: int, until: int) -> list[CrewTime]:
    duty: dict[str, list[Span]] = {}
    jobs: dict[str, list[Job]] = {}
    shifts = (
        select(CREWS.c.code, DUTIES.c.starts_at, DUTIES.c.ends_at)
        .join(CREWS, CREWS.c.id == DUTIES.c.crew_id)
        .where(DUTIES.c.starts_at < until, DUTIES.c.ends_at > since)
    )
    for row in connection.execute(shifts):
        duty.setdefault(row.code, []).append((row.starts_at, row.ends_at))
    sent = (
        select(ASSIGNMENTS, CREWS.c.code)
        .join(CREWS, CREWS.c.id == ASSIGNMENTS.c.crew_id)
        .where(ASSIGNMENTS.c.offered_at < until,
               or_(ASSIGNMENTS.c.ended_at.is_(None), ASSIGNMENTS.c.ended_at > since))
    )  # fmt: skip
    for row in connection.execute(sent):
        jobs.setdefault(row.code, []).append(job(row, row.code))
    return [CrewTime(code, duty.get(code, ()), jobs.get(code, ())) for code in sorted({*duty, *jobs})]


def _seats(connection: Connection, since: int, until: int) -> list[SeatTime]:
    calls: dict[str, list[Span]] = {}
    acts: dict[str, list[int]] = {}
    spoken = (
        select(OPERATORS.c.login, CALLS.c.answered_at, CALLS.c.ended_at)
        .join(OPERATORS, OPERATORS.c.id == CALLS.c.operator_id)
        .where(CALLS.c.answered_at < until, CALLS.c.ended_at > since, ~CALLS.c.phantom)
    )
    for row in connection.execute(spoken):
        calls.setdefault(row.login, []).append((row.answered_at, row.ended_at))
    done = (
        select(OPERATORS.c.login, LINES.c.recorded_at)
        .join(OPERATORS, OPERATORS.c.login == LINES.c.actor)
        .where(LINES.c.recorded_at >= since, LINES.c.recorded_at < until)
    )
    for login, at in connection.execute(done):
        acts.setdefault(login, []).append(at)
    return [SeatTime(login, calls.get(login, ()), acts.get(login, ())) for login in sorted({*calls, *acts})]


def _stops(connection: Connection, until: int) -> list[Outage]:
    """Planned stops that began; one that is not restored yet goes on."""
    query = select(STOPS.c.from_at, STOPS.c.restored_at, STOPS.c.homes).where(
        STOPS.c.from_at < until, STOPS.c.cancelled_at.is_(None)
    )
    return [Outage(row.from_at, row.restored_at, row.homes, True) for row in connection.execute(query)]


def _unplanned(connection: Connection, until: int) -> list[Outage]:
    """Requests that tell of homes without gas, but those that a planned stop or an incident's own number contains."""
    stopped = select(STOP_AREAS.c.task_id).where(STOP_AREAS.c.task_id.is_not(None))
    parent = REQUESTS.alias("parent")
    contained = (
        select(CHILDREN.c.request_id)
        .join(INCIDENTS, INCIDENTS.c.id == CHILDREN.c.incident_id)
        .join(parent, parent.c.id == INCIDENTS.c.parent_id)
        .where(
            # Those that were taken out before its end were none of it.
            or_(CHILDREN.c.detached_at.is_(None), CHILDREN.c.detached_at == INCIDENTS.c.ended_at),
            parent.c.homes.is_not(None),
        )
    )
    query = select(REQUESTS.c.received, REQUESTS.c.resolved_at, REQUESTS.c.homes, REQUESTS.c.category).where(
        REQUESTS.c.received < until,
        REQUESTS.c.number.is_not(None),
        or_(REQUESTS.c.homes.is_not(None), REQUESTS.c.category.in_(NO_SUPPLY)),
        REQUESTS.c.status.not_in((Status.DRAFT.value, Status.CANCELLED.value, Status.MERGED.value)),
        REQUESTS.c.id.not_in(stopped),
        REQUESTS.c.id.not_in(contained),
    )
    return [
        Outage(row.received, row.resolved_at, NO_SUPPLY.get(row.category) if row.homes is None else row.homes, False)
        for row in connection.execute(query)
    ]
