"""What happened, guessed from the caller's words: a table of words in Chinese and English, and what denies them.

Danger is found before it is judged: a word of gas, hiss, carbon monoxide or fire puts an emergency first, however many
words speak for something else. What is denied in so many words ("没有味道", "no smell") does not count; what is over
("味道没了") does, and so does what is asked ("有没有漏气").
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

NOTHING = "-"
"""The category of a phrase that means nothing although words in it would: a gas company is no gas."""

MOST = 3
"""So many guesses are offered."""

CLOSE = 0.6
"""A second guess with so large a part of the first one's weight makes it unsure."""

FUZZY_FROM = 5
"""Letters from which a Latin word may have one of them wrong."""

_SAME = str.maketrans(
    "氣錶閥門沒無聞報響爐電壞開關熱頭暈體過衝壓繳費臺樓滅斷應戶裝驗隱購讀數這裡裏點煙鍋廚噴聲",
    "气表阀门没无闻报响炉电坏开关热头晕体过冲压缴费台楼灭断应户装验隐购读数这里里点烟锅厨喷声",
)
_BREAK = re.compile(r"[，。！？；,.!?;\n]|但是|但|可是|不过|就是|\bbut\b|\bhowever\b")
_BETWEEN = "什么|任何|闻到|闻着|听到|听见|发现|看到|感觉到?|有|出现|明显|一点儿?|半点|煤气|燃气|天然气|的|到|过|啥"
_DENIES = re.compile(rf"(?:并没有?|没有|没|无|未|不是|毫无|闻不到|闻不出|听不到|不(?:会|再)?)(?:{_BETWEEN}){{0,3}}$")
_DENIED_AFTER = re.compile(
    r"^(?:道|儿)?(?:也|都|倒是?|是|就)?(?:没有|没|无)(?:闻到|的|呢|啊|吧)?(?:$|[，。！？；,.!?;])"
)
_NO = frozenset({"no", "not", "without", "never", "cannot", "cant", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt",
                 "havent", "nor"})  # fmt: skip
_STILL = frozenset({"sure", "only", "just", "one", "body", "idea", "answer", "stand", "bear", "stop", "breathe", "find",
                    "tell", "locate", "sleep", "reach", "stay", "open", "turn", "know", "longer", "more"})  # fmt: skip
"""After one of these a "no" or "cannot" denies something else."""

_EMPTY = frozenset({"a", "an", "the", "of", "is", "are", "my", "our", "very", "really", "so", "some", "there", "its",
                    "s", "any", "this", "that", "was"})  # fmt: skip
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_ENDINGS = ("", "s", "es", "ing", "ed", "y", "ly")


@dataclass(frozen=True, slots=True)
class GuessWord:
    """A word or phrase that speaks for a category with a weight; parts joined by ``+`` count where all stand."""

    word: str
    category: str
    weight: int


@dataclass(frozen=True, slots=True)
class Guess:
    """A category the words speak for: with how much weight, and which words they were."""

    category: str
    weight: int
    words: tuple[str, ...]
    urgent: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    word: str
    denied: bool = False


def plain(text: str) -> str:
    """The text as words are looked for in it: one width, one case, one set of signs, no blanks between Chinese."""
    same = unicodedata.normalize("NFKC", text).casefold().translate(_SAME).replace("’", "'")
    seen = "".join(char if char == "\n" or unicodedata.category(char)[0] != "C" else " " for char in same)
    tight = re.sub(r"[^\S\n]+(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[^\S\n]+", "", seen)
    return re.sub(r"[^\S\n]+", " ", tight).strip()


def unsure(guesses: Sequence[Guess]) -> bool:
    """Do two of the same urgency speak nearly as loud as each other?"""
    if len(guesses) < 2:
        return False
    first, second = guesses[0], guesses[1]
    return first.urgent == second.urgent and second.weight >= CLOSE * first.weight


