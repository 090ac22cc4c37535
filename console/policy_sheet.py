"""The policy lines in use as a sheet: one line a row, in the very columns that a file of policies has."""

from collections.abc import Iterator
from pathlib import Path

from console.administering import NONE, promised
from console.refusals import Misuse
from console.sheet_cells import RETIRED, Cells, lacking, missing, retires, said_of, unknown_columns
from console.verbs import value_of
from models.csvfile import rows_of
from models.desk.desk import Desk
from models.policyfile import FIELDS, PolicyLine, line_from, scope_of, toml_cells, whom_of
from models.rows import Seat
from models.vocabulary import ClockKind

Key = tuple[str, str, str]
"""Scope, key and clock of a line."""


class PolicySheet:
    """The lines that hold now, and how a row of a file changes them.

    A row is the whole line: what it leaves empty is the usual, as in a file that is tried.
    """

    columns = FIELDS

    def __init__(self, desk: Desk, seat: Seat, *, dry_run: bool) -> None:
        self._terms = desk.rehearsed_terms if dry_run else desk.terms
        self._administration = desk.rehearsal if dry_run else desk.administration
        self._seat = seat
        self._known: dict[Key, PolicyLine] = {_key(line): line for line in desk.sheets.lines(seat)}

    def rows(self) -> list[dict[str, str]]:
        """What is in use, as cells."""
        return [cells_of(line) for line in self._known.values()]

    def read(self, file: Path) -> Iterator[Cells]:
        """The rows of a CSV, or the ``[[policy]]`` tables of a TOML file."""
        if file.suffix != ".toml":
            yield from rows_of(file)
            return
        found = toml_cells(file)
        if not found:
            raise Misuse("policy.empty", f"{file} holds no policy lines.", "Write [[policy]] tables, or a CSV.",
                         file=str(file))  # fmt: skip
        yield from found

    def refuse_columns(self, cells: Cells) -> None:
        """Refuse a file that names no clock, or what there is not."""
        unknown_columns(cells, ("clock",), (*FIELDS, RETIRED))

    def take(self, cells: Cells) -> str:
        """Do what the row says; returns what became of the line.

        Raises:
            DeskError: the row cannot be meant, or the desk refuses it.
        """
        self.refuse_columns(cells)
        said = {name: text for name, text in said_of(cells).items() if text}
        if not said.get("clock"):
            raise missing("clock")
        if retires(said):
            clock = value_of("clock", ClockKind, said["clock"], 0)
            return self._retire((*scope_of(said.get("for", "")), clock.value))
        if not said.get("target"):
            raise lacking(["target"])
        line = line_from(said)
        known = self._known.get(_key(line))
        if line == known:
            return "same"
        self._terms.set_policy(self._seat, line)
        self._known[_key(line)] = line
        return "changed" if known else "added"

    def _retire(self, key: Key) -> str:
        if key not in self._known:
            return "same"
        self._administration.retire_policy(self._seat, *key)
        del self._known[key]
        return "retired"


def _key(line: PolicyLine) -> Key:
    return line.scope, line.key, line.clock


def cells_of(line: PolicyLine) -> dict[str, str]:
    """A line in the words that are read back as the same line."""
    pausing = NONE[0] if line.pausing == "" else line.pausing
    texts = (whom_of(line.scope, line.key), line.clock, promised(line.target_ms, line.unit, line.days), line.calendar,
             line.warn, pausing, line.on_reopen)  # fmt: skip
    return {name: text or "" for name, text in zip(FIELDS, texts, strict=True)}
