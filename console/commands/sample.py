"""``hotline sample``: a realistic database, the committed one or a city of any size."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def build(
    ctx: typer.Context,
    dest: Annotated[str, typer.Argument(metavar="DEST")],
    requests: Annotated[int | None, typer.Option(metavar="N", min=0, help="So many requests, in bulk.")] = None,
    seed: Annotated[int | None, typer.Option(metavar="S", help="Another seed gives another city.")] = None,
    at: Annotated[str, typer.Option(metavar="INSTANT", help="The moment at which it stands.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Compare, table by table, with the committed sample.")] = False,
) -> None:
    """Build a realistic database; without options the committed sample, again."""
    from pathlib import Path

    from console.sampling import build_sample
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        same = build_sample(visit, Path(dest), requests=requests, seed=seed, at=at, check=check)
    if not same:
        raise typer.Exit(1)
