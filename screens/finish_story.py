"""Journal lines about safe records, visits, confirmations and plans as sentences."""

from collections.abc import Callable, Mapping

from models.rows import JournalRow
from models.vocabulary import Act
from screens.format import clean
from screens.view import View

_TOLD = ("valve_which", "found_how", "neighbours", "basement", "fire_service", "fire_at")


def record_words(row: JournalRow, view: View) -> str:
    """What a line says of a safe site beside the reading and the valve, fact by fact."""
    said = []
    for name in _TOLD:
        value = row.data.get(name)
        if value in (None, ""):
            continue
        if name in ("neighbours", "basement"):
            word = view.word("checked", str(value))
        else:
            word = view.clock(int(value)) if name == "fire_at" and isinstance(value, int) else clean(str(value))
        said.append(f"{view.say(f'fact.{name}')}: {word}")
    return "  ".join(said)


def _record(row: JournalRow, view: View) -> str:
    reading = clean(str(row.data.get("reading", "")))
    return view.say("journal.safe_record", what="  ".join(part for part in (reading, record_words(row, view)) if part))


def _met_nobody(row: JournalRow, view: View) -> str:
    crew = clean(row.crew or str(row.data.get("crew", "")))
    return view.say("journal.met_nobody", crew=crew, n=row.data.get("times", 1))


def _confirm(row: JournalRow, view: View) -> str:
    name, why = clean(str(row.data.get("name", ""))), clean(str(row.data.get("objection", "")))
    said = view.say("journal.confirm_yes" if row.data.get("agreed") else "journal.confirm_no", name=name)
    return f"{said}  {why}".strip()


def _start(row: JournalRow, view: View) -> str:
    facts = {"plan": row.data.get("plan", ""), "level": row.data.get("level", 1), "n": row.data.get("steps", "")}
    return view.say("journal.raise_plan" if row.data.get("was") else "journal.start_plan", **facts)


def _tick(row: JournalRow, view: View) -> str:
    step = clean(view.named(str(row.data.get("zh", "")), str(row.data.get("en", ""))) or str(row.data.get("step", "")))
    name = "tick_late" if row.act == Act.TICK and row.data.get("late") else row.act
    return view.say(f"journal.{name}", plan=row.data.get("plan", ""), step=step)


def _review(row: JournalRow, view: View) -> str:
    return view.say("journal.review_plan", plan=row.data.get("plan", ""))


FINISH_SENTENCES: Mapping[str, Callable[[JournalRow, View], str]] = {
    Act.SAFE_RECORD: _record,
    Act.MET_NOBODY: _met_nobody,
    Act.CONFIRM: _confirm,
    Act.START_PLAN: _start,
    Act.TICK: _tick,
    Act.UNTICK: _tick,
    Act.REVIEW_PLAN: _review,
}
