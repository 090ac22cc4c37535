"""``hotline crew certificates|roster|ways``: who may be sent where, and for how long."""

from typing import Annotated

import typer

Taken = Annotated[str | None, typer.Argument(metavar="[FILE]", help="CSV to take in; without it the sheet is shown.")]


def _sheet(ctx: typer.Context, sheet: str, file: str | None) -> None:
    from pathlib import Path

    from console.duties import show, take_in

    if file is None:
        show(ctx.obj, sheet)
    elif not take_in(ctx.obj, sheet, Path(file)):
        raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Give the crew's commands those about its duties."""

    @app.command(help="Certificates that end, or a CSV of them: crew,skill,until (empty: without end).")
    def certificates(ctx: typer.Context, file: Taken = None) -> None:
        _sheet(ctx, "certificates", file)

    @app.command(help="Shifts to come, or a CSV of them: crew,from,until (until empty: that shift is dropped).")
    def roster(ctx: typer.Context, file: Taken = None) -> None:
        _sheet(ctx, "roster", file)

    @app.command(help="Minutes between districts, or a CSV of them: from_district,to_district,minutes.")
    def ways(ctx: typer.Context, file: Taken = None) -> None:
        _sheet(ctx, "ways", file)

    @app.command(help="A crew holds a skill, until a day or without end.")
    def certify(
        ctx: typer.Context,
        code: Annotated[str, typer.Argument(metavar="CODE")],
        skill: Annotated[str, typer.Argument(metavar="SKILL")],
        until: Annotated[str, typer.Option(metavar="INSTANT", help="When the certificate ends.")] = "",
    ) -> None:
        from console.duties import change

        change(ctx.obj, "certificates", {"crew": code, "skill": skill, "until": until})
