"""``hotline calendar``: which hours count, in versions; from the keyboard, from CSV and from iCalendar."""

from typing import Annotated

import typer

app = typer.Typer()

Code = Annotated[str, typer.Argument(metavar="CODE")]
Zone = Annotated[str, typer.Option(metavar="TZ", help="The zone of the hours; else as before, or the utility's.")]
Week = Annotated[str, typer.Option(metavar="HOURS", help="Such as 'mon-fri 09:00-12:00,13:00-17:00; sat 09:00-12:00'.")]
DaysOff = Annotated[str, typer.Option("--days-off", metavar="cn", help="China's days off and make-up days as well.")]
Chinese = Annotated[str, typer.Option("--zh", metavar="TEXT", help="Its Chinese name.")]
English = Annotated[str, typer.Option("--en", metavar="TEXT", help="Its English name.")]
Since = Annotated[str, typer.Option("--from", metavar="INSTANT", help="Holds for what is received from then on.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change, and which clocks move.")]


@app.command("list")
def list_(
    ctx: typer.Context, every: Annotated[bool, typer.Option("--all", help="Every version, retired ones too.")] = False
) -> None:
    """List the calendars that hold now."""
    from console.calendars import show_all

    show_all(ctx.obj, every)


@app.command()
def show(
    ctx: typer.Context,
    code: Code,
    at: Annotated[str, typer.Option(metavar="INSTANT", help="The version that holds then; else the present one.")] = "",
) -> None:
    """Show a calendar's week and the dates that differ from it."""
    from console.calendars import show_one

    show_one(ctx.obj, code, at)


@app.command("set")
def set_(
    ctx: typer.Context,
    code: Code,
    file: Annotated[str, typer.Option(metavar="FILE.json", help="The whole calendar; - reads standard input.")] = "",
    week: Week = "",
    days_off: DaysOff = "",
    zone: Zone = "",
    zh: Chinese = "",
    en: English = "",
    since: Since = "",
    dry_run: DryRun = False,
) -> None:
    """Make a calendar, or the next version of one: from a file, or by changing what it says now."""
    from console.calendars import Change, put

    put(ctx.obj, Change(code, zone, zh, en, since, dry_run), file=file, week=week, days_off=days_off)


@app.command("import")
def import_(
    ctx: typer.Context,
    code: Code,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Days or segments as .csv, or days off as .ics.")],
    week: Week = "",
    days_off: DaysOff = "",
    zone: Zone = "",
    zh: Chinese = "",
    en: English = "",
    since: Since = "",
    dry_run: DryRun = False,
) -> None:
    """Lay the dates of a file over a calendar, or over a new week."""
    from console.calendars import Change, take_in

    take_in(ctx.obj, Change(code, zone, zh, en, since, dry_run), file, week=week, days_off=days_off)


@app.command()
def export(ctx: typer.Context, code: Code) -> None:
    """Print the present version as CSV, in the form that import takes back."""
    from console.calendars import give_out

    give_out(ctx.obj, code)


@app.command()
def retire(ctx: typer.Context, code: Code, dry_run: DryRun = False) -> None:
    """Retire a calendar; what it was used for stays as it was reckoned."""
    from console.calendars import retire

    retire(ctx.obj, code, dry_run)


@app.command()
def days(
    ctx: typer.Context,
    code: Code,
    first: Annotated[str, typer.Argument(metavar="FROM", help="A date such as 2026-02-14.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="The last date.")],
) -> None:
    """Show the hours of each date, and why they are so."""
    from console.calendars import show_days

    show_days(ctx.obj, code, first, last)
