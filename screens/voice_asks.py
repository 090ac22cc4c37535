"""What a wish is asked, by three keys and then what its outcome needs; a unit's answer; and a case made at once."""

from collections.abc import Mapping
from functools import partial

from models.rows import ActChoice, JournalRow, RequestDetail
from models.vocabulary import Act, Kind, Outcome, Status
from screens.asking import Asking, Asks, Verb
from screens.dialogs import AskLines, AskTime, Blank, Confirm

QUESTIONS = ("reasonable", "lawful", "possible")
LIKELY_ANSWERS = ("+7d", "+14d", "+30d")
"""By when a unit usually answers."""


async def _judge(it: Asking) -> Verb | None:
    from models.wishes import outcome
    from screens.knowledge_asks import AskSaid

    answers: dict[str, bool] = {}
    for name in QUESTIONS:
        question = f"{it.view.say(f'wish.{name}')}  {it.detail.row.number}"
        said = await it.push(Confirm(it.view, question, undecided=True))
        if said is None:
            return None
        answers[name] = said == "yes"
    found = outcome(**answers)
    call = partial(it.desk.wishes.judge, it.seat, it.id, **answers)
    title = f"{it.view.word('outcome', found)}  {it.detail.row.number}"
    say = it.view.say
    if found is Outcome.PASSED_ON:
        given = await it.push(
            AskLines(it.view, title, [Blank("unit", say("wish.unit")), Blank("text", say("ask.note"), "", True)])
        )
        hear_by = (
            None
            if given is None
            else await it.push(
                AskTime(it.view, f"{say('wish.hear_by')}  {it.detail.row.number}", LIKELY_ANSWERS, clock=it.clock)
            )
        )
        return None if hear_by is None else partial(call, hear_by=hear_by, **given)
    if found is Outcome.KEPT:
        given = await it.push(AskLines(it.view, title, [Blank("text", say("ask.note"), "", True)]))
        return None if given is None else partial(call, **given)
    given = await it.push(AskSaid(it.view, title, say("wish.said")))
    return None if given is None else partial(call, **given)


async def _heard(it: Asking) -> Verb | None:
    text = await it.line(Act.HEARD, "wish.answer")
    return None if text is None else partial(it.desk.wishes.heard, it.seat, it.id, text=text)


async def _case(it: Asking) -> Verb | None:
    return partial(it.desk.knowledge.case, it.seat, it.id)


VOICE_ASKS: Mapping[str, Asks] = {Act.JUDGE: _judge, Act.HEARD: _heard, Act.CASE: _case}


def voice_choices(detail: RequestDetail) -> tuple[ActChoice, ...]:
    """These acts as far as they concern a request: a wish to judge, an answer to write down, a case to make."""
    from models.wishes import JUDGED_IN  # what the first rows do not need waits until a request is opened

    status, choices = Status(detail.row.status), list[ActChoice]()
    if detail.row.kind is Kind.ENQUIRY and status in JUDGED_IN:
        choices.append(ActChoice(Act.JUDGE.value))
        if _waits(detail):
            choices.append(ActChoice(Act.HEARD.value))
    if status is Status.CLOSED:
        made = any(line.act == Act.CASE for line in detail.journal)
        known = ActChoice(Act.CASE.value, "case.already", {"number": detail.row.number, "name": "case"})
        choices.append(known if made else ActChoice(Act.CASE.value))
    return tuple(choices)


def _waits(detail: RequestDetail) -> bool:
    """Was it passed on, and has nobody answered since?"""
    told = [line for line in detail.journal if line.act in (Act.JUDGE, Act.HEARD)]
    last: JournalRow | None = max(told, key=lambda line: line.seq, default=None)
    return last is not None and last.act == Act.JUDGE and last.data.get("outcome") == Outcome.PASSED_ON
