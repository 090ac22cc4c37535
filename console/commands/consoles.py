"""``hotline``, ``hotline monitor`` and ``hotline demo``: the screens."""

from typing import Annotated

import typer

from console.refusals import Misuse
from console.settings import Asked


def add_to(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("monitor")(monitor)
    app.command("demo")(demo)


def monitor(
    ctx: typer.Context,
    wall: Annotated[
        bool, typer.Option("--wall", help="As it hangs on a wall: read only, without names, for nobody's keys.")
    ] = False,
    bell: Annotated[
        bool,
        typer.Option("--bell", help="The wall board rings for alarms about life until somebody acknowledges them."),
    ] = False,
) -> None:
    """Open the supervisor's split monitor."""
    if wall:
        from console.opening import open_wall

        leave(open_wall(ctx.obj, bell=bell))
    if bell:
        raise Misuse("bell.without_wall", "--bell belongs to the wall board.", "Say: hotline monitor --wall --bell")
    open_console(ctx.obj, "monitor")


def demo(ctx: typer.Context) -> None:
    """Open the console on a throw-away copy of the sample, with simulated callers and crews."""
    from console.opening import open_demo

    leave(open_demo(ctx.obj))


def open_console(asked: Asked, start: str) -> None:
    """Open the operator's console or the monitor, where the terminal can show one."""
    from console.opening import open_screens

    leave(open_screens(asked, start))


def leave(code: int) -> None:
    """End with the code that the application left."""
    raise typer.Exit(code)
