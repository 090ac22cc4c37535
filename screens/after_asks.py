"""What follows the work, as it is asked: what came of a call-back, how a complaint is dealt with, whether it held."""

import asyncio
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from models.aftercare import NEEDED, TRIES, next_try, scored
from models.errors import DeskError
from models.vocabulary import Act, NotReached, Stage
from screens.asking import Asking, Asks, Verb
from screens.dialogs import AskLine, AskLines, AskTime, Blank, Choose, Confirm, Option

REACHED, UNSOLVED, GIVEN_UP, QUIET_END = "scores", "unsolved", "tries", "quiet"
WITHHELD = "withheld"
LIKELY = ("+3d", "+7d", "+14d", "+30d")


async def _close(it: Asking) -> Verb | None:
    """What came of the call: while it is asked, the others see that this seat is calling."""
    after = it.detail.after
    if after.due:
        await _ring(it)
    verb = await _outcome(it)
    if verb is None and after.due:
        await let_go(it)
    return verb


async def _ring(it: Asking) -> None:
    """Claim the call; where it is only too soon for a try, the customer may have rung by themselves.

    Raises:
        DeskError: a colleague is calling, or it is one's own work.
    """
    try:
        await asyncio.to_thread(it.desk.aftercare.ring, it.seat, it.id)
    except DeskError as error:
        if error.code not in ("try.too_soon", "try.enough"):
            raise


async def _outcome(it: Asking) -> Verb | None:
    how = await it.pick(Act.CLOSE, outcomes(it))
    if how is None:
        return None
    if how == UNSOLVED:
        reason = await it.line(Act.REOPEN, "ask.unsolved")
        return None if reason is None else partial(it.desk.handling.reopen, it.seat, it.id, reason=reason)
    if how in (GIVEN_UP, QUIET_END):
        return partial(it.desk.handling.close, it.seat, it.id)
    if how != REACHED:
        return partial(it.desk.aftercare.call_try, it.seat, it.id, outcome=NotReached(how))
    facts = await _scores(it)
    return None if facts is None else partial(it.desk.handling.close, it.seat, it.id, **facts)


def outcomes(it: Asking) -> list[Option]:
    """All that can come of a call-back, each under its digit; what is not possible now says why."""
    say, after = it.view.say, it.detail.after
    tries = len(after.tries)
    wait = next_try(max((one.at for one in after.tries), default=None))
    too_soon = say("after.next", at=it.view.clock(wait)) if wait > it.clock() else ""
    why = say("after.enough", n=tries) if tries >= TRIES else too_soon
    vain = [Option(word.value, it.view.word("not_reached", word), why or say("after.try_n", n=tries + 1, of=TRIES),
                   barred=bool(why)) for word in NotReached if after.due]  # fmt: skip
    given_up = Option(GIVEN_UP, say("ask.close_tries"), say("after.tried", n=tries, of=TRIES), barred=tries < TRIES)
    quiet = [] if after.due else [Option(QUIET_END, say("ask.close_quiet"))]
    return [Option(REACHED, say("ask.close_scores")), Option(UNSOLVED, say("ask.close_unsolved")), *vain,
            *([given_up] if after.due else []), *quiet]  # fmt: skip


async def _scores(it: Asking) -> dict[str, Any] | None:
    """One digit a score; what the customer would not give is left out, with the reason beside their words."""
    say = it.view.say
    scores: dict[str, int] = {}
    names = scored(it.detail.row.kind)
    for place, name in enumerate(names, 1):
        values = [Option(str(score), say(f"score.{score}")) for score in range(1, 6)]
        title = f"{it.title(Act.CLOSE)}  {say(f'ask.score_{name}')} {place}/{len(names)}"
        given = await it.push(Choose(it.view, title, [*values, Option(WITHHELD, say("ask.withheld"))], undecided=True))
        if given is None:
            return None
        scores |= {name: int(given)} if given != WITHHELD else {}
    blanks = [Blank("withheld", say("ask.why_withheld"))] if len(scores) < len(names) else []
    said = await it.push(AskLines(it.view, it.title(Act.CLOSE), [*blanks, Blank("said", say("ask.said"), "", True)]))
    return None if said is None else {"scores": scores or None, **{name: text for name, text in said.items() if text}}


