"""``hotline request``: add one, list the queues, show one whole, and every verb of the desk on one."""

from typing import Annotated, Any

import typer

app = typer.Typer()

LISTED = ("number", "priority", "category", "status", "district", "address", "next_clock", "next_due")

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Such as E-01042; dash, zeros and case are optional.")]


@app.command()
def add(
    ctx: typer.Context,
    category: Annotated[str, typer.Option(metavar="CODE", help="What happened, such as EM-LEAK-IN.")] = "",
    phone: Annotated[str, typer.Option(help="The caller's number.")] = "",
    address: Annotated[str, typer.Option(help="The place.")] = "",
    district: Annotated[str, typer.Option(help="The area of the place.")] = "",
    caller: Annotated[str, typer.Option(help="The caller's name.")] = "",
    customer: Annotated[str, typer.Option(metavar="ID", help="The customer.")] = "",
    priority: Annotated[str, typer.Option(metavar="P1|P2|P3|P4", help="Else the category's.")] = "",
    channel: Annotated[str, typer.Option(help="How it came; else phone.")] = "",
    text: Annotated[str, typer.Option(help="What the caller said.")] = "",
    note: Annotated[str, typer.Option(help="A note for the desk.")] = "",
    received: Annotated[str, typer.Option(metavar="INSTANT", help="When the caller was answered; else now.")] = "",
    reply_by: Annotated[str, typer.Option(metavar="INSTANT", help="The outside body's own date.")] = "",
    outside_number: Annotated[str, typer.Option(help="The outside body's case number.")] = "",
    outside_again: Annotated[bool, typer.Option(help="The same outside case, but another matter.")] = False,
    access: Annotated[str, typer.Option(help="How a crew comes in.")] = "",
    people: Annotated[str, typer.Option(help="Who is there that a crew must know of.")] = "",
    appointment: Annotated[str, typer.Option(metavar="INSTANT", help="The moment the customer asked for.")] = "",
    token: Annotated[str, typer.Option(metavar="T", help="Makes a retry safe: the same token saves once.")] = "",
    file: Annotated[str, typer.Option(metavar="PATH|-", help="JSON with these facts: one object or a list.")] = "",
) -> None:
    """Save a new request and print its number."""
    from console.asking import new_request, read_requests, rehearse
    from console.wiring import Visit

    given = {"category": category, "phone": phone, "address": address, "district": district, "caller": caller,
             "customer": customer, "priority": priority, "channel": channel, "text": text, "note": note,
             "received": received, "reply_by": reply_by, "outside_number": outside_number,
             "outside_again": "yes" if outside_again else "", "access": access, "people": people,
             "appointment": appointment, "token": token}  # fmt: skip
    given = {key: value for key, value in given.items() if value}
    asked = read_requests(file, given) if file else [new_request(given)]
    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        if len(asked) > 1:
            rehearse(visit, asked)
        made: list[Any] = []
        try:
            for new in asked:
                made.append(desk.intake.save(seat, new))
        finally:
            if visit.page.as_json and len(asked) > 1:
                visit.page.table(made)
            else:
                for done in made:
                    visit.page.record(done, done.number)


@app.command("list")
def list_(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option(help="One queue: emergency, repair, inspection, complaint, enquiry.")] = "",
    status: Annotated[str, typer.Option(help="Else every live one (open, working, held); 'all' for any.")] = "",
    district: Annotated[str, typer.Option(help="One area.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    owner: Annotated[str, typer.Option(metavar="NAME", help="The live ones of this first-contact owner.")] = "",
    waiting_for: Annotated[str, typer.Option(metavar="NAME", help="What waits for this person, calls too.")] = "",
) -> None:
    """List requests, the most urgent first."""
    from console.asking import listed, refuse_district
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        if waiting_for:
            from console.owning import WAITING
            from console.owning import waiting_for as waiting

            visit.page.table(waiting(visit.look(), waiting_for, limit), WAITING)
            return
        if owner:
            from console.owning import owned

            visit.page.table(owned(visit.look(), visit.now, owner, limit), LISTED)
            return
        rows = listed(visit.look(), visit.now, kind=kind, status=status, district=district, limit=limit)
        if not rows:
            refuse_district(visit.look(), district)
        visit.page.table(rows, LISTED)


@app.command()
def show(ctx: typer.Context, number: Number) -> None:
    """Show one request whole: facts, clocks, crews, calls, alarms and history."""
    from console.asking import detailed
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        detail = visit.look().detail(number)
        visit.page.record(detailed(detail, visit.now))


@app.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": False}
)
def act(
    ctx: typer.Context, number: Number, verb: Annotated[str, typer.Argument(metavar="VERB [--key value ...]")]
) -> None:
    """Act on a request; a wrong key names the right ones, a wrong verb names them all."""
    from console.verbs import arguments, outcome, pairs_of, verb_of
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        chosen = verb_of(visit.desk(), verb)
        facts = arguments(chosen, pairs_of(ctx.args), visit.now)
        _, seat = visit.seated()
        done = chosen(seat, number, **facts)
        visit.page.record(done, outcome(done))
