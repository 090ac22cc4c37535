"""``hotline notify``: the outside channels, a test of one, and what was told outside, with every try."""

from typing import Annotated, Any

import typer

app = typer.Typer()

LISTED = ("id", "kind", "step", "audience", "severity", "number", "state", "created_at", "sent_at", "tries", "channels")
CHANNELS = ("name", "kind", "audience", "severity", "language", "show", "lines", "quiet", "leaders", "understood")


def facts(notice: Any) -> dict[str, Any]:
    """A notice in the words of the outside; a phone and an address stay inside."""
    tries = [{name: getattr(one, name) for name in ("channel", "at", "ok", "said")} for one in notice.attempts]
    return {
        **{name: getattr(notice, name) for name in ("id", "key", "kind", "step", "audience", "severity", "number")},
        **{name: getattr(notice, name) for name in ("district", "rule", "clock", "level", "state", "created_at")},
        **{name: getattr(notice, name) for name in ("sent_at", "received_at", "received_by", "next_try_at", "tries")},
        "attempts": tries,
        "channels": [f"{one['channel']}: {one['said']}" for one in {one["channel"]: one for one in tries}.values()],
    }


@app.command("list")
def list_(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also what was delivered or is over.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 1000,
) -> None:
    """List what waits to be told outside or could not be, the newest first, with the tries."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        rows = visit.look().outbox().listed(all=every, limit=limit)
        visit.page.table([facts(row) for row in rows], LISTED)


@app.command()
def channels(ctx: typer.Context) -> None:
    """List the channels of the settings file; fail if one of them cannot be meant."""
    from console.channels import outside_of
    from console.cli import sentences
    from console.render import Page
    from console.sending import understood
    from console.settings import resolve

    settings = resolve(ctx.obj)
    outside, page = outside_of(settings), Page(settings.json)
    known = understood([one.url for one in outside.channels]) if outside.channels else []
    page.table([_shown(one, known[place] if known else None) for place, one in enumerate(outside.channels)], CHANNELS)
    for fault in outside.faults:
        for said in sentences(fault, settings.lang):
            page.talk(said)
    if outside.faults or not all(known or []):
        raise typer.Exit(1)


def _shown(channel: Any, understood: bool | None) -> dict[str, Any]:
    quiet = channel.quiet and "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in channel.quiet)
    plain = {name: getattr(channel, name) for name in ("name", "severity", "language", "lines", "leaders", "show")}
    return {**plain, "kind": channel.scheme, "audience": channel.audiences, "quiet": quiet, "understood": understood}


@app.command()
def test(
    ctx: typer.Context,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL")],
    to: Annotated[str, typer.Option(metavar="PHONE", help="Where to, over a channel to callers.")] = "",
) -> None:
    """Send a test over a channel and say what came of it."""
    from console.channels import outside_of
    from console.notifying import send_test
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        chosen = outside_of(visit.settings).channel(channel)
        desk, seat = visit.seated()
        visit.page.record(facts(send_test(desk, seat, chosen, to)), f"{channel}: delivered")
