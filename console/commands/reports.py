"""``hotline report``: figures over a span of time, as a table, JSON, CSV or a page of HTML."""

from typing import Annotated

import typer

app = typer.Typer()

Form = Annotated[str | None, typer.Option("--format", metavar="csv|html", help="For a spreadsheet or a browser.")]


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
        show(visit.page, visit.look().telephone().figures(begin, end, within), form)
