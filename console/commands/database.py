"""``hotline db``: make the file, describe it, verify it, bring it forward, copy it and bring a copy back."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def init(
    ctx: typer.Context,
    drill: Annotated[
        bool, typer.Option("--drill", help="For exercises: --now may write, and every line says so.")
    ] = False,
    zone: Annotated[str, typer.Option(metavar="TZ", help="The utility's time zone; else the machine's.")] = "",
    name: Annotated[str, typer.Option(metavar="TEXT", help="The utility's name, as screens show it.")] = "",
    group: Annotated[str, typer.Option(metavar="NAME", help="Share the file with this system group.")] = "",
) -> None:
    """Make the database, with the default catalogue and one operator for this account."""
    from console.founding import found
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        made = found(visit, drill=drill, zone=zone, name=name, group=group)
        visit.page.record(
            made,
            f"Made {made['path']} (zone {made['zone']}); {made['operator']} is its first operator, with all roles.",
        )


@app.command()
def info(ctx: typer.Context) -> None:
    """Describe the file: name, zone, schema, sizes and counts."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.record(visit.desk().upkeep.info())


@app.command()
def check(ctx: typer.Context) -> None:
    """Verify structure, foreign keys, journal chain and clock index; fail if anything does not hold."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        with visit.page.progress("check") as told:
            found = visit.desk().upkeep.check(lambda part, done, whole: told(done, whole or None, part))
        line = f"Whole: {found.requests} requests, {found.lines} journal lines; the head is {found.head}."
        visit.page.record(found, line if found.sound else "\n".join(str(fault) for fault in found.faults))
        if not found.sound:
            visit.page.talk("Set the file aside and bring back the last good copy: hotline db restore SRC")
            raise typer.Exit(1)


@app.command()
def upgrade(ctx: typer.Context) -> None:
    """Bring an older file forward, after a checked backup."""
    from console.wiring import Visit
    from models.desk.founding import upgrade as bring_forward

    with Visit(ctx.obj) as visit:
        path = visit.path()
        with visit.page.progress("backup") as told:
            done = bring_forward(path, progress=told)
        backup = str(done.backup) if done.backup else None
        line = f"{path} is of schema {done.after} already."
        if backup:
            line = f"{path}: schema {done.before} to {done.after}; the copy from before is {backup}."
        visit.page.record({"path": str(path), "before": done.before, "after": done.after, "backup": backup}, line)


@app.command()
def backup(ctx: typer.Context, dest: Annotated[str, typer.Argument(metavar="DEST")]) -> None:
    """Copy the file while it is in use, and check the copy; in a folder it is named after its journal's head."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        with visit.page.progress("backup") as told:
            done = visit.desk().upkeep.backup(dest, told)
        visit.page.record(done, f"{done.path}: {done.bytes} bytes; the head of its journal is {done.seq}:{done.hash}.")


@app.command()
def restore(ctx: typer.Context, source: Annotated[str, typer.Argument(metavar="SRC")]) -> None:
    """Bring a copy back; the present file is set aside, not overwritten."""
    from pathlib import Path

    from console.wiring import Visit
    from models.desk.founding import restore as bring_back

    with Visit(ctx.obj) as visit:
        path = visit.path()
        with visit.page.progress("restore") as told:
            done = bring_back(path, Path(source), progress=told)
        aside = str(done.set_aside) if done.set_aside else None
        visit.page.record(
            {"path": str(path), "source": source, "schema": done.schema, "set_aside": aside},
            f"Brought {source} back to {path}." + (f" The former file is {aside}." if aside else ""),
        )
