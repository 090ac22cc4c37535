"""``hotline sla``: explain a request's clocks, sweep once, rebuild the clock index."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def explain(ctx: typer.Context, number: Annotated[str, typer.Argument(metavar="NUMBER")]) -> None:
    """Show each clock's running and paused segments, which sum to its elapsed time."""
    from console.asking import explained
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        detail = visit.look().detail(number)
        clocks = [explained(clock, visit.now) for clock in detail.clocks]
        if visit.page.as_json:
            visit.page.record({"number": detail.row.number, "now": visit.now, "clocks": clocks})
            return
        for clock in clocks:
            segments = clock.pop("segments")
            visit.page.record(clock)
            visit.page.table(segments, ("state", "from", "to", "seconds"))
            visit.page.record({}, "")


@app.command()
def sweep(ctx: typer.Context) -> None:
    """Raise every alarm that is due, once; under --now judged at that instant."""
    from console.wiring import Visit, refuse_now
    from models.wall import SystemClock

    with Visit(ctx.obj) as visit:
        desk = visit.desk()
        under = visit.settings.now
        if under is not None and under > SystemClock().now():
            refuse_now(desk, visit.settings)
        visit.page.stream([desk.alarms.sweep(under=under)])


@app.command()
def rebuild(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Only compare; fail if anything differs.")] = False,
) -> None:
    """Compute every clock from the journal and write, or only compare, the clock index."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk = visit.desk() if check else visit.writing()
        with visit.page.progress("rebuild") as told:
            found = desk.upkeep.rebuild(check, told)
        named = f" ({', '.join(found.numbers)})" if found.numbers else ""
        verb = "were written anew" if found.written else "differ"
        visit.page.record(found, f"{found.requests} requests gone through, {found.differing} {verb}{named}.")
        if check and found.differing:
            visit.page.talk("Write them anew with: hotline sla rebuild")
            raise typer.Exit(1)
