"""What a typed line means: its word, its request, its facts; what is still to be said, and what can be said next."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.vocabulary import Act, Kind
from models.workflow import canonical_number
from screens import grammar, keys
from screens.commands import number_in
from screens.grammar import Slot, Sort
from screens.initials import initials
from screens.instants import read_instant
from screens.shelving import read_shelving
from screens.word_lists import Choice, Known, beginning, choices_of, matching, named_choices, plain

HERE = "."
"""Said in place of a number: the request under the cursor, whatever is marked."""

_NUMBER = re.compile(r"[ERSCQ]?[-_]?[0-9]{1,15}", re.IGNORECASE)
_GLUED = re.compile(r"(\D+?)([ersq]?[-_]?[0-9]{2,15})$", re.IGNORECASE)
_TOKEN = re.compile(r"\S+")
_PHONE = re.compile(r"[+0-9][0-9-]{2,}")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a line cannot be done as it stands: a sentence of the catalogue, and its facts."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """A line as it was understood.

    `words` are the keys that its first word may mean: one, or it has to be said which. `number` is the request as it
    was written (:data:`HERE` for the one under the cursor, "" where none was said). `open` are the facts of the act
    that were not said, in their order.
    """

    words: tuple[keys.Key, ...] = ()
    word: str = ""
    number: str = ""
    rest: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    open: tuple[Slot, ...] = ()
    trouble: Trouble | None = None

    @property
    def key(self) -> keys.Key | None:
        """What is meant, if it is one thing."""
        return self.words[0] if len(self.words) == 1 else None

    @property
    def act(self) -> str:
        """The word of :data:`screens.grammar.SAID` that it says, or nothing."""
        key = self.key
        name = (key.act or key.id) if key else ""
        return name if name in grammar.SAID else ""


def sayable() -> list[keys.Key]:
    """The keys that have words on the command line; those of the form are said only there."""
    return [key for key in keys.KEYS if (key.zh or key.en) and key.contexts != (keys.FORM,)]


def spellings(key: keys.Key) -> tuple[str, ...]:
    """Everything that may be typed for a key: its letters, its words, and the initials that mean it alone."""
    short = [one for one in dict.fromkeys(map(initials, key.zh)) if one and meant_by(one) == (key,)]
    said = (*grammar.letters(key), *key.en, *key.zh, *short)
    return tuple(one for one in dict.fromkeys(said) if key in meant_by(one, key.contexts))


def meant_by(word: str, contexts: Collection[str] = ()) -> tuple[keys.Key, ...]:
    """The keys that a word means: as it stands, by a letter, by its initials, by a beginning.

    Letters of keys that are no acts count only in a context where the key works.
    """
    said = plain(word)
    if not said:
        return ()
    rows = sayable()
    exact = [row for row in rows if said in row.zh or said in row.en]
    own = [row for row in rows if said in grammar.OWN.get(row.id, ())]
    letter = [row for row in rows if said in grammar.letters(row) and (row.act or set(row.contexts) & set(contexts))]
    for found in (own, exact, letter):
        if found:
            return (found[0],)
    by_first = [row for row in rows if row.zh and initials(row.zh[0]) == said]
    by_any = [row for row in rows if any(initials(one) == said for one in row.zh)]
    if by_any:
        return tuple(by_first if len(by_first) == 1 else by_any)
    return tuple(row for row in rows if any(one.startswith(said) for one in (*row.zh, *row.en)))


def tokens(text: str) -> list[str]:
    """The words of a line; a word set against its number is two, and a key's word written as two is one."""
    found = _TOKEN.findall(text)
    if len(found) > 1 and any(plain(f"{found[0]}_{found[1]}") in row.en for row in sayable()):
        return [f"{found[0]}_{found[1]}", *found[2:]]
    if not found or meant_by(found[0]) or _NUMBER.fullmatch(plain(found[0])):
        return found
    glued = _GLUED.fullmatch(unicodedata.normalize("NFKC", found[0]))
    if glued and meant_by(glued[1]):
        return [glued[1], glued[2], *found[1:]]
    return found


def number_of(token: str) -> str:
    """A request's number as the desk takes it, :data:`HERE`, or nothing if this is none."""
    said = unicodedata.normalize("NFKC", token).strip()
    if said in (HERE, "。"):
        return HERE
    return canonical_number(said) if _NUMBER.fullmatch(said) else ""


def hear(text: str, known: Known, contexts: Collection[str] = (), kind: Kind | None = None) -> Heard:
    """Read a line; `kind` is that of its request, where it is known (it decides what the end of one must say)."""
    said = tokens(text)
    if not said:
        return Heard()
    words = meant_by(said[0], contexts)
    heard = Heard(words, said[0])
    if not heard.act:
        return Heard(words, said[0], rest=text.strip()[len(said[0]):].strip())  # fmt: skip
    rest, number = said[1:], ""
    if heard.act != "alarms.rule" and rest and number_of(rest[0]):
        number, rest = number_of(rest[0]), rest[1:]
    if number and _is_fact(heard.act, said[1], rest):
        number, rest = "", said[1:]
    facts, left, trouble = _facts(heard.act, rest, known, kind)
    return Heard(words, said[0], number, " ".join(rest), facts, left, trouble)


