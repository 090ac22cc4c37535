"""The timers of a crew's job: how long each step may last before somebody must look, and how far a timer has run.

Everything here is pure; instants are epoch milliseconds UTC. Issue and practice name the usual limits: an offer that
nobody takes up, a way longer than half as much again as was expected, a site from which nothing comes, and a crew at a
life-safety job that does not answer (lone-worker practice: a contact every 20 minutes).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from models.vocabulary import Priority, Rule, Step
from models.wall import MINUTE

NEAR = 0.75
"""The share of its limit from which on a timer is near."""

GRAVE = 1.5
"""So many times its limit without a word from a crew at a P1 is a matter of its life."""

LEAST_WAY = 5 * MINUTE
"""A way is never called long before this: nobody's estimate tells two minutes from three."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each step may last: minutes, the way in percent of the minutes that were expected."""

    accept_p1: int = 3
    accept_p2: int = 15
    accept_p3: int = 60
    way_percent: int = 150
    site: int = 90
    contact: int = 20

    @staticmethod
    def of(stored: Mapping[str, int]) -> "Limits":
        """The usual limits, but for those that an admin has set."""
        return Limits(**{name: value for name, value in stored.items() if name in NAMES})


NAMES = tuple(field.name for field in fields(Limits))
RANGES: Mapping[str, tuple[int, int]] = dict.fromkeys(NAMES, (1, 24 * 60)) | {"way_percent": (100, 1000)}
"""What each limit may be set to, the ends included."""


class Run(StrEnum):
    """How far a timer has run."""

    RUNNING = "running"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Job:
    """What a job's timers are told from: its step, the priority of its request, and the instants that count.

    `heard_at` is the crew's own last word or step, `noted_at` the last note or step on record about the job.
    """

    step: Step
    priority: Priority
    offered_at: int
    en_route_at: int | None = None
    on_site_at: int | None = None
    way_minutes: int | None = None
    heard_at: int | None = None
    noted_at: int | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that runs: which rule watches it, since when, and the instant up to which all is well."""

    rule: Rule
    since: int
    due: int

    def run(self, now: int) -> Run:
        """How far it has run at `now`; exactly at its end it is not over yet."""
        if now > self.due:
            return Run.OVER
        return Run.NEAR if now - self.since >= NEAR * (self.due - self.since) else Run.RUNNING

    @property
    def grave_at(self) -> int:
        """From when on silence is graver than the limit alone says."""
        return self.since + round(GRAVE * (self.due - self.since))


def to_accept(job: Job, limits: Limits) -> Timer | None:
    """An offer waits for the crew's yes; how long depends on the priority."""
    if job.step is not Step.OFFERED:
        return None
    minutes = {Priority.P1: limits.accept_p1, Priority.P2: limits.accept_p2}.get(job.priority, limits.accept_p3)
    return Timer(Rule.OFFER_WAITS, job.offered_at, job.offered_at + minutes * MINUTE)


def on_the_way(job: Job, limits: Limits) -> Timer | None:
    """A crew travels; without an expected way there is nothing to measure it by."""
    if job.step is not Step.EN_ROUTE or job.en_route_at is None or job.way_minutes is None:
        return None
    span = max(LEAST_WAY, job.way_minutes * MINUTE * limits.way_percent // 100)
    return Timer(Rule.WAY_LONG, job.en_route_at, job.en_route_at + span)


def at_the_site(job: Job, limits: Limits) -> Timer | None:
    """A crew works; each note about the job and each step of the crew begins it anew."""
    if job.step is not Step.ON_SITE or job.on_site_at is None:
        return None
    since = max(job.on_site_at, job.noted_at or 0, job.heard_at or 0)
    return Timer(Rule.SITE_QUIET, since, since + limits.site * MINUTE)


def to_answer(job: Job, limits: Limits) -> Timer | None:
    """A crew at a P1 is to be heard; only its own word or step begins it anew, nobody's writing about the job."""
    if job.step is not Step.ON_SITE or job.on_site_at is None or job.priority is not Priority.P1:
        return None
    since = max(job.on_site_at, job.heard_at or 0)
    return Timer(Rule.CREW_CONTACT, since, since + limits.contact * MINUTE)


TIMERS = (to_accept, on_the_way, to_answer, at_the_site)


def timers(job: Job, limits: Limits) -> list[Timer]:
    """Every timer that runs on a job, the first to end on top."""
    found = (timer(job, limits) for timer in TIMERS)
    return sorted((one for one in found if one is not None), key=lambda one: one.due)


def severity(timer: Timer, priority: Priority, now: int) -> int:
    """How severe a timer that is over is: life safety (3) once a crew at a P1 was not heard for half as long again.

    2 where somebody's safety or an urgent job waits, else 1 (`domain` section 4).
    """
    if timer.rule is Rule.CREW_CONTACT:
        return 3 if now > timer.grave_at else 2
    return 2 if priority in (Priority.P1, Priority.P2) else 1
