"""What was asked and read aloud during a call: as intake hands it to the desk, and as a detail shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read aloud: of which card and version, in which language; `auto` where no key said so."""

    card: str
    version: int
    code: str
    lang: str
    auto: bool = False


@dataclass(frozen=True, slots=True)
class Triaged:
    """What intake knows from a card while a request is saved.

    Attributes:
        card: the card the walk began with.
        answers: codes of answers by the code of their question, in the order in which they were given.
        versions: the version of each card that was used.
        guessed: the category was guessed from the words, and nobody chose it by hand.
    """

    card: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer on record, with the words of its question and of itself as the card had them."""

    card: str
    version: int
    question: str
    chosen: str
    zh: str
    en: str
    said_zh: str
    said_en: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text read aloud, with its words."""

    card: str
    version: int
    code: str
    lang: str
    words: str
    at: int
    by: str
    auto: bool


@dataclass(frozen=True, slots=True)
class TriageRow:
    """What a card has brought about one request."""

    answers: tuple[AnswerRow, ...]
    texts: tuple[TextRow, ...]


@dataclass(frozen=True, slots=True)
class SaidWordRow:
    """A word that speaks for a category, as the table holds it."""

    word: str
    category: str
    weight: int
    retired: bool = False


@dataclass(frozen=True, slots=True)
class CardRow:
    """A version of a card, as lists show it; `current` is the one that is asked from now on."""

    code: str
    version: int
    zh: str
    en: str
    questions: int
    texts: int
    made_at: int
    made_by: str
    approved_by: str
    approved_at: int | None
    current: bool
