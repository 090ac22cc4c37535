"""How well the work was done the first time: first contact, reopened, repeated, sent anew, complaints."""

from bisect import bisect_left
from collections.abc import Iterable

from models.indicators.cases import Case, Key, counted, grouped
from models.indicators.figure import Figure, ratio, share
from models.vocabulary import Channel, Kind, Step
from models.wall import DAY

REPEATS_WITHIN = 30 * DAY
"""A fault that comes back within this time after the work was done is the same fault."""

FAULTS = frozenset((Kind.EMERGENCY.value, Kind.REPAIR.value))
_SENSOR = Channel.SENSOR.value
_SENT_BACK = frozenset((Step.DECLINED, Step.WITHDRAWN, Step.HANDED_OVER))


def rates(cases: Iterable[Case], *, earlier: Iterable[Case] = (), by: Key | None = None) -> list[Figure]:
    """Every rate of this room for each group.

    Args:
        earlier: requests received before those, for the faults that come back.
    """
    listed = counted(cases)
    again = repeats([*counted(earlier), *listed])
    out: list[Figure] = []
    for group, members in grouped(listed, by).items():
        out += [
            first_contact(members, group), reopened(members, group), repeated(members, again, group),
            wrong_category(members, group), sent_anew(members, group), complaint_rate(members, group),
        ]  # fmt: skip
    return out


def first_contact(cases: Iterable[Case], group: str) -> Figure:
    """First-contact resolution: requests settled by whoever took them ÷ requests done.

    Settled so = done in the first cycle without a crew ever being sent, and nobody rang about it again. Left out is
    what a sensor reported: there was no contact. After ISO 18295-1:2017 (resolution at first contact); one contact that
    settled its matter without a request is in the report on calls.
    """
    done = [one for one in cases if one.done and one.channel != _SENSOR]
    return share("first_contact", group, sum(not one.jobs and one.cycle == 1 and not one.contacts for one in done),
                 len(done))  # fmt: skip


def reopened(cases: Iterable[Case], group: str) -> Figure:
    """Reopen rate: requests that were opened again at least once ÷ requests that were done at least once."""
    ever = [one for one in cases if one.done or one.cycle > 1]
    return share("reopened", group, sum(one.cycle > 1 for one in ever), len(ever))


def repeats(cases: Iterable[Case]) -> frozenset[int]:
    """The ids of faults that had been seen before: same place and category, done at most 30 days before it came.

    What was received before the other's work was done is one matter with it and no repetition.
    """
    ends: dict[tuple[str, str], list[int]] = {}
    faults = [one for one in cases if one.kind in FAULTS and one.place]
    for one in faults:
        if one.done and one.resolved_at is not None:
            ends.setdefault((one.place, one.category), []).append(max(one.resolved_at, one.received))
    for known in ends.values():
        known.sort()
    found = set()
    for one in faults:
        known = ends.get((one.place, one.category), [])
        # Only ends strictly before it was received: its own can never be one.
        last = bisect_left(known, one.received) - 1
        if last >= 0 and one.received - known[last] <= REPEATS_WITHIN:
            found.add(one.id)
    return frozenset(found)


def repeated(cases: Iterable[Case], again: frozenset[int], group: str) -> Figure:
    """Repeat-fault rate: faults that came back (:func:`repeats`) ÷ emergencies and repairs whose place is known."""
    faults = [one for one in cases if one.kind in FAULTS and one.place]
    return share("repeat_fault", group, sum(one.id in again for one in faults), len(faults))


def wrong_category(cases: Iterable[Case], group: str) -> Figure:
    """Wrong-category rate: requests to which a person gave another category after they were saved ÷ all requests.

    Another priority alone is no wrong category, nor is what the program raised after the answers of a safety card.
    """
    listed = list(cases)
    return share("wrong_category", group, sum(one.recategorised for one in listed), len(listed))


def sent_anew(cases: Iterable[Case], group: str) -> Figure:
    """Re-dispatch rate: requests sent to a crew again after one declined, was withdrawn or handed over ÷ those sent.

    A second crew beside the first is no re-dispatch.
    """
    sent = [one for one in cases if one.jobs]
    return share("re_dispatched", group, sum(_sent_anew(one) for one in sent), len(sent))


def _sent_anew(one: Case) -> bool:
    given_back = [job.ended_at for job in one.jobs if job.step in _SENT_BACK and job.ended_at is not None]
    return bool(given_back) and any(job.offered_at >= min(given_back) for job in one.jobs)


def complaint_rate(cases: Iterable[Case], group: str) -> Figure:
    """Complaints for each 1,000 requests of the other kinds that came in the same time."""
    listed = list(cases)
    complaints = sum(one.complaint for one in listed)
    others = len(listed) - complaints
    return ratio("complaint_rate", group, complaints, others, others, times=1000, unit="per 1000")
