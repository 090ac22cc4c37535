"""``hotline crew|operator|category|district|policy``: list, add, set, retire."""

from typing import Annotated

import typer

FREE = {"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": False}
"""``--key value`` pairs are read by inspection, so that a wrong one can name the right ones."""

Every = Annotated[bool, typer.Option("--all", help="Also those that are retired.")]
Clock = Annotated[str, typer.Argument(metavar="CLOCK", help="dispatch, response, arrival, safe or resolution.")]


def named(subject: str, key: str, holds: str, settable: bool = True) -> typer.Typer:
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

    @app.command(context_settings=FREE, help=f"Add a {subject}. Facts: {holds}.", options_metavar="")
    def add(ctx: typer.Context, name: Name) -> None:
        change(ctx, "add", name)

    if settable:

        @app.command("set", context_settings=FREE, help=f"Change a {subject}. Facts: {holds}.", options_metavar="")
        def set_(ctx: typer.Context, name: Name) -> None:
            change(ctx, "set", name)

    @app.command(help=f"Retire a {subject}; its record stays.")
    def retire(ctx: typer.Context, name: Name) -> None:
        change(ctx, "retire", name)

    return app


policy = typer.Typer()


@policy.command("list")
def list_policies(ctx: typer.Context, every: Every = False) -> None:
    """List the lines that say which clocks run and how long."""
    from console.administering import show

    show(ctx.obj, "policy", every)


@policy.command("add", help="The same as set.")
@policy.command("set")
def set_policy(
    ctx: typer.Context,
    clock: Clock,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Such as 4h or 1h30m; 'none' for no such clock.")],
    scope: Annotated[str, typer.Option("--for", metavar="KIND|CODE", help="A kind or a category; else all.")] = "",
) -> None:
    """Say how long a promise is for what is received from now on."""
    from console.administering import set_target

    set_target(ctx.obj, clock, target, scope)


@policy.command("retire")
def retire_policy(
    ctx: typer.Context,
    clock: Clock,
    scope: Annotated[str, typer.Option("--for", metavar="KIND|CODE", help="A kind or a category; else all.")] = "",
) -> None:
    """End the lines of one scope: the wider one holds again."""
    from console.administering import set_target

    set_target(ctx.obj, clock, None, scope)


crew = named("crew", "CODE", "name, district, skills, phone, on_shift, out_reason, team, department, centre")
operator = named("operator", "LOGIN", "name, initials, roles, team, department, centre, leads")
category = named(
    "category",
    "CODE",
    "zh, en, kind, priority, skill, callback_share, card, and the targets dispatch, response, arrival, safe,"
    " resolution (such as 4h, or none)",
)
district = named("district", "NAME", "name_en", settable=False)
