"""Administration as CSV: a sheet is given out, changed in any table program and taken in again, row by row."""

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from console.administering import KINDS, span_in, span_out
from console.giving_out import as_csv, known_form
from console.settings import Asked
from console.taking_in import Refused, private
from console.verbs import value_of
from console.wiring import Visit
from models.csvfile import rows_of
from models.desk.administration import TARGETS
from models.desk.deed import clean
from models.desk.desk import Desk
from models.desk.sheets import FACTS, KEYS
from models.errors import DeskError, Invalid
from models.rows import Seat

RETIRED = "retired"
SPANS = TARGETS | {"target"}
COUNTED = ("added", "changed", "retired", "same", "rejected")

Cells = Mapping[Any, Any]
"""A row of the file: text by column, and under None what stands beyond the last one."""


def give_out(asked: Asked, subject: str, form: str) -> None:
    """Print what is in use of the subject."""
    known_form(form)
    with Visit(asked) as visit:
        desk, seat = visit.sitting()
        names = (*KEYS[subject], *FACTS[subject])
        rows = [
            {name: _out(name, row[name]) for name in names}
            for row in desk.sheets.rows(seat, subject)
            if not row[RETIRED]
        ]
        if form == "jsonl":
            visit.page.stream(rows)
        else:
            as_csv(visit, names, rows)


def take_in(asked: Asked, subject: str, file: Path, refused: Path | None, *, dry_run: bool) -> bool:
    """Bring the subject to what the file says; True if every row is so now.

    Each row is one verb of the desk and so one transaction. What the file does not name stays; a row whose `retired`
    says yes is retired. With `dry_run` every verb is tried and undone.
    """
    with Visit(asked) as visit, ExitStack() as stack:
        desk, seat = visit.seated()
        sheet = Sheet(desk, seat, subject, dry_run)
        sink = stack.enter_context(private(refused, file)) if refused else None
        rejects = Refused(visit.page, sink)
        count: Counter[str] = Counter()
        read = 0
        for read, cells in enumerate(rows_of(file), 1):
            if read == 1:
                sheet.refuse_columns(cells)
            try:
                count[sheet.take(cells)] += 1
            except DeskError as error:
                count["rejected"] += 1
                rejects(read, cells, error)
        visit.page.stream([{"read": read, **{name: count[name] for name in COUNTED}}])
        if count["rejected"]:
            where = f"their reasons are in {refused}" if refused else "name a file with --rejects to see all reasons"
            visit.page.talk(f"{count['rejected']} rows were not taken; {where}.")
        return not count["rejected"]


class Sheet:
    """A subject as it stands, and how a row of a file changes it."""

    def __init__(self, desk: Desk, seat: Seat, subject: str, dry_run: bool) -> None:
        self._verbs = desk.rehearsal if dry_run else desk.administration
        self._seat, self._subject = seat, subject
        self._keys, self._facts = KEYS[subject], FACTS[subject]
        self._known = {self._key(row): row for row in desk.sheets.rows(seat, subject)}

    def _key(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(str(row[name]) for name in self._keys)

    def refuse_columns(self, cells: Cells) -> None:
        """Refuse a file whose header lacks the key or names what there is not.

        Raises:
            Invalid: the sentence names the columns that there are.
        """
        names = (*self._keys, *self._facts, RETIRED)
        missing = [name for name in self._keys if name not in cells]
        unknown = [name for name in cells if name is not None and name not in names]
        if missing or unknown:
            wrong = ", ".join(missing or unknown)
            what = f"The file has no column {wrong}." if missing else f"There is no column {wrong} here."
            raise Invalid("sheet.columns", what, f"There are: {', '.join(names)}.", columns=wrong,
                          allowed=", ".join(names))  # fmt: skip

    def take(self, cells: Cells) -> str:
        """Do what the row says; returns which of :data:`COUNTED` it was.

        Raises:
            DeskError: the row cannot be meant, or the desk refuses it.
        """
        if None in cells:
            raise Invalid("sheet.wide", "The row has more cells than the header.", "Put quotes around commas.")
        said = {name: (text or "").strip() for name, text in cells.items() if name is not None}
        key = self._key(said)
        if not all(key[:1]):
            raise Invalid("sheet.no_key", f"The row has no {self._keys[0]}.", "Fill it in.", field=self._keys[0])
        known = self._known.get(key)
        if _yes(said):
            return self._retire(key, known)
        facts = {name: _in(name, said[name]) for name in self._facts if name in said}
        facts = {name: value for name, value in facts.items() if value is not None}
        if known is None or known[RETIRED]:
            return self._put("add", key, facts)
        fresh = {name: value for name, value in facts.items() if value != known[name]}
        return self._put("set", key, fresh) if fresh else "same"

    def _retire(self, key: tuple[str, ...], known: Mapping[str, Any] | None) -> str:
        if known is None or known[RETIRED]:
            return "same"
        getattr(self._verbs, f"retire_{self._subject}")(self._seat, *key)
        self._known[key] = {**known, RETIRED: True}
        return "retired"

    def _put(self, act: str, key: tuple[str, ...], facts: Mapping[str, Any]) -> str:
        needed = [name for name in NEEDED[self._subject] if act == "add" and name not in facts]
        if needed:
            raise Invalid("sheet.needed", f"A new one needs {', '.join(needed)}.", "Fill it in.",
                          columns=", ".join(needed))  # fmt: skip
        if self._subject == "policy":
            self._verbs.set_policy(self._seat, *key, facts["target"])
        else:
            getattr(self._verbs, f"{act}_{self._subject}")(self._seat, *key, **facts)
        before = dict.fromkeys(self._facts) if act == "add" else self._known[key]
        self._known[key] = {**before, **facts, RETIRED: False}
        return "added" if act == "add" else "changed"


NEVER_EMPTY = frozenset({"name", "initials", "zh", "en", "kind", "priority", "roles"})
"""Facts that cannot be taken away: an empty cell leaves them as they are."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "crew": (),
    "operator": ("name",),
    "category": ("zh", "en", "kind", "priority"),
    "district": (),
    "policy": ("target",),
}


def _yes(said: Mapping[str, str]) -> bool:
    return bool(said.get(RETIRED)) and bool(value_of(RETIRED, bool, said[RETIRED], 0))


def _in(name: str, text: str) -> Any:
    """A cell as the verbs take it; None if it says nothing."""
    if name in SPANS:
        return span_in(text) if text else None
    if name in KINDS:
        return value_of(name, KINDS[name], text, 0) if text else None
    if name == "roles":
        text = ",".join(part.strip() for part in text.split(",") if part.strip())
    return clean(text) or (None if name in NEVER_EMPTY else "")


def _out(name: str, value: Any) -> str:
    """A fact as a cell."""
    if name in SPANS:
        return span_out(value) or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
