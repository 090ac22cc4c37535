"""The list of calls: those that wait, numbers to call back, and what this day's calls came to; each with its act."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App

from models.errors import DeskError
from models.rows import CallRow, MissedRow
from models.vocabulary import CallState, Direction, WrapUp
from models.wall import DAY
from screens.conversation import Conversation, until_done
from screens.dialogs import AskLine, Choose, Option, haystack
from screens.format import clean
from screens.host import Host, host_of, view_of
from screens.rooms import room
from screens.view import View

LISTED = 40
"""Calls of the last day that are listed below those that wait for somebody."""


async def list_calls(app: App[Any], typed: str = "") -> None:
    """Show the list, and do to what is chosen what is to be done; runs inside a worker."""
    host, view = host_of(app), view_of(host_of(app))
    phone = host.desk.look.telephone()
    try:
        missed: list[MissedRow] = await asyncio.to_thread(phone.missed)
        rows: list[CallRow] = await asyncio.to_thread(partial(phone.listed, view.now - DAY, (), LISTED))
    except DeskError as error:
        host.refuse(error)
        return
    waiting = [row for row in rows if row.state is CallState.WAITING]
    done = [row for row in rows if row.state in (CallState.ENDED, CallState.ON_LINE)]
    options = [
        *(_waits(row, view) for row in waiting),
        *(_missed(row, view) for row in missed),
        *(_done(row, view) for row in done),
    ]
    options = [one for one in options if all(word in haystack(one) for word in typed.casefold().split())]
    if not options:
        host.say(view.say("call.none"))
        return
    title = view.say("call.list", waiting=len(waiting), missed=len(missed))
    chosen = await app.push_screen_wait(Choose(view, title, options))
    kind, _, which = (chosen or "").partition(":")
    if kind == "wait":
        await take(app, int(which))
    elif kind == "missed":
        await call_back(app, which)
    elif kind == "done":
        await wrap_up(app, int(which))


def _when(at: int | None, view: View) -> str:
    return view.time(at)[:5] if at is not None else ""


def _waits(row: CallRow, view: View) -> Option:
    who = clean(row.phone) or view.say("call.withheld")
    return Option(f"wait:{row.id}", f"{view.say('call.rings')} {_when(row.rang_at, view)}  {who}",
                  clean(row.offered or row.queue), "amber")  # fmt: skip


def _missed(row: MissedRow, view: View) -> Option:
    times = view.say("call.times", n=row.count) if row.count > 1 else ""
    parts = (f"{view.say('call.missed')} {_when(row.last_at, view)}", clean(row.phone), times, clean(row.caller),
             clean(view.place(row.district, row.address)))  # fmt: skip
    said = "  ".join(part for part in parts if part)
    return Option(f"missed:{row.phone}", said, view.say("call.due", at=_when(row.due_at, view)),
                  "red" if row.due_at < view.now else "text")  # fmt: skip


def _done(row: CallRow, view: View) -> Option:
    word = view.word("wrap_up_out" if row.direction is Direction.OUT else "wrap_up", row.wrap_up) if row.wrap_up else ""
    state = word or view.say("call.on_line" if row.state is CallState.ON_LINE else "call.no_word")
    who = clean(row.phone) or view.say("call.withheld")
    said = f"{_when(row.answered_at, view)}  {who}  {state}  {clean(row.number or '')}"
    return Option(f"done:{row.id}", said, clean(row.operator), "dim")


async def take(app: App[Any], call_id: int) -> None:
    """Answer a call of the list: the form opens with what is known of its number."""
    host = host_of(app)
    pop = next((one for one in host.calling.now.pops if one.call.id == call_id), None)
    if pop is None:
        host.say(host.wording("call.not_here"))
        return
    host.calling.taken.add(call_id)
    await app.push_screen(room("intake")(ring=pop))


async def call_back(app: App[Any], phone: str) -> None:
    """A missed number was called: was somebody reached?"""
    host = host_of(app)
    view = view_of(host)
    ways = [Option("reached", view.say("call.reached")), Option("nobody", view.say("call.nobody"))]
    title = view.say("call.back", phone=clean(phone))

    async def ask(talk: Conversation) -> Callable[[], str] | None:
        way = await talk.ask(Choose(view, title, ways))
        if way is None:
            return None
        given = await talk.ask(AskLine(view, title, view.say("call.note"), optional=True)) if way == "reached" else {}
        return None if given is None else partial(_called_back, host, phone, way, given.get("text", ""))

    try:
        way = await until_done(app, ask)
    except DeskError as error:
        host.refuse(error)
        return
    if way is not None:
        host.say(view.say(f"call.did_{way}", phone=clean(phone)))
        host.stir()


def _called_back(host: Host, phone: str, way: str, note: str) -> str:
    """Write down that the number was called; answers the way it went, for the sentence afterwards."""
    host.desk.calls.called_back(host.seat, phone, reached=way == "reached", note=note)
    return way


def wrap_ups(view: View, usual: str) -> list[Option]:
    """What may have become of a call, the usual one first, each with its digit."""
    words = [usual, *(word.value for word in WrapUp if word.value not in (usual, WrapUp.NEW_JOB))]
    return [Option(word, view.word("wrap_up", word)) for word in words]


async def wrap_up(app: App[Any], call_id: int) -> None:
    """Say again what became of a call."""
    host = host_of(app)
    view = view_of(host)
    row: CallRow = await asyncio.to_thread(host.desk.look.telephone().call, call_id)
    usual = row.wrap_up or (WrapUp.ANSWERED if row.request_id is None else WrapUp.PROGRESS).value
    chosen = await app.push_screen_wait(Choose(view, view.say("call.wrap_up"), wrap_ups(view, usual)))
    if chosen is None:
        return
    try:
        await asyncio.to_thread(partial(host.desk.calls.end, host.seat, call_id, wrap_up=WrapUp(chosen)))
    except DeskError as error:
        host.refuse(error)
        return
    host.say(view.say("call.wrapped", wrap_up=view.word("wrap_up", chosen)))
    host.stir()


async def wrap_up_last(app: App[Any]) -> None:
    """Say what became of the call that this seat answered last."""
    host, view = host_of(app), view_of(host_of(app))
    phone = host.desk.look.telephone()
    rows: list[CallRow] = await asyncio.to_thread(partial(phone.listed, view.now - DAY, (), LISTED))
    name = host.seat.name if host.seat is not None else ""
    own = next((row for row in rows if row.operator == name and row.answered_at is not None), None)
    if own is None:
        host.say(view.say("call.none"))
    else:
        await wrap_up(app, own.id)
