"""Triage cards as data, and the walk through one: what to ask next, what to read aloud, and what comes of the answers.

A card holds questions with one key an answer. An answer may lead on to another card, name what happened, raise the
priority, bring a text to be read; nothing in a card lowers anything. Every walk ends: within a card it only goes
forward, and from card to card it never comes back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.errors import Invalid
from models.vocabulary import Emergency, Priority

END = "end"
SMELL_CARD = "A"
SAFETY_BEFORE = 3
"""A card's safety text stands before this question of it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be read aloud: due when the walk has come to the question `before`, or when an answer brings them.

    Of a `group` the one holds whose `when` (question: answers) fits, else the first that has none.
    """

    code: str
    zh: str
    en: str
    before: str = ""
    group: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its key, and what follows from it."""

    key: str
    code: str
    zh: str
    en: str
    goto: str = ""
    next: str = ""
    category: str = ""
    grade: int = 1
    keeps: tuple[str, ...] = ()
    priority: Priority | None = None
    skill: str = ""
    smell: bool = False
    flags: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    major: Emergency | None = None
    crews: int = 1
    say: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    access: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; one that the form itself asks (`form`: place and number) has no keys and is never waited for."""

    code: str
    zh: str
    en: str
    answers: tuple[Answer, ...] = ()
    form: bool = False

    def answer(self, code: str) -> Answer | None:
        """The answer of that code."""
        return next((one for one in self.answers if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Card:
    """A card in one version. Without `approved_by` it is still to be approved by the utility's safety officer."""

    code: str
    zh: str
    en: str
    questions: tuple[Question, ...]
    texts: tuple[Text, ...]
    version: int = 1
    approved_by: str = ""
    approved_at: int | None = None

    def question(self, code: str) -> Question | None:
        """The question of that code."""
        return next((one for one in self.questions if one.code == code), None)

    def text(self, code: str) -> Text | None:
        """The text of that code."""
        return next((one for one in self.texts if one.code == code), None)


Deck = Mapping[str, Card]
"""The cards by code."""


@dataclass(frozen=True, slots=True)
class Step:
    """An answered question."""

    card: str
    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Due:
    """A text that is to be read now, with its card."""

    card: str
    version: int
    text: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answers come to: the most urgent priority, the gravest category, and all that they ask for."""

    category: str = ""
    priority: Priority | None = None
    skills: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    major: Emergency | None = None
    crews: int = 1
    smell: bool = False
    people: tuple[Mapping[str, str], ...] = ()
    access: tuple[Mapping[str, str], ...] = ()
    because: tuple[str, ...] = ()
    """The questions whose answers set the priority."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a walk stands: the card it has come to, what was answered, what to ask (None: all), and what to read."""

    card: Card
    steps: tuple[Step, ...]
    ask: Question | None
    due: tuple[Due, ...]
    verdict: Verdict


def standing(deck: Deck, card: str, answers: Mapping[str, str], category: str = "") -> Standing:
    """Walk from the first question of `card` as far as the answers lead.

    Args:
        answers: codes of answers by the code of their question; what is not on the way still counts for the verdict.
        category: what is taken to have happened so far; some answers leave it as it is.
    """
    here, at = deck[card], 0
    steps: list[Step] = []
    asked: Question | None = None
    while at < len(here.questions):
        question = here.questions[at]
        answer = question.answer(answers.get(question.code, ""))
        if question.form:
            at += 1
            continue
        if answer is None:
            asked = question
            break
        steps.append(Step(here.code, question, answer))
        if answer.goto:
            here = card_with(deck, answer.goto)
        at = _place(here, answer.goto or answer.next, at + 1)
    aside = _aside(deck, steps, answers)
    given = {step.question.code: step.answer.code for step in (*steps, *aside)}
    verdict = verdict_of((*steps, *aside), category)
    return Standing(here, tuple(steps), asked, tuple(_due(deck, here, asked, steps, aside, given)), verdict)


def card_with(deck: Deck, question: str) -> Card:
    """The card that holds a question."""
    return next(card for card in deck.values() if card.question(question))


