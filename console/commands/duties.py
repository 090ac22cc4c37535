"""``hotline crew certificates|roster|ways|timers|status``: who may be sent, how long it may take, what crews say."""

from typing import Annotated

import typer

Taken = Annotated[str | None, typer.Argument(metavar="[FILE]", help="CSV to take in; without it the sheet is shown.")]

STEPS = "accept, decline, en_route, on_site, done or check_in."


def _sheet(ctx: typer.Context, sheet: str, file: str | None) -> None:
    from pathlib import Path

    from console.duties import show, take_in

    if file is None:
        show(ctx.obj, sheet)
    elif not take_in(ctx.obj, sheet, Path(file)):
        raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Give the crew's commands those about its duties: who may be sent, how long steps may last, what crews say."""
    for command in (certificates, roster, ways, certify, timers, status):
        app.command()(command)


def certificates(ctx: typer.Context, file: Taken = None) -> None:
    """Certificates that end, or a CSV of them: crew,skill,until (empty: without end)."""
    _sheet(ctx, "certificates", file)


def roster(ctx: typer.Context, file: Taken = None) -> None:
    """Shifts to come, or a CSV of them: crew,from,until (until empty: that shift is dropped)."""
    _sheet(ctx, "roster", file)


def ways(ctx: typer.Context, file: Taken = None) -> None:
    """Minutes between districts, or a CSV of them: from_district,to_district,minutes."""
    _sheet(ctx, "ways", file)


def certify(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE")],
    skill: Annotated[str, typer.Argument(metavar="SKILL")],
    until: Annotated[str, typer.Option(metavar="INSTANT", help="When the certificate ends.")] = "",
) -> None:
    """A crew holds a skill, until a day or without end."""
    from console.duties import change

    change(ctx.obj, "certificates", {"crew": code, "skill": skill, "until": until})


def timers(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="As listed.")] = "",
    value: Annotated[str, typer.Argument(metavar="[VALUE]", help="Minutes or percent; usual: as delivered.")] = "",
) -> None:
    """How long a crew's steps may last before an alarm is raised; with NAME and VALUE, set one."""
    from console.duties import set_timer, show_timers

    if name:
        set_timer(ctx.obj, name, value)
    else:
        show_timers(ctx.obj)


def status(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="The crew; without it stdin is read.")] = "",
    step: Annotated[str, typer.Argument(metavar="[STEP]", help=STEPS)] = "",
    time: Annotated[str, typer.Option(metavar="INSTANT", help="When it was true; else now.")] = "",
    note: Annotated[str, typer.Option(help="What the crew says.")] = "",
    position: Annotated[str, typer.Option(metavar="LAT,LON", help="Where the crew is, in degrees.")] = "",
    request: Annotated[str, typer.Option(metavar="NUMBER", help="Which of its jobs, if it has several.")] = "",
    reason: Annotated[str, typer.Option(help="Why it declines.")] = "",
    id: Annotated[str, typer.Option(help="The sender's own id: sent twice it counts once.")] = "",
) -> None:
    """Take what crews say of themselves: from stdin one JSON object a line, or one by its options."""
    import sys

    from console.field import take_messages, take_one
    from console.wiring import Visit

    said = {"crew": code, "step": step, "time": time, "note": note, "position": position, "request": request,
            "reason": reason, "id": id}  # fmt: skip
    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        whole = take_one(desk, seat, said, visit.page) if code else take_messages(desk, seat, sys.stdin, visit.page)
    if not whole:
        raise typer.Exit(1)
