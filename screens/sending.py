"""Who goes: the proposals with their reasons, those left out with theirs; another than the first takes a reason."""

from collections.abc import Sequence
from functools import partial

from models.ranking import LeftOut, Out, Proposal, Ranking, Reason, Why
from models.rows import CrewRow
from models.vocabulary import Act
from screens.asking import Asking, Verb
from screens.dialogs import AskLine, Option
from screens.format import clean
from screens.view import View

TOP = 3
"""How many proposals stand out."""

AMBER = frozenset({Why.LEAVES, Why.SHIFT_ENDS, Why.WAY_UNKNOWN})
"""Reasons that somebody should see before the crew is taken."""

_SKILLED = (Out.SKILL, Out.EXPIRED)
_INSTANTS = (Why.SHIFT_ENDS, Why.KNOWS)


def reason_words(reason: Reason, view: View) -> str:
    """One reason in this language."""
    fact = reason.fact
    if reason.why in _SKILLED:
        fact = view.word("skill", str(fact))
    elif reason.why in _INSTANTS and isinstance(fact, int):
        fact = view.clock(fact)
    elif reason.why in (Why.OWN_DISTRICT, Why.OTHER_DISTRICT):
        fact = view.districts.get(str(fact), str(fact))
    return view.say(f"ranking.{reason.why.value}", fact=clean(str(fact)))


def crew_options(ranking: Ranking, crews: Sequence[CrewRow], view: View) -> list[Option]:
    """Every crew to choose from: the proposals in their order, then those that are left out."""
    names = {crew.code: crew for crew in crews}
    proposed = [_proposed(one, place, view) for place, one in enumerate(ranking.proposals)]
    return proposed + [_left_out(one, view) for one in ranking.left_out if not _gone(names.get(one.crew))]


def _gone(crew: CrewRow | None) -> bool:
    return crew is None or crew.retired


def _proposed(one: Proposal, place: int, view: View) -> Option:
    said = "  ".join(reason_words(reason, view) for reason in one.reasons)
    wary = any(reason.why in AMBER for reason in one.reasons)
    tone = "amber" if wary else "green" if place < TOP else "text"
    return Option(one.crew, _label(one), said, tone)


def _left_out(one: LeftOut, view: View) -> Option:
    said = "  ".join(reason_words(reason, view) for reason in one.reasons)
    barred = any(reason.why in (Out.ALREADY, Out.RETIRED) for reason in one.reasons)
    return Option(one.crew, _label(one), said, "dim", doubtful=True, barred=barred)


def _label(one: Proposal | LeftOut) -> str:
    return f"{one.crew} {one.name if one.name != one.crew else ''}".strip()


def options(it: Asking) -> list[Option]:
    """Every crew to choose from for this request."""
    return [] if it.lists.ranking is None else crew_options(it.lists.ranking, it.lists.crews, it.view)


async def excuse(it: Asking, crew: str) -> str | None:
    """Why this crew and not the first proposal: nothing if it is the first, the reason typed, None when left."""
    ranking = it.lists.ranking
    place = 1 if ranking is None else ranking.place(crew)[0]
    if ranking is None or place == 1:
        return ""
    why = "  ".join(reason_words(reason, it.view) for reason in ranking.why_out(crew))
    if place is not None:
        why = it.view.say("ranking.not_first", place=place, first=ranking.proposals[0].crew)
    given = await it.push(AskLine(it.view, f"{it.title(Act.ASSIGN)}  {crew}: {why}", it.view.say("ask.reason")))
    return None if given is None else str(given["text"])


async def assign(it: Asking) -> Verb | None:
    """Take a crew; the first proposal by one key, another one with the reason why."""
    crew = await it.pick(Act.ASSIGN, options(it), filtered=True)
    reason = None if crew is None else await excuse(it, crew)
    if reason is None:
        return None
    call = partial(it.desk.dispatch.assign, it.seat, it.id, crew=crew)
    return partial(call, override_reason=reason) if reason else call
