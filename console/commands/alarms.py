"""``hotline alarm``: what needs a person, and everything a person may do about it."""

from typing import Annotated, Any

import typer

app = typer.Typer()

SHOWN = ("id", "rule", "number", "clock", "cycle", "level", "severity", "state", "levels", "breach_at", "raised_at",
         "acknowledged_by", "acknowledged_at", "priority", "district", "address", "late", "subject", "occurrence",
         "due_at", "cleared_at", "rung", "next_step_at", "ack_until", "shelved_until", "shelved_by", "shelved_reason",
         "suppressed_by", "gap_from")  # fmt: skip
COLUMNS = (
    "id",
    "severity",
    "level",
    "state",
    "rule",
    "number",
    "priority",
    "clock",
    "breach_at",
    "district",
    "acknowledged_by",
)
OUT = ("rule", "clock", "kind", "life", "reason", "by", "began_at", "until")
Number = Annotated[str, typer.Argument(metavar="NUMBER")]
Reason = Annotated[str, typer.Option(help="Why; it is kept in the journal.")]


def facts(alarm: Any) -> dict[str, Any]:
    """An alarm in the words of the outside; one about no request has no number."""
    return {name: getattr(alarm, name) for name in SHOWN} | {"number": alarm.number or None}


def said(alarm: Any) -> str:
    """An alarm in one line."""
    about = f"{alarm.number}, {alarm.clock}, {alarm.level} %" if alarm.clock else f"{alarm.number} {alarm.rule}".strip()
    return f"{alarm.id}: {alarm.state} ({about})"


@app.command("list")
def list_(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 1_000_000,
    state: Annotated[list[str] | None, typer.Option(help="Only alarms in this state; may be given again.")] = None,
    groups: Annotated[bool, typer.Option("--groups", help="By rule and district.")] = False,
) -> None:
    """List the alarms, the worst first."""
    from console.wiring import Visit
    from models.desk.deed import word
    from models.vocabulary import AlarmState

    wanted = None if state is None else [word(AlarmState, one, "state").value for one in state]
    with Visit(ctx.obj) as visit:
        look = visit.look()
        if groups:
            shown = ("rule", "district", "count", "unseen", "severity", "level", "oldest", "folded")
            visit.page.table(look.alarm_groups(), shown)
            return
        rows = look.alarms(all=every, limit=limit, states=wanted)
        visit.page.table([facts(row) for row in rows], COLUMNS)


@app.command()
def ack(
    ctx: typer.Context,
    alarms: Annotated[list[int], typer.Argument(metavar="ID...")],
    text: Annotated[str, typer.Option(help="A word for the journal.")] = "",
) -> None:
    """Acknowledge alarms: somebody has seen them."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        if len(alarms) == 1:
            row = desk.alarms.acknowledge(seat, alarms[0], text=text)
            visit.page.record(facts(row), said(row))
            return
        rows = desk.alarms.acknowledge_several(seat, alarms, text=text)
        visit.page.table([facts(row) for row in rows], COLUMNS)


@app.command()
def shelve(
    ctx: typer.Context,
    alarm: Annotated[int, typer.Argument(metavar="ID")],
    minutes: Annotated[int, typer.Option(help="For how long: at most 15 (severity 3), 240 (2) or 720 (1).")],
    reason: Reason,
) -> None:
    """Put an alarm out of sight for a while; it comes back by itself, and earlier if it worsens."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.alarms.shelve(seat, alarm, minutes=minutes, reason=reason)
        visit.page.record(facts(row), said(row))


@app.command()
def unshelve(ctx: typer.Context, alarm: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Take an alarm off the shelf before its time."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.alarms.unshelve(seat, alarm)
        visit.page.record(facts(row), said(row))


@app.command()
def out(
    ctx: typer.Context,
    rule: Annotated[str | None, typer.Argument(metavar="RULE")] = None,
    until: Annotated[str, typer.Option(metavar="INSTANT", help="An instant, or a length of time; at most 7d.")] = "",
    reason: Reason = "",
    clock: Annotated[str, typer.Option(help="Only what is about this promise: dispatch, response, arrival ...")] = "",
    kind: Annotated[str, typer.Option(help="Only requests of this kind: emergency, repair, inspection ...")] = "",
    life: Annotated[bool, typer.Option("--life", help="Life safety goes, too; without it, it rings on.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Every promise of every kind is meant.")] = False,
) -> None:
    """Take a rule, or a part of it, out of service; without one, list what is out."""
    from console.instants import read_moment
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        if rule is None:
            visit.page.table(visit.look().rules_out(), OUT)
            return
        desk, seat = visit.seated()
        end = read_moment(until, visit.now) if until else visit.now
        scope: dict[str, Any] = {"clock": clock, "kind": kind, "life": life, "whole": whole}
        row = desk.alarms.take_out_of_service(seat, rule, reason=reason, until=end, **scope)
        what = " ".join(part for part in (row.rule, row.clock, row.kind) if part)
        visit.page.record(row, f"{what} is out of service until {visit.page.moment(row.until)}.")


@app.command("in")
def in_(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="RULE")],
    clock: Annotated[str | None, typer.Option(help="Only what is out for this promise.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only what is out for this kind of request.")] = None,
) -> None:
    """Put a rule back into service, all of it or a part."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.alarms.put_in_service(seat, rule, clock=clock, kind=kind)
        visit.page.record(row, f"{row.rule} is in service.")


@app.command()
def incident(
    ctx: typer.Context,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER")] = None,
    attach: Annotated[list[str] | None, typer.Option(metavar="NUMBER", help="A request that belongs to it.")] = None,
    detach: Annotated[list[str] | None, typer.Option(metavar="NUMBER", help="One that does not any more.")] = None,
    end: Annotated[bool, typer.Option("--end", help="It is over.")] = False,
    reason: Reason = "",
) -> None:
    """Make a request the parent of an incident, attach others to it, or end it; without a number list what lasts."""
    from console.incidents import change, lasting
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        if number is None:
            visit.page.table(lasting(visit.reading()), ("number", "reason", "by", "began_at", "children"))
            return
        desk, seat = visit.seated()
        row = change(desk, seat, number, attach or [], detach or [], end, reason)
        ended = "over" if row.ended_at is not None else "lasts"
        visit.page.record(row, f"{row.number}: the incident {ended}; {', '.join(row.children) or 'no children'}.")


@app.command()
def major(
    ctx: typer.Context,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER")] = None,
    kind: Annotated[
        str, typer.Option(help="fire, explosion, casualties, school, hospital, outage or marked.")
    ] = "marked",
    note: Annotated[str, typer.Option(help="A word for the leaders.")] = "",
) -> None:
    """Report a request to the named leaders at once; without a number list what was reported."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        if number is None:
            visit.page.table(visit.look().majors(), ("number", "kind", "by", "marked_at", "receipts"))
            return
        desk, seat = visit.seated()
        row = desk.majors.mark(seat, number, kind=kind, note=note)
        visit.page.record(row, f"{row.number}: reported to {', '.join(one.name for one in row.receipts) or 'nobody'}.")


@app.command()
def receipt(
    ctx: typer.Context,
    number: Number,
    leader: Annotated[str | None, typer.Option(metavar="LOGIN", help="Whose word was taken; else your own.")] = None,
) -> None:
    """Write down that a leader knows of a major emergency."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.majors.receipt(seat, number, leader=leader)
        waiting = [one.name for one in row.receipts if one.received_at is None]
        visit.page.record(
            row, f"{row.number}: {'waiting for ' + ', '.join(waiting) if waiting else 'everybody knows'}."
        )
