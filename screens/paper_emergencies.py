"""The log of emergency reports on paper: the list, and the counts by part of the week and time to arrival."""

from collections.abc import Sequence

from models.rows.registers import BandRow, EmergencyRow
from models.vocabulary import Kind, Status
from models.wall import MINUTE
from screens.format import local
from screens.plots import Bar, Bars, Plot
from screens.printed import Drawings, Note, Paper, Row, Table
from screens.view import View

COUNTED = ("reports", "to_15", "to_30", "to_45", "to_60", "over_60", "none", "share_30", "share_60", "median", "late")
_HEADS = ("band_reports", "band_15", "band_30", "band_45", "band_60", "band_over", "band_none", "share_30", "share_60",
          "median", "band_late")  # fmt: skip
_LIST = ("no", "number", "received", "part", "place", "what", "crew", "sent", "arrived", "minutes", "safe", "finished",
         "outcome", "late")  # fmt: skip


def emergency_paper(
    rows: Sequence[EmergencyRow], bands: Sequence[BandRow], view: View, facts: Sequence[tuple[str, str]],
    notes: Sequence[str] = (),
) -> Paper:  # fmt: skip
    """The page; `facts` are those of its title block, `notes` what else must be known to read it."""
    say = view.say
    listed = Table(
        say("paper.list"), tuple(say(f"paper.{name}") for name in _LIST),
        tuple(Row((str(n), *told(row, view))) for n, row in enumerate(rows, 1)), say("paper.none"),
        frozenset({0, 9}), frozenset({0, 1, 2, 3, 7, 8, 10, 11}),
    )  # fmt: skip
    counted = Table(
        say("paper.counts"), (say("paper.part"), *(say(f"paper.{name}") for name in _HEADS)),
        tuple(Row((view.word("day_band", row.band), *map(_figure, figures(row)))) for row in bands), "",
        frozenset(range(1, len(_HEADS) + 1)),
    )  # fmt: skip
    drawn = Drawings("", arrivals(bands, view)) if bands and rows else Note("", ())
    return Paper(view.wording.lang, say("paper.emergencies"), tuple(facts), (drawn, counted, listed),
                 (*notes, say("paper.foot_times"), say("paper.foot_late")))  # fmt: skip


def arrivals(bands: Sequence[BandRow], view: View) -> tuple[Plot, ...]:
    """How many were reached how soon, over the whole week."""
    total = bands[-1]
    bars = tuple(
        Bar(view.say(f"paper.{head}"), float(getattr(total, name)), f"{getattr(total, name):g}")
        for name, head in zip(COUNTED[1:7], _HEADS[1:7], strict=True)
    )
    return (Bars(view.say("paper.arrivals"), bars),)


def figures(row: BandRow) -> tuple[float | None, ...]:
    """The figures of a row in the order in which they stand."""
    return tuple(getattr(row, name) for name in COUNTED)


def told(row: EmergencyRow, view: View) -> tuple[str, ...]:
    """A report in words, in the order of the list."""
    return (
        row.number, moment(row.received, view), view.word("day_band", row.band), view.place(row.district, row.address),
        view.named(row.zh, row.en), row.crew, later(row.sent_at, row, view), later(row.on_site_at, row, view),
        minutes(row), later(row.safe_at, row, view), later(row.finished_at, row, view), outcome(row, view),
        entered(row, view),
    )  # fmt: skip


def moment(at: int, view: View) -> str:
    """An instant with its day and year, to the minute."""
    return local(at, view.zone).strftime("%Y-%m-%d %H:%M")


def later(at: int | None, row: EmergencyRow, view: View) -> str:
    """A later moment: the hour alone on the day on which it was received."""
    if at is None:
        return ""
    there = local(at, view.zone)
    same = there.date() == local(row.received, view.zone).date()
    return there.strftime("%H:%M" if same else "%m-%d %H:%M")


def minutes(row: EmergencyRow) -> str:
    """How long the first crew took, in whole minutes, rounded up: nothing looks kept that was not."""
    return "" if row.arrival_ms is None else str(-(-row.arrival_ms // MINUTE))


def outcome(row: EmergencyRow, view: View) -> str:
    """How it ended or stands, what it became, and how many rang."""
    ended = row.disposition and row.status in (Status.RESOLVED, Status.CLOSED, Status.MERGED)
    parts = [view.word("disposition", row.disposition) if ended else view.word("status", row.status)]
    if row.merged_into:
        parts.append(view.say("paper.merged", number=row.merged_into))
    if row.kind is not Kind.EMERGENCY:
        parts.append(view.say("paper.now_kind", kind=view.word("kind", row.kind)))
    if row.reports > 1:
        parts.append(view.say("paper.reports", n=row.reports))
    return "; ".join(parts)


def entered(row: EmergencyRow, view: View) -> str:
    """What was entered late, and when."""
    moments: dict[str, list[str]] = {}
    for name in row.late:
        at = moment(row.entered[name], view) if name in row.entered else ""
        moments.setdefault(at, []).append(view.say(f"paper.late_{name}"))
    return "; ".join(view.say("paper.late_at", what=", ".join(names), at=at) for at, names in moments.items())


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
