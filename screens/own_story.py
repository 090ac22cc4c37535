"""Journal lines about promises, hand-overs and corrections as sentences."""

from collections.abc import Callable, Mapping

from models.rows import JournalRow
from models.vocabulary import Act
from screens.format import clean
from screens.view import View


def _promise(row: JournalRow, view: View) -> str:
    return view.say("journal.promise", until=view.clock(int(row.data.get("until", row.at))),
                    phone=clean(str(row.data.get("phone", ""))))  # fmt: skip


def _kept(row: JournalRow, view: View) -> str:
    return view.say("journal.keep_by_contact" if row.data.get("contact") else "journal.keep_promise")


def _moved(row: JournalRow, view: View) -> str:
    was, until = int(row.data.get("was", row.at)), int(row.data.get("until", row.at))
    return view.say("journal.move_promise", was=view.clock(was), until=view.clock(until))


def _edit(row: JournalRow, view: View) -> str:
    was: Mapping[str, object] = row.data.get("was") or {}
    changed = [
        view.say("journal.edit_was", field=fact_name(name, view), was=_told(before, view),
                 now=_told(row.data.get(name), view))
        for name, before in was.items()
    ]  # fmt: skip
    return view.say("journal.edit", changes="; ".join(changed))


def fact_name(name: str, view: View) -> str:
    """What a fact of a request is called on the screens."""
    return view.say(f"edit.{name}" if name in ("customer_id", "premise_id") else f"intake.{name}")


def _told(value: object, view: View) -> str:
    return clean(str(value)) if value not in (None, "") else view.say("journal.edit_none")


def _discard(row: JournalRow, view: View) -> str:
    return view.say("journal.discard_empty" if row.data.get("empty") else "journal.discard")


OWN_SENTENCES: Mapping[str, Callable[[JournalRow, View], str]] = {
    Act.PROMISE: _promise,
    Act.KEEP_PROMISE: _kept,
    Act.MOVE_PROMISE: _moved,
    Act.EDIT: _edit,
    Act.DISCARD: _discard,
}
