"""``hotline stop``: planned stops of supply, who was told of them, and the relight tasks when gas is back."""

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer()

COLUMNS = ("id", "state", "from_at", "restore_at", "district", "area", "reason", "homes", "notified_at", "told_whom",
           "told_how", "tasks")  # fmt: skip
Id = Annotated[int, typer.Argument(metavar="ID")]
District = Annotated[str, typer.Option(help="The district; alone, all of it.")]
Streets = Annotated[str, typer.Option(help="Streets, set apart by semicolons.")]
Buildings = Annotated[str, typer.Option(help="Buildings with their number, set apart by semicolons.")]
Premises = Annotated[str, typer.Option(help="Ids of premises, set apart by semicolons.")]
Begin = Annotated[str, typer.Option("--from", metavar="INSTANT", help="When gas goes off.")]
Restore = Annotated[str, typer.Option(metavar="INSTANT", help="When it is to be back.")]
Why = Annotated[str, typer.Option("--reason", help="Why; callers are told.")]
Homes = Annotated[str, typer.Option(help="How many homes it hits.")]
Notice = Annotated[str, typer.Option(help="How long before it people must have been told; else 24h.")]


def facts(row: Any) -> dict[str, Any]:
    """A stop as it is printed: its area in words, its tasks by number."""
    from console.render import facts as plain

    known = plain(row)
    return known | {
        "area": "; ".join(one.words for one in row.areas),
        "tasks": [one.task for one in row.areas if one.task],
        "unannounced": row.unannounced,
    }


def said(row: Any) -> str:
    """A stop in one line."""
    tasks = " ".join(one.task for one in row.areas if one.task)
    return f"{row.id}: {row.state.value}{f', relight {tasks}' if tasks else ''}"


@app.command("list")
def list_(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also what was over thirty days ago.")] = False,
    address: Annotated[str, typer.Option(help="Only those that hold at this address.")] = "",
    district: Annotated[str, typer.Option(help="The area of the address.")] = "",
) -> None:
    """List the planned stops: ahead, under way and lately over."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        look = visit.look().stops()
        if address or district:
            rows = look.holding(visit.now, address=address, district=district)
        else:
            rows = look.listed(visit.now, all=every)
        visit.page.table([facts(row) for row in rows], COLUMNS)


@app.command()
def add(
    ctx: typer.Context,
    begin: Begin,
    restore: Restore,
    district: District = "",
    streets: Streets = "",
    buildings: Buildings = "",
    premises: Premises = "",
    reason: Why = "",
    homes: Homes = "",
    notice: Notice = "",
    external_id: Annotated[str, typer.Option(metavar="ID", help="The planning office's own number.")] = "",
) -> None:
    """Plan a stop."""
    from console.stop_sheet import new_stop
    from console.wiring import Visit

    cells = {"from": begin, "restore": restore, "district": district, "streets": streets, "buildings": buildings,
             "premises": premises, "reason": reason, "homes": homes, "external_id": external_id}  # fmt: skip
    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        usual = visit.settings.stop_notice
        row = desk.stops.plan(seat, new_stop(cells | {"notice": notice or usual}))
        visit.page.record(facts(row), said(row))


@app.command("set")
def set_(
    ctx: typer.Context,
    stop: Id,
    begin: Begin = "",
    restore: Restore = "",
    district: District = "",
    streets: Streets = "",
    buildings: Buildings = "",
    premises: Premises = "",
    reason: Why = "",
    homes: Homes = "",
    notice: Notice = "",
) -> None:
    """Change a stop; a new time or area has to be announced anew, and a new area is given whole."""
    from console.stop_sheet import changes_in
    from console.wiring import Visit

    cells = {"from": begin, "restore": restore, "district": district, "streets": streets, "buildings": buildings,
             "premises": premises, "reason": reason, "homes": homes, "notice": notice}  # fmt: skip
    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.stops.change(seat, stop, **changes_in(cells))
        visit.page.record(facts(row), said(row))


@app.command()
def notify(
    ctx: typer.Context,
    stop: Id,
    whom: Annotated[str, typer.Option(help="Who was told.")],
    how: Annotated[str, typer.Option(help="How.")],
    at: Annotated[str, typer.Option(metavar="INSTANT", help="When; else now.")] = "",
) -> None:
    """Record who was told of a stop, how and when."""
    from console.instants import read_instant
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.stops.notify(seat, stop, whom=whom, how=how, at=read_instant(at) if at else None)
        visit.page.record(facts(row), said(row))


@app.command()
def restore(
    ctx: typer.Context,
    stop: Id,
    at: Annotated[str, typer.Option(metavar="INSTANT", help="When gas was back; else now.")] = "",
    category: Annotated[str, typer.Option(metavar="CODE", help="Of the relight tasks; else RP-RELIGHT.")] = "",
) -> None:
    """Gas is back: make one relight task for each part of the area; done again, only what is missing."""
    from console.instants import read_instant
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        named = {"category": category} if category else {}
        row = desk.stops.restore(seat, stop, at=read_instant(at) if at else None, **named)
        visit.page.record(facts(row), said(row))


@app.command()
def cancel(
    ctx: typer.Context, stop: Id, reason: Annotated[str, typer.Option(help="Why it does not take place.")]
) -> None:
    """A stop does not take place."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.stops.cancel(seat, stop, reason=reason)
        visit.page.record(facts(row), said(row))


@app.command()
def answer(
    ctx: typer.Context,
    stop: Id,
    phone: Annotated[str, typer.Option(help="The caller's number.")] = "",
    address: Annotated[str, typer.Option(help="The place.")] = "",
    text: Annotated[str, typer.Option(help="What the caller said.")] = "",
) -> None:
    """A caller asked about a stop and was answered: an enquiry, resolved and closed in one act."""
    from console.wiring import Visit
    from models.rows import NewRequest

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        done = desk.stops.answer(seat, stop, NewRequest("", phone=phone, address=address, text=text))
        visit.page.record(done, done.number)


@app.command("export")
def export(
    ctx: typer.Context, form: Annotated[str, typer.Option("--format", metavar="jsonl|csv", help="The form.")] = "csv"
) -> None:
    """Print every stop, in the columns that an import takes."""
    from console.stop_sheet import give_out

    give_out(ctx.obj, form)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, UTF-8, with a header.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    rejects: Annotated[Path | None, typer.Option(metavar="FILE", help="Where refused rows go, with reasons.")] = None,
) -> None:
    """Plan or change the stops of a file; a row is known again by its external_id."""
    from console.stop_sheet import take_in

    if not take_in(ctx.obj, file, rejects, dry_run=dry_run):
        raise typer.Exit(1)
