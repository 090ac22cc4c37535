"""What a person may do to an alarm or a rule from a screen: asked in one line, done in a thread, said what came."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from textual.app import App

from models.errors import DeskError
from models.refusals import refuse
from models.rows import AlarmRow, RuleOutRow
from models.vocabulary import AlarmState, Role, Rule
from screens.conversation import Conversation, until_done
from screens.dialogs import Choose, Confirm, Option
from screens.format import clean
from screens.host import host_of, view_of
from screens.messages import RowsChanged
from screens.rule_asks import scope_asked
from screens.shelving import AskRule, AskShelving
from screens.view import View
from screens.widgets.alarm_lines import WAITING, group_of
from screens.widgets.alarm_steps import minute, rule_words, scope_words

OF_THE_DESK = ("rule",)
"""What is about no alarm."""

SHELVABLE = (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED)
LISTED = 2000
"""Alarms among which a group is looked for."""

Done = tuple[str, frozenset[int]]
"""What came of an act: the sentence to say, and the requests that changed."""


async def perform(
    app: App[Any], verb: str, alarm: AlarmRow | None, request_id: int | None, *, rule: str | None = None,
    said: Mapping[str, Any] | None = None,
) -> bool:  # fmt: skip
    """Do a verb of :data:`VERBS`, some of its facts `said` already; runs inside a worker. True if it was done."""
    host = host_of(app)
    if host.desk is None or host.seat is None:
        return False
    try:
        if alarm is None and request_id is not None and verb not in OF_THE_DESK:
            alarm = await _which(app, request_id, verb)
            if alarm is None:
                return False
        if verb == "rule":
            done = await _service(app, rule or (alarm.rule if alarm is not None else None), said)
        elif verb in SAYABLE:
            done = await SAYABLE[verb](app, alarm, said)
        else:
            done = await VERBS[verb](app, alarm)
    except DeskError as error:
        host.refuse(error)
        return False
    if done is None:
        return False
    sentence, requests = done
    host.memory.did(f"alarms.{verb}", said or {}, None)
    host.say(sentence)
    host.stir()
    app.screen.post_message(RowsChanged(requests))
    return True


async def _which(app: App[Any], request_id: int, verb: str) -> AlarmRow | None:
    """The alarm of a request that is meant; asked for if there are several."""
    host = host_of(app)
    detail = await asyncio.to_thread(host.desk.look.detail, request_id)
    rows: Sequence[AlarmRow] = [row for row in detail.alarms if row.state in MEANT[verb]]
    if not rows:
        host.say(
            host.wording("line.row_no_alarm_for", number=detail.row.number, verb=host.wording(f"key.alarms.{verb}"))
        )
        return None
    if len(rows) == 1:
        return rows[0]
    view = view_of(host)
    options = [
        Option(str(row.id), rule_words(row, view.wording), f"{row.level}%  {view.word('alarm_state', row.state)}")
        for row in rows
    ]
    chosen = await app.push_screen_wait(Choose(view, view.say("ask.which_of_alarms"), options))
    return next((row for row in rows if str(row.id) == chosen), None)


def about(row: AlarmRow, view: View) -> str:
    """Which alarm, in the words of a title or a sentence."""
    named = "" if row.figure is not None else clean(row.number or row.subject)
    return " ".join(part for part in (named, rule_words(row, view.wording)) if part)


def _requests(rows: Sequence[AlarmRow]) -> frozenset[int]:
    return frozenset(row.request_id for row in rows if row.request_id is not None)


async def _shelve(app: App[Any], alarm: AlarmRow | None, said: Mapping[str, Any] | None = None) -> Done | None:
    host = host_of(app)
    if alarm is None:
        return None
    if alarm.severity >= 3 and not (host.seat and host.seat.may(Role.SUPERVISOR)):
        raise refuse("shelve.life")
    whole = {"minutes", "reason"} <= set(said or {})

    async def ask(talk: Conversation) -> Callable[[], Any] | None:
        if said and whole:
            return partial(host.desk.alarms.shelve, host.seat, alarm.id, **said)
        given = await talk.ask(AskShelving(view_of(host), about(alarm, view_of(host)), alarm.severity))
        if given is None:
            return None
        minutes, reason = int(given["minutes"]), given["reason"]
        return partial(host.desk.alarms.shelve, host.seat, alarm.id, minutes=minutes, reason=reason)

    row: AlarmRow | None = await until_done(app, ask)
    if row is None:
        return None
    view = view_of(host)
    until = minute(row.shelved_until, view) if row.shelved_until is not None else ""
    return view.say("did.shelve", alarm=about(row, view), until=until), _requests([row])


async def _unshelve(app: App[Any], alarm: AlarmRow | None) -> Done | None:
    host = host_of(app)
    if alarm is None:
        return None
    row: AlarmRow = await asyncio.to_thread(host.desk.alarms.unshelve, host.seat, alarm.id)
    view = view_of(host)
    return view.say("did.unshelve", alarm=about(row, view)), _requests([row])


async def _shelf(app: App[Any], alarm: AlarmRow | None) -> Done | None:
    """One key: onto the shelf, and what lies there back."""
    shelved = alarm is not None and alarm.state == AlarmState.SHELVED
    return await (_unshelve if shelved else _shelve)(app, alarm)


async def _group(app: App[Any], alarm: AlarmRow | None, said: Mapping[str, Any] | None = None) -> Done | None:
    """Acknowledge all that wait as this one does, of its rule, clock and district; life safety only after a yes."""
    host = host_of(app)
    if alarm is None:
        return None
    alike = await asyncio.to_thread(_alike, host.desk, alarm)
    view = view_of(host)
    facts = {"n": len(alike), "rule": rule_words(alarm, view.wording), "place": view.place(alarm.district, "") or "--"}
    if not alike:
        host.say(view.say("line.group_seen", **facts))
        return None
    if alarm.severity >= 3 and len(alike) > 1:
        answer = await app.push_screen_wait(Confirm(view, view.say("ask.ack_life", **facts)))
        if answer != "yes":
            return None
    text = str((said or {}).get("text", ""))
    rows: Sequence[AlarmRow] = await asyncio.to_thread(
        host.desk.alarms.acknowledge_several, host.seat, [row.id for row in alike], text=text
    )
    return view.say("did.acknowledge_group", **{**facts, "n": len(rows)}), _requests(rows)


def _alike(desk: Any, alarm: AlarmRow) -> list[AlarmRow]:
    if alarm.state not in WAITING:
        return []
    ref = group_of(alarm)
    rows: list[AlarmRow] = desk.look.alarms(states=[alarm.state], limit=LISTED)
    return [row for row in rows if group_of(row) == ref]


async def _service(app: App[Any], rule: str | None, said: Mapping[str, Any] | None = None) -> Done | None:
    """Ask which rule, beginning at `rule`; one that is out of service comes back, the others go out."""
    host = host_of(app)
    if not (host.seat and host.seat.may(Role.SUPERVISOR)):
        raise refuse("role.needed", role=Role.SUPERVISOR.value)
    out: Sequence[RuleOutRow] = await asyncio.to_thread(host.desk.look.rules_out)
    view = view_of(host)
    title = view.say("ask.which_rule")
    chosen = (said or {}).get("rule")
    if chosen is None:
        first = next((one.value for one in rule_options(out, view) if one.value.partition(" ")[0] == rule), None)
        chosen = await app.push_screen_wait(Choose(view, title, rule_options(out, view), chosen=first))
    if chosen is None:
        return None
    back = next((row for row in out if _key(row) == chosen), None)
    if back is not None:
        scope = {"clock": back.clock, "kind": back.kind}
        await asyncio.to_thread(partial(host.desk.alarms.put_in_service, host.seat, back.rule, **scope))
        return view.say("did.in", rule=scope_words(back, view)), frozenset()
    asked = await scope_asked(app, view, chosen)
    if asked is None:
        return None
    name = view.word("alarm_rule", chosen)

    async def ask(talk: Conversation) -> Callable[[], Any] | None:
        if said and {"until", "reason"} <= set(said):
            facts = {**asked, "reason": said["reason"], "until": said["until"]}
            return partial(host.desk.alarms.take_out_of_service, host.seat, chosen, **facts)
        given = await talk.ask(AskRule(view_of(host), view.say("ask.rule_out", rule=name)))
        if given is None:
            return None
        until, reason = int(given["until"]), given["reason"]
        facts = {**asked, "reason": reason, "until": until}
        return partial(host.desk.alarms.take_out_of_service, host.seat, chosen, **facts)

    row: RuleOutRow | None = await until_done(app, ask)
    if row is None:
        return None
    return view.say("did.out", rule=scope_words(row, view), until=minute(row.until, view)), frozenset()


def rule_options(out: Sequence[RuleOutRow], view: View) -> list[Option]:
    """What is out of service first, with until when and why; then every rule, but for those that are wholly out."""
    whole = {row.rule for row in out if row.rule != Rule.CLOCK and not row.kind}
    rules = (rule for rule in Rule if rule.value not in whole)
    return [
        *(Option(_key(row), scope_words(row, view), _standing(row, view), "amber") for row in out),
        *(Option(rule.value, view.word("alarm_rule", rule), _standing(None, view)) for rule in rules),
    ]


def _key(row: RuleOutRow) -> str:
    """Which of what is out of service: its rule first, then its id."""
    return f"{row.rule} {row.id}"


def _standing(row: RuleOutRow | None, view: View) -> str:
    if row is None:
        return view.say("ask.rule_in_service")
    return "  ".join(
        (view.say("ask.rule_is_out", until=minute(row.until, view), name=row.by or "--"), clean(row.reason))
    )


VERBS: Mapping[str, Callable[[App[Any], AlarmRow | None], Awaitable[Done | None]]] = {
    "shelve": _shelve,
    "unshelve": _unshelve,
    "shelf": _shelf,
    "group": _group,
}
SAYABLE: Mapping[str, Callable[[App[Any], AlarmRow | None, Mapping[str, Any] | None], Awaitable[Done | None]]] = {
    "shelve": _shelve,
    "group": _group,
}
"""Those of them that take facts which were said with them."""

MEANT: Mapping[str, tuple[AlarmState, ...]] = {
    "shelve": SHELVABLE,
    "unshelve": (AlarmState.SHELVED,),
    "shelf": (*SHELVABLE, AlarmState.SHELVED),
    "group": WAITING,
}
"""The states in which an alarm can be meant."""
