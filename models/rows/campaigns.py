"""Campaigns of inspections, their visits and figures, and what inspectors found: asked for and as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import CampaignState, InspectionResult, Status, VisitState
from models.wall import HOUR

ROUTINE = "IN-ROUT"
"""The category of a campaign's requests unless another is named."""


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """What the desk is asked to set up (:class:`models.tables.campaigns.Campaign`)."""

    name: str
    from_day: str
    until_day: str
    districts: Sequence[str] = ()
    klass: Sequence[str] = ()
    every_months: int = 12
    per_day: int = 40
    crews: Sequence[str] = ()
    category: str = ROUTINE
    calendar: str = ""
    early_days: int = 30
    late_days: int = 30
    notice_ms: int = 48 * HOUR
    max_tries: int = 3
    again_days: int = 7


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign with its counts: ``planned = done + no_access + cancelled + open``.

    `no_day` counts the open visits for which no room was left, `untold` those within the notice that nobody announced.
    """

    id: int
    name: str
    category: str
    districts: tuple[str, ...]
    klass: tuple[str, ...]
    every_months: int
    from_day: str
    until_day: str
    calendar: str
    crews: tuple[str, ...]
    per_day: int
    early_days: int
    late_days: int
    notice_ms: int
    max_tries: int
    again_days: int
    planned_at: int | None
    started_at: int | None
    closed_at: int | None
    closed_reason: str
    version: int
    state: CampaignState
    planned: int
    done: int
    no_access: int
    cancelled: int
    open: int
    no_day: int
    untold: int


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One premise in a campaign; `number` is the request of its newest try, `result` what that found."""

    id: int
    campaign_id: int
    state: VisitState
    day: str | None
    crew: str
    district: str
    address: str
    caller: str
    phone: str
    premise_id: int
    due_day: str | None
    flag: str
    announced_at: int | None
    tries: int
    lettered: int
    number: str
    request_id: int | None
    status: Status | None
    result: InspectionResult | None
    note: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan came to: visits in it, with a day, flagged; who was left out since not due or in another campaign."""

    campaign_id: int
    planned: int
    placed: int
    no_day: int
    early: int
    late: int
    kept: int
    days: int
    not_due: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class HazardRow:
    """Something that was not in order, until it was put right."""

    item: str
    grade: int
    rectify_by: int
    rectified_at: int | None


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """What one visit found; `recheck` is the number of the request that looks again."""

    id: int
    premise_id: int | None
    at: int
    result: InspectionResult
    crew: str
    note: str
    number: str
    recheck: str
    stop_use_at: int | None
    stopped_at: int | None
    released_at: int | None
    hazards: tuple[HazardRow, ...]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What recording a visit came to: the request as it stands, and what was made of it."""

    id: int
    number: str
    version: int
    status: Status
    seq: int
    result: InspectionResult
    recheck: str = ""
    rectify_by: int | None = None
    stop_use: bool = False
    next_day: str | None = None
    tries: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class InspectionFigure:
    """The figures of a district (empty: of all together).

    ``planned = done + no_access + cancelled + open``. `coverage` is done of planned without cancelled, `access` done
    of those whose door was knocked on for good (done and no access), both in percent with one decimal, None where
    nothing is to be divided by. `once`, `twice`, `thrice` count the premises that so many visits (three: or more) found
    without access. Grades count the hazards that were found; `rectified` of them are put right, `overdue` are not and
    should be. `stopped` counts premises whose use is forbidden.
    """

    district: str
    planned: int
    done: int
    no_access: int
    cancelled: int
    open: int
    coverage: float | None
    access: float | None
    once: int
    twice: int
    thrice: int
    grade_1: int
    grade_2: int
    grade_3: int
    rectified: int
    overdue: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One line of a list to send: whom to tell of a visit, or that nobody was met; `tries` says which letter it is."""

    visit: int
    day: str | None
    district: str
    address: str
    caller: str
    phone: str
    crew: str
    tries: int
    number: str

    @classmethod
    def of(cls, row: VisitRow) -> "Letter":
        """The line of a visit."""
        return cls(row.id, row.day, row.district, row.address, row.caller, row.phone, row.crew, row.tries, row.number)