def _is_fact(act: str, first: str, rest: Sequence[str]) -> bool:
    """Is the first number of a line no request of its own? The one to merge into, or three scores."""
    if act in (Act.MERGE, Act.LINK):
        return number_of(first) != HERE and not (rest and number_of(rest[0]))
    return act == Act.CLOSE and not rest and re.fullmatch(r"[1-5]{3}", plain(first)) is not None


def alone(text: str) -> str:
    """The number of a request, if that is all that was typed; ``R 1042`` is one as it is written, ``r 1042`` an act."""
    said = unicodedata.normalize("NFKC", text).strip()
    spaced = " " in said and not said[:1].isupper()
    return "" if spaced else number_in(said)


def _facts(
    act: str, said: Sequence[str], known: Known, kind: Kind | None
) -> tuple[dict[str, Any], tuple[Slot, ...], Trouble | None]:
    """The facts that the words say; of those that are not text, any may come before the others."""
    slots = list(grammar.slots_of(act, kind))
    if act == "alarms.shelve":
        return _shelving(slots, " ".join(said))
    if grammar.SAID[act].named:
        return _by_name(act, slots, " ".join(said), known)
    facts: dict[str, Any] = {}
    left, at = slots, 0
    while at < len(said):
        taken = _next(act, left, said, at, known)
        if isinstance(taken, Trouble):
            return facts, tuple(left), taken
        if taken is None:
            break
        slot, value, count = taken
        facts[slot.name], at = value, at + count
        left = [one for one in left if one is not slot]
    texts = [slot for slot in left if slot.text and slot.name not in grammar.silent(act, facts)]
    if at < len(said):
        rest = " ".join(said[at:])
        if not texts:
            return facts, tuple(left), _unknown(left, rest, known) or Trouble("line.too_much", {"text": rest})
        parts = [part.strip() for part in re.split("[;；]", rest, maxsplit=len(texts) - 1)]
        facts |= {slot.name: part for slot, part in zip(texts, parts, strict=False) if part}
    return facts, tuple(slot for slot in slots if slot.name not in facts), None


Taken = tuple[Slot, Any, int]


def _next(act: str, left: Sequence[Slot], said: Sequence[str], at: int, known: Known) -> Taken | Trouble | None:
    """The next fact that is no text: its slot, its value, and how many words it took."""
    typed = [slot for slot in left if not slot.text]
    text_follows = any(slot.text for slot in left)
    unclear: Trouble | None = None
    for slot in typed:
        loose = slot.needed or not text_follows
        taken = _take(act, slot, said, at, known, loose=loose)
        if isinstance(taken, Trouble):
            unclear = unclear or taken
        elif taken is not None:
            return slot, taken[0], taken[1]
    if unclear is not None:
        return unclear
    needed = [slot for slot in typed if slot.needed]
    return _unknown(needed, said[at], known) if needed else None


def _unknown(slots: Sequence[Slot], word: str, known: Known) -> Trouble | None:
    """A word that is none of those that were to come."""
    listed = [slot for slot in slots if not slot.text]
    return Trouble("line.not_a", {"word": word, "fact": listed[0].name}) if listed else None


def _take(
    act: str, slot: Slot, said: Sequence[str], at: int, known: Known, *, loose: bool
) -> tuple[Any, int] | Trouble | None:
    """The value that the words at a place say for a fact, and how many they are; None if they say none."""
    word = said[at]
    match slot.sort:
        case Sort.MOMENT:
            return _moment(act, said, at, known)
        case Sort.TOKEN | Sort.CALLER:
            return (word, 1) if slot.needed or _PHONE.fullmatch(plain(word)) else None
        case Sort.REQUEST:
            number = number_of(word)
            return (number, 1) if number and number != HERE else None
        case Sort.REQUESTS:
            count = next((n for n, one in enumerate(said[at:]) if not number_of(one)), len(said) - at)
            return (tuple(number_of(one) for one in said[at : at + count]), count) if count else None
        case Sort.SPAN:
            return _window(word)
        case Sort.OUTCOME:
            scored = _scores(said, at)
            if scored is not None:
                return scored
    return _listed(slot, said, at, known, loose=loose)


def _listed(slot: Slot, said: Sequence[str], at: int, known: Known, *, loose: bool) -> tuple[Any, int] | Trouble | None:
    """A word of a list; one of several words is written whole."""
    choices = choices_of(slot, known)
    for count in range(min(4, len(said) - at), 1, -1):
        found = matching(choices, " ".join(said[at : at + count]), loose=False)
        if found:
            return found[0].value, count
    found = matching(choices, said[at], loose=loose)
    if len(found) > 1:
        names = ", ".join(one.label for one in found[:6])
        return Trouble("line.which", {"word": said[at], "names": names})
    return (found[0].value, 1) if found else None


