"""``hotline``, ``hotline monitor`` and ``hotline demo``: the screens."""

import typer

from console.settings import Asked


def add_to(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("monitor")(monitor)
    app.command("demo")(demo)


def monitor(ctx: typer.Context) -> None:
    """Open the supervisor's split monitor."""
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
