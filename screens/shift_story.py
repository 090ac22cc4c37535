"""The journal's sentences about hand-over sheets, paper cards and packs of periods."""

from collections.abc import Callable, Mapping

from models.rows import JournalRow
from models.vocabulary import Act
from screens.format import clean
from screens.view import View


def _sheet(row: JournalRow, view: View) -> str:
    item = str(row.data.get("number") or row.data.get("item") or "")
    return view.say(f"journal.{row.act}", n=row.data.get("sheet", ""), item=clean(item))


def _card(row: JournalRow, view: View) -> str:
    return view.say(f"journal.{row.act}", n=row.data.get("card", ""))


def _pack(row: JournalRow, view: View) -> str:
    return view.say(f"journal.{row.act}", n=row.data.get("period", ""))


SHIFT_SENTENCES: Mapping[str, Callable[[JournalRow, View], str]] = {
    **dict.fromkeys((Act.SHIFT_OUT, Act.SHIFT_READ, Act.SHIFT_IN, Act.SHIFT_WITHDRAW), _sheet),
    **dict.fromkeys((Act.ENTER_CARD, Act.VOID_CARD), _card),
    Act.FREEZE_PACK: _pack,
}
