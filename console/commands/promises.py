"""``hotline sla``: solve cases, explain a request's clocks, sweep once, rebuild the clock index."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def compute(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.json", help="A list of cases; - reads standard input.")],
) -> None:
    """Solve cases of due times and used time on working calendars; needs no database."""
    from console.computing import compute

    compute(file)


@app.command()
def explain(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER")],
    priority: Annotated[str, typer.Option(metavar="P1|P2|P3|P4", help="When it would be due under that one.")] = "",
) -> None:
    """Show each clock's running, paused and closed segments; the running ones sum to its elapsed time."""
    from console.asking import explained
    from console.verbs import value_of
    from console.wiring import Visit
    from models.vocabulary import Priority

    with Visit(ctx.obj) as visit:
        wanted = value_of("priority", Priority, priority, visit.now).value if priority else ""
        whole = visit.look().explain(number, visit.now)
        clocks = [explained(clock, visit.now) for clock in whole.clocks]
        for clock in clocks if wanted else ():
            clock["due_under"] = clock["under"].get(wanted)
        if visit.page.as_json:
            visit.page.record({"number": whole.number, "now": visit.now, "clocks": clocks})
            return
        for clock in clocks:
            segments, _ = clock.pop("segments"), clock.pop("under")
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
        swept = desk.alarms.sweep(under=under)
        visit.page.stream([{"raised": swept.raised, "late": swept.late, "oldest_due": swept.oldest_due}])


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
