"""Administration as CSV: a sheet is given out, changed in any table program and taken in again, row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from console.giving_out import as_csv, known_form
from console.policy_sheet import PolicySheet
from console.settings import Asked
from console.sheet_cells import (
    ELSEWHERE,
    RETIRED,
    Cells,
    fact_in,
    fact_out,
    lacking,
    missing,
    retires,
    said_of,
    unknown_columns,
)
from console.taking_in import Refused, private
from console.wiring import Visit
from models.csvfile import rows_of
from models.desk.desk import Desk
from models.desk.sheets import FACTS, KEYS
from models.errors import DeskError
from models.rows import Seat

COUNTED = ("added", "changed", "retired", "same", "rejected")
PROMISED = frozenset({"contract"})
"""Subjects whose verbs are among the terms."""


def give_out(asked: Asked, subject: str, form: str) -> None:
    """Print what is in use of the subject."""
    known_form(form)
    with Visit(asked) as visit:
        desk, seat = visit.sitting()
        sheet = _sheet(desk, seat, subject)
        rows = sheet.rows()
        if form == "jsonl":
            visit.page.stream(rows)
        else:
            as_csv(visit, sheet.columns, rows)


def take_in(asked: Asked, subject: str, file: Path, refused: Path | None, *, dry_run: bool) -> bool:
    """Bring the subject to what the file says; True if every row is so now.

    Each row is one verb of the desk and so one transaction. What the file does not name stays; a row whose `retired`
    says yes is retired. With `dry_run` every verb is tried and undone.
    """
    with Visit(asked) as visit, ExitStack() as stack:
        desk, seat = visit.seated()
        sheet = _sheet(desk, seat, subject, dry_run=dry_run)
        sink = stack.enter_context(private(refused, file)) if refused else None
        rejects = Refused(visit.page, sink)
        count: Counter[str] = Counter()
        read = 0
        for read, cells in enumerate(sheet.read(file), 1):
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


def _sheet(desk: Desk, seat: Seat, subject: str, *, dry_run: bool = False) -> "Sheet | PolicySheet":
    if subject == "policy":
        return PolicySheet(desk, seat, dry_run=dry_run)
    return Sheet(desk, seat, subject, dry_run=dry_run)


class Sheet:
    """A subject as it stands, and how a row of a file changes it."""

    def __init__(self, desk: Desk, seat: Seat, subject: str, *, dry_run: bool) -> None:
        if subject in PROMISED:
            self._verbs = desk.rehearsed_terms if dry_run else desk.terms
        else:
            self._verbs = desk.rehearsal if dry_run else desk.administration
        self._seat, self._subject = seat, subject
        self._keys, self._facts = KEYS[subject], FACTS[subject]
        self.columns = (*self._keys, *self._facts)
        self._known = {self._key(row): row for row in desk.sheets.rows(seat, subject)}

    def rows(self) -> list[dict[str, str]]:
        """What is in use, as cells."""
        return [{name: fact_out(name, row[name]) for name in self.columns} for row in self._known.values()
                if not row[RETIRED]]  # fmt: skip

    def read(self, file: Path) -> Iterator[Cells]:
        """The rows of a file."""
        return rows_of(file)

    def _key(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(str(row[name]) for name in self._keys)

    def refuse_columns(self, cells: Cells) -> None:
        """Refuse a file whose header lacks the key or names what there is not.

        Raises:
            Invalid: the sentence names the columns that there are.
        """
        unknown_columns(cells, self._keys, (*self.columns, RETIRED))

    def take(self, cells: Cells) -> str:
        """Do what the row says; returns which of :data:`COUNTED` it was.

        Raises:
            DeskError: the row cannot be meant, or the desk refuses it.
        """
        said = said_of(cells)
        key = self._key(said)
        if not all(key[:1]):
            raise missing(self._keys[0])
        known = self._known.get(key)
        if retires(said):
            return self._retire(key, known)
        told = [name for name in self._facts if name in said and not said[name].endswith(ELSEWHERE)]
        facts = {name: fact_in(name, said[name]) for name in told}
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
            raise lacking(needed)
        getattr(self._verbs, f"{act}_{self._subject}")(self._seat, *key, **facts)
        before = dict.fromkeys(self._facts) if act == "add" else self._known[key]
        self._known[key] = {**before, **facts, RETIRED: False}
        return "added" if act == "add" else "changed"


NEEDED: Mapping[str, tuple[str, ...]] = {
    "crew": (),
    "operator": ("name",),
    "category": ("zh", "en", "kind", "priority"),
    "district": (),
    "contract": ("customer",),
}
