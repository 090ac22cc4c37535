"""What each act on a planned stop has to ask, and the verb call that comes of the answers."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from models.rows import NewStop, StopRow
from screens.conversation import Conversation
from screens.dialogs import AskLine, AskLines, Blank, Confirm
from screens.host import Host, view_of
from screens.instants import read_instant
from screens.several import names_in

Verb = Callable[[], StopRow]


async def _times(host: Host, talk: Conversation, title: str, blanks: list[Blank]) -> dict[str, Any] | None:
    """The blanks with `from` and `until` read as instants; asked again until they can be."""
    view = view_of(host)
    while (given := await talk.ask(AskLines(view, title, blanks))) is not None:
        read = {name: read_instant(given[name], view.now, view.zone) for name in ("from", "until")}
        if None not in read.values():
            return {**given, **read}
        talk.refused(view.say("stops.times_unread"))
    return None


async def _plan(host: Host, talk: Conversation, _row: None) -> Verb | None:
    """Everything about a new one."""
    view = view_of(host)
    names = ("district", "streets", "buildings", "from", "until", "reason")
    blanks = [Blank(name, view.say(f"stops.{name}"), "", name not in ("from", "until")) for name in names]
    given = await _times(host, talk, view.say("stops.plan"), blanks)
    if given is None:
        return None
    new = NewStop(given["from"], given["until"], given["district"], names_in(given["streets"]),
                  names_in(given["buildings"]), reason=given["reason"])  # fmt: skip
    return partial(host.desk.stops.plan, host.seat, new)


async def _change(host: Host, talk: Conversation, row: StopRow) -> Verb | None:
    """Its times and its reason."""
    view = view_of(host)
    was = {"from": view.clock(row.from_at), "until": view.clock(row.restore_at), "reason": row.reason}
    blanks = [Blank(name, view.say(f"stops.{name}"), value, name == "reason") for name, value in was.items()]
    given = await _times(host, talk, view.say("stops.change", n=row.id), blanks)
    if given is None:
        return None
    facts = {"from_at": given["from"], "restore_at": given["until"], "reason": given["reason"]}
    return partial(host.desk.stops.change, host.seat, row.id, expect=row.version, **facts)


async def _notify(host: Host, talk: Conversation, row: StopRow) -> Verb | None:
    """Who was told, and how."""
    view = view_of(host)
    blanks = [
        Blank("whom", view.say("stops.whom"), row.told_whom),
        Blank("how", view.say("stops.how"), row.told_how),
    ]
    given = await talk.ask(AskLines(view, view.say("stops.notify", n=row.id), blanks))
    if given is None:
        return None
    return partial(host.desk.stops.notify, host.seat, row.id, whom=given["whom"], how=given["how"])


async def _restore(host: Host, talk: Conversation, row: StopRow) -> Verb | None:
    """Gas is back."""
    view = view_of(host)
    sure = await talk.ask(Confirm(view, view.say("stops.restore", n=row.id), chosen="yes"))
    return partial(host.desk.stops.restore, host.seat, row.id) if sure == "yes" else None


async def _cancel(host: Host, talk: Conversation, row: StopRow) -> Verb | None:
    """It does not take place."""
    view = view_of(host)
    given = await talk.ask(AskLine(view, view.say("stops.cancel", n=row.id), view.say("ask.reason")))
    return partial(host.desk.stops.cancel, host.seat, row.id, reason=given["text"]) if given else None


STOP_ASKS: Mapping[str, Callable[[Host, Conversation, Any], Awaitable[Verb | None]]] = {
    "plan": _plan,
    "change": _change,
    "notify": _notify,
    "restore": _restore,
    "cancel": _cancel,
}
