"""``hotline incident``: one cause behind many requests, everybody who rang about it, and the call-backs at its end."""

from typing import Annotated, Any

import typer

app = typer.Typer()

COLUMNS = ("number", "reason", "by", "began_at", "children")
CALLERS = ("rang_at", "number", "name", "phone", "place", "state")
CALLS = ("id", "phone", "name", "place", "state", "tries", "numbers")
WAVES = ("id", "number", "began_at", "waiting", "reached", "unsolved", "gave_up")
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Such as E-01042; dash, zeros and case are optional.")]


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """List the incidents that last."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.table(visit.look().incidents(), COLUMNS)


@app.command()
def show(ctx: typer.Context, number: Number) -> None:
    """Show who rang about a request, its children and what was merged into it."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.table(visit.look().again().callers(number), CALLERS)


@app.command()
def gather(
    ctx: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option(help="Why; it is kept in the journal.")] = "",
) -> None:
    """Make an incident of three like reports in one place within half an hour, of which this is one."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.incidents.gather(seat, number, reason=reason)
        visit.page.record(row, f"{row.number}: {', '.join(row.children) or 'no children'}.")


@app.command()
def wave(
    ctx: typer.Context,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER")] = None,
    begin: Annotated[bool, typer.Option("--begin", help="Begin it: everybody who rang, each number once.")] = False,
    call: Annotated[int | None, typer.Option(metavar="ID", help="One of its calls was made.")] = None,
    outcome: Annotated[str, typer.Option(help="reached, unsolved or missed.")] = "reached",
    note: Annotated[str, typer.Option(help="What they said.")] = "",
    end: Annotated[bool, typer.Option("--end", help="Everybody was called.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
) -> None:
    """Call everybody back: list the rounds under way, or show one, begin it, record a call, end it."""
    from console.incidents import wave_act
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        if number is None:
            visit.page.table(visit.look().again().waves(all=every), WAVES)
            return
        row = wave_act(visit, number, begin=begin, call=call, outcome=outcome, note=note, end=end)
        if visit.page.as_json:
            visit.page.record(row)
        else:
            visit.page.talk(_told(row))
            visit.page.table(row.calls, CALLS)


def _told(row: Any) -> str:
    state = "is over" if row.ended_at is not None else "is under way"
    return f"{row.number}: {row.callers} callers, {len(row.calls)} numbers; the round {state}, {row.waiting} to call."
