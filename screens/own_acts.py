"""What is one's own, from any screen of the desk: calls and corrections to go on with, a number that is promised."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from textual.app import App
from textual.screen import Screen

from models.errors import DeskError
from models.rows import Draft, Seat, UnsavedEdit
from models.rows.own import PromiseRow
from models.vocabulary import Role
from screens.conversation import Conversation, until_done
from screens.dialogs import AskLines, AskTime, Blank, Choose, Option
from screens.format import clean, short_span
from screens.host import host_of, view_of
from screens.own_asks import LIKELY
from screens.rooms import room
from screens.spool import Spooled
from screens.view import View


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A call or a correction that can be gone on with: one's own first, then those of others (a supervisor's)."""

    key: str
    label: str
    hint: str
    draft: Draft | None = None
    edit: UnsavedEdit | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def unfinished(desk: Any, seat: Seat, spool: Any, view: View) -> list[Unfinished]:
    """Everything this seat may go on with, for a thread; what only this machine has (the spool) comes first."""
    left = spool.left_behind(seat.login, str(desk.store.path))
    out = [_spooled(one, view) for one in left]
    saved = {one.draft_id for one in left}
    own = [one for one in desk.look.drafts(seat.operator_id) if any(one.fields.values()) and one.id not in saved]
    out += [Unfinished(f"draft:{one.id}", view.clock(one.received), gist_of(one.fields), one) for one in own]
    out += [
        Unfinished(f"edit:{one.request_id}", view.say("intake.edit_of", number=one.number),
                   gist_of({name: text for name, text in one.fields.items() if text != one.base.get(name)}), edit=one)
        for one in desk.look.unsaved(seat.operator_id)
    ]  # fmt: skip
    if seat.may(Role.SUPERVISOR):
        known = {one.id for one in own} | saved
        out += [
            Unfinished(f"draft:{one.id}", _others(one, view), gist_of(one.fields), one)
            for one in desk.look.all_drafts()
            if one.id not in known
        ]
    return out


def _spooled(one: Spooled, view: View) -> Unfinished:
    """What only this machine has: a call goes on in the draft it was begun in, if that is there."""
    label = view.say("intake.on_machine", at=view.clock(one.updated_at))
    typed = {name: text for name, text in one.fields.items() if text != one.base.get(name)}
    key, hint = f"spool:{one.name}", gist_of(typed)
    if one.request_id is not None:
        edit = UnsavedEdit(one.request_id, "", one.base, one.fields, one.updated_at)
        return Unfinished(key, label, hint, None, edit, one.fields)
    return Unfinished(key, label, hint, Draft(one.draft_id, one.received, {}, one.updated_at), None, one.fields)


def _others(one: Draft, view: View) -> str:
    ago = short_span(max(0, view.now - one.updated_at), view.wording)
    return view.say("intake.of_other", name=clean(one.owner), time=ago)


def gist_of(fields: Mapping[str, str]) -> str:
    """What was typed, in a line: who, where and what first."""
    first = ("phone", "caller", "address", "text")
    names = [*first, *(name for name in fields if name not in (*first, "customer_id", "premise_id"))]
    return clean("  ".join(fields[name] for name in names if fields.get(name)))


async def go_on(screen: Screen[Any]) -> None:
    """Go on with an unfinished call or correction: the only own one at once, else one that is chosen."""
    host, app = host_of(screen), screen.app
    if host.desk is None or host.seat is None:
        host.say(host.wording("line.opening"))
        return
    view = view_of(host)
    try:
        found = await asyncio.to_thread(unfinished, host.desk, host.seat, host.spool, view)
    except DeskError as error:
        host.refuse(error)
        return
    if not found:
        host.say(view.say("intake.no_drafts"))
        return
    one = (
        found[0]
        if len(found) == 1 and not (found[0].draft and found[0].draft.owner)
        else await _chosen(app, found, view)
    )
    if one is not None:
        await open_unfinished(app, one)


async def go_on_with(screen: Screen[Any], key: str) -> None:
    """Go on with the unfinished call of that key (``draft:7``), if this seat may; else say why not."""
    host = host_of(screen)
    if host.desk is None or host.seat is None:
        host.say(host.wording("line.opening"))
        return
    try:
        found = await asyncio.to_thread(unfinished, host.desk, host.seat, host.spool, view_of(host))
    except DeskError as error:
        host.refuse(error)
        return
    one = next((one for one in found if one.key == key), None)
    if one is None:
        host.say(host.wording("intake.draft_not_here"))
    else:
        await open_unfinished(screen.app, one)


async def _chosen(app: App[Any], found: Sequence[Unfinished], view: View) -> Unfinished | None:
    options = [Option(one.key, one.label, one.hint) for one in found]
    key = await app.push_screen_wait(Choose(view, view.say("intake.which_draft"), options))
    return next((one for one in found if one.key == key), None)


async def open_unfinished(app: App[Any], one: Unfinished) -> None:
    """Show the form or the correction with everything that was typed."""
    host = host_of(app)
    if one.edit is not None:
        try:
            detail = await asyncio.to_thread(host.desk.look.detail, one.edit.request_id)
        except DeskError as error:
            host.refuse(error)
            return
        left = one.key.removeprefix("spool:") if one.key.startswith("spool:") else ""
        await app.push_screen(room("editing")(detail, one.edit, left=left))
        return
    draft = one.draft
    assert draft is not None
    left = one.key.removeprefix("spool:") if one.fields else ""
    await app.push_screen(room("intake")(draft, typed=one.fields, left=left))


async def promise_number(app: App[Any]) -> None:
    """Promise a number a call that is about no request; runs inside a worker."""
    host = host_of(app)
    if host.desk is None or host.seat is None:
        return
    view = view_of(host)
    title = view.say("key_help.promise_number")
    blanks = [Blank("phone", view.say("ask.phone")), Blank("note", view.say("ask.promise_note"), "", True)]

    async def ask(talk: Conversation) -> Callable[[], PromiseRow] | None:
        given = await talk.ask(AskLines(view, title, blanks))
        if given is None:
            return None
        until = await talk.ask(AskTime(view, f"{title}  {given['phone']}", LIKELY, clock=host.wall.now))
        if until is None:
            return None
        return partial(host.desk.calling_back.promise_number, host.seat, until=until, **given)

    made = await until_done(app, ask)
    if made is not None:
        host.say(view.say("did.promise_number", phone=clean(made.phone), until=view.clock(made.promised_at)))
        host.stir()
