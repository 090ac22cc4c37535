"""``hotline import`` and ``hotline export``: history from other systems in, requests out."""

from typing import Annotated

import typer

importing = typer.Typer()
exporting = typer.Typer()


File = Annotated[str, typer.Argument(metavar="FILE", help="CSV, also .gz.")]
Plan = Annotated[str, typer.Option("--map", metavar="MAP.toml", help="Which column is what.")]
Zone = Annotated[str, typer.Option(metavar="TZ", help="The zone of instants that carry no offset.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
Rejects = Annotated[str, typer.Option(metavar="FILE", help="Write down rows not taken, with reasons.")]


@importing.command("requests")
def import_requests(
    ctx: typer.Context,
    file: File,
    plan: Plan,
    zone: Zone = "",
    dry_run: DryRun = False,
    update: Annotated[bool, typer.Option("--update", help="Apply other content to requests already known.")] = False,
    rejects: Rejects = "",
) -> None:
    """Take in requests; running it again adds nothing twice."""
    _take(ctx, "requests", file, plan, zone, rejects, dry_run=dry_run, update=update)


@importing.command("dispatch")
def import_dispatch(
    ctx: typer.Context,
    file: File,
    plan: Plan,
    zone: Zone = "",
    dry_run: DryRun = False,
    update: Annotated[bool, typer.Option("--update", help="Apply other times to jobs already known.")] = False,
    rejects: Rejects = "",
) -> None:
    """Take in crews' jobs with the times of their steps, one row a crew on a request."""
    _take(ctx, "dispatch", file, plan, zone, rejects, dry_run=dry_run, update=update)


def _take(
    ctx: typer.Context, what: str, file: str, plan: str, zone: str, rejects: str, *, dry_run: bool, update: bool
) -> None:
    from pathlib import Path

    from console.taking_in import take_in
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        refused = Path(rejects) if rejects else None
        whole = take_in(
            visit, Path(file), Path(plan), zone or None, dry_run=dry_run, update=update, refused=refused, what=what
        )
    if not whole:
        raise typer.Exit(1)


@importing.command("calls")
def import_calls(
    ctx: typer.Context,
    file: File,
    plan: Plan,
    zone: Zone = "",
    dry_run: DryRun = False,
    update: Annotated[bool, typer.Option("--update", help="Apply other content to calls already known.")] = False,
    rejects: Rejects = "",
) -> None:
    """Take in calls of another telephone system; running it again adds nothing twice."""
    _take(ctx, "calls", file, plan, zone, rejects, dry_run=dry_run, update=update)


@importing.command("customers")
def import_customers(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV, also .gz.")],
    plan: Annotated[str, typer.Option("--map", metavar="MAP.toml", help="Which column is what; else ours.")] = "",
    zone: Annotated[str, typer.Option(metavar="TZ", help="The zone of instants that carry no offset.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Apply other content to customers already known.")] = False,
    rejects: Annotated[str, typer.Option(metavar="FILE", help="Write down rows not taken, with reasons.")] = "",
) -> None:
    """Take in customers and their premises; running it again adds nobody twice."""
    from pathlib import Path

    from console.taking_in import take_in_customers
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        refused, chosen = Path(rejects) if rejects else None, Path(plan) if plan else None
        whole = take_in_customers(
            visit, Path(file), chosen, zone or None, dry_run=dry_run, update=update, refused=refused
        )
    if not whole:
        raise typer.Exit(1)


@importing.command("inspections")
def import_inspections(
    ctx: typer.Context,
    file: File,
    plan: Annotated[str, typer.Option("--map", metavar="MAP.toml", help="Which column is what; else ours.")] = "",
    zone: Zone = "",
    dry_run: DryRun = False,
    update: Annotated[bool, typer.Option("--update", help="Apply other content to inspections already known.")] = False,
    rejects: Rejects = "",
) -> None:
    """Take in what inspectors found, such as last year's list; running it again adds nothing twice."""
    from pathlib import Path

    from console.taking_in import take_in_inspections
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        refused, chosen = Path(rejects) if rejects else None, Path(plan) if plan else None
        whole = take_in_inspections(
            visit, Path(file), chosen, zone or None, dry_run=dry_run, update=update, refused=refused
        )
    if not whole:
        raise typer.Exit(1)


@exporting.command("requests")
def export_requests(
    ctx: typer.Context,
    form: Annotated[str, typer.Option("--format", metavar="jsonl|csv", help="An object or a row each.")] = "jsonl",
) -> None:
    """Print every request with its clocks, judged now."""
    from console.giving_out import give_out
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        give_out(visit, form)
