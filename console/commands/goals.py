"""``hotline goal``: what indicators must keep to, and what they come to."""

from typing import Annotated

import typer

app = typer.Typer()

Name = Annotated[str, typer.Argument(metavar="NAME", help="A figure of a report, as resolution_inside or satisfied.")]
Of = Annotated[
    str, typer.Option("--of", metavar="GROUP", help="Such as kind:emergency or line:repair; else the whole.")
]
Over = Annotated[str, typer.Option(metavar="PERIOD", help="In each day, week, month, quarter or year.")]


@app.command("set")
def set_(
    ctx: typer.Context,
    name: Name,
    of: Of = "",
    least: Annotated[float | None, typer.Option("--at-least", metavar="X", help="It rings below this.")] = None,
    most: Annotated[float | None, typer.Option("--at-most", metavar="X", help="It rings above this.")] = None,
    over: Over = "month",
    since: Annotated[str, typer.Option("--from", metavar="INSTANT", help="From then on; else from now on.")] = "",
) -> None:
    """Set what a figure must be; beyond it one alarm a period rings. Without a bound the usual one."""
    from console.goals import put

    put(ctx.obj, name, of, least, most, over, since)


@app.command("list")
def list_(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Every version, removed ones too.")] = False,
    at: Annotated[str, typer.Option(metavar="INSTANT", help="Those in force then; else now.")] = "",
) -> None:
    """List the goals: those that ring, and the usual ones that reports are held against."""
    from console.goals import show_all

    show_all(ctx.obj, every, at)


@app.command()
def remove(ctx: typer.Context, name: Name, of: Of = "", over: Over = "month") -> None:
    """Hold a figure against no goal of the utility's own any more."""
    from console.goals import end

    end(ctx.obj, name, of, over)


@app.command()
def check(ctx: typer.Context) -> None:
    """Say what each figure with a goal comes to in its period so far. Writes nothing."""
    from console.goals import check

    check(ctx.obj)


@app.command()
def history(ctx: typer.Context, name: Name, of: Of = "", over: Over = "month") -> None:
    """Show what a figure with a goal came to in each period, as the engine saw it last."""
    from console.goals import history

    history(ctx.obj, name, of, over)
