"""``hotline handover``: the sheet between two shifts, made, signed, read and kept."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()

Sheet = Annotated[int | None, typer.Argument(metavar="[ID]", help="The sheet; else the one that waits, else now's.")]
Form = Annotated[str, typer.Option("--format", metavar="html|text", help="For a browser, or plain text.")]


@app.command()
def show(ctx: typer.Context, sheet: Sheet = None) -> None:
    """Show a hand-over sheet: one of old, the one that waits, or what one would say now."""
    from console.handovers import show as shown
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        shown(visit, sheet, "text")


@app.command("print")
def print_(
    ctx: typer.Context,
    sheet: Sheet = None,
    form: Form = "html",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")] = None,
) -> None:
    """Print a hand-over sheet, to be kept with the signatures."""
    from console.handovers import show as shown
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        shown(visit, sheet, form, out)


@app.command("list")
def list_(
    ctx: typer.Context, limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 20
) -> None:
    """List the hand-over sheets, the newest first, and whether each still is what was signed."""
    from console.handovers import LISTED, line
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.table([line(row) for row in visit.look().handovers().listed(limit)], LISTED)


@app.command()
def note(ctx: typer.Context, text: Annotated[str, typer.Argument(metavar="TEXT")]) -> None:
    """Write down what the next shift is to know; it goes onto the next sheet."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        made = desk.handovers.note(seat, text=text)
        visit.page.record({"id": made}, str(made))


@app.command()
def give(ctx: typer.Context, note: Annotated[str, typer.Option(help="One more note for the next shift.")] = "") -> None:
    """Make the sheet of this moment and sign it as the one who goes."""
    from console.handovers import line, sheet_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.handovers.sign_out(seat, note=note)
        visit.page.record(sheet_facts(row), f"{row.id}: {line(row)['red']} red items")


@app.command()
def read(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="A red item: its key, or its request's number.")],
) -> None:
    """Acknowledge one red item of the sheet that waits, as the one who takes over."""
    from console.handovers import sheet_facts
    from console.wiring import Visit
    from models.workflow import canonical_number

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        waiting = desk.look.handovers().offered()
        items = () if waiting is None else (*waiting.items, *desk.look.handovers().now(visit.now).items)
        number = canonical_number(item)
        keys = [one.key for one in items if one.red and one.number == number]
        row = desk.handovers.read(seat, keys[0] if keys else item)
        visit.page.record(sheet_facts(row), f"{row.id}: {len(row.unread)} to go")


@app.command()
def take(
    ctx: typer.Context, note: Annotated[str, typer.Option(help="A remark of the one who takes over.")] = ""
) -> None:
    """Sign the sheet that waits as the one who takes over; refused while a red item is unread."""
    from console.handovers import sheet_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.handovers.sign_in(seat, note=note)
        visit.page.record(sheet_facts(row), f"{row.id}: {row.outgoing} > {row.incoming}")


@app.command()
def withdraw(ctx: typer.Context, reason: Annotated[str, typer.Option(help="Why.")]) -> None:
    """Take back the sheet that waits; its notes go onto the next one."""
    from console.handovers import sheet_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.handovers.withdraw(seat, reason=reason)
        visit.page.record(sheet_facts(row), f"{row.id}: {row.state.value}")
