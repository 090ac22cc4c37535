"""``hotline call``: calls, the doors for a telephone system, calling back; ``hotline lines``: what is said on them."""

from typing import Annotated

import typer

app = typer.Typer()
lines = typer.Typer()

COLUMNS = ("id", "state", "rang_at", "answered_at", "ended_at", "phone", "operator", "wrap_up", "number", "queue")
MISSED = ("phone", "count", "first_at", "last_at", "due_at", "caller", "address")
PLACES = ("login", "name", "said", "extension")


@app.command("list")
def list_(
    ctx: typer.Context,
    missed: Annotated[bool, typer.Option("--missed", help="Numbers to call back, each once.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only calls that nobody has answered yet.")] = False,
    today: Annotated[bool, typer.Option("--today", help="Since midnight; else the last 24 hours.")] = False,
    since: Annotated[str, typer.Option(metavar="INSTANT", help="From then on; else the last 24 hours.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """List calls, the newest first."""
    from console.calls import listed
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        phone = visit.look().telephone()
        if missed:
            visit.page.table(phone.missed(), MISSED)
        else:
            rows = listed(visit, phone, waiting=waiting, today=today, since=since, limit=limit)
            visit.page.table(rows, COLUMNS)


@app.command()
def push(ctx: typer.Context) -> None:
    """Take events of a telephone system from stdin, one JSON object a line; each is answered with its call."""
    import sys

    from console.telephone import take_events
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        whole = take_events(visit.writing(), sys.stdin, visit.page)
    if not whole:
        raise typer.Exit(1)


@app.command()
def listen(
    ctx: typer.Context,
    socket: Annotated[str, typer.Option(metavar="PATH", help="Where; else calls.sock beside the file.")] = "",
) -> None:
    """Take the same events at a local socket until SIGTERM or Ctrl+C; only this account may write there."""
    from pathlib import Path

    from console.telephone import serve
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk = visit.running()
        place = Path(socket) if socket else desk.store.path.with_name("calls.sock")
        serve(desk, place, visit.page)


@app.command()
def asterisk(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="The machine that runs Asterisk; else the settings'.")] = "",
    port: Annotated[int, typer.Option(help="Its manager port; else the settings', else 5038.")] = 0,
    user: Annotated[str, typer.Option(help="The manager's name; else the settings'.")] = "",
) -> None:
    """Follow an Asterisk over its manager interface until SIGTERM or Ctrl+C."""
    from console.asterisk import follow, manager_of
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        manager = manager_of(visit.settings.telephone, host=host, port=port, user=user)
        desk = visit.running()
        code = follow(desk, manager, visit.page)
    raise typer.Exit(code)


@app.command()
def show(ctx: typer.Context, call: Annotated[int, typer.Argument(metavar="ID", help="As listed.")]) -> None:
    """Show one call whole."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.record(visit.look().telephone().call(call))


@app.command()
def answer(ctx: typer.Context, call: Annotated[int, typer.Argument(metavar="ID", help="As listed.")]) -> None:
    """Take a call that rings."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        visit.page.record(desk.calls.answer(seat, call))


@app.command()
def end(
    ctx: typer.Context,
    call: Annotated[int | None, typer.Argument(metavar="ID", help="As listed; else the one on your line.")] = None,
    wrap_up: Annotated[str, typer.Option(metavar="CODE", help="What became of it; else what happened.")] = "",
    request: Annotated[str, typer.Option(metavar="NUMBER", help="The request it was about.")] = "",
    note: Annotated[str, typer.Option(help="A note.")] = "",
    promised: Annotated[str, typer.Option(metavar="INSTANT", help="Until when a call-back was promised.")] = "",
) -> None:
    """End a call, or say again what became of it."""
    from console.instants import read_instant
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        until = read_instant(promised) if promised else None
        row = desk.calls.end(seat, call, wrap_up=wrap_up or None, request=request or None, note=note, promised=until)
        visit.page.record(row)


@app.command()
def back(
    ctx: typer.Context,
    phone: Annotated[str, typer.Argument(metavar="PHONE", help="The number that was called back.")],
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody answered: it stays to be done.")] = False,
    request: Annotated[str, typer.Option(metavar="NUMBER", help="The request it was about.")] = "",
    note: Annotated[str, typer.Option(help="A note.")] = "",
) -> None:
    """Record a call back to a number; what was missed from it waits no more."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.calls.called_back(seat, phone, reached=not nobody, request=request or None, note=note)
        visit.page.record(row)


@lines.command("show")
def show_lines(ctx: typer.Context) -> None:
    """Show what is said at the beginning and the end of a call, and each operator's number."""
    from console.calls import shown_lines
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        shown_lines(visit.page, visit.look().telephone())


@lines.command("set")
def set_line(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="opening|closing", help="Which sentence.")],
    zh: Annotated[str | None, typer.Option(help="In Chinese; empty brings back the program's own.")] = None,
    en: Annotated[str | None, typer.Option(help="In English; empty brings back the program's own.")] = None,
) -> None:
    """Set a sentence; {company}, {number} and {operator} are filled in."""
    from console.calls import shown_lines
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        desk.calls.say(seat, name, zh=zh, en=en)
        shown_lines(visit.page, visit.look().telephone())


@lines.command("place")
def place(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="The operator.")],
    said: Annotated[str | None, typer.Option(help="The number they say on the line.")] = None,
    extension: Annotated[str | None, typer.Option(help="What the telephone system calls their place.")] = None,
) -> None:
    """Set an operator's number on the line and their extension."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        desk.calls.place(seat, login, said=said, extension=extension)
        visit.page.table(visit.look().telephone().places(), PLACES)
