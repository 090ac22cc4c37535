"""``hotline crew|operator|category|district``: list, add, set, retire."""

from typing import Annotated

import typer

from console.commands import duties
from console.commands.cards import words

FREE = {"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": False}
"""``--key value`` pairs are read by inspection, so that a wrong one can name the right ones."""

Every = Annotated[bool, typer.Option("--all", help="Also those that are retired.")]
Clock = Annotated[str, typer.Argument(metavar="CLOCK", help="dispatch, response, arrival, safe or resolution.")]


COLUMNS = "CSV with the columns of 'export', or some of them."


def exchanged(app: typer.Typer, subject: str, takes: str = COLUMNS) -> None:
    """The commands that give a subject out and take it in as CSV, or as what it `takes`."""

    @app.command("export", help=f"Print every {subject} in use as CSV, as 'import' takes it.")
    def export(
        ctx: typer.Context,
        form: Annotated[str, typer.Option("--format", metavar="csv|jsonl", help="A row or an object each.")] = "csv",
    ) -> None:
        from console.sheets import give_out

        give_out(ctx.obj, subject, form)

    @app.command("import", help=f"Add, change and retire each {subject} as a file says; again changes nothing.")
    def import_(
        ctx: typer.Context,
        file: Annotated[str, typer.Argument(metavar="FILE", help=takes)],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
        rejects: Annotated[str, typer.Option(metavar="FILE", help="Write down rows not taken, with reasons.")] = "",
    ) -> None:
        from pathlib import Path

        from console.sheets import take_in

        if not take_in(ctx.obj, subject, Path(file), Path(rejects) if rejects else None, dry_run=dry_run):
            raise typer.Exit(1)


def named(subject: str, key: str, holds: str) -> typer.Typer:
    """The commands for a subject whose things have a name: `key` is what that is called, `holds` what may be set."""
    app = typer.Typer()
    Name = Annotated[str, typer.Argument(metavar=key)]

    @app.command("list", help=f"List every {subject}.")
    def list_(ctx: typer.Context, every: Every = False) -> None:
        from console.administering import show

        show(ctx.obj, subject, every)

    def change(ctx: typer.Context, act: str, name: str) -> None:
        from console.administering import change

        change(ctx.obj, subject, act, name, ctx.args)

    @app.command(context_settings=FREE, help=f"Add a new {subject}. Facts: {holds}.", options_metavar="")
    def add(ctx: typer.Context, name: Name) -> None:
        change(ctx, "add", name)

    @app.command("set", context_settings=FREE, help=f"Change this {subject}. Facts: {holds}.", options_metavar="")
    def set_(ctx: typer.Context, name: Name) -> None:
        change(ctx, "set", name)

    @app.command(help=f"Retire this {subject}; its record stays.")
    def retire(ctx: typer.Context, name: Name) -> None:
        change(ctx, "retire", name)

    exchanged(app, subject)
    return app


crew = named(
    "crew", "CODE", "name, district, skills, phone, on_shift, out_reason, out_until, load_cap, team, department, centre"
)
duties.add_to(crew)
operator = named("operator", "LOGIN", "name, initials, roles, team, department, centre, leads")
category = named(
    "category",
    "CODE",
    "zh, en, kind, priority, skill, callback_share, card, and the targets dispatch, response, arrival, safe,"
    " resolution (such as 4h, or none)",
)
category.add_typer(words, name="words", help="Words of callers that guess a category: list, add, set, retire, try.")
district = named("district", "NAME", "name_en")
