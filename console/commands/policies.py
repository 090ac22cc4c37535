"""``hotline policy`` and ``hotline contract``: what is promised to whom, tried before it is set."""

from typing import Annotated

import typer

from console.commands.admin import FREE, Clock, Every, exchanged

policy = typer.Typer()
contract = typer.Typer()

Whom = Annotated[
    str, typer.Option("--for", metavar="WHOM", help="A kind, P1..P4, a category or contract:CODE; else everybody.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say which open clocks would move.")]


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
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET", help="Such as 4h, 1h30m, '3 working days' or '30 days'; 'none': no such clock."
        ),
    ],
    whom: Whom = "",
    calendar: Annotated[str, typer.Option(metavar="CODE", help="Count it on this calendar.")] = "",
    warn: Annotated[str, typer.Option(metavar="50,80", help="Its own warning levels in percent.")] = "",
    pausing: Annotated[
        str | None, typer.Option(metavar="REASON,..", help="The hold reasons that pause it; '' for none.")
    ] = None,
    on_reopen: Annotated[str, typer.Option(metavar="whole|left|none", help="What a reopened request gets of it.")] = "",
    valid_from: Annotated[str, typer.Option(metavar="INSTANT", help="Received from then on; else from now on.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Say how long a promise is for what is received from now on."""
    from console.policies import put_line

    words = {"calendar": calendar, "warn": warn, "pausing": pausing, "on_reopen": on_reopen}
    put_line(ctx.obj, whom, clock, target, words, valid_from, dry_run)


@policy.command("retire")
def retire_policy(ctx: typer.Context, clock: Clock, whom: Whom = "") -> None:
    """End the lines of one scope: the wider one holds again."""
    from console.policies import end_line

    end_line(ctx.obj, whom, clock)


@policy.command("test")
def test_policies(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Policy lines: TOML or CSV; see the guide.")],
    since: Annotated[str, typer.Option(metavar="INSTANT", help="Requests received from then on; else all.")] = "",
    until: Annotated[str, typer.Option(metavar="INSTANT", help="Received before then; else until now.")] = "",
    alone: Annotated[bool, typer.Option("--alone", help="Only these lines, not over the file's own.")] = False,
) -> None:
    """Try a set of policies on past requests: what it would have broken against what was. Touches nothing."""
    from console.policies import try_file

    try_file(ctx.obj, file, since, until, alone)


@policy.command("recompute")
def recompute(
    ctx: typer.Context,
    reason: Annotated[str, typer.Option(help="Why; it stands in every journal line.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Judge open requests by the policies valid when they were received, on the calendars as they are now."""
    from console.policies import recompute

    recompute(ctx.obj, reason, dry_run)


@contract.command("list")
def list_contracts(ctx: typer.Context, every: Every = False) -> None:
    """List the contracts; one about to end says so."""
    from console.policies import show_contracts

    show_contracts(ctx.obj, every)


def _change(ctx: typer.Context, act: str, code: str) -> None:
    from console.policies import change_contract

    change_contract(ctx.obj, act, code, ctx.args)


Code = Annotated[str, typer.Argument(metavar="CODE")]
HOLDS = "Facts: --customer ID, --valid-from INSTANT, --valid-to INSTANT, --warn-days N, --note TEXT."


@contract.command("add", context_settings=FREE, help=f"Add a contract. {HOLDS}", options_metavar="")
def add_contract(ctx: typer.Context, code: Code) -> None:
    _change(ctx, "add", code)


@contract.command("set", context_settings=FREE, help=f"Change a contract. {HOLDS}", options_metavar="")
def set_contract(ctx: typer.Context, code: Code) -> None:
    _change(ctx, "set", code)


@contract.command("retire", help="Retire a contract; its record stays.")
def retire_contract(ctx: typer.Context, code: Code) -> None:
    _change(ctx, "retire", code)


exchanged(policy, "policy", "CSV with the columns of 'export', or TOML with [[policy]] tables.")
exchanged(contract, "contract")