async def _try(it: Asking) -> Verb | None:
    how = await it.word(Act.CALL_TRY, "not_reached", [word.value for word in NotReached])
    return None if how is None else partial(it.desk.aftercare.call_try, it.seat, it.id, outcome=NotReached(how))


async def _handle(it: Asking) -> Verb | None:
    """The stage, then whatever else is known by now, then the day of the plan; what stands already is kept."""
    facts = await complaint_facts(it, Act.HANDLE_COMPLAINT, ends=False)
    return None if facts is None else partial(it.desk.aftercare.handle_complaint, it.seat, it.id, **facts)


async def complaint_facts(
    it: Asking, act: str, *, ends: bool, known: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any] | None:
    """What a complaint's record is to say: at its end only what it does not say yet, and all of that is needed."""
    was = it.detail.after.complaint
    lacks = was.lacks if was is not None else NEEDED
    asked = [name for name in (lacks if ends else NEEDED) if name not in known]
    facts: dict[str, Any] = {}
    if "stage" in asked:
        options = [Option(word.value, it.view.word("stage", word)) for word in Stage]
        stage = await it.pick(act, options, chosen=was.stage if was is not None and was.stage else None)
        if stage is None:
            return None
        facts["stage"] = stage
    stands = {name: str(getattr(was, "planned" if name == "plan" else name, "")) for name in NEEDED}
    lines = [name for name in asked if name not in ("stage", "plan_by")]
    blanks = [Blank(name, it.view.say(f"fact.{name}"), stands[name], not ends) for name in lines]
    if not ends:
        against = ", ".join(was.against) if was is not None else ""
        blanks.insert(2, Blank("against", it.view.say("fact.against"), against, True))
    if blanks:
        given = await it.push(AskLines(it.view, it.title(act), blanks))
        if given is None:
            return None
        facts |= {name: text for name, text in given.items() if text and text != stands.get(name)}
    if "plan_by" in asked and (ends or ((was is None or was.plan_by is None) and "plan" in facts)):
        title = f"{it.title(act)}  {it.view.say('fact.plan_by')}"
        by = await it.push(AskTime(it.view, title, LIKELY, clock=it.clock))
        if by is None:
            return None
        facts["plan_by"] = by
    return facts


async def _review(it: Asking) -> Verb | None:
    title = f"{it.title(Act.REVIEW_COMPLAINT)}  {it.view.say('ask.held')}"
    held = await it.push(Confirm(it.view, title, undecided=True))
    if held is None:
        return None
    given = await it.push(AskLine(it.view, it.title(Act.REVIEW_COMPLAINT), it.view.say("ask.review_found")))
    if given is None:
        return None
    return partial(it.desk.aftercare.review_complaint, it.seat, it.id, held=held == "yes", text=given["text"])


def act_of(act: str, verb: Verb) -> str:
    """What was done in the end: a call-back may have reached nobody, or opened the request again."""
    func = getattr(verb, "func", None)
    return str(getattr(func, "__name__", act)) if act == Act.CLOSE and func is not None else act


async def let_go(it: Asking) -> None:
    """The call is over, however it ended."""
    await asyncio.to_thread(it.desk.aftercare.let_go, it.seat, it.id)


AFTER_ASKS: Mapping[str, Asks] = {
    Act.CLOSE: _close,
    Act.CALL_TRY: _try,
    Act.HANDLE_COMPLAINT: _handle,
    Act.REVIEW_COMPLAINT: _review,
}
"""What a person does after the work."""

QUIET = frozenset({Act.CALL_TRY, Act.HANDLE_COMPLAINT, Act.REVIEW_COMPLAINT})
"""Acts that the detail speaks of only where they can be done."""
