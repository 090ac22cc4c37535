"""``hotline alarm``: what needs a person, and the acknowledgement that somebody has seen it."""

from typing import Annotated, Any

import typer

app = typer.Typer()

SHOWN = ("id", "rule", "number", "clock", "cycle", "level", "severity", "state", "levels", "breach_at", "raised_at",
         "acknowledged_by", "acknowledged_at", "priority", "district", "address", "late")  # fmt: skip
COLUMNS = (
    "id",
    "severity",
    "level",
    "state",
    "number",
    "priority",
    "clock",
    "breach_at",
    "district",
    "acknowledged_by",
)


def facts(alarm: Any) -> dict[str, Any]:
    """An alarm in the words of the outside."""
    return {name: getattr(alarm, name) for name in SHOWN}


@app.command("list")
def list_(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 1_000_000,
) -> None:
    """List the alarms, the worst first."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        rows = visit.look().alarms(all=every, limit=limit)
        visit.page.table([facts(row) for row in rows], COLUMNS)


@app.command()
def ack(
    ctx: typer.Context,
    alarm: Annotated[int, typer.Argument(metavar="ID")],
    text: Annotated[str, typer.Option(help="A word for the journal.")] = "",
) -> None:
    """Acknowledge an alarm: somebody has seen it."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.alarms.acknowledge(seat, alarm, text=text)
        visit.page.record(facts(row), f"{row.id}: {row.state} ({row.number}, {row.clock}, {row.level} %)")
