"""Which crew goes, and why; who is left out, and why. Pure: the answer depends on what is asked and on nothing else.

A proposal is never an order: assigning stays a person's act.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.duty import ALWAYS, Duty
from models.vocabulary import Priority, Step
from models.wall import MINUTE

WEIGHT: Mapping[Priority, int] = {Priority.P1: 4, Priority.P2: 2, Priority.P3: 1, Priority.P4: 0}
"""What a job on a crew's hands weighs."""

CAP = 8
"""From this load on a crew is given nothing more, unless a life depends on it. A crew may have a cap of its own."""

BANDS = (10, 20, 30, 45, 60)
"""The ends of the travel bands in minutes: nobody's guess is good enough to tell nine minutes from seven."""

WORK = 60 * MINUTE
"""The work on site that a shift should leave room for, beside the way."""

Skills = Mapping[str, int | None]
"""What a crew is certified for, and until when (ms UTC, None: without end)."""


class Out(StrEnum):
    """Why a crew is left out: the hard filters."""

    RETIRED = "retired"
    ALREADY = "already"
    OFF_SHIFT = "off_shift"
    OUT_OF_SERVICE = "out_of_service"
    SKILL = "skill"
    EXPIRED = "expired"
    LOAD = "load"


class Why(StrEnum):
    """What speaks for a crew, or against it, in the words that the catalogues translate."""

    MINUTES = "minutes"
    WAY_UNKNOWN = "way_unknown"
    FREE = "free"
    LEAVES = "leaves"
    ENGAGED = "engaged"
    SHIFT_ENDS = "shift_ends"
    LOAD = "load"
    OWN_DISTRICT = "own_district"
    OTHER_DISTRICT = "other_district"
    KNOWS = "knows"
    OVER_QUALIFIED = "over_qualified"


@dataclass(frozen=True, slots=True)
class Held:
    """A live job on a crew's hands."""

    number: str
    priority: Priority
    step: Step
    district: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A crew as it stands. `last_there`: when it last finished at the same place (ms UTC)."""

    code: str
    name: str = ""
    district: str = ""
    duty: Duty = ALWAYS
    out_reason: str = ""
    retired: bool = False
    skills: Skills = field(default_factory=dict)
    jobs: tuple[Held, ...] = ()
    cap: int = CAP
    last_there: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a crew is wanted for: `skills` it must hold, all of them; `here` are the crews already on it."""

    number: str
    priority: Priority
    district: str
    skills: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its word, and the figure or the name that belongs to it."""

    why: Why | Out
    fact: str | int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A crew that may be sent. `leaves` is the job that would be left behind; `minutes` the way, None if unknown."""

    crew: str
    name: str
    reasons: tuple[Reason, ...]
    minutes: int | None = None
    leaves: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A crew that a hard filter excludes, with every reason."""

    crew: str
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every crew, either proposed (the best first) or left out."""

    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]

    def place(self, crew: str) -> tuple[int | None, Proposal | None]:
        """A crew's place among the proposals, from 1 on, and its proposal; twice None if it is left out."""
        found = enumerate(self.proposals, 1)
        return next(((place, one) for place, one in found if one.crew == crew), (None, None))

    def why_out(self, crew: str) -> tuple[Reason, ...]:
        """Why a crew is left out; empty if it is proposed."""
        return next((one.reasons for one in self.left_out if one.crew == crew), ())


Travel = Mapping[tuple[str, str], int]
"""Minutes from district to district; the way back counts as the way there where only one is known."""


def rank(wanted: Wanted, crews: Iterable[Candidate], travel: Travel, now: int) -> Ranking:
    """All crews for what is wanted at `now` (ms UTC): the same question always gets the same answer.

    A skill that no crew in use was ever certified for tells nobody apart and is not asked for, as in a new file.
    """
    known = list(crews)
    kept = {skill for crew in known if not crew.retired for skill in crew.skills}
    asked = Wanted(wanted.number, wanted.priority, wanted.district, wanted.skills & kept, wanted.here)
    fit: list[tuple[tuple[int | str, ...], Proposal]] = []
    out: list[LeftOut] = []
    for crew in known:
        why = excluded(asked, crew, now)
        if why:
            out.append(LeftOut(crew.code, crew.name, tuple(why)))
        else:
            fit.append(_judged(asked, crew, travel, now))
    fit.sort(key=lambda one: one[0])
    return Ranking(tuple(one for _, one in fit), tuple(sorted(out, key=lambda one: one.crew)))


def excluded(wanted: Wanted, crew: Candidate, now: int) -> list[Reason]:
    """The hard filters that exclude this crew; none: it may be proposed."""
    why = []
    if crew.retired:
        why.append(Reason(Out.RETIRED))
    if crew.code in wanted.here:
        why.append(Reason(Out.ALREADY))
    if not crew.duty.on:
        why.append(Reason(Out.OFF_SHIFT))
    if crew.out_reason:
        why.append(Reason(Out.OUT_OF_SERVICE, crew.out_reason))
    for skill in sorted(wanted.skills):
        if skill not in crew.skills:
            why.append(Reason(Out.SKILL, skill))
        elif not _valid(crew.skills[skill], now):
            why.append(Reason(Out.EXPIRED, skill))
    if wanted.priority is not Priority.P1 and load(crew) >= crew.cap:
        why.append(Reason(Out.LOAD, load(crew)))
    return why


