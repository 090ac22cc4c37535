"""``hotline customer`` and ``hotline premise``: the one search box, the files, warnings, and what the phones are."""

from typing import Annotated

import typer

from console.commands.admin import FREE

customer = typer.Typer()
premise = typer.Typer()

Id = Annotated[int, typer.Argument(metavar="ID")]
Every = Annotated[bool, typer.Option("--all", help="Also those that are retired.")]
Limit = Annotated[int, typer.Option(min=1, help="At most so many.")]
Form = Annotated[str, typer.Option("--format", metavar="csv|jsonl", help="A row or an object each.")]
CUSTOMER_FACTS = "name, phone, klass, tier, manager, premise, external_id"
PREMISE_FACTS = "district, building, address, hazards, vulnerable, access, meter, valve, external_id"


@customer.command()
def find(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Digits, a name, pinyin, an address, a number, a meter.")],
    limit: Limit = 9,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show whole phone numbers; that is written down.")] = False,
) -> None:
    """Find customers by whatever is known of them."""
    from console.customers import find as found
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        found(visit, text, limit, reveal=reveal)


@customer.command("show")
def show_customer(ctx: typer.Context, id: Id) -> None:
    """Show what the files know of a customer and their place."""
    from console.customers import card
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        card(visit, customer=id)


@premise.command("show")
def show_premise(ctx: typer.Context, id: Id) -> None:
    """Show what the files know of a premise: hazards, warnings, requests, who lives there."""
    from console.customers import card
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        card(visit, premise=id)


@customer.command("list")
def list_customers(ctx: typer.Context, every: Every = False, limit: Limit = 50) -> None:
    """List customers, the newest first."""
    from console.customers import listed
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        listed(visit, "customer", every=every, limit=limit)


@premise.command("list")
def list_premises(ctx: typer.Context, every: Every = False, limit: Limit = 50) -> None:
    """List premises, the newest first."""
    from console.customers import listed
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        listed(visit, "premise", every=every, limit=limit)


@customer.command(
    "add", context_settings=FREE, options_metavar="", help=f"Add a customer; prints the id. Facts: {CUSTOMER_FACTS}."
)
def add_customer(ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    from console.customers import add

    add(ctx.obj, "customer", name, ctx.args)


@premise.command(
    "add", context_settings=FREE, options_metavar="", help=f"Add a premise; prints the id. Facts: {PREMISE_FACTS}."
)
def add_premise(ctx: typer.Context, address: Annotated[str, typer.Argument(metavar="ADDRESS")]) -> None:
    from console.customers import add

    add(ctx.obj, "premise", address, ctx.args)


@customer.command(
    "set", context_settings=FREE, options_metavar="", help=f"Change this customer. Facts: {CUSTOMER_FACTS}."
)
def set_customer(ctx: typer.Context, id: Id) -> None:
    from console.customers import change

    change(ctx.obj, "customer", id, ctx.args)


@premise.command("set", context_settings=FREE, options_metavar="", help=f"Change this premise. Facts: {PREMISE_FACTS}.")
def set_premise(ctx: typer.Context, id: Id) -> None:
    from console.customers import change

    change(ctx.obj, "premise", id, ctx.args)


@customer.command("retire")
def retire_customer(ctx: typer.Context, id: Id) -> None:
    """Retire this customer; the record stays and is found no more."""
    from console.customers import act

    act(ctx.obj, "customer", "retire_customer", id)


@premise.command("retire")
def retire_premise(ctx: typer.Context, id: Id) -> None:
    """Retire this premise; the record stays and is found no more."""
    from console.customers import act

    act(ctx.obj, "premise", "retire_premise", id)


@customer.command()
def settle(
    ctx: typer.Context,
    id: Id,
    premise_id: Annotated[int, typer.Argument(metavar="PREMISE")],
    leave: Annotated[bool, typer.Option("--leave", help="Not any more.")] = False,
) -> None:
    """Say that this customer burns gas at a further premise, too."""
    from console.customers import act

    act(ctx.obj, "customer", "settle", id, premise_id, leave=leave)


@premise.command()
def warn(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be minded.")],
    of: Annotated[int | None, typer.Option("--premise", metavar="ID", help="Of this premise.")] = None,
    customer_id: Annotated[int | None, typer.Option("--customer", metavar="ID", help="Of this customer.")] = None,
    kind: Annotated[str, typer.Option(help="animal, conduct, access, site, payment or other.")] = "other",
    until: Annotated[str, typer.Option(metavar="INSTANT", help="When it expires; else it stays until ended.")] = "",
) -> None:
    """Write down what must be minded of a premise or a customer; it never lowers a request."""
    from console.customers import warn as warned

    warned(ctx.obj, text, premise=of, customer=customer_id, kind=kind, until=until)


@premise.command()
def unwarn(ctx: typer.Context, id: Annotated[int, typer.Argument(metavar="WARNING")]) -> None:
    """End a warning."""
    from console.customers import act

    act(ctx.obj, "warning", "unwarn", id)


@customer.command()
def numbering(
    ctx: typer.Context,
    region: Annotated[str, typer.Option(metavar="CN", help="The country; empty for the zone's.")] = "",
    area_code: Annotated[str, typer.Option(metavar="010", help="What landlines without one belong to.")] = "",
) -> None:
    """Set the country and the area code of the utility's phones."""
    from console.customers import number_by

    number_by(ctx.obj, region, area_code)


@customer.command()
def refill(ctx: typer.Context) -> None:
    """Make the keys by which customers and premises are found anew, if 'db check' says that some are missing."""
    from console.customers import refill as refilled

    refilled(ctx.obj)


@customer.command()
def export(ctx: typer.Context, form: Form = "csv") -> None:
    """Print every customer with their premise, as 'import customers' takes it."""
    from console.customers import give_out
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        give_out(visit, form)
