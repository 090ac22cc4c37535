"""The reports on indicators: a span of time, the same before and after a change, and how to read them."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from console.instants import read_instant
from console.refusals import Misuse
from console.report_plots import Drawn, by_group
from console.reporting import show
from console.wiring import Visit
from models.wall import DAY

Made = Callable[[Any, int, int], Sequence[Any]]
"""Makes the rows of a report from the indicators' reads, between two instants."""

PAGE = "Definitions: docs/indicators.md. n: what the figure stands on; low, high: 95 % bounds; too thin: fewer than 30."
CHANGED = "difference: after - before; changed: whether its 95 % bounds leave 0 out."


def give(
    ctx: Any, title: str, made: Made, *, since: str | None, until: str | None, form: str | None,
    change: str | None = None, figures: Made | None = None, notes: Sequence[str] = (),
    plotted: Callable[[Any, Any], Drawn] | Sequence[str] = (), realm: str = "",
) -> None:  # fmt: skip
    """Print a report of the last 30 days, or of the span that was asked for; with `change` its two parts side by side.

    Args:
        made: the rows.
        figures: what is compared, if the rows themselves are no figures.
        plotted: the figures that are drawn, or what makes the plots of a page and the rows.
        realm: the words that only this report has.
    """
    from models.indicators.goals import usual_with

    with Visit(ctx.obj) as visit:
        begin, end = span(visit, since, until)
        # Both sides of a change are held against the same tree and goals, or they could not be compared.
        reads = visit.look().indicators(usual=usual_with(visit.settings.goals)).as_of(end - 1)
        name_categories(visit)
        if change is None:
            with _uncollected():
                rows = made(reads, begin, end)
            drawn = plotted(visit.page, rows) if callable(plotted) else by_group(visit.page, rows, plotted)
            show(visit.page, title, rows, form, notes=[*notes, PAGE], drawn=drawn, span=(begin, end),
                 realm=realm)  # fmt: skip
            return
        from models.indicators.comparing import changes

        at, compared = _inside(change, begin, end), figures or made
        rows = changes(compared(reads, begin, at), compared(reads, at, end))
        show(visit.page, title, rows, form, notes=[*notes, CHANGED, PAGE], span=(begin, end))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of garbage: a report makes tens of thousands of rows that all live until its end."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def name_categories(visit: Visit) -> None:
    """Let tables say what a category is called, behind its code, and districts in English; a path has a word a part."""
    word, zh = visit.page.word, visit.page.lang == "zh"
    rows = visit.desk().look.categories()
    names = {row.code: f"{row.code} {name}" for row in rows if (name := row.zh if zh else row.en) and name != row.code}

    if not zh:
        names |= {name: en for name, en in visit.desk().look.districts() if en}

    def told(column: str, text: str) -> str:
        realm, dot, named = column.rpartition(".")
        if named == "node":
            return " / ".join(names.get(part) or word("group", part) for part in text.split("/"))
        known = names.get(text) if named in ("category", "cause", "group", "district") else None
        return known or word(f"{realm}{dot}group" if named == "cause" else column, text)

    visit.page.word = told


def span(visit: Visit, since: str | None, until: str | None) -> tuple[int, int]:
    """From when until when; else the last 30 days, the present instant included.

    Raises:
        Misuse: it ends before it begins.
    """
    end = read_instant(until) if until else visit.now + 1
    begin = read_instant(since) if since else end - 30 * DAY
    if begin >= end:
        raise Misuse("report.order", "The span ends before it begins.", "Give --since before --until.")
    return begin, end


def _inside(change: str, begin: int, end: int) -> int:
    at = read_instant(change)
    if not begin < at < end:
        raise Misuse("report.change", "The day of the change is not inside the span.",
                     "Give --since before it and --until after it.")  # fmt: skip
    return at


def group_of(by: str | None, known: Sequence[str]) -> str | None:
    """What a report is given by.

    Raises:
        Misuse: nothing is given by that.
    """
    if by is not None and by not in known:
        allowed = ", ".join(known)
        raise Misuse("report.by", f"Nothing is given by {by}.", f"Choose one of: {allowed}.", name=by, allowed=allowed)
    return by


def shifts_of(text: str | None) -> tuple[int, ...]:
    """The full hours at which shifts begin, as in ``8,16,24``.

    Raises:
        Misuse: they are no rising hours from 0 to 23, at least two.
    """
    from models.indicators.cases import SHIFTS

    if text is None:
        return SHIFTS
    said = [part.strip() for part in text.split(",")]
    hours = tuple(int(part) for part in said if part.isdecimal())
    if len(hours) != len(said) or len(hours) < 2 or hours[-1] > 23 or list(hours) != sorted(set(hours)):
        raise Misuse("report.shifts", f"'{text}' does not say when shifts begin.", "Write full hours, like 8,20.",
                     text=text)  # fmt: skip
    return hours


def lines_of(path: Path | None) -> Any:
    """The lines of business in a file of one's own; None: those in force.

    Raises:
        Misuse: the file cannot be read as a text.
        Invalid: it says something that means nothing.
    """
    from models.indicators.lines import read_lines

    if path is None:
        return None
    try:
        return read_lines(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse("tree.file", f"{path} cannot be read as a text.", "Give a TOML file.", path=str(path)) from error


def trend(ctx: Any, days: int, until: str | None, form: str | None) -> None:
    """Print the key figures of some days, beside the same days a week and 52 weeks before."""
    from console.report_plots import trend as drawn
    from models.indicators.comparing import WEEK, YEAR, trends

    with Visit(ctx.obj) as visit:
        end = read_instant(until) if until else visit.now + 1
        reads = visit.look().indicators().as_of(end - 1)
        now, week, year = (reads.key_figures(end - days * DAY - back, end - back) for back in (0, WEEK, YEAR))
        note = "last_week: 7 days before; last_year: 52 weeks before, the same days of the week."
        rows = trends(now, week, year)
        show(visit.page, "Trend", rows, form, notes=[note, PAGE], drawn=drawn(visit.page, rows),
             span=(end - days * DAY, end))  # fmt: skip