def load(crew: Candidate) -> int:
    """The weighted load on a crew's hands: P1 counts 4, P2 2, P3 1, P4 nothing."""
    return sum(WEIGHT[job.priority] for job in crew.jobs)


def minutes_to(crew: Candidate, district: str, travel: Travel) -> int | None:
    """The way of a crew into a district, from where it works or else from its own district; None: nobody wrote it down.

    Within one district the matrix decides too; without a line it is the first band.
    """
    at = next((job.district for job in _working(crew) if job.district), crew.district)
    if not at or not district:
        return None
    known = travel.get((at, district), travel.get((district, at)))
    return known if known is not None else (BANDS[0] if at == district else None)


def band(minutes: int | None) -> int:
    """The travel band of a way: 0 is the nearest, an unknown way is the farthest."""
    return len(BANDS) + 1 if minutes is None else sum(minutes > end for end in BANDS)


def _valid(until: int | None, now: int) -> bool:
    return until is None or until > now


def _working(crew: Candidate) -> list[Held]:
    """The jobs that keep the crew on its feet, the one it is deepest in first."""
    depth = {Step.ON_SITE: 0, Step.EN_ROUTE: 1, Step.ACCEPTED: 2}
    return sorted((job for job in crew.jobs if job.step in depth), key=lambda job: (depth[job.step], job.number))


def _judged(wanted: Wanted, crew: Candidate, travel: Travel, now: int) -> tuple[tuple[int | str, ...], Proposal]:
    urgent = wanted.priority in (Priority.P1, Priority.P2)
    return _by_life(wanted, crew, travel, now) if urgent else _by_round(wanted, crew, travel, now)


def _by_life(wanted: Wanted, crew: Candidate, travel: Travel, now: int) -> tuple[tuple[int | str, ...], Proposal]:
    """P1, P2: travel band, free before pre-emptable, end of shift, load."""
    minutes, busy = minutes_to(crew, wanted.district, travel), _working(crew)
    left = busy[0] if busy and all(job.priority > wanted.priority for job in busy) else None
    tied = 2 if busy and left is None else 1 if left else 0
    short, ends = _short(crew, minutes, now), crew.duty.ends_at
    reasons = [_way(minutes), _hands(busy, left)]
    if short:
        reasons.append(Reason(Why.SHIFT_ENDS, ends))
    reasons.append(Reason(Why.LOAD, load(crew)))
    key = (band(minutes), tied, int(short), load(crew), minutes if minutes is not None else 0, crew.code)
    return key, Proposal(crew.code, crew.name, tuple(reasons), minutes, left.number if left else None)


def _by_round(wanted: Wanted, crew: Candidate, travel: Travel, now: int) -> tuple[tuple[int | str, ...], Proposal]:
    """P3, P4: own district, load, least over-qualified, who was there last, travel."""
    minutes, spare = minutes_to(crew, wanted.district, travel), _spare(wanted, crew, now)
    own = bool(wanted.district) and crew.district == wanted.district
    reasons = [Reason(Why.OWN_DISTRICT if own else Why.OTHER_DISTRICT, crew.district), Reason(Why.LOAD, load(crew))]
    if spare:
        reasons.append(Reason(Why.OVER_QUALIFIED, spare))
    if crew.last_there is not None:
        reasons.append(Reason(Why.KNOWS, crew.last_there))
    reasons.append(_way(minutes))
    if _short(crew, minutes, now):
        reasons.append(Reason(Why.SHIFT_ENDS, crew.duty.ends_at))
    last = -crew.last_there if crew.last_there is not None else 0
    key = (int(not own), load(crew), spare, last, band(minutes), crew.code)
    return key, Proposal(crew.code, crew.name, tuple(reasons), minutes)


def _way(minutes: int | None) -> Reason:
    return Reason(Why.WAY_UNKNOWN) if minutes is None else Reason(Why.MINUTES, minutes)


def _hands(busy: list[Held], left: Held | None) -> Reason:
    if left is not None:
        return Reason(Why.LEAVES, left.number)
    return Reason(Why.ENGAGED, busy[0].number) if busy else Reason(Why.FREE)


def _short(crew: Candidate, minutes: int | None, now: int) -> bool:
    """Does the shift end before the way and an hour's work are done?"""
    ends = crew.duty.ends_at
    return ends is not None and ends < now + (minutes or 0) * MINUTE + WORK


def _spare(wanted: Wanted, crew: Candidate, now: int) -> int:
    """How many skills it would leave unused: the rare ones are kept for what needs them."""
    return len({skill for skill, until in crew.skills.items() if _valid(until, now)} - wanted.skills)
