"""``hotline report``: figures over a span of time, as a table, JSON, CSV or a page of HTML."""

from typing import Annotated

import typer

from console.commands import indicators, periods
from models.vocabulary import ClockKind

app = typer.Typer()

Form = Annotated[str | None, typer.Option("--format", metavar="csv|html", help="For a spreadsheet or a browser.")]


Since = Annotated[str | None, typer.Option(metavar="INSTANT", help="From then on; else from the beginning.")]
Until = Annotated[str | None, typer.Option(metavar="INSTANT", help="Until then; else now.")]


@app.callback()
def report() -> None:
    """Reports have names."""


@app.command()
def alarms(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="INSTANT", help="From then on; else the last 30 days.")] = None,
    until: Annotated[str | None, typer.Option(metavar="INSTANT", help="Until then; else now.")] = None,
    form: Form = None,
) -> None:
    """How the alarm system itself did, against the limits that are published for such systems."""
    from console.alarm_report import show
    from console.instants import read_instant
    from console.wiring import Visit
    from models.wall import DAY

    with Visit(ctx.obj) as visit:
        end = read_instant(until) if until else visit.now
        begin = read_instant(since) if since else end - 30 * DAY
        show(visit.page, visit.look().alarm_figures(begin, end), form)


@app.command()
def intervals(
    ctx: typer.Context,
    since: Since = None,
    until: Until = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    category: Annotated[str | None, typer.Option(metavar="CODE", help="Only this category.")] = None,
    district: Annotated[str | None, typer.Option(metavar="NAME", help="Only this district.")] = None,
    crew: Annotated[str | None, typer.Option(metavar="CODE", help="Only this crew.")] = None,
    form: Form = None,
) -> None:
    """How long the steps took from the call to the crew on site and to its leaving: count, mean, median, p90."""
    from console.instants import read_instant
    from console.report_plots import plainly
    from console.reporting import show
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        end = read_instant(until) if until else visit.now
        found = visit.look().intervals(
            read_instant(since) if since else 0,
            end,
            kind=kind,
            category=category,
            district=district,
            crew=crew,
        )
        note = "Seconds. From 'received' on the request's first crew counts; quantiles are interpolated linearly."
        bars = [(visit.page.word("name", one.name), None if one.median_s is None else one.median_s / 60, False)
                for one in found]  # fmt: skip
        show(visit.page, "Intervals", found, form, notes=[note],
             drawn=plainly(visit.page, "Median of each step, in minutes", bars))  # fmt: skip


@app.command()
def emergencies(
    ctx: typer.Context,
    day: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Of this day; else of today.")] = "",
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="Of this month.")] = "",
    calendar: Annotated[str, typer.Option(metavar="CODE", help="The calendar that says what business hours are.")] = "",
    counts: Annotated[bool, typer.Option("--counts", help="As CSV the counts, not the list.")] = False,
    form: Form = None,
) -> None:
    """The log of emergency reports, as regulators ask for it: the list, and how soon somebody was on site."""
    from console.emergency_report import show
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        show(visit, day, month, calendar, form, counts=counts)


@app.command()
def feedback(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="INSTANT", help="From then on; else the last 30 days.")] = None,
    until: Annotated[str | None, typer.Option(metavar="INSTANT", help="Until then; else now.")] = None,
    form: Form = None,
) -> None:
    """How often feedback came, by channel and urgency."""
    from console.instants import read_instant
    from console.shelf import show_counts
    from console.wiring import Visit
    from models.wall import DAY

    with Visit(ctx.obj) as visit:
        end = read_instant(until) if until else visit.now + 1
        begin = read_instant(since) if since else end - 30 * DAY
        show_counts(visit.page, visit.look().voices().counts(begin, end), form, (begin, end))


@app.command()
def calls(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="INSTANT", help="From then on; else the last 30 days.")] = None,
    until: Annotated[str | None, typer.Option(metavar="INSTANT", help="Until then; else now.")] = None,
    within: Annotated[int, typer.Option(min=1, metavar="SECONDS", help="In how long calls are to be answered.")] = 20,
    form: Form = None,
) -> None:
    """How calls were answered: how many, how long callers waited, how many gave up."""
    from console.call_report import show
    from console.instants import read_instant
    from console.wiring import Visit
    from models.wall import DAY

    with Visit(ctx.obj) as visit:
        end = read_instant(until) if until else visit.now
        begin = read_instant(since) if since else end - 30 * DAY
        look = visit.look()
        show(visit.page, look.telephone().figures(begin, end, within), form, look.rhythms().half_hours(begin, end))


@app.command()
def inspections(
    ctx: typer.Context,
    campaign: Annotated[int | None, typer.Option(metavar="ID", help="Only this campaign; else all of them.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only visits from this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only visits before this day.")] = None,
    form: Form = None,
) -> None:
    """How the inspections stand by district: coverage, access and hazards; the last line is all together."""
    from console.report_plots import plainly
    from console.reporting import show
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        found = visit.look().campaigns().figures(visit.now, campaign=campaign, since=since, until=until)
        note = ("Planned is done, no access, cancelled and open together. Coverage: done of planned without cancelled; "
                "access: done of done and no access; both in percent.")  # fmt: skip
        bars = [(visit.page.word("group", one.district or "all"), one.coverage, False) for one in found]
        show(visit.page, "Inspections", found, form, notes=[note],
             drawn=plainly(visit.page, "Coverage by district (%)", bars, most=100))  # fmt: skip


@app.command()
def prediction(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    form: Form = None,
) -> None:
    """The open promises that will probably be missed, by what became of comparable requests."""
    from console.prediction_report import show_likely
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        show_likely(visit.page, visit.look().predictions().likely(visit.now, limit), form)


@app.command()
def calibration(
    ctx: typer.Context,
    learn_until: Annotated[str, typer.Option(metavar="INSTANT", help="Learn from what was known then.")],
    until: Annotated[str | None, typer.Option(metavar="INSTANT", help="Ask at every midnight before then.")] = None,
    clock: Annotated[ClockKind | None, typer.Option(help="Only promises of this clock.")] = None,
    form: Form = None,
) -> None:
    """Do predictions hold? What was foretold in bands of ten points, and how many were missed."""
    from console.instants import read_instant
    from console.prediction_report import show_calibration
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        end = read_instant(until) if until else visit.now
        found = visit.look().predictions().calibration(read_instant(learn_until), end, visit.now, clock=clock)
        show_calibration(visit.page, found, form)


@app.command()
def complaints(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="INSTANT", help="From then on; else the last 30 days.")] = None,
    until: Annotated[str | None, typer.Option(metavar="INSTANT", help="Until then; else now.")] = None,
    by: Annotated[str, typer.Option(metavar="WHAT", help="By stage, unit or cause.")] = "stage",
    form: Form = None,
) -> None:
    """Complaints by stage, unit or cause: how many came again, open measures, reviews overdue."""
    from console.indicators import group_of, span
    from console.reporting import show
    from console.wiring import Visit
    from models.looks.complaints import BY

    chosen = str(group_of(by, BY))
    with Visit(ctx.obj) as visit:
        begin, end = span(visit, since, until)
        found = visit.look().aftercare().complaints(begin, end, visit.now, chosen)
        note = ("repeated: the same customer or place complained within 90 days before; open: not resolved; "
                "late_plans: past the planned day; owed: closed and not reviewed.")  # fmt: skip
        show(visit.page, "Complaints", found, form, notes=[note])


indicators.join(app)
periods.join(app)
