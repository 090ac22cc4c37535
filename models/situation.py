"""What decides what may be done to a request: its row, its live assignments and its journal, in one frozen word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.aftercare import Handling
from models.rows import JournalRow
from models.sla import Event, standing_events
from models.vocabulary import PAUSING, Act, ClockKind, Kind, Priority, Status, Step


@dataclass(frozen=True, slots=True)
class Job:
    """A crew's live assignment: its code and the step it has reached."""

    crew: str
    step: Step


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides what may be done to a request now.

    `carries_safe`: its targets hold a promise to make the site safe. `worked`: a crew finished since the last (re)open.
    `offered_to`: the operator to whom it is being handed over, since `offered_at`. `back_to`: where a resume leads.
    `last_at`: last act. `pausing`: the hold reasons that pause its work clock. `extended`: its clocks extended in this
    cycle. `merged_at`: when it was merged into another. `absorbed`: how many were merged into it. `promises`: promises
    to call back about it that nobody has kept. `parent`: of a live incident. `plans`: emergency plans that were
    started, `reviews_owed` of them nobody has reviewed. `empty_visits`: visits that met nobody since the last (re)open,
    `met_nobody` if the last one did. `tries`: call-backs tried in vain since then, the last one at `last_try`.
    `workers`: logins of those who took the work on themselves. `handling`: how a complaint is dealt with.
    """

    number: str
    kind: Kind
    priority: Priority
    status: Status
    received: int = 0
    state_since: int = 0
    owner_id: int | None = None
    safe_at: int | None = None
    source_verified: bool = False
    holds: int = 0
    resolved_by: int | None = None
    closed_at: int | None = None
    callback_due: bool = False
    jobs: tuple[Job, ...] = ()
    responded: bool = False
    awaits_reply: bool = False
    carries_safe: bool = False
    worked: bool = False
    offered_to: int | None = None
    offered_at: int | None = None
    back_to: Status = Status.OPEN
    last_at: int = 0
    pausing: frozenset[str] = PAUSING
    extended: frozenset[str] = frozenset()
    merged_at: int | None = None
    absorbed: int = 0
    promises: int = 0
    parent: bool = False
    plans: int = 0
    reviews_owed: int = 0
    empty_visits: int = 0
    met_nobody: bool = False
    tries: int = 0
    last_try: int | None = None
    workers: frozenset[str] = frozenset()
    handling: Handling | None = None

    @staticmethod
    def of(
        row: Any, jobs: Iterable[Job], events: Iterable[Event | JournalRow], *, promises: int = 0, parent: bool = False,
        plans: int = 0, reviews_owed: int = 0, handling: Handling | None = None,
        workers: frozenset[str] = frozenset(),
    ) -> "Situation":  # fmt: skip
        """The situation from a request's row, its live assignments and all its journal lines in order."""
        past, jobs = standing_events(list(events)), tuple(jobs)
        offered = _offered(past)
        begun = max((place for place, event in enumerate(past) if event.act == Act.REOPEN), default=0)
        acts = {event.act for event in past[begun:] if not event.data.get("reply")}
        tried = [event.at for event in past[begun:] if event.act == Act.CALL_TRY]
        visits = [event.act for event in past[begun:] if event.act in (Act.DONE, Act.MET_NOBODY)]
        return Situation(
            number=row.number or "",
            kind=Kind(row.kind),
            priority=Priority(row.priority),
            status=Status(row.status),
            received=row.received,
            state_since=row.state_since,
            owner_id=row.owner_id,
            safe_at=row.safe_at,
            source_verified=bool(row.source_verified),
            holds=row.holds,
            resolved_by=row.resolved_by,
            closed_at=row.closed_at,
            callback_due=bool(row.callback_due),
            jobs=jobs,
            responded=Act.RESPOND in acts,
            awaits_reply=row.reply_by is not None and not any(_replied(event) for event in past),
            carries_safe=ClockKind.SAFE in _targets(past),
            worked=Act.DONE in acts,
            offered_to=offered[0],
            offered_at=offered[1],
            back_to=_back_to(past, jobs),
            last_at=max((event.at for event in past), default=0),
            pausing=_pausing(past),
            extended=frozenset(str(event.data["clock"]) for event in past[begun:] if event.act == Act.EXTEND),
            merged_at=next((event.at for event in reversed(past) if event.act == Act.MERGE), None),
            absorbed=sum(event.act == Act.ABSORB for event in past),
            promises=promises,
            parent=parent,
            plans=plans,
            reviews_owed=reviews_owed,
            empty_visits=visits.count(Act.MET_NOBODY),
            met_nobody=visits[-1:] == [Act.MET_NOBODY],
            tries=len(tried),
            last_try=max(tried, default=None),
            workers=workers,
            handling=handling,
        )


def _replied(event: Event | JournalRow) -> bool:
    return (event.act == Act.RESPOND and bool(event.data.get("reply"))) or "reply" in event.data.get("stops", ())


def _targets(past: Sequence[Event | JournalRow]) -> Mapping[str, Any]:
    """The targets of the newest line that set them."""
    found: Iterable[Mapping[str, Any]] = (event.data["targets"] for event in reversed(past) if "targets" in event.data)
    return next(iter(found), {})


def _pausing(past: Sequence[Event | JournalRow]) -> frozenset[str]:
    """The hold reasons that its resolution target names, or the usual ones."""
    named = _targets(past).get(ClockKind.RESOLUTION.value, {}).get("pausing")
    return PAUSING if named is None else frozenset(named)


def _offered(past: Sequence[Event | JournalRow]) -> tuple[int, int] | tuple[None, None]:
    """To whom it is being handed over, and since when."""
    for event in reversed(past):
        if event.act in (Act.ACCEPT_OWNER, Act.DECLINE_OWNER, Act.HAND_BACK):
            return None, None
        if event.act == Act.HAND_OVER:
            return int(event.data["to"]), event.at
    return None, None


def _back_to(past: Sequence[Event | JournalRow], jobs: tuple[Job, ...]) -> Status:
    """Where a resume leads: to working while a crew is on it, or if it was worked on and no crew left meanwhile."""
    if jobs:
        return Status.WORKING
    for event in reversed(past):
        if event.act in (Act.DECLINE, Act.WITHDRAW, Act.MET_NOBODY):
            return Status.OPEN
        if event.act == Act.HOLD:
            return Status(event.data.get("from", Status.OPEN))
    return Status.OPEN
