"""An act that was said in a line: what is missing is asked, the rest is not, and a verb call comes of both."""

import asyncio
import unicodedata
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from models.errors import NotFound
from models.rows import CallerRow, QueueRow
from models.signatures import facts_of
from models.vocabulary import LETTERS, LIVE_STEPS, PAUSING, Act, ClockKind, ClockState, Kind, Outcome
from models.wishes import outcome
from models.workflow import canonical_number
from screens import grammar, sending
from screens.after_asks import AFTER_ASKS, act_of, complaint_facts
from screens.asking import (
    LIKELY_ENDS,
    LIKELY_ENDS_EN,
    Asking,
    Asks,
    Verb,
)
from screens.dialogs import AskLines, AskTime, Blank, Choose, Confirm, Option
from screens.grammar import Slot, Sort
from screens.own_asks import which_promise
from screens.plain_asks import category_options, ending_options

OF_CREW = frozenset({Act.ACCEPT, Act.DECLINE, Act.WITHDRAW, Act.EN_ROUTE, Act.ON_SITE, Act.DONE, Act.CHECK_IN,
                     Act.MET_NOBODY})  # fmt: skip
WRITTEN = (Sort.TEXT, Sort.TOKEN, Sort.REQUEST, Sort.REQUESTS)
"""What is asked for as a line of text; several of these are asked for at once."""

NAMING = frozenset({"into", "other"})
"""Facts that are the number of another request."""

LABELS = {"into": "merge_into", "until": "until", "due": "appoint_at", "at": "true_time", "crew": "which_crew",
          "to_operator_id": "which_operator", "other": "link_with"}  # fmt: skip
"""What a question says where it does not say the fact's own name."""


def said_asks(act: str, facts: Mapping[str, Any]) -> Asks:
    """The questions of an act of which these facts are said already."""

    async def ask(it: Asking) -> Verb | None:
        if act == Act.CLOSE and "scores" not in facts:
            verb = await _called(it)
            return verb if verb is None or act_of(act, verb) != act else partial(verb, **facts)
        whole = await fill(it, act, facts)
        return None if whole is None else call_of(it.desk, it.seat, act, it.id, whole)

    return ask


