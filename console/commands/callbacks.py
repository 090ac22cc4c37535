"""``hotline callback``: promised calls (list, add, keep, move); after the work due, record, try, reviews."""

from typing import Annotated

import typer

from models.vocabulary import NotReached

app = typer.Typer()

Id = Annotated[int, typer.Argument(metavar="ID", help="The promise, as the list shows it.")]
Until = Annotated[str, typer.Option(metavar="INSTANT|SPAN", help="Until when: an instant, or a length like 30m.")]


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """List promised calls that nobody has made yet, the next one due first."""
    from console.owning import PROMISES, promises
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.table(promises(visit.look().promises(), visit.now), PROMISES)


@app.command()
def add(
    ctx: typer.Context,
    until: Until,
    phone: Annotated[str, typer.Option(help="The number to call.")],
    note: Annotated[str, typer.Option(help="What about.")] = "",
) -> None:
    """Promise a number a call that is about no request; about one: request act NUMBER promise."""
    from console.instants import read_moment
    from console.owning import promise_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        made = desk.calling_back.promise_number(seat, phone=phone, until=read_moment(until, visit.now), note=note)
        visit.page.record(promise_facts(made, visit.now), str(made.id))


@app.command()
def keep(ctx: typer.Context, promise: Id, note: Annotated[str, typer.Option(help="What was said.")] = "") -> None:
    """The promised call was made."""
    from console.owning import promise_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        visit.page.record(promise_facts(desk.calling_back.keep(seat, promise, note=note), visit.now))


@app.command()
def move(
    ctx: typer.Context, promise: Id, until: Until, reason: Annotated[str, typer.Option(help="Why it is moved.")]
) -> None:
    """Promise another time, and say why."""
    from console.instants import read_moment
    from console.owning import promise_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        moved = desk.calling_back.move(seat, promise, until=read_moment(until, visit.now), reason=reason)
        visit.page.record(promise_facts(moved, visit.now))


Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Such as E-01042; dash, zeros and case are optional.")]
Score = Annotated[int | None, typer.Option(min=1, max=5, help="1 to 5.")]
Reason = Annotated[str, typer.Option(help="Why a supervisor calls about their own work.")]


@app.command()
def due(
    ctx: typer.Context, limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50
) -> None:  # fmt: skip
    """List call-backs after the work that are due: odours, emergencies and complaints first."""
    from console.aftercare import DUE, due_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        rows = visit.look().aftercare().due(visit.now)[:limit]
        visit.page.table([due_facts(row, visit.now) for row in rows], DUE)


@app.command("try")
def try_(
    ctx: typer.Context,
    number: Number,
    outcome: Annotated[NotReached, typer.Option(help="Why nobody was reached.")] = NotReached.NO_ANSWER,
    note: Annotated[str, typer.Option(help="What is to be known of it.")] = "",
    reason: Reason = "",
) -> None:
    """Record a call-back that reached nobody; the next try is possible two hours later."""
    from console.aftercare import done_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        done = desk.aftercare.call_try(seat, number, outcome=outcome, note=note, reason=reason)
        visit.page.record(done_facts(done))


@app.command()
def record(
    ctx: typer.Context,
    number: Number,
    speed: Score = None,
    attitude: Score = None,
    quality: Score = None,
    communication: Score = None,
    handling: Score = None,
    said: Annotated[str, typer.Option(help="What the customer said.")] = "",
    withheld: Annotated[str, typer.Option(help="Why scores are left out.")] = "",
    not_solved: Annotated[str, typer.Option(metavar="WORDS", help="It is not solved: these words reopen it.")] = "",
    reason: Reason = "",
) -> None:
    """Record a call-back and close the request; not solved, it is opened again; after three tries give no scores."""
    from console.aftercare import done_facts
    from console.wiring import Visit

    given = {"speed": speed, "attitude": attitude, "quality": quality, "communication": communication,
             "handling": handling}  # fmt: skip
    scores = {name: score for name, score in given.items() if score is not None}
    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        if not_solved:
            done = desk.handling.reopen(seat, number, reason=not_solved)
        else:
            done = desk.handling.close(seat, number, scores=scores or None, said=said, withheld=withheld, reason=reason)
        visit.page.record(done_facts(done))


@app.command()
def reviews(ctx: typer.Context) -> None:
    """List closed complaints whose measure is to be reviewed; the review: request act NUMBER review_complaint."""
    from console.aftercare import REVIEWS, review_facts
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        found = visit.look().aftercare().reviews(visit.now)
        visit.page.table([review_facts(row) for row in found], REVIEWS)


@app.command("review-days")
def review_days(
    ctx: typer.Context, days: Annotated[int, typer.Argument(metavar="DAYS", help="1 to 365.")]
) -> None:  # fmt: skip
    """Set after how many days the measures of closed complaints are reviewed."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        desk.aftercare.set_review_days(seat, days)
        visit.page.record({"review_days": days})
