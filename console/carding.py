"""Triage cards and guessing words from the command line: what is shown, and how a file becomes the next version."""

from collections import Counter
from pathlib import Path
from typing import Any

from console import versions
from console.datafile import data_in
from console.giving_out import as_csv
from console.render import facts
from console.settings import Asked
from console.wiring import Visit
from models.csvfile import rows_of
from models.errors import DeskError, Invalid, NotFound
from models.rows.triage import SaidWordRow
from models.triage import Answer, Card

COLUMNS = ("word", "category", "weight")
COUNTED = ("added", "changed", "retired", "same", "rejected")
YES = ("yes", "true", "1")


def list_cards(asked: Asked, every: bool) -> None:
    """Print the cards, the newest version of each or all."""
    with Visit(asked) as visit:
        rows = [row for row in visit.reading().look.card_versions() if every or row.current]
        visit.page.table(rows, ("code", "version", "zh", "en", "questions", "texts", "approved_by", "approved_at"))


def show_card(asked: Asked, code: str, version: int) -> None:
    """Print one card's questions with their answers, then its texts."""
    with Visit(asked) as visit:
        card = _card(visit, code, version)
        if visit.page.as_json:
            visit.page.record(facts(card))
            return
        versions.head(visit.page, card)
        asks = [
            {"question": question.code, "key": one.key, "answer": one.code, "zh": f"{question.zh} {one.zh}",
             "en": f"{question.en} {one.en}", "leads": _leads(one)}
            for question in card.questions for one in question.answers
        ]  # fmt: skip
        visit.page.table(asks, ("question", "key", "answer", "zh", "en", "leads"))
        texts = [{"text": one.code, "before": one.before, "zh": one.zh, "en": one.en} for one in card.texts]
        visit.page.table(texts, ("text", "before", "zh", "en"))


def _leads(answer: Answer) -> str:
    """What follows from an answer, in a few words."""
    said = [answer.goto and f"> {answer.goto}", answer.next and f"> {answer.next}", answer.category,
            answer.priority.value if answer.priority else "", answer.major.value if answer.major else "", *answer.flags,
            *answer.hints]  # fmt: skip
    return " ".join(one for one in said if one)


def give_out(asked: Asked, code: str, version: int) -> None:
    """Print one card as it was taken in."""
    with Visit(asked) as visit:
        card = _card(visit, code, version)
        versions.body(visit.page, visit.reading().look.card_body(card.code, card.version))


def take_in(asked: Asked, file: Path, *, dry_run: bool) -> None:
    """The next version of a card, from JSON or TOML."""
    data = read_data(file)
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        kept = (desk.rehearsed_cards if dry_run else desk.cards).import_card(seat, data)
        versions.kept(visit.page, "card", kept)


def read_data(file: Path) -> Any:
    """What a file holds, by the end of its name.

    Raises:
        Invalid: it cannot be read. Misuse: it is neither JSON nor TOML.
    """
    data = data_in(file)
    if not isinstance(data, dict):
        raise Invalid("card.unfit", f"Card ? cannot be read: {file} holds no card.", "Look at a card given out by: "
                      "hotline card export A", card="?", why=f"{file} holds no card")  # fmt: skip
    return data


def approve(asked: Asked, code: str, by: str) -> None:
    """Record the safety officer's word."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        versions.approved(visit.page, "card", desk.cards.approve(seat, code, by=by), by)


def _card(visit: Visit, code: str, version: int) -> Card:
    cards: dict[tuple[str, int], Card] = visit.reading().look.cards()
    wanted = code.strip().upper()
    numbers = [n for known, n in cards if known == wanted]
    if not numbers or (version and version not in numbers):
        raise NotFound("card.none", f"There is no card {code}.", "Look at: hotline card list --all", card=code)
    return cards[wanted, version or max(numbers)]


# Words


def list_words(asked: Asked, category: str, every: bool) -> None:
    """Print the words of a category, or all."""
    with Visit(asked) as visit:
        rows: list[SaidWordRow] = visit.reading().look.said_words()
        chosen = [row for row in rows if (every or not row.retired) and category.strip().upper() in ("", row.category)]
        visit.page.table(chosen, (*COLUMNS, "retired") if every else COLUMNS)


def change_word(asked: Asked, act: str, word: str, **given: Any) -> None:
    """Add, set or retire one word."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        done = getattr(desk.cards, f"{act}_word")(seat, word, **given)
        visit.page.record({"subject": "word", "act": act, "word": done, **given}, f"word {done}: {act}")


def try_words(asked: Asked, text: str) -> None:
    """Print what would be guessed."""
    with Visit(asked) as visit:
        guesses = visit.reading().look.words().guess(text)
        rows = [{"category": one.category, "weight": one.weight, "words": ", ".join(one.words), "urgent": one.urgent}
                for one in guesses]  # fmt: skip
        visit.page.table(rows, ("category", "weight", "words", "urgent"))


def give_out_words(asked: Asked) -> None:
    """Print every word in use as CSV."""
    with Visit(asked) as visit:
        rows: list[SaidWordRow] = visit.reading().look.said_words()
        as_csv(visit, COLUMNS, [{"word": row.word, "category": row.category, "weight": str(row.weight)} for row in rows
                                if not row.retired])  # fmt: skip


def take_in_words(asked: Asked, file: Path, *, dry_run: bool) -> bool:
    """Bring the words to what a file says; each row is one verb. True if every row is so now."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        verbs = desk.rehearsed_cards if dry_run else desk.cards
        known = {(row.word, row.category): row for row in desk.look.said_words()}
        count: Counter[str] = Counter()
        read = 0
        for read, cells in enumerate(rows_of(file), 1):
            try:
                count[_take(verbs, seat, known, {name: (text or "").strip() for name, text in cells.items()})] += 1
            except DeskError as error:
                count["rejected"] += 1
                visit.page.talk(f"row {read}: {error.what}")
        visit.page.stream([{"read": read, **{name: count[name] for name in COUNTED}}])
        return not count["rejected"]


def _take(verbs: Any, seat: Any, known: dict[tuple[str, str], SaidWordRow], said: dict[str, str]) -> str:
    word, category = said.get("word", ""), said.get("category", "").upper()
    row = known.get((word, category))
    if said.get("retired", "").lower() in YES:
        if row is None or row.retired:
            return "same"
        verbs.retire_word(seat, word, category=category)
        known[word, category] = SaidWordRow(word, category, row.weight, retired=True)
        return "retired"
    weight = _number(said.get("weight", "") or "10")
    if row is not None and not row.retired and row.weight == weight:
        return "same"
    act = "set" if row is not None and not row.retired else "add"
    getattr(verbs, f"{act}_word")(seat, word, category=category, weight=weight)
    known[word, category] = SaidWordRow(word, category, weight)
    return "changed" if act == "set" else "added"


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Invalid("word.weight", "A weight is a whole number from 1 to 99.", "Write 10 for an ordinary word.")
    return int(text)
