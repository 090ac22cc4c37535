"""What each act on a campaign of inspections, or on one visit of it, has to ask, and the verb call that comes of it."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from models.rows import CampaignRow, NewCampaign, VisitRow
from screens.conversation import Conversation
from screens.dialogs import AskLine, AskLines, Blank, Confirm
from screens.host import Host, view_of
from screens.several import names_in

Verb = Callable[[], Any]


async def _add(host: Host, talk: Conversation, _row: None) -> Verb | None:
    """Everything about a new one that has no usual value."""
    view = view_of(host)
    names = ("name", "from", "until", "districts", "crews", "per_day")
    usual = {"per_day": "40"}
    blanks = [Blank(name, view.say(f"campaign.{name}"), usual.get(name, ""), name in ("districts", "crews"))
              for name in names]  # fmt: skip
    while (given := await talk.ask(AskLines(view, view.say("campaign.add"), blanks))) is not None:
        if given["per_day"].isdecimal():
            new = NewCampaign(given["name"], given["from"], given["until"], names_in(given["districts"], " "),
                              crews=names_in(given["crews"], " "), per_day=int(given["per_day"]))  # fmt: skip
            return partial(host.desk.campaigns.add, host.seat, new)
        talk.refused(view.say("campaign.no_number"))
    return None


async def _plan(host: Host, talk: Conversation, row: CampaignRow) -> Verb | None:
    return partial(host.desk.campaigns.plan, host.seat, row.id)


async def _run(host: Host, talk: Conversation, row: CampaignRow) -> Verb | None:
    view = view_of(host)
    sure = await talk.ask(Confirm(view, view.say("campaign.run", name=row.name, n=row.open)))
    return partial(host.desk.campaigns.start, host.seat, row.id) if sure == "yes" else None


async def _halt(host: Host, talk: Conversation, row: CampaignRow) -> Verb | None:
    view = view_of(host)
    given = await talk.ask(AskLine(view, view.say("campaign.halt", name=row.name), view.say("ask.reason")))
    return partial(host.desk.campaigns.halt, host.seat, row.id, reason=given["text"]) if given else None


async def _announce(host: Host, talk: Conversation, row: CampaignRow) -> Verb | None:
    """The list itself is the command line's to print; here it is put on record that people were told."""
    view = view_of(host)
    sure = await talk.ask(Confirm(view, view.say("campaign.announce", name=row.name)))
    return partial(host.desk.campaigns.announce, host.seat, row.id) if sure == "yes" else None


async def _close(host: Host, talk: Conversation, row: CampaignRow) -> Verb | None:
    view = view_of(host)
    given = await talk.ask(AskLine(view, view.say("campaign.close", name=row.name, n=row.open), view.say("ask.reason")))
    return partial(host.desk.campaigns.close, host.seat, row.id, reason=given["text"]) if given else None


async def _move(host: Host, talk: Conversation, row: VisitRow) -> Verb | None:
    view = view_of(host)
    title = view.say("campaign.move", address=row.address)
    given = await talk.ask(AskLine(view, title, view.say("campaign.day"), value=row.day or ""))
    return partial(host.desk.campaigns.move, host.seat, row.id, day=given["text"]) if given else None


async def _drop(host: Host, talk: Conversation, row: VisitRow) -> Verb | None:
    view = view_of(host)
    given = await talk.ask(AskLine(view, view.say("campaign.drop", address=row.address), view.say("ask.reason")))
    return partial(host.desk.campaigns.drop, host.seat, row.id, reason=given["text"]) if given else None


CAMPAIGN_ASKS: Mapping[str, Callable[[Host, Conversation, Any], Awaitable[Verb | None]]] = {
    "add": _add,
    "plan": _plan,
    "run": _run,
    "halt": _halt,
    "announce": _announce,
    "close": _close,
}
VISIT_ASKS: Mapping[str, Callable[[Host, Conversation, Any], Awaitable[Verb | None]]] = {"move": _move, "drop": _drop}
