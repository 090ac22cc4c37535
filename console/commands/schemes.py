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


def _in_versions(group: typer.Typer, shelf: str, *, export: str, check: str, take_in: str) -> None:
    """Give a group the commands that every text in versions has; the words are their help."""

    @group.command("export", help=export)
    def give_out(ctx: typer.Context, at: At = "") -> None:
        from console.schemes import give_out

        give_out(ctx.obj, shelf, at)

    @group.command("check", help=check)
    def look_through(ctx: typer.Context, file: Text) -> None:
        from console.schemes import check

        check(ctx.obj, shelf, file)

    @group.command("import", help=take_in)
    def make_next(ctx: typer.Context, file: Text, since: Since = "") -> None:
        from console.schemes import take_in

        take_in(ctx.obj, shelf, file, since)


_in_versions(
    tree,
    "tree",
    export="Print the service tree as TOML, as 'import' takes it.",
    check="Say whether a service tree could be taken in. Writes nothing.",
    take_in="Make a file the next version of the service tree; past reports keep theirs.",
)
_in_versions(
    checklist,
    "checklist",
    export="Print the checklists as TOML, as 'import' takes them.",
    check="Say whether checklists could be taken in. Writes nothing.",
    take_in="Make a file the next version of the checklists; an inspection that has begun keeps its own.",
)
