"""Journal lines about call-backs, complaints and their reviews as sentences."""

from collections.abc import Callable, Mapping

from models.rows import JournalRow
from models.vocabulary import Act
from screens.format import clean
from screens.view import View

_FACTS = ("stage", "unit", "person", "against", "plan", "plan_by", "unit_answer", "review_by")
"""Facts of a complaint that stand in the sentence; cause, measure and answer stand behind every line that has them."""


def complaint_words(row: JournalRow, view: View) -> str:
    """What a line says of a complaint, fact by fact."""
    said = []
    for name in _FACTS:
        value = row.data.get(name)
        if value in (None, "", []):
            continue
        if name == "stage":
            word = view.word("stage", str(value))
        elif isinstance(value, int):
            word = view.clock(value)
        else:
            word = clean(", ".join(value) if isinstance(value, list | tuple) else str(value))
        said.append(f"{view.say(f'fact.{name}')}: {word}")
    return "  ".join(said)


def scores_words(row: JournalRow, view: View) -> str:
    """The scores of a call-back, and what was said."""
    scores = row.data.get("scores") or {}
    parts = [f"{view.say(f'ask.score_{name}')} {score}" for name, score in scores.items()]
    parts += [clean(str(row.data[name])) for name in ("withheld", "said") if row.data.get(name)]
    return view.say("journal.close_reached", what="  ".join(parts))


def _try(row: JournalRow, view: View) -> str:
    outcome = view.word("not_reached", str(row.data.get("outcome", "")))
    return view.say("journal.call_try", outcome=outcome, n=row.data.get("n", 1), of=row.data.get("of", 3))


def _handle(row: JournalRow, view: View) -> str:
    return view.say("journal.handle_complaint", what=complaint_words(row, view)).strip()


def _review(row: JournalRow, view: View) -> str:
    name = "review_held" if row.data.get("held") else "review_failed"
    return view.say(f"journal.{name}", number=clean(str(row.data.get("follow_up", ""))))


AFTER_SENTENCES: Mapping[str, Callable[[JournalRow, View], str]] = {
    Act.CALL_TRY: _try,
    Act.HANDLE_COMPLAINT: _handle,
    Act.REVIEW_COMPLAINT: _review,
}
