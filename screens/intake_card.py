"""The card of one call: its answers and texts so far, as they are kept with the draft, and the guess from the words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.guessing import Guess, Words, unsure
from models.rows import CategoryRow, Triaged
from models.rows.triage import Reading
from models.triage import Card, Due, Standing, standing
from models.vocabulary import Priority


@dataclass(frozen=True, slots=True)
class Kit:
    """What the form guesses and asks by: the words, and every version of every card."""

    words: Words
    cards: Mapping[tuple[str, int], Card]


def read_kit(desk: Any) -> Kit:
    """The kit of a desk, for a thread."""
    return Kit(desk.look.words(), desk.look.cards())


@dataclass(slots=True)
class CardWalk:
    """The walk through the cards during one call.

    Attributes:
        start: the card it began with, empty while the category has none.
        answers: answers by question, in the order in which they were given.
        readings: the texts read, in that order.
    """

    kit: Kit | None = None
    start: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    pinned: dict[str, int] = field(default_factory=dict)
    guesses: Sequence[Guess] = ()

    @property
    def deck(self) -> dict[str, Card]:
        """The cards by code: the version that this call began with, else the newest."""
        if self.kit is None:
            return {}
        newest = {code: card for (code, _), card in sorted(self.kit.cards.items())}
        cards = self.kit.cards
        return newest | {code: cards[code, n] for code, n in self.pinned.items() if (code, n) in cards}

    def guess(self, text: str) -> Sequence[Guess]:
        """What the caller's words speak for."""
        self.guesses = self.kit.words.guess(text) if self.kit is not None else ()
        return self.guesses

    @property
    def torn(self) -> bool:
        """Do two guesses speak nearly as loud, with no life at stake? Then a person says which it is."""
        return unsure(self.guesses) and not self.guesses[0].urgent

    def follow(self, row: CategoryRow | None) -> None:
        """What is taken to have happened has another card: it is the one to be asked.

        Once there are answers, only danger turns to another card; what was answered still counts.
        """
        card = row.card if row is not None else ""
        if not self.answers:
            self.start = card if card in self.deck else ""
        elif row is not None and row.priority is Priority.P1 and card in self.deck:
            now = self.standing(row.code)
            if now is not None and now.card.code != card and card not in {step.card for step in now.steps}:
                self.start = card

    def standing(self, category: str) -> Standing | None:
        """Where the walk stands; None where there is no card."""
        deck = self.deck
        return standing(deck, self.start, self.answers, category) if self.start in deck else None

    def answer(self, key: str, category: str, lang: str) -> bool:
        """Answer what is asked by its key; what was due to be read counts as read. False if there is no such answer."""
        now = self.standing(category)
        if now is None or now.ask is None:
            return False
        said = next((one for one in now.ask.answers if one.key == key), None)
        if said is None:
            return False
        self.mark_read(category, lang, auto=True)
        self.pinned.setdefault(now.card.code, now.card.version)
        self.answers[now.ask.code] = said.code
        return True

    def back(self, category: str) -> bool:
        """Take the last answer back."""
        now = self.standing(category)
        if now is None or not now.steps:
            return False
        del self.answers[now.steps[-1].question.code]
        return True

    def unread(self, category: str) -> list[Due]:
        """Texts that are due and were not read."""
        now = self.standing(category)
        read = {(one.card, one.version, one.code) for one in self.readings}
        return [] if now is None else [one for one in now.due if (one.card, one.version, one.text.code) not in read]

    def mark_read(self, category: str, lang: str, *, auto: bool = False) -> bool:
        """What is due was read aloud in that language; False if nothing was left to read."""
        fresh = self.unread(category)
        self.readings += [Reading(one.card, one.version, one.text.code, lang, auto) for one in fresh]
        for one in fresh:
            self.pinned.setdefault(one.card, one.version)
        return bool(fresh)

    def given(self, *, guessed: bool) -> Triaged:
        """What goes to the desk with the request."""
        return Triaged(self.start, dict(self.answers), tuple(self.readings), dict(self.pinned), guessed)

    # With the draft

    def written(self) -> str:
        """The walk as a field of the draft; empty where nothing was answered or read."""
        if not self.answers and not self.readings:
            return ""
        readings = [[one.card, one.version, one.code, one.lang, one.auto] for one in self.readings]
        kept = {"start": self.start, "answers": self.answers, "readings": readings, "pinned": self.pinned}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    def take_up(self, kept: str) -> None:
        """Go on where a draft was left."""
        if not kept:
            return
        said = json.loads(kept)
        self.start, self.answers, self.pinned = said["start"], dict(said["answers"]), dict(said["pinned"])
        self.readings = [Reading(*one) for one in said["readings"]]
