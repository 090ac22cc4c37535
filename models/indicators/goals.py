"""What indicators must keep to: goals by name and group, the periods they are judged over, and the judgement."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import isfinite
from zoneinfo import ZoneInfo

from models.goals import GOALS
from models.indicators.cases import GROUPS
from models.indicators.figure import WHOLE, Figure
from models.indicators.satisfaction import TARGET
from models.indicators.times import MEAN_GOALS
from models.refusals import refuse
from models.vocabulary import ClockKind


class Over(StrEnum):
    """How long a period is; each begins at a local midnight, a week on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_BY = (*GROUPS, "shift")
_CAUSES = ("category", "disposition", "result", "district", "channel")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of a report: the report that gives it, what it can be given by, and which way is good."""

    report: str
    by: tuple[str, ...] = ()
    least: bool = True


INDICATORS: Mapping[str, Indicator] = {
    **{f"{kind.value}_{what}": Indicator("promises", _BY, what == "inside")
       for kind in ClockKind for what in ("mean", "median", "p90", "inside", "open")},
    "first_contact": Indicator("rates", _BY),
    **{name: Indicator("rates", _BY, False)
       for name in ("reopened", "repeat_fault", "wrong_category", "re_dispatched", "complaint_rate")},
    **{name: Indicator("overdue", _BY, False) for name in ("overdue", "overdue_longest", "overdue_median")},
    "call_back_coverage": Indicator("coverage", ("line",)),
    "call_backs_owed": Indicator("coverage", ("line",), False),
    "satisfied": Indicator("satisfaction", ("line",)),
    "satisfied_of_answers": Indicator("satisfaction"),
    "done_unasked": Indicator("satisfaction", (), False),
    **{name: Indicator("node_figures", ("node",)) for name in ("p", "c", "s")},
    "answered": Indicator("answering"),
    "abandoned": Indicator("answering", (), False),
    "wait_mean": Indicator("answering", (), False),
    "handling_mean": Indicator("answering", (), False),
    **{name: Indicator("use", ("crew",)) for name in ("crew_utilisation", "crew_on_site", "crew_on_jobs")},
    "crew_overtime": Indicator("use", ("crew",), False),
    **{name: Indicator("use", ("operator",)) for name in ("seat_utilisation", "seat_staffed")},
    **{name: Indicator("supply", ("outage",), False) for name in ("customer_hours", "outages_uncounted")},
    "share": Indicator("cause_shares", _CAUSES, False),
}  # fmt: skip
"""Every figure that can have a goal; beside them ``answered_within_20s`` with any number of seconds."""

_WITHIN = re.compile(r"answered_within_([1-9][0-9]{0,3})s")


@dataclass(frozen=True, slots=True)
class Goal:
    """What one figure must be in each period: at least, or at most, so much. `by` and `member` empty: the whole."""

    name: str
    by: str = ""
    member: str = ""
    least: bool = True
    bound: float = 0.0
    over: Over = Over.MONTH

    @property
    def group(self) -> str:
        """The group of the figure that is meant."""
        return self.member or WHOLE

    @property
    def of(self) -> str:
        """``kind:emergency``, or nothing for the whole."""
        return f"{self.by}:{self.member}" if self.by else ""

    @property
    def key(self) -> str:
        """What it is known by through all its versions."""
        return "/".join(part for part in (self.name, self.of, self.over.value) if part)

    def misses(self, value: float) -> bool:
        """Is that figure beyond the bound? Exactly the bound is kept."""
        return value < self.bound if self.least else value > self.bound

    def crossed(self, figure: Figure | None) -> bool:
        """Is it missed, by a figure that stands on enough?

        The figure itself must be beyond the bound, not the whole of its interval: who has set a limit means what the
        report says, and a month with 300 requests would else have to miss by points before anybody hears of it. How
        sure it is stands beside it in the alarm: n and the bounds.
        """
        return figure is not None and figure.value is not None and not figure.remark and self.misses(figure.value)


def indicator(name: str) -> Indicator:
    """The indicator of that name.

    Raises:
        Invalid: there is none.
    """
    if _WITHIN.fullmatch(name):
        return Indicator("answering")
    found = INDICATORS.get(name)
    if found is None:
        raise refuse("goal.name", name=name, allowed=", ".join([*INDICATORS, "answered_within_20s"]))
    return found


def seconds_of(name: str) -> int | None:
    """The seconds of ``answered_within_20s``."""
    found = _WITHIN.fullmatch(name)
    return int(found[1]) if found else None


def goal_of(
    name: str, of: str = "", *, least: float | None = None, most: float | None = None, over: str = Over.MONTH.value
) -> Goal:
    """A goal from its words; without a bound the usual one.

    Raises:
        Invalid: no such indicator, group or period, no bound or two, or a bound that is no number.
    """
    known = indicator(name)
    by, colon, member = (part.strip() for part in of.partition(":"))
    if of.strip() and (not colon or not member or by not in known.by):
        raise refuse("goal.of", of=of, name=name, allowed=", ".join(f"{one}:NAME" for one in known.by) or "-")
    if over not in tuple(Over):
        raise refuse("goal.over", over=over, allowed=", ".join(Over))
    if least is not None and most is not None:
        raise refuse("goal.two")
    if least is None and most is None:
        usual = next((one for one in USUAL if (one.name, one.by, one.member) == (name, by, member)), None)
        usual = usual or next((one for one in USUAL if (one.name, one.by) == (name, "")), None)
        if usual is None:
            raise refuse("goal.bound", name=name)
        return replace(usual, by=by, member=member, over=Over(over))
    bound = float(least if least is not None else most or 0.0)
    if not isfinite(bound):
        raise refuse("goal.number")
    return Goal(name, by, member, least is not None, bound, Over(over))


USUAL: tuple[Goal, ...] = (
    *(Goal(f"{kind.value}_inside", bound=percent) for kind, percent in GOALS.items()),
    *(Goal(f"{kind.value}_mean", least=False, bound=hours) for kind, hours in MEAN_GOALS.items()),
    Goal("satisfied", bound=TARGET),
    Goal("call_back_coverage", "line", "emergency", bound=100.0),
    Goal("call_back_coverage", "line", "complaint", bound=100.0),
    Goal("answered_within_20s", bound=80.0),
)
"""What the reports hold figures against until a utility sets its own: the service promise (24 h, 72 h), satisfaction
90 %, a call-back after every emergency and complaint, and the 80 % within 20 seconds that call centres plan by."""


def usual_with(own: Mapping[str, float]) -> tuple[Goal, ...]:
    """The usual goals, with those of the settings in their place: percent by the name of a clock."""
    return tuple(
        replace(one, bound=float(own[clock])) if (clock := one.name.removesuffix("_inside")) in own
        and clock != one.name else one for one in USUAL
    )  # fmt: skip


def judged(figures: Iterable[Figure], goals: Sequence[Goal], by: str = "") -> list[Figure]:
    """The same figures held against the goals for them; those without one say what they said.

    Of several for the same figure the first holds. A goal for a group is for that group alone; one for the whole is for
    the groups as well where each of them has a goal anyhow (shares and means), and not where they are its parts. What
    stands on too little, or on nothing, is not judged.
    """
    known = {(one.name, one.group): one for one in reversed(goals) if one.by in ("", by)}
    out = []
    for figure in figures:
        goal = known.get((figure.name, figure.group))
        if goal is None and figure.goal is not None:
            goal = known.get((figure.name, WHOLE))
        if goal is not None:
            sure = figure.value is not None and not figure.remark
            kept = not goal.misses(figure.value) if sure and figure.value is not None else None
            figure = replace(figure, goal=goal.bound, kept=kept)
        out.append(figure)
    return out


def period(at: int, over: Over, zone: str) -> tuple[int, int]:
    """The period in which an instant (ms UTC) lies: its first instant, and the first of the next one."""
    here = ZoneInfo(zone)
    day = datetime.fromtimestamp(at / 1000, here).date()
    first, after = _days(day, over)
    return _midnight(first, here), _midnight(after, here)


def _days(day: date, over: Over) -> tuple[date, date]:
    match over:
        case Over.DAY:
            return day, day + timedelta(days=1)
        case Over.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=7)
        case Over.YEAR:
            return date(day.year, 1, 1), date(day.year + 1, 1, 1)
    months = 1 if over is Over.MONTH else 3
    start = (day.month - 1) // months * months + 1
    end = start + months
    return date(day.year, start, 1), date(day.year + (end > 12), (end - 1) % 12 + 1, 1)


def _midnight(day: date, here: ZoneInfo) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=here).timestamp() * 1000)


def subject_of(goal: Goal, since: int, zone: str) -> str:
    """What an alarm about that goal in the period that begins at `since` is about."""
    return f"{goal.key}@{datetime.fromtimestamp(since / 1000, ZoneInfo(zone)).date().isoformat()}"
