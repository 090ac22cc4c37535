"""How much of their time crews and seats are at work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.indicators.cases import Job
from models.indicators.figure import WHOLE, Figure, count, ratio
from models.indicators.spans import Span, joined, length, shared, within
from models.wall import HOUR, MINUTE

SLOT = 30 * MINUTE
"""In each of these in which a seat leaves a trace it was staffed."""


@dataclass(frozen=True, slots=True)
class CrewTime:
    """A crew's times of duty and its jobs."""

    crew: str
    duty: Sequence[Span]
    jobs: Sequence[Job]


@dataclass(frozen=True, slots=True)
class SeatTime:
    """An operator's calls (from the answer to the end) and the instants of what they did (ms UTC)."""

    operator: str
    calls: Sequence[Span]
    acts: Sequence[int]


def crew_figures(rows: Iterable[CrewTime], since: int, until: int) -> list[Figure]:
    """Crew utilisation: time on jobs during duty ÷ time on duty, of each crew and of all together.

    - a job lasts from when the crew took it up (accepted, on its way or on site) to its end, or `until` while it goes
      on; two at once are counted once. `crew_on_site` is the part of it after the arrival.
    - `crew_overtime` (h) is time on jobs outside duty.
    - a crew without listed duty has no figure but its hours on jobs: nobody knows how long it was there.

    The working part of the paid time, as workforce planning names it ("wrench time" is its part on site).
    """
    listed = [(one.crew, within(one.duty, since, until), one.jobs) for one in rows]
    out: list[Figure] = []
    total = [0, 0, 0, 0]
    for crew, duty, jobs in listed:
        busy = within(((job.began_at, job.ended_at or until) for job in jobs if job.began_at is not None), since, until)
        site = within(((job.on_site_at, job.ended_at or until) for job in jobs if job.on_site_at is not None),
                      since, until)  # fmt: skip
        taken = sum(job.began_at is not None for job in jobs)
        here = [shared(busy, duty), shared(site, duty), length(duty), taken if duty else 0]
        total = [old + new for old, new in zip(total, here, strict=True)]
        if duty:
            out += [*_crew(crew, *here), count("crew_overtime", crew, (length(busy) - here[0]) / HOUR, "h", taken)]
        out.append(count("crew_on_jobs", crew, length(busy) / HOUR, "h", taken))
    return [*_crew(WHOLE, *total), *out]


def _crew(crew: str, busy: int, site: int, duty: int, jobs: int) -> list[Figure]:
    return [ratio("crew_utilisation", crew, busy, duty, jobs, times=100, unit="%"),
            ratio("crew_on_site", crew, site, duty, jobs, times=100, unit="%")]  # fmt: skip


def seat_figures(rows: Iterable[SeatTime], since: int, until: int) -> list[Figure]:
    """Seat utilisation (occupancy): time on the line ÷ time the seat was staffed, of each operator and of all.

    Nobody clocks in at a seat, so a seat counts as staffed in each half hour in which its operator was on a call or did
    anything that stands in the journal: an upper bound for who comes late in one, a lower for who only listens.
    Occupancy as in ISO 18295-1:2017; wrap-up work between two calls is not on the line.
    """
    out: list[Figure] = []
    lines = staffs = calls = 0
    for one in rows:
        line = within(one.calls, since, until)
        staffed = _staffed(line, [at for at in one.acts if since <= at < until])
        lines, staffs, calls = lines + length(line), staffs + length(staffed), calls + len(one.calls)
        out += [ratio("seat_utilisation", one.operator, length(line), length(staffed), len(one.calls), times=100,
                      unit="%"),
                count("seat_staffed", one.operator, length(staffed) / HOUR, "h", len(one.calls))]  # fmt: skip
    return [ratio("seat_utilisation", WHOLE, lines, staffs, calls, times=100, unit="%"),
            count("seat_staffed", WHOLE, staffs / HOUR, "h", calls), *out]  # fmt: skip


def _staffed(line: Sequence[Span], acts: Iterable[int]) -> list[Span]:
    slots = {at // SLOT for at in acts}
    for start, end in line:
        slots.update(range(start // SLOT, (end - 1) // SLOT + 1))
    return joined((slot * SLOT, (slot + 1) * SLOT) for slot in slots)