def verdict_of(steps: Iterable[Step], category: str = "") -> Verdict:
    """What the answers come to, one after the other; the priority only ever rises."""
    found, grade = "", 0
    priority: Priority | None = None
    because: list[str] = []
    out: dict[str, list[Any]] = {name: [] for name in ("skills", "flags", "hints", "majors", "people", "access")}
    crews, smell = 1, False
    for step in steps:
        answer = step.answer
        if answer.category and answer.grade >= grade and (found or category) not in answer.keeps:
            found, grade = answer.category, answer.grade
        if answer.priority is not None and (priority is None or answer.priority <= priority):
            because = [*because, step.question.code] if answer.priority == priority else [step.question.code]
            priority = answer.priority
        for name, values in (("skills", [answer.skill] if answer.skill else []), ("flags", answer.flags),
                             ("hints", answer.hints), ("majors", [answer.major] if answer.major else []),
                             ("people", [answer.people] if answer.people else []),
                             ("access", [answer.access] if answer.access else [])):  # fmt: skip
            out[name] += [value for value in values if value not in out[name]]
        crews, smell = max(crews, answer.crews), smell or answer.smell
    majors = sorted(out["majors"], key=_GRAVEST.index)
    return Verdict(
        found, priority, tuple(out["skills"]), tuple(out["flags"]), tuple(out["hints"]), majors[0] if majors else None,
        crews, smell, tuple(out["people"]), tuple(out["access"]), tuple(because),
    )  # fmt: skip


_GRAVEST = (Emergency.EXPLOSION, Emergency.CASUALTIES, Emergency.FIRE, Emergency.SCHOOL, Emergency.HOSPITAL,
            Emergency.OUTAGE, Emergency.MARKED)  # fmt: skip


def _place(card: Card, code: str, otherwise: int) -> int:
    if code == END:
        return len(card.questions)
    return next((n for n, one in enumerate(card.questions) if one.code == code), otherwise)


def _aside(deck: Deck, steps: Sequence[Step], answers: Mapping[str, str]) -> list[Step]:
    """What was answered although the walk has not come there."""
    known = {step.question.code for step in steps}
    out = []
    for card in deck.values():
        for question in card.questions:
            answer = question.answer(answers.get(question.code, ""))
            if answer is not None and question.code not in known:
                out.append(Step(card.code, question, answer))
    return out


def _due(
    deck: Deck, here: Card, asked: Question | None, steps: Sequence[Step], aside: Sequence[Step],
    given: Mapping[str, str],
) -> Iterator[Due]:  # fmt: skip
    """The texts that are due by now, those of answers first: what they bring is about people in danger."""
    for step in (*steps, *aside):
        card = deck[step.card]
        for code in step.answer.say:
            text = card.text(code)
            if text is not None:
                yield Due(card.code, card.version, text)
    at = len(here.questions) if asked is None else here.questions.index(asked)
    groups: set[str] = set()
    for text in here.texts:
        if not text.before or _place(here, text.before, 0) > at or (text.group and text.group in groups):
            continue
        chosen = _of_group(here, text.group, given) if text.group else text
        groups |= {text.group} - {""}
        yield Due(here.code, here.version, chosen)


def _of_group(card: Card, group: str, given: Mapping[str, str]) -> Text:
    """The text of a group that the answers so far ask for; the first, the strong one, while nothing says otherwise."""
    texts = [text for text in card.texts if text.group == group]
    fits = (text for text in texts if text.when and all(given.get(q) in said for q, said in text.when.items()))
    return next(fits, next(text for text in texts if not text.when))


# Reading a card from data


def read_card(
    data: Mapping[str, Any], *, version: int = 1, approved_by: str = "", approved_at: int | None = None
) -> Card:
    """A card as a data file or a stored version holds it.

    Raises:
        Invalid: something is missing, unknown, or in the wrong order; the sentence names the place.
    """
    try:
        questions = tuple(_question(one) for one in data["question"])
        texts = tuple(_text(one) for one in data["text"])
        card = Card(str(data["code"]), str(data["zh"]), str(data["en"]), questions, texts, version, approved_by,
                    approved_at)  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(str(data.get("code", "?")), str(error)) from error
    for trouble in _troubles(card):
        raise _wrong(card.code, trouble)
    return card


def _wrong(card: str, why: str) -> Invalid:
    return Invalid("card.unfit", f"Card {card} cannot be read: {why}.", "Look at a card given out by: hotline card "
                   "export A", card=card, why=why)  # fmt: skip


def _said(data: Mapping[str, Any], name: str) -> str:
    words = data[name]
    if not isinstance(words, str) or not words.strip() or not all(sign.isprintable() for sign in words):
        raise ValueError(f"{name} of {data.get('code', '?')} is no plain text")
    return words


def _question(data: Mapping[str, Any]) -> Question:
    answers = tuple(_answer(one) for one in data.get("answer", ()))
    return Question(_said(data, "code"), _said(data, "zh"), _said(data, "en"), answers, bool(data.get("form", False)))


_WORDS = ("goto", "next", "category", "skill")
_LISTS = ("keeps", "flags", "hints", "say")
_SPOKEN = ("people", "access")


