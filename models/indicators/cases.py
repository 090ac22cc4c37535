"""The rows that indicators are reckoned from, and how they are put into groups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from models.indicators.figure import WHOLE
from models.vocabulary import ClockKind, ClockState, Kind, Status, Step

NOBODY = "-"
"""The group of what has no crew, no owner, no district."""

DONE = frozenset((Status.RESOLVED.value, Status.CLOSED.value))
_COMPLAINT = Kind.COMPLAINT.value
_NEVER_WORK = frozenset((Status.DRAFT.value, Status.CANCELLED.value, Status.MERGED.value))


class Promise(NamedTuple):
    """One clock of one cycle (ms UTC). A tuple, for a report makes tens of thousands of them."""

    kind: ClockKind
    started_at: int
    due_at: int
    stopped_at: int | None = None
    state: ClockState = ClockState.RUNNING
    cycle: int = 1


class Job(NamedTuple):
    """One crew sent once (ms UTC)."""

    crew: str
    offered_at: int
    step: Step = Step.DONE
    accepted_at: int | None = None
    en_route_at: int | None = None
    on_site_at: int | None = None
    ended_at: int | None = None

    @property
    def began_at(self) -> int | None:
        """When the crew took it up: its first step after the offer."""
        return min((at for at in (self.accepted_at, self.en_route_at, self.on_site_at) if at is not None), default=None)


class Case(NamedTuple):
    """One request (instants in ms UTC).

    `place` is where it is, as far as two requests can be seen to be about the same place. `contacts` counts the calls
    about it after the first, `recategorised` says that a person gave it another category after it was saved.
    """

    id: int
    kind: str
    received: int
    category: str = ""
    status: str = Status.OPEN.value
    district: str = ""
    channel: str = "phone"
    priority: str = "P3"
    place: str = ""
    operator: str = ""
    cycle: int = 1
    resolved_at: int | None = None
    disposition: str = ""
    result: str = ""
    cause: str = ""
    homes: int | None = None
    speed: int | None = None
    attitude: int | None = None
    quality: int | None = None
    callback_due: bool = False
    contacts: int = 0
    recategorised: bool = False
    promises: tuple[Promise, ...] = ()
    jobs: tuple[Job, ...] = ()

    @property
    def done(self) -> bool:
        """Is the work done, as far as is known?"""
        return self.status in DONE

    @property
    def complaint(self) -> bool:
        """Is it a complaint?"""
        return self.kind == _COMPLAINT

    @property
    def crew(self) -> str:
        """Whose work it was: the crew that did it last, else the one sent last."""
        did = [job for job in self.jobs if job.step is Step.DONE] or list(self.jobs)
        return max(did, key=lambda job: job.offered_at).crew if did else ""

    @property
    def score(self) -> float | None:
        """The mean of the scores that were given, 1 to 5."""
        given = [one for one in (self.speed, self.attitude, self.quality) if one is not None]
        return sum(given) / len(given) if given else None


def counted(cases: Iterable[Case]) -> list[Case]:
    """What counts as work: no drafts, nothing cancelled, and of merged requests only the one that went on."""
    return [one for one in cases if one.status not in _NEVER_WORK]


Key = Callable[[Case], str]

GROUPS: Mapping[str, Key] = {
    "kind": lambda one: one.kind,
    "category": lambda one: one.category,
    "district": lambda one: one.district,
    "channel": lambda one: one.channel,
    "priority": lambda one: one.priority,
    "crew": lambda one: one.crew,
    "operator": lambda one: one.operator,
}
"""What a report can be given by; a shift beside them (:func:`by_shift`)."""

SHIFTS = (8, 20)
"""The full local hours at which a shift of the desk begins."""


def by_shift(zone: str, starts: Sequence[int] = SHIFTS) -> Key:
    """The shift in which a request came, named by its local hours: ``08-20``; the last one goes on past midnight.

    Args:
        starts: full hours, rising.
    """
    here = ZoneInfo(zone)

    def shift(one: Case) -> str:
        hour = datetime.fromtimestamp(one.received / 1000, here).hour
        at = max((place for place, start in enumerate(starts) if start <= hour), default=len(starts) - 1)
        return f"{starts[at]:02d}-{starts[(at + 1) % len(starts)]:02d}"

    return shift


def grouped(cases: Iterable[Case], by: Key | None = None) -> dict[str, list[Case]]:
    """All of them, and the groups by name."""
    listed = list(cases)
    groups: dict[str, list[Case]] = {}
    if by is not None:
        for one in listed:
            groups.setdefault(by(one) or NOBODY, []).append(one)
    return {WHOLE: listed} | dict(sorted(groups.items()))