class Words:
    """The table, made ready to be looked through.

    Args:
        rows: words with their categories; those of a category that is not in `known` are passed over.
        urgent: the categories of danger, which stand before all others.
        known: the categories in use; None for any.
    """

    def __init__(
        self, rows: Iterable[GuessWord], *, urgent: Collection[str], known: Collection[str] | None = None
    ) -> None:
        self._urgent = frozenset(urgent)
        self._says: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in rows:
            if known is None or row.category in known or row.category == NOTHING:
                self._says[plain(row.word)].append((row.category, row.weight))
        self._together = {word: tuple(part.strip() for part in word.split("+")) for word in self._says if "+" in word}
        self._alone = [word for word in self._says if word not in self._together]
        parts = (part for parts in self._together.values() for part in parts)
        self._wanted = {word: _wanted(word) for word in (*self._alone, *parts) if word.isascii()}
        self._tokens = frozenset(token for wanted in self._wanted.values() for token in wanted)

    def guess(self, text: str) -> list[Guess]:
        """What the words speak for, the loudest first, danger before everything; at most three."""
        said = plain(text)
        if not said:
            return []
        spoken = _Spoken(said)
        hits = [hit for word in self._alone for hit in self._hits(word, said, spoken)]
        found = {hit.word for hit in _longest(hits) if not hit.denied}
        found |= {
            word
            for word, parts in self._together.items()
            if all(any(not hit.denied for hit in self._hits(part, said, spoken)) for part in parts)
        }
        return self._weighed(found)

    def _weighed(self, found: Iterable[str]) -> list[Guess]:
        weights: dict[str, int] = defaultdict(int)
        because: dict[str, list[str]] = defaultdict(list)
        for word in sorted(found):
            for category, weight in self._says[word]:
                if category != NOTHING:
                    weights[category] += weight
                    because[category].append(word)
        ranked = sorted(weights, key=lambda code: (code not in self._urgent, -weights[code], code))
        return [Guess(code, weights[code], tuple(because[code]), code in self._urgent) for code in ranked[:MOST]]

    def _hits(self, word: str, said: str, spoken: "_Spoken") -> Iterator[_Hit]:
        if word.isascii():
            yield from self._latin(word, said, spoken)
            return
        at = said.find(word)
        while at >= 0:
            begins = _denied_from(said, at, at + len(word))
            yield _Hit(at if begins is None else begins, at + len(word), word, begins is not None)
            at = said.find(word, at + 1)

    def _latin(self, word: str, said: str, spoken: "_Spoken") -> Iterator[_Hit]:
        wanted = self._wanted[word]
        denies = not _NO.isdisjoint(wanted)
        for place in spoken.places(wanted[0], self._tokens):
            window = spoken.tokens[place : place + len(wanted)]
            if len(window) == len(wanted) and all(
                have[2] in spoken.alike(want, self._tokens) for want, have in zip(wanted[1:], window[1:], strict=True)
            ):
                start, end = window[0][0], window[-1][1]
                begins = None if denies else _no_before(said, spoken.tokens, place)
                yield _Hit(start if begins is None else begins, end, word, begins is not None)


class _Spoken:
    """The Latin words of one text, and which of them a word of the table may mean."""

    def __init__(self, said: str) -> None:
        found = [(one.start(), one.end(), one[0].replace("'", "")) for one in _TOKEN.finditer(said)]
        self.tokens = [token for token in found if token[2] not in _EMPTY]
        self._at: dict[str, list[int]] = defaultdict(list)
        for place, (_, _, token) in enumerate(self.tokens):
            self._at[token].append(place)
        self._alike: dict[str, frozenset[str]] = {}

    def alike(self, want: str, known: Collection[str]) -> frozenset[str]:
        """The spoken words that may mean `want`; one that is in the table itself means itself alone."""
        found = self._alike.get(want)
        if found is None:
            found = self._alike[want] = frozenset(have for have in self._at if _means(want, have, known))
        return found

    def places(self, want: str, known: Collection[str]) -> list[int]:
        """Where such words stand."""
        return [place for have in self.alike(want, known) for place in self._at[have]]


def _means(want: str, have: str, known: Collection[str]) -> bool:
    if have[0] != want[0]:
        return False
    if have == want or (have.startswith(want) and have[len(want) :] in _ENDINGS):
        return True
    if len(want) < FUZZY_FROM or abs(len(want) - len(have)) > 1 or have in known:
        return False
    return _one_wrong(want, have)


def _wanted(word: str) -> tuple[str, ...]:
    """The words of a Latin phrase that carry its meaning."""
    asked = tuple(one.replace("'", "") for one in _TOKEN.findall(word))
    return tuple(token for token in asked if token not in _EMPTY) or asked or (word,)


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """A word inside a longer one is not a word of its own."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if not any(
            other.start <= hit.start and hit.end <= other.end and (other.start, other.end) != (hit.start, hit.end)
            for other in kept
        ):
            kept.append(hit)
    return kept


def _denied_from(said: str, start: int, end: int) -> int | None:
    """Where the denial of what stands there begins; None if nothing denies it."""
    clause = _BREAK.split(said[max(0, start - 16) : start])[-1]
    found = _DENIES.search(clause)
    if found is not None:
        before, first = clause[: found.start()], clause[found.start()]
        asked = before[-1:] in ("有", "是", "会") or (first == "不" and before[-1:] == said[start])
        double = before.endswith(("不是", "并不是", "并非"))
        return None if asked or double else start - len(clause) + found.start()
    after = said[end : end + 10]
    return start if _DENIED_AFTER.match(after) else None


def _no_before(said: str, spoken: Sequence[tuple[int, int, str]], place: int) -> int | None:
    """Where a "no" among the three words before begins, in the same clause and about the same thing."""
    for back in range(1, 4):
        if place - back < 0:
            return None
        start, end, token = spoken[place - back]
        if _BREAK.search(said[end : spoken[place][0]]):
            return None
        if token in _NO:
            follows = spoken[place - back + 1][2]
            return None if follows in _STILL else start
    return None


def _one_wrong(want: str, have: str) -> bool:
    """Is one letter missing, too many, another one, or are two in each other's place?"""
    at = next(
        (n for n, (one, other) in enumerate(zip(want, have, strict=False)) if one != other), min(len(want), len(have))
    )
    rest, other = want[at:], have[at:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )


def words_of(table: Mapping[str, Mapping[str, Iterable[str]]]) -> list[GuessWord]:
    """The rows of a table as the product's data file writes it: by category, by weight, a list of words."""
    return [
        GuessWord(word, category, int(weight))
        for category, weights in table.items()
        for weight, words in weights.items()
        for word in words
    ]
