"""The reports on indicators under ``hotline report``: promises, rates, call-backs, service index, use, trend."""

from pathlib import Path
from typing import Annotated

import typer

Form = Annotated[str | None, typer.Option("--format", metavar="csv|html", help="For a spreadsheet or a browser.")]
Since = Annotated[str | None, typer.Option(metavar="INSTANT", help="From then on; else the last 30 days.")]
Until = Annotated[str | None, typer.Option(metavar="INSTANT", help="Until then; else now.")]
Change = Annotated[str | None, typer.Option(metavar="INSTANT", help="Compare the time before this with that after.")]
By = Annotated[
    str | None,
    typer.Option(metavar="WHAT", help="By kind, category, district, channel, priority, crew, operator or shift."),
]
Shifts = Annotated[str | None, typer.Option(metavar="HOURS", help="When shifts begin, in full hours like 8,20.")]
Tree = Annotated[Path | None, typer.Option(metavar="FILE", help="Lines of business of your own, as TOML.")]


def promises(
    ctx: typer.Context, since: Since = None, until: Until = None, by: By = None, shifts: Shifts = None,
    every: Annotated[bool, typer.Option("--all", help="All promises, not only response and resolution.")] = False,
    change: Change = None, form: Form = None,
) -> None:  # fmt: skip
    """How long callers waited for response and resolution, and the share inside the window."""
    from console.indicators import give, group_of, shifts_of
    from models.indicators.cases import GROUPS
    from models.vocabulary import ClockKind

    group, hours = group_of(by, (*GROUPS, "shift")), shifts_of(shifts)
    kinds = tuple(ClockKind) if every else (ClockKind.RESPONSE, ClockKind.RESOLUTION)
    give(ctx, "Promises", lambda reads, begin, end: reads.promises(begin, end, by=group, shifts=hours, kinds=kinds),
         since=since, until=until, change=change, form=form,
         plotted=[f"{kind.value}_inside" for kind in kinds])  # fmt: skip


def rates(
    ctx: typer.Context, since: Since = None, until: Until = None, by: By = None, shifts: Shifts = None,
    change: Change = None, form: Form = None,
) -> None:  # fmt: skip
    """First-contact resolution, reopened, repeated, wrong category, sent anew, complaints."""
    from console.indicators import give, group_of, shifts_of
    from models.indicators.cases import GROUPS

    group, hours = group_of(by, (*GROUPS, "shift")), shifts_of(shifts)
    give(ctx, "Rates", lambda reads, begin, end: reads.rates(begin, end, by=group, shifts=hours),
         since=since, until=until, change=change, form=form, plotted=(
             "first_contact", "reopened", "repeat_fault", "wrong_category", "re_dispatched"))  # fmt: skip


def overdue(ctx: typer.Context, by: By = None, shifts: Shifts = None, form: Form = None) -> None:
    """What is late now, and for how long."""
    from console.indicators import PAGE, group_of, name_categories, shifts_of
    from console.report_plots import by_group
    from console.reporting import show
    from console.wiring import Visit
    from models.indicators.cases import GROUPS
    from models.indicators.goals import usual_with

    group, hours = group_of(by, (*GROUPS, "shift")), shifts_of(shifts)
    with Visit(ctx.obj) as visit:
        reads = visit.look().indicators(usual=usual_with(visit.settings.goals))
        found = reads.overdue(visit.now, by=group, shifts=hours)
        name_categories(visit)
        drawn = by_group(visit.page, [one for one in found if one.group != "all"], ("overdue", "overdue_longest"))
        show(visit.page, "Overdue", found, form, notes=[PAGE], drawn=drawn)


def coverage(
    ctx: typer.Context, since: Since = None, until: Until = None, tree: Tree = None, change: Change = None,
    form: Form = None,
) -> None:  # fmt: skip
    """How many were called back, by line of business."""
    from console.indicators import give, lines_of

    lines = lines_of(tree)
    give(ctx, "Call-back coverage", lambda reads, begin, end: reads.coverage(begin, end, lines),
         since=since, until=until, change=change, form=form, plotted=("call_back_coverage",))  # fmt: skip


