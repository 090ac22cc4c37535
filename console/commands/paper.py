"""``hotline print``: the board, blank cards, and the numbered cards that are still out."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()

CARDS = ("serial", "reserved_at", "reserved_by", "number", "entered_at", "void_at", "void_reason")
Form = Annotated[str, typer.Option("--format", metavar="html|text", help="For a browser, or plain text.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there; whole or not at all.")]
Card = Annotated[int, typer.Argument(metavar="CARD", help="The number on the card.")]


@app.command()
def board(ctx: typer.Context, form: Form = "html", out: Out = None) -> None:
    """What is open now, the most urgent first, with phones, crews and safety: for when the computer dies."""
    from console.paper import papered, put, view_for
    from console.wiring import Visit
    from screens.paper_board import board_paper

    with Visit(ctx.obj) as visit:
        registers, view = visit.look().registers(), view_for(visit)
        rows, crews = registers.board(visit.now), registers.crews(visit.now)
        paper = board_paper(rows, crews, view, papered(visit, view))
        put(visit, paper, form, out, {"now": visit.now, "requests": rows, "crews": crews})


@app.command()
def blanks(
    ctx: typer.Context,
    count: Annotated[int, typer.Option(min=1, max=500, help="How many cards.")] = 10,
    reserve: Annotated[
        bool, typer.Option("--reserve", help="Number them; each is then to be entered or declared void.")
    ] = False,
    form: Form = "html",
    out: Out = None,
) -> None:
    """Blank request cards to fill in by hand, two on a page."""
    from console.paper import papered, put, view_for
    from console.wiring import Visit
    from screens.paper_board import blanks_paper

    with Visit(ctx.obj) as visit:
        serials: list[int | None] = [None] * count
        if reserve:
            desk, seat = visit.seated()
            serials = list(desk.papers.reserve(seat, count=count))
        view = view_for(visit)
        put(visit, blanks_paper(serials, view, papered(visit, view)), form, out, {"count": count, "serials": serials})


@app.command()
def cards(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also those entered or void.")] = False,
) -> None:
    """The numbered cards that nobody has entered yet."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.table(visit.look().registers().cards(all=every), CARDS)


@app.command()
def enter(
    ctx: typer.Context, card: Card, number: Annotated[str, typer.Argument(metavar="NUMBER", help="The request.")]
) -> None:
    """A card is in the desk now, as this request."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.papers.enter(seat, card, number)
        visit.page.record(row, f"{row.serial}: {row.number}")


@app.command()
def void(ctx: typer.Context, card: Card, reason: Annotated[str, typer.Option(help="Spoiled, or never used.")]) -> None:
    """Nothing of a card goes into the desk."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.papers.void(seat, card, reason=reason)
        visit.page.record(row, f"{row.serial}: {row.void_reason}")
