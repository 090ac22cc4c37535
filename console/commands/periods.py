"""``hotline report period|packs``: what a month, quarter or year brought, frozen with its definitions."""

from pathlib import Path
from typing import Annotated

import typer

Form = Annotated[str | None, typer.Option("--format", metavar="csv|html", help="For a spreadsheet or a browser.")]


def period(
    ctx: typer.Context,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM|last", help="Of this month; else the last.")] = None,
    quarter: Annotated[str | None, typer.Option(metavar="YYYY-Qn|last", help="Of this quarter.")] = None,
    year: Annotated[str | None, typer.Option(metavar="YYYY|last", help="Of this year.")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Make it again, keep both, and say what differs.")] = False,
    pack: Annotated[int | None, typer.Option(metavar="ID", help="This pack, as it was frozen.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="PATH", help="Write it there; CSV into a folder or zip.")] = None,
    form: Form = None,
) -> None:
    """Everything about a month, quarter or year in one pack; once made by a supervisor it stays as it was."""
    from console.packing import Found, found, give, period_of
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        if pack is not None:
            row = visit.look().packs().one(pack)
            give(visit, Found(row.pack, row), form, out)
        else:
            give(visit, found(visit, period_of(visit, month, quarter, year), anew=anew), form, out)


def packs(ctx: typer.Context, form: Form = None) -> None:
    """The packs that were frozen, the newest first, and whether each still is what was frozen."""
    from console.reporting import show
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        show(visit.page, "Packs", visit.look().packs().listed(), form)


def join(app: typer.Typer) -> None:
    """Give these reports their names."""
    for command in (period, packs):
        app.command()(command)