def satisfaction(
    ctx: typer.Context, since: Since = None, until: Until = None, tree: Tree = None, change: Change = None,
    form: Form = None,
) -> None:  # fmt: skip
    """How many of those called back were satisfied, by line of business and weighted to the whole."""
    from console.indicators import give, lines_of

    lines = lines_of(tree)
    give(ctx, "Satisfaction", lambda reads, begin, end: reads.satisfaction(begin, end, lines),
         since=since, until=until, change=change, form=form, plotted=("satisfied",))  # fmt: skip


def service_index(
    ctx: typer.Context, since: Since = None, until: Until = None, tree: Tree = None, change: Change = None,
    form: Form = None,
) -> None:  # fmt: skip
    """The service index S = P x C, summed up from speed, attitude and quality to the whole."""
    from console.indicators import give, lines_of
    from console.report_plots import nodes

    lines = lines_of(tree)
    note = "p: share of all events in percent; c: satisfaction 0-100; s = p x c. Compare it only with its own past."
    give(ctx, "Service index", lambda reads, begin, end: reads.service_index(begin, end, lines),
         since=since, until=until, change=change, form=form, notes=[note], plotted=nodes,
         figures=lambda reads, begin, end: reads.node_figures(begin, end, lines))  # fmt: skip


def answering(
    ctx: typer.Context, since: Since = None, until: Until = None,
    within: Annotated[int, typer.Option(min=1, metavar="SECONDS", help="In how long calls are to be answered.")] = 20,
    change: Change = None, form: Form = None,
) -> None:  # fmt: skip
    """Calls answered by a person, answered in time, and given up, each with its bounds."""
    from console.indicators import give

    give(ctx, "Answering", lambda reads, begin, end: reads.answering(begin, end, within),
         since=since, until=until, change=change, form=form,
         plotted=("answered", f"answered_within_{within}s", "abandoned"))  # fmt: skip


def use(
    ctx: typer.Context, since: Since = None, until: Until = None, change: Change = None, form: Form = None
) -> None:  # fmt: skip
    """How much of their time crews are on jobs and seats on the line."""
    from console.indicators import give

    give(ctx, "Use", lambda reads, begin, end: reads.use(begin, end),
         since=since, until=until, change=change, form=form,
         plotted=("crew_utilisation", "crew_on_jobs", "seat_utilisation"))  # fmt: skip


def supply(
    ctx: typer.Context, since: Since = None, until: Until = None, change: Change = None, form: Form = None
) -> None:  # fmt: skip
    """Customer-hours without gas, planned and unplanned."""
    from console.indicators import give

    give(ctx, "Supply", lambda reads, begin, end: reads.supply(begin, end),
         since=since, until=until, change=change, form=form, plotted=("customer_hours",))  # fmt: skip


def causes(
    ctx: typer.Context, since: Since = None, until: Until = None,
    by: Annotated[
        str, typer.Option(metavar="WHAT", help="By category, disposition, result, cause, district or channel.")
    ] = "category",
    change: Change = None, form: Form = None,
) -> None:  # fmt: skip
    """The few causes that make most of the work, the most frequent first."""
    from console.indicators import give, group_of
    from console.report_plots import pareto
    from models.looks.indicators import CAUSES

    chosen = group_of(by, CAUSES)
    give(ctx, "Causes", lambda reads, begin, end: reads.causes(begin, end, chosen),
         since=since, until=until, change=change, form=form,
         figures=lambda reads, begin, end: reads.cause_shares(begin, end, chosen),
         notes=["vital: the few that make 80 % together."], plotted=pareto,
         realm="causes")  # fmt: skip


def trend(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=7, help="How many days are compared.")] = 7,
    until: Until = None,
    form: Form = None,
) -> None:
    """The key figures of the last days against a week and a year before."""
    from console.indicators import trend as tell

    tell(ctx, days, until, form)


def join(app: typer.Typer) -> None:
    """Give these reports their names."""
    for command in (promises, rates, overdue, coverage, satisfaction, service_index, answering, use, supply, causes,
                    trend):  # fmt: skip
        app.command()(command)
