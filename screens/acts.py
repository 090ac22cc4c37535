"""One act on one request, from the key press to the journal: ask what it needs, do it in a thread, say what came."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import uuid4

from textual.app import App

from models.errors import Conflict, DeskError, StoreError
from models.refusals import Refusal
from models.rows import AlarmRow, Done, RequestDetail, Seat
from models.vocabulary import Act, AlarmState, Role
from screens.after_asks import AFTER_ASKS, act_of, let_go
from screens.alarm_asks import ALARM_ASKS, alarm_choices, alarm_said
from screens.asking import OVERRIDES, Asking, Asks, Lists, Verb
from screens.conversation import Conversation
from screens.dialogs import AskLine, Choose, Confirm, Option
from screens.explaining import Explain
from screens.finish_asks import FINISH_ASKS
from screens.host import host_of, view_of
from screens.inspection_asks import INSPECT_ASKS, inspected
from screens.messages import RowsChanged
from screens.next_step import STEP, in_detail, next_step
from screens.own_asks import OWN_ASKS
from screens.plain_asks import ASKS
from screens.rooms import room
from screens.sending import assign
from screens.story import SAID
from screens.view import View
from screens.voice_asks import VOICE_ASKS, voice_choices
from screens.widgets.alarm_steps import rule_words

ALL_ASKS = {**ASKS, **OWN_ASKS, **FINISH_ASKS, **AFTER_ASKS, Act.ASSIGN: assign, **ALARM_ASKS, **VOICE_ASKS,
            **INSPECT_ASKS}  # fmt: skip
"""Every act that a person can do to a request from a screen, what concerns its alarms and its callers included."""

ENDS = (Act.RESOLVE, Act.INCIDENT)
"""Acts by which what many rang about may have come to its end: they are called back together."""

ADDED = (Act.NOTE, Act.JOIN, Act.LINK, Act.PROMISE, Act.KEEP_PROMISE, Act.MOVE_PROMISE, Act.CHECK_IN,
         Act.SAFE_RECORD, Act.CONFIRM, Act.START_PLAN, Act.TICK, Act.UNTICK, Act.REVIEW_PLAN,
         Act.CALL_TRY, Act.REVIEW_COMPLAINT)  # fmt: skip
"""Acts that only add something: no decision of another seat stands in their way."""


async def perform(
    app: App[Any], act: str, request_id: int, *, at: int | None = None, said: Mapping[str, Any] | None = None
) -> bool:
    """Do `act` to a request; runs inside a worker. True if it was done.

    Args:
        act: a word of the vocabulary, or ``step`` for whatever the crew does next.
        at: the true time, if it is not now.
        said: facts of the act that were given with it; what is missing is asked.
    """
    host = host_of(app)
    desk, seat = host.desk, host.seat
    if desk is None or seat is None:
        return False
    try:
        if act == Act.ACKNOWLEDGE:
            return await acknowledge(app, request_id=request_id, text=str((said or {}).get("text", "")))
        detail, lists, choices = await asyncio.to_thread(_read, desk, seat, request_id, act, host.wall.now())
        act = next_step(detail) if act == STEP else act
        if (why_not := _why_not(act, detail, choices)) is not None:
            host.refuse(why_not)
            return False
        if not said and await _opened(app, act, detail):
            return True
        talk = Conversation(app)
        asking = Asking(desk, seat, detail, lists, view_of(host), talk.ask, host.wall.now)
        ended = await _until_done(talk, act, asking, at, said)
    except DeskError as error:
        host.refuse(error)
        if isinstance(error, Conflict):
            _changed(app, request_id)
        return False
    if ended is None:
        return False
    act = act_of(act, ended[1])
    host.memory.did(act, getattr(ended[1], "keywords", None), said)
    await _tell(app, act, request_id, *ended)
    return True


def _why_not(act: str, detail: RequestDetail, choices: Any) -> DeskError | None:
    """Why the act cannot be done to this request now, known before anything is asked."""
    every = [*choices, *alarm_choices(detail), *voice_choices(detail)]
    barred = (choice for choice in every if choice.act == act and choice.why_not is not None)
    return next((Refusal(choice.why_not, choice.facts).error() for choice in barred), None)


async def _opened(app: App[Any], act: str, detail: RequestDetail) -> bool:
    """Open the screen of an act that has one of its own, where it is asked better than question by question."""
    if act == Act.USE:
        await app.screen.run_action("knowledge")
    elif act == Act.EDIT:
        await app.push_screen(room("editing")(detail))
    return act in (Act.USE, Act.EDIT)


async def _tell(app: App[Any], act: str, request_id: int, done: Done, verb: Verb) -> None:
    """Say what came of it, let the rows follow, and offer what belongs to an end."""
    host = host_of(app)
    host.say(told(act, done, verb, view_of(host)))
    host.stir()
    _changed(app, request_id)
    if act in ENDS:
        from screens.wave_acts import offer

        await offer(app, request_id)


async def _until_done(
    talk: Conversation, act: str, asking: Asking, at: int | None, said: Mapping[str, Any] | None = None
) -> tuple[Done, Verb] | None:
    """Ask and carry out, again and again while a question with typed text stands; None when it was left.

    Raises:
        DeskError: the desk refuses; a call-back that had begun is over.
    """
    asks = _asks(act, said)
    expect = None if act in ADDED else asking.detail.row.version
    try:
        while True:
            verb = await asks(asking) if asks is not None else None
            if verb is None:
                return None
            timed = partial(verb, **({} if at is None else {"at": at}))
            try:
                return await carry_out(talk, timed, asking.id, expect=expect), verb
            except DeskError as error:
                if not talk.open:
                    if act == Act.CLOSE:
                        await let_go(asking)
                    raise
                talk.refused(asking.view.wording.error(error))
                if isinstance(error, Conflict) and expect is not None:  # whoever answers again has read who was first
                    expect = (await asyncio.to_thread(asking.desk.look.detail, asking.id)).row.version
    finally:
        talk.close()


def _asks(act: str, said: Mapping[str, Any] | None) -> Asks | None:
    """The questions of an act; those of one that was said with some of its facts leave these out."""
    if not said and act in ALL_ASKS:
        return ALL_ASKS[act]
    from screens.card_asks import CARD_ASKS
    from screens.filling import said_asks

    return said_asks(act, said or {}) if said or act not in CARD_ASKS else CARD_ASKS[act]


def _changed(app: App[Any], request_id: int) -> None:
    app.screen.post_message(RowsChanged(frozenset({request_id}), own=request_id))


def _read(desk: Any, seat: Seat, request_id: int, act: str, now: int) -> tuple[RequestDetail, Lists, Any]:
    look = desk.look
    return (
        look.detail(request_id),
        Lists(
            crews=tuple(look.crews(now)) if act == Act.ASSIGN else (),
            categories=tuple(look.categories()) if act == Act.RECLASSIFY else (),
            operators=tuple(look.operators()) if act == Act.HAND_OVER else (),
            ranking=look.ranking(request_id, now) if act == Act.ASSIGN else None,
            endings=tuple(look.endings(request_id, seat, now)) if act == Act.RESOLVE else (),
        ),
        in_detail(look.detail(request_id), look.choices(request_id, seat, now)),
    )


async def carry_out(talk: Conversation, verb: Verb, request_id: int, *, expect: int | None) -> Done:
    """Call the verb in a thread.

    A busy store is asked again with the same token; a refusal that a reason can set aside asks whoever may for that
    reason; words that were typed are not thrown away because somebody else was quicker.

    Raises:
        DeskError: the desk refuses.
    """
    app = talk.app
    host = host_of(app)
    token = uuid4().hex
    extra: dict[str, str] = {}
    while True:
        try:
            return await asyncio.to_thread(verb, expect=expect, token=token, **extra)
        except StoreError as error:
            view = view_of(host)
            title = view.say("ask.again", why=view.wording.error(error))
            if await app.push_screen_wait(Confirm(view, title, chosen="yes")) != "yes":
                raise
        except Conflict as error:
            view = view_of(host)
            title = view.say("ask.all_the_same", why=view.wording.error(error))
            if not typed_into(verb) or await app.push_screen_wait(Confirm(view, title)) != "yes":
                raise
            expect = (await asyncio.to_thread(host.desk.look.detail, request_id)).row.version
        except DeskError as error:
            role, name = OVERRIDES.get(error.code, (Role.ADMIN, ""))
            if not name or name in extra or host.seat is None or not host.seat.may(role):
                raise
            view = view_of(host)
            title = view.say("ask.override", why=view.wording.error(error))
            given = await talk.ask(AskLine(view, title, view.say("ask.reason")))
            if given is None:
                raise
            extra = {name: given["text"]}


def typed_into(verb: Verb) -> bool:
    """Does the call carry words that somebody typed?"""
    carried = verb.keywords if isinstance(verb, partial) else {}
    return any(carried.get(name) for name in SAID)


def told(act: str, done: Done, verb: Verb, view: View) -> str:
    """What the command line says after an act: the number, and what it now is."""
    carried: dict[str, Any] = dict(getattr(verb, "keywords", {}))
    if act == Act.RESPOND and carried.get("reply"):
        act = "reply"
    if act in ALARM_ASKS:
        return alarm_said(act, done, carried, view)
    if act == Act.INSPECT:
        return inspected(done, view)
    until = carried.get("until")
    return view.say(f"did.{act}", number=done.number, crew=carried.get("crew") or "", rule="",
                    until=view.clock(until) if until is not None else "")  # fmt: skip


async def explain(app: App[Any], request_id: int) -> None:
    """Show each clock of a request down to its segments, until somebody has read enough."""
    host = host_of(app)
    if host.desk is None:
        return
    try:
        found = await asyncio.to_thread(host.desk.look.explain, request_id, host.wall.now())
    except DeskError as error:
        host.refuse(error)
        return
    await app.push_screen_wait(Explain(view_of(host), found))


async def acknowledge(
    app: App[Any], *, request_id: int | None = None, alarm_id: int | None = None, text: str = ""
) -> bool:
    """Acknowledge an alarm by its id, or the request's unseen one (asked which, if there are several)."""
    host = host_of(app)
    if alarm_id is None:
        rows = await asyncio.to_thread(_unseen, host.desk, request_id)
        if not rows:
            number = await asyncio.to_thread(host.desk.look.number_of, request_id)
            host.say(host.wording("line.row_no_alarm", number=number))
            return False
        alarm_id = rows[0].id
        if len(rows) > 1:
            view = view_of(host)
            options = [Option(str(row.id), rule_words(row, view.wording), f"{row.level}%") for row in rows]
            chosen = await app.push_screen_wait(Choose(view, view.say("ask.which_alarm"), options))
            if chosen is None:
                return False
            alarm_id = int(chosen)
    try:
        row: AlarmRow = await asyncio.to_thread(host.desk.alarms.acknowledge, host.seat, alarm_id, text=text)
    except DeskError as error:
        host.refuse(error)
        return False
    view = view_of(host)
    host.say(view.say("did.acknowledge", number=row.number, rule=rule_words(row, view.wording)))
    host.stir()
    host.memory.did(Act.ACKNOWLEDGE.value, {"text": text} if text else {}, None)
    if row.request_id is not None:
        _changed(app, row.request_id)
    return True


def _unseen(desk: Any, request_id: int | None) -> list[AlarmRow]:
    rows = desk.look.detail(request_id).alarms
    waiting = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)
    return sorted((row for row in rows if row.state in waiting), key=lambda row: (-row.severity, -row.level, row.id))
