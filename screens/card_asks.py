"""Triage outside the form: the next question of the card of a request, an answer taken back, a text that was read."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from models.refusals import refuse
from models.rows import CategoryRow
from screens.asking import Asking, Asks, Verb
from screens.dialogs import Option


def _deck(it: Asking) -> dict[str, Any]:
    """The newest version of each card; blocking."""
    return {code: card for (code, _), card in sorted(it.desk.look.cards().items())}


def _first(it: Asking, deck: Mapping[str, Any], categories: list[CategoryRow]) -> str:
    """The card that a request is asked by; nothing if its category has none."""
    answers = it.detail.triage.answers if it.detail.triage is not None else ()
    card = next((one.card for one in categories if one.code == it.detail.row.category), "")
    card = answers[0].card if answers else card or ""
    return card if card in deck else ""


async def _triage(it: Asking) -> Verb | None:
    """The question that comes next, and its answers; after the last one, any of those answered."""
    from models.triage import standing

    deck = await asyncio.to_thread(_deck, it)
    card = _first(it, deck, await asyncio.to_thread(it.desk.look.categories))
    if not card:
        raise refuse("card.unknown", card=it.detail.row.category or "-", allowed=", ".join(deck))
    said = {one.question: one.chosen for one in (it.detail.triage.answers if it.detail.triage else ())}
    now = standing(deck, card, said, it.detail.row.category or "")
    here, question = now.card.code, now.ask
    if question is None:
        place = await it.pick("triage", [Option(str(at), it.view.named(one.question.zh, one.question.en))
                                         for at, one in enumerate(now.steps)])  # fmt: skip
        if place is None:
            return None
        here, question = now.steps[int(place)].card, now.steps[int(place)].question
    title = it.view.named(question.zh, question.en)
    options = [Option(one.code, it.view.named(one.zh, one.en), title) for one in question.answers]
    chosen = await it.pick("triage", options)
    if chosen is None:
        return None
    return partial(it.desk.triaging.triage, it.seat, it.id, card=here, question=question.code, answer=chosen)


async def _take_back(it: Asking) -> Verb | None:
    """One of the answers that stand."""
    answers = it.detail.triage.answers if it.detail.triage is not None else ()
    if not answers:
        raise refuse("triage.not_answered", number=it.detail.row.number, question="-")
    view = it.view
    options = [Option(one.question, view.named(one.zh, one.en), view.named(one.said_zh, one.said_en))
               for one in answers]  # fmt: skip
    question = await it.pick("take_back", options)
    return None if question is None else partial(it.desk.triaging.take_back, it.seat, it.id, question=question)


async def _read(it: Asking) -> Verb | None:
    """One of the texts of the card of the request."""
    deck = await asyncio.to_thread(_deck, it)
    card = _first(it, deck, await asyncio.to_thread(it.desk.look.categories))
    if not card:
        raise refuse("card.unknown", card=it.detail.row.category or "-", allowed=", ".join(deck))
    lang = it.view.wording.lang
    options = [Option(one.code, it.view.named(one.zh, one.en)) for one in deck[card].texts]
    text = await it.pick("read", options)
    call = partial(it.desk.triaging.read, it.seat, it.id, card=card, lang=lang)
    return None if text is None else partial(call, text=text)


CARD_ASKS: Mapping[str, Asks] = {"triage": _triage, "take_back": _take_back, "read": _read}
"""What a person does with the card of a request that is saved already."""
