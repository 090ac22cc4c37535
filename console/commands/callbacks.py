"""``hotline callback``: calls that somebody was promised: list, add, keep, move."""

from typing import Annotated

import typer

app = typer.Typer()

Id = Annotated[int, typer.Argument(metavar="ID", help="The promise, as the list shows it.")]
Until = Annotated[str, typer.Option(metavar="INSTANT|SPAN", help="Until when: an instant, or a length like 30m.")]


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """List promised calls that nobody has made yet, the next one due first."""
    from console.owning import PROMISES, promises
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.table(promises(visit.look().promises(), visit.now), PROMISES)


@app.command()
def add(
    ctx: typer.Context,
    until: Until,
    phone: Annotated[str, typer.Option(help="The number to call.")],
    note: Annotated[str, typer.Option(help="What about.")] = "",
) -> None:
    """Promise a number a call that is about no request; about one: request act NUMBER promise."""
    from console.instants import read_moment
    from console.owning import promise_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        made = desk.calling_back.promise_number(seat, phone=phone, until=read_moment(until, visit.now), note=note)
        visit.page.record(promise_facts(made, visit.now), str(made.id))


@app.command()
def keep(ctx: typer.Context, promise: Id, note: Annotated[str, typer.Option(help="What was said.")] = "") -> None:
    """The promised call was made."""
    from console.owning import promise_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        visit.page.record(promise_facts(desk.calling_back.keep(seat, promise, note=note), visit.now))


@app.command()
def move(
    ctx: typer.Context, promise: Id, until: Until, reason: Annotated[str, typer.Option(help="Why it is moved.")]
) -> None:
    """Promise another time, and say why."""
    from console.instants import read_moment
    from console.owning import promise_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        moved = desk.calling_back.move(seat, promise, until=read_moment(until, visit.now), reason=reason)
        visit.page.record(promise_facts(moved, visit.now))