async def fill(it: Asking, act: str, facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """All that the act needs, the missing facts asked for; None if a question was left."""
    kind = Kind(it.detail.row.kind)
    known = dict(facts)
    slots = grammar.slots_of(act, kind)
    if act == Act.CLOSE and "scores" not in known:
        return await _outcome(it, known)
    if act in (Act.KEEP_PROMISE, Act.MOVE_PROMISE):
        call = await which_promise(it, act)
        if call is None:
            return None
        known |= {"call": call} if call else {}
    if act == Act.RESOLVE and kind is Kind.COMPLAINT:
        facts_of_it = await complaint_facts(it, act, ends=True, known=known)
        if facts_of_it is None:
            return None
        known |= facts_of_it
    for slot in slots:
        if slot.name in known or not _missing(act, slot, known, kind, it):
            continue
        if slot.sort in WRITTEN:
            lines = [one for one in slots if one.sort in WRITTEN and one.name not in known
                     and _missing(act, one, known, kind, it)]  # fmt: skip
            given = await _written(it, act, lines)
        else:
            given = await _asked(it, act, slot, known)
        if given is None:
            return None
        known |= given
    if act == Act.SPLIT:
        known["caller"] = caller_meant(it.detail.callers, str(known["caller"]))
    return await _excused(it, act, await asyncio.to_thread(settled, it.desk, known))


def _missing(act: str, slot: Slot, known: Mapping[str, Any], kind: Kind, it: Asking) -> bool:
    """Must this still be said?"""
    some = grammar.SAID[act].some
    if slot.needed or (some and slot.name == some[0] and not any(name in known for name in some)):
        return True
    if act == Act.RESOLVE and kind is Kind.COMPLAINT and slot.name in grammar.OF_COMPLAINTS:
        return False
    if act == Act.RESOLVE:
        return grammar.needed_at_the_end(slot.name, kind, str(known.get("disposition", "")))
    if act in OF_CREW and slot.name == "crew":
        return sum(job.step in LIVE_STEPS for job in it.detail.assignments) > 1
    if act == Act.JUDGE:
        return slot.name in _judged(known)
    if act == Act.INCIDENT:
        return slot.name == "children" and known.get("way") in ("attach", "detach")
    return act == Act.RESPOND and slot.name == "reply" and _awaits_reply(it)


def _judged(known: Mapping[str, Any]) -> tuple[str, ...]:
    """What the three answers about a wish still ask for; the line of the signature asks for these themselves."""
    found = outcome(**{name: bool(known[name]) for name in ("reasonable", "lawful", "possible")})
    return {Outcome.PASSED_ON: ("unit", "hear_by"), Outcome.EXPLAINED: ("text",)}.get(found, ())


def _awaits_reply(it: Asking) -> bool:
    return any(one.kind is ClockKind.REPLY and one.state is ClockState.RUNNING for one in it.detail.clocks)


def _title(it: Asking, act: str, slot: Slot) -> str:
    say = it.view.say
    label = say(f"ask.{LABELS[slot.name]}") if slot.name in LABELS else say(f"fact.{slot.name}")
    return f"{it.title(act)}  {label}"


async def _written(it: Asking, act: str, slots: Sequence[Slot]) -> dict[str, Any] | None:
    blanks = [Blank(slot.name, it.view.say(f"fact.{slot.name}")) for slot in slots]
    given = await it.push(AskLines(it.view, it.title(act), blanks))
    if given is None:
        return None
    return {slot.name: numbers_in(given[slot.name]) if slot.sort is Sort.REQUESTS else given[slot.name]
            for slot in slots}  # fmt: skip


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of one line, however they are set apart."""
    from screens.alarm_asks import numbers_in as read

    return read(text)


async def _asked(it: Asking, act: str, slot: Slot, known: Mapping[str, Any]) -> dict[str, Any] | None:
    title = _title(it, act, slot)
    if slot.sort is Sort.MOMENT:
        likely = LIKELY_ENDS if it.view.wording.lang == "zh" else LIKELY_ENDS_EN
        past = act == Act.AMEND
        answer: Any = await it.push(AskTime(it.view, title, () if past else likely, past=past, clock=it.clock))
    elif slot.sort is Sort.YES:
        answer = await it.push(Confirm(it.view, title, undecided=True))
        answer = None if answer is None else answer == "yes"
    else:
        filtered = slot.sort in (Sort.CREW, Sort.OPERATOR, Sort.LEADER, Sort.CATEGORY)
        options = options_for(it, act, slot)
        answer = await it.push(Choose(it.view, title, options, filtered=filtered and act not in OF_CREW))
        if answer is not None and slot.sort is Sort.OPERATOR:
            answer = int(answer)
    return None if answer is None else {slot.name: answer}


def options_for(it: Asking, act: str, slot: Slot) -> list[Option]:
    """What can be chosen for a fact."""
    view, lists = it.view, it.lists
    if slot.sort is Sort.CREW and act == Act.ASSIGN:
        return sending.options(it)
    if slot.sort is Sort.CREW:
        return [Option(job.crew, job.crew, view.word("step", job.step)) for job in it.detail.assignments
                if act == Act.AMEND or job.step in LIVE_STEPS]  # fmt: skip
    if slot.sort in (Sort.OPERATOR, Sort.LEADER):
        return [Option(str(one.id), one.name, f"{one.login}  {one.team}") for one in lists.operators if not one.retired]
    if slot.sort is Sort.CALLER:
        return caller_options(it)
    if slot.sort is Sort.CATEGORY:
        return category_options(lists.categories, view)
    if slot.name == "disposition":
        return ending_options(slot.words, lists.endings, it.seat, view)
    stops = {word.value for word in PAUSING} if act == Act.HOLD else set()
    hints = [view.say("ask.hold_stops" if word in stops else "ask.hold_runs") if stops else "" for word in slot.words]
    return [Option(word, view.word(slot.section, word), hint) for word, hint in zip(slot.words, hints, strict=True)]


def caller_options(it: Asking) -> list[Option]:
    """Those who stand on a request beside the one who opened it; each by a number that can be said in a line too."""
    callers = [one for one in it.detail.callers if one.id is not None]
    return [Option(str(place), f"{one.name} {one.phone}".strip(), f"{it.view.time(one.rang_at)}  {one.said}")
            for place, one in enumerate(callers, 1)]  # fmt: skip


def caller_meant(callers: Sequence[CallerRow], said: str) -> int:
    """The caller whose place in the list, telephone or name was said; 0, whom the desk does not know, if none is."""
    known = [one for one in callers if one.id is not None]
    if said.isdecimal() and 0 < int(said) <= len(known):
        return known[int(said) - 1].id or 0
    return next((one.id or 0 for one in known if said in (one.phone, one.name)), 0)


async def _outcome(it: Asking, known: Mapping[str, Any]) -> dict[str, Any] | None:
    """How a call-back ended is asked as the key asks it; what reached nobody, or opens it again, is no end."""
    verb = await _called(it)
    if verb is None or act_of(Act.CLOSE, verb) != Act.CLOSE:
        return None
    return {**known, **getattr(verb, "keywords", {})}


async def _called(it: Asking) -> Verb | None:
    return await AFTER_ASKS[Act.CLOSE](it)


async def _excused(it: Asking, act: str, known: dict[str, Any]) -> dict[str, Any] | None:
    """Another crew than the first proposal is sent with a reason."""
    chosen = next((one for one in it.lists.crews if one.code == known.get("crew")), None)
    if act != Act.ASSIGN or chosen is None or known.get("override_reason"):
        return known
    reason = await sending.excuse(it, chosen.code)
    return None if reason is None else {**known, **({"override_reason": reason} if reason else {})}


# Numbers


def find_request(desk: Any, number: str) -> QueueRow:
    """The request of a number in any spelling, its letter left out or not.

    Raises:
        NotFound: there is none.
    """
    plain = canonical_number(unicodedata.normalize("NFKC", number))
    spelt = [canonical_number(f"{letter}{plain}") for letter in LETTERS.values()] if plain.isdecimal() else [plain]
    for one in spelt:
        found: list[QueueRow] = [row for row in desk.look.find(one, 1) if row.number == one]
        if found:
            return found[0]
    raise NotFound("request.unknown", f"There is no request {plain}.", "Look at the number again.", number=plain)


def settled(desk: Any, known: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with every number that they name written as the desk writes it; blocking.

    Raises:
        NotFound: one of them is no request.
    """
    out = dict(known)
    for name in NAMING & out.keys():
        out[name] = find_request(desk, str(out[name])).number
    if "level" in out:
        out["level"] = int(out["level"])
    if out.get("children"):
        out["children"] = tuple(find_request(desk, str(one)).number for one in out["children"])
    return out


# The verb


def call_of(desk: Any, seat: Any, act: str, request_id: int, facts: Mapping[str, Any]) -> Verb:
    """The verb of an act on a request, waiting for `expect`, `at` and `token`."""
    said, given = grammar.SAID[act], dict(facts)
    verb = said.verb
    if act == Act.INCIDENT:
        verb = given.pop("way", None) or _way(desk, request_id, given)
        if verb in ("attach", "detach"):
            given.pop("reason", None)
        elif verb == "end":
            given.pop("children", None)
    if act == Act.CLOSE and isinstance(given.get("scores"), str):
        given = {name: value for name, value in given.items() if name != "scores"}
    call = partial(getattr(getattr(desk, said.room), verb), seat, request_id)
    if "expect" in facts_of(getattr(grammar.room_of(said.room), verb)):
        return partial(call, **given)
    name = {"begin": "incident", "end": "end_incident"}.get(verb, verb) if act == Act.INCIDENT else act
    return partial(_alone, call, act=name, **given)


def _alone(
    call: "partial[Any]", *, act: str, expect: Any = None, at: Any = None, token: Any = None, **facts: Any
) -> Any:
    """A verb that takes no version to expect and no token."""
    return call(**facts)


def _way(desk: Any, request_id: int, given: Mapping[str, Any]) -> str:
    """Others are attached to an incident that lasts; else one begins."""
    return (
        "attach"
        if given.get("children") and any(row.parent_id == request_id for row in desk.look.incidents())
        else "begin"
    )
