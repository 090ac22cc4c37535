"""``hotline tree`` and ``hotline checklist``: texts that an admin keeps in versions."""

from typing import Annotated

import typer

tree = typer.Typer()
checklist = typer.Typer()

At = Annotated[str, typer.Option(metavar="INSTANT", help="The version in force then; else the present one.")]
Since = Annotated[str, typer.Option("--from", metavar="INSTANT", help="In force from then on; else from now on.")]
Text = Annotated[str, typer.Argument(metavar="FILE", help="TOML; - reads standard input.")]
Versions = Annotated[bool, typer.Option("--versions", help="Only since when each version holds, and who set it.")]


@tree.command("show")
def show_tree(ctx: typer.Context, at: At = "", versions: Versions = False) -> None:
    """Show the lines of business, what belongs to each, and how much each aspect of a call-back counts."""
    from console.schemes import list_versions, show_tree

    if versions:
        list_versions(ctx.obj, "tree")
    else:
        show_tree(ctx.obj, at)


@tree.command("export")
def export_tree(ctx: typer.Context, at: At = "") -> None:
    """Print the service tree as TOML, as 'import' takes it."""
    from console.schemes import give_out

    give_out(ctx.obj, "tree", at)


@tree.command("check")
def check_tree(ctx: typer.Context, file: Text) -> None:
    """Say whether a service tree could be taken in. Writes nothing."""
    from console.schemes import check

    check(ctx.obj, "tree", file)


@tree.command("import")
def import_tree(ctx: typer.Context, file: Text, since: Since = "") -> None:
    """Make a file the next version of the service tree; past reports keep theirs."""
    from console.schemes import take_in

    take_in(ctx.obj, "tree", file, since)


@checklist.command("show")
def show_lists(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="household or commercial.")] = "",
    at: At = "",
    versions: Versions = False,
) -> None:
    """Show what an inspector looks at, with numbers and grades."""
    from console.schemes import list_versions, show_lists

    if versions:
        list_versions(ctx.obj, "checklist")
    else:
        show_lists(ctx.obj, name, at)


@checklist.command("export")
def export_lists(ctx: typer.Context, at: At = "") -> None:
    """Print the checklists as TOML, as 'import' takes them."""
    from console.schemes import give_out

    give_out(ctx.obj, "checklist", at)


@checklist.command("check")
def check_lists(ctx: typer.Context, file: Text) -> None:
    """Say whether checklists could be taken in. Writes nothing."""
    from console.schemes import check

    check(ctx.obj, "checklist", file)


@checklist.command("import")
def import_lists(ctx: typer.Context, file: Text, since: Since = "") -> None:
    """Make a file the next version of the checklists; an inspection that has begun keeps its own."""
    from console.schemes import take_in

    take_in(ctx.obj, "checklist", file, since)