def _answer(data: Mapping[str, Any]) -> Answer:
    known: dict[str, Any] = {one: str(data.get(one, "")) for one in _WORDS}
    known |= {one: tuple(data.get(one, ())) for one in _LISTS}
    known |= {one: {lang: str(data[one][lang]) for lang in ("zh", "en")} for one in _SPOKEN if one in data}
    unknown = set(data) - {"key", "code", "zh", "en", "grade", "smell", "crews", "priority", "major", *_SPOKEN, *known}
    if unknown:
        raise ValueError(f"an answer knows no {min(unknown)}")
    return Answer(
        key=_said(data, "key"), code=_said(data, "code"), zh=_said(data, "zh"), en=_said(data, "en"),
        grade=int(data.get("grade", 1)), smell=bool(data.get("smell", False)), crews=int(data.get("crews", 1)),
        priority=Priority(data["priority"]) if "priority" in data else None,
        major=Emergency(data["major"]) if "major" in data else None, **known,
    )  # fmt: skip


def _text(data: Mapping[str, Any]) -> Text:
    when = {str(name): tuple(map(str, codes)) for name, codes in dict(data.get("when", {})).items()}
    return Text(_said(data, "code"), _said(data, "zh"), _said(data, "en"), str(data.get("before", "")),
                str(data.get("group", "")), when)  # fmt: skip


def _troubles(card: Card) -> Iterator[str]:
    """What makes a card unfit by itself."""
    codes = [question.code for question in card.questions]
    if not codes or len(set(codes)) < len(codes):
        yield "every question needs a code of its own"
    texts = {text.code for text in card.texts}
    early = [text for text in card.texts if text.before in codes[:SAFETY_BEFORE] and not text.when]
    if not early:
        yield f"no safety text stands before question {SAFETY_BEFORE}"
    for question in card.questions:
        yield from _wrong_answers(card, question, codes, texts)
    for text in card.texts:
        if text.before and text.before != END and text.before not in codes:
            yield f"text {text.code} stands before {text.before}, which is no question"
        if text.group and all(other.when for other in card.texts if other.group == text.group):
            yield f"group {text.group} has no text for when nothing is known"


def _wrong_answers(card: Card, question: Question, codes: Sequence[str], texts: set[str]) -> Iterator[str]:
    keys = [answer.key for answer in question.answers]
    if question.form and question.answers:
        yield f"{question.code} is asked by the form and has answers"
    if not question.form and not 1 <= len(keys) <= 9:
        yield f"{question.code} needs one to nine answers"
    if len(set(keys)) < len(keys) or any(len(key) != 1 or not key.isdecimal() or key == "0" for key in keys):
        yield f"each answer to {question.code} needs a digit of its own"
    if len({answer.code for answer in question.answers}) < len(question.answers):
        yield f"each answer to {question.code} needs a code of its own"
    for answer in question.answers:
        if answer.next and answer.next != END and codes.index(question.code) >= _index(codes, answer.next):
            yield f"{question.code} {answer.code} leads back to {answer.next}"
        if answer.smell and card.code != SMELL_CARD and (not answer.goto or answer.priority is not Priority.P1):
            yield f"{question.code} {answer.code} is a smell and does not lead to card {SMELL_CARD} as a P1"
        if set(answer.say) - texts:
            yield f"{question.code} {answer.code} reads a text that is not there"


def _index(codes: Sequence[str], code: str) -> int:
    return codes.index(code) if code in codes else -1


def check_deck(deck: Deck) -> None:
    """Refuse cards that together would not end, ask one code twice, or let a smell lead anywhere but to card A.

    Raises:
        Invalid: which card, and why.
    """
    seen: dict[str, str] = {}
    for card in deck.values():
        for question in card.questions:
            if question.code in seen:
                raise _wrong(card.code, f"{question.code} is a question of card {seen[question.code]} already")
            seen[question.code] = card.code
    for card in deck.values():
        for question, answer in ((one, answer) for one in card.questions for answer in one.answers):
            if answer.goto and answer.goto not in seen:
                raise _wrong(card.code, f"{question.code} {answer.code} leads to {answer.goto}, which is no question")
            if answer.goto and card.code in _reached(deck, seen, seen[answer.goto], set()):
                raise _wrong(card.code, f"{question.code} {answer.code} leads round to card {card.code} again")
            if answer.smell and answer.goto and seen[answer.goto] != SMELL_CARD:
                raise _wrong(card.code, f"{question.code} {answer.code} is a smell and leads to another card")


def _reached(deck: Deck, seen: Mapping[str, str], card: str, known: set[str]) -> set[str]:
    """The cards to which a card can lead, itself among them."""
    if card not in known:
        known.add(card)
        for question in deck[card].questions:
            for answer in question.answers:
                if answer.goto in seen:
                    _reached(deck, seen, seen[answer.goto], known)
    return known