def _moment(act: str, said: Sequence[str], at: int, known: Known) -> tuple[int, int] | None:
    for count in (2, 1):
        if at + count <= len(said):
            text = " ".join(said[at : at + count])
            instant = read_instant(text, known.now, known.zone, past=act in ("amend", "safe_record"))
            if instant is not None:
                return instant, count
    return None


def _window(word: str) -> tuple[int, int] | None:
    """``±30``, ``+-1h``: how far off a moment, either way; without its sign it would be a word of the note."""
    from screens.finish_asks import window_of

    said = unicodedata.normalize("NFKC", word)
    span = window_of(said) if said[:1] == "±" or said[:2] == "+-" or said[:3] == "+/-" else None
    return None if span is None else (span, 1)


def _scores(said: Sequence[str], at: int) -> tuple[dict[str, int], int] | None:
    """``545``, ``5,4,5`` or ``5 4 5``: speed, attitude, quality."""
    names = ("speed", "attitude", "quality")
    for count in (3, 1):
        digits = re.sub(r"[\s,/]", "", unicodedata.normalize("NFKC", " ".join(said[at : at + count])))
        if at + count <= len(said) and re.fullmatch(r"[1-5]{3}", digits):
            return dict(zip(names, map(int, digits), strict=True)), count
    return None


def _by_name(
    act: str, slots: Sequence[Slot], text: str, known: Known
) -> tuple[dict[str, Any], tuple[Slot, ...], Trouble | None]:
    """``address 12 Park Road; note dog``: each part begins with the name of its fact, a blank or an equals sign."""
    facts: dict[str, Any] = {}
    for part in filter(None, (one.strip() for one in re.split("[;；]", text))):
        name, _, value = re.sub(r"\s*[=＝:：]\s*|\s+", " ", part, count=1).partition(" ")
        meant = matching(named_choices(slots), name)
        left = tuple(slot for slot in slots if slot.name not in facts)
        if len(meant) != 1:
            names = ", ".join(one.label for one in meant[:6])
            return facts, left, Trouble("line.which", {"word": name, "names": names}) if meant else Trouble(
                "line.no_fact", {"word": name})  # fmt: skip
        slot = next(one for one in slots if one.name == meant[0].value)
        said = value.split()
        if slot.text or not said:
            facts |= {slot.name: value.strip()} if slot.text else {}
            continue
        taken = _take(act, slot, said, 0, known, loose=True)
        if not isinstance(taken, tuple) or taken[1] < len(said):
            return facts, left, Trouble("line.not_a", {"word": value.strip(), "fact": slot.name})
        facts[slot.name] = taken[0]
    return facts, tuple(slot for slot in slots if slot.name not in facts), None


def _shelving(slots: Sequence[Slot], text: str) -> tuple[dict[str, Any], tuple[Slot, ...], Trouble | None]:
    """How long and why, in one; the span may be set against the reason."""
    read = read_shelving(text) if text else None
    if read is None:
        return {}, tuple(slots), Trouble("ask.shelve_forms") if text else None
    facts = {"minutes": read[0]} | ({"reason": read[1]} if read[1] else {})
    return facts, tuple(slot for slot in slots if slot.name not in facts), None


def next_choices(text: str, known: Known, contexts: Collection[str] = (), kind: Kind | None = None) -> list[Choice]:
    """What the word that is being typed may become; behind a blank, what can be said next."""
    said = _TOKEN.findall(text)
    typed = "" if not said or text[-1:].isspace() else said[-1]
    if not said or (len(said) == 1 and typed):
        return _first_words(typed, known)
    before = " ".join(said[: len(said) - bool(typed)])
    heard = hear(before, known, contexts, kind)
    if heard.act and grammar.SAID[heard.act].named:
        fresh = not heard.rest or heard.rest[-1:] in ";；"
        return beginning(named_choices(heard.open, known.lang), typed) if fresh else []
    if not heard.act or heard.trouble is not None:
        return []
    for slot in heard.open:
        found = beginning(choices_of(slot, known), typed) if not slot.text else []
        if found:
            return found
        if slot.needed and slot.text:
            return []
    return []


def _first_words(typed: str, known: Known) -> list[Choice]:
    """The words that a line may begin with."""
    if not typed:
        return []
    said, shown = plain(typed), 0 if known.lang == "zh" else 1
    found: list[Choice] = []
    meant = meant_by(typed)
    for row in [*meant, *(one for one in sayable() if one not in meant)]:
        words = tuple(plain(one) for one in (*row.zh, *row.en))
        short = tuple(filter(None, (initials(one) for one in row.zh)))
        if row in meant or any(one.startswith(said) for one in (*words, *short)):
            spelt = (row.zh, row.en)[shown] or (*row.zh, *row.en)
            begun = next((one for one in spelt if plain(one).startswith(said)), spelt[0])
            found.append(Choice(row.id, begun, words))
    return found
