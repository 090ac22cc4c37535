"""What the acts on promises and hand-overs have to ask before they can be done."""

from collections.abc import Mapping, Sequence
from functools import partial

from models.rows import ActChoice, PromiseRow
from models.vocabulary import Act
from screens.asking import Asking, Asks, Verb
from screens.dialogs import AskTime, Option

LIKELY = ("+30m", "+1h", "+2h", "18:00")
HIDDEN = ("promise.none", "accept_owner.none")
"""Refusals of acts that are only spoken of where there is something to do."""


def worth_saying(choices: Sequence[ActChoice]) -> list[ActChoice]:
    """The choices without those on promises, hand-overs, plans and visits that do not exist."""
    from screens.after_asks import QUIET as AFTER
    from screens.finish_asks import QUIET

    own = (Act.KEEP_PROMISE, Act.MOVE_PROMISE, Act.DECLINE_OWNER)
    known = [choice for choice in choices if choice.why_not is None or choice.act not in QUIET | AFTER]
    shown = [choice for choice in known if choice.act not in own or choice.why_not not in HIDDEN]
    return [choice for choice in shown if choice.why_not != "inspect.kind"]


async def _decline(it: Asking) -> Verb | None:
    reason = await it.line(Act.DECLINE_OWNER, "ask.reason")
    return None if reason is None else partial(it.desk.handling.decline_owner, it.seat, it.id, reason=reason)


async def _until(it: Asking, act: str) -> int | None:
    title = f"{it.title(act)}  {it.view.say('ask.promise_until')}"
    until: int | None = await it.push(AskTime(it.view, title, LIKELY, clock=it.clock))
    return until


async def _promise(it: Asking) -> Verb | None:
    until = await _until(it, Act.PROMISE)
    note = None if until is None else await it.line(Act.PROMISE, "ask.promise_note", optional=True)
    return None if note is None else partial(it.desk.calling_back.promise, it.seat, it.id, until=until, note=note)


async def which_promise(it: Asking, act: str) -> int | None:
    """The promise that is meant."""
    rows: list[PromiseRow] = [row for row in it.detail.promises if row.kept_at is None]
    if len(rows) <= 1:
        return rows[0].id if rows else 0
    options = [Option(str(row.id), row.phone, f"{it.view.clock(row.promised_at)}  {row.note}") for row in rows]
    chosen = await it.pick(act, options)
    return None if chosen is None else int(chosen)


async def _keep(it: Asking) -> Verb | None:
    call = await which_promise(it, Act.KEEP_PROMISE)
    note = None if call is None else await it.line(Act.KEEP_PROMISE, "ask.keep_note", optional=True)
    if note is None:
        return None
    return partial(it.desk.calling_back.keep_promise, it.seat, it.id, call=call or None, note=note)


async def _move(it: Asking) -> Verb | None:
    call = await which_promise(it, Act.MOVE_PROMISE)
    until = None if call is None else await _until(it, Act.MOVE_PROMISE)
    reason = None if until is None else await it.line(Act.MOVE_PROMISE, "ask.reason")
    if reason is None:
        return None
    return partial(it.desk.calling_back.move_promise, it.seat, it.id, call=call or None, until=until, reason=reason)


OWN_ASKS: Mapping[str, Asks] = {
    Act.DECLINE_OWNER: _decline,
    Act.PROMISE: _promise,
    Act.KEEP_PROMISE: _keep,
    Act.MOVE_PROMISE: _move,
}
"""What a person can do to a request about whose it is and what was promised."""
