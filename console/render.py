"""The one renderer: a command hands over data, and it becomes a table for people or JSON for programs.

stdout carries the answer and nothing else; talk and progress go to stderr.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol, TextIO

from console.instants import write_span
from models.vocabulary import NEVER
from models.wall import to_iso

INSTANTS = frozenset(
    {
        "at", "breach_at", "created", "due", "due_at", "next_due", "held_until", "met_at", "now", "oldest",
        "oldest_due", "pause_from", "pause_until", "raised_at", "received", "recorded_at", "reply_by", "since",
        "state_since", "swept_at", "until", "valid_from", "warn_at", "accepted_at", "acknowledged_at", "answered_at",
        "closed_at",
        "rang_at", "promised_at", "kept_at", "first_at", "last_at",
        "began_at", "cleared_at", "gap_from", "marked_at", "told_at", "received_at", "next_step_at", "ack_until",
        "shelved_until", "flood_from",
        "en_route_at", "ended_at", "offered_at", "on_site_at", "resolved_at", "retired_at", "safe_at", "started_at",
        "stopped_at", "updated_at", "breached_at", "from", "to", "due_under", "P1", "P2", "P3", "P4", "valid_to",
        "warned_at", "was_due", "created_at", "next_try_at", "sent_at",
        "used_at", "written_at", "valid_until", "hear_by", "judged_at", "heard_at",
        "called_at", "tried_at", "from_at", "restore_at", "notified_at", "planned_at", "restored_at",
        "cancelled_at",
        "promised", "made_at", "plan_by", "review_by", "review_due",
        "signed_at", "read_at", "finished_at", "reserved_at", "entered_at", "void_at",
        "announced_at", "rectify_by", "rectified_at", "stop_use_at", "released_at",
    }
)  # fmt: skip
"""Names under which rows keep instants in epoch ms; in JSON they are ISO 8601 UTC."""

RAW = frozenset({"data"})
"""Names whose contents JSON shows exactly as they are stored: the facts of a journal line."""

WIDE = 100_000
"""Columns of a table that goes into a file or a pipe: nothing is cut there."""


class Told(Protocol):
    """Takes how far something has come, of how much if that is known, and in which part of it."""

    def __call__(self, done: float, whole: float | None = None, part: str | None = None) -> None: ...


def _untold(done: float, whole: float | None = None, part: str | None = None) -> None:
    """Nobody watches."""


Moment = Callable[[int], str]
"""How an instant in epoch ms is written."""


def plain(value: Any, name: str = "", moment: Moment = to_iso, raw: frozenset[str] = RAW) -> Any:
    """Rows, enums, sets and instants as JSON knows them; what is `raw` stays as it is stored."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, int) and name in INSTANTS:
        return None if value == NEVER else moment(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {key: item if key in raw else plain(item, key, moment, raw) for key, item in facts(value).items()}
    if isinstance(value, Mapping):
        return {str(key): item if key in raw else plain(item, str(key), moment, raw) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item, "", moment, raw) for item in value]
    return value


def facts(row: Any) -> dict[str, Any]:
    """The fields of a row by name, as they are."""
    return {field.name: getattr(row, field.name) for field in fields(row)}


def local(zone: str) -> Moment:
    """Instants as a person in `zone` reads them, to the second."""
    from zoneinfo import ZoneInfo

    here = ZoneInfo(zone)
    return lambda instant: datetime.fromtimestamp(instant // 1000, here).strftime("%Y-%m-%d %H:%M:%S")


def harmless(text: str) -> str:
    """A caller's text on one line, without the characters that a terminal would obey."""
    from screens.format import clean

    return clean(text)


def say(text: str, err: TextIO | None = None) -> None:
    """A line for the person, on stderr."""
    (err or sys.stderr).write(harmless(text) + "\n")


class Page:
    """Where one command writes."""

    def __init__(self, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self._out, self._err = out or sys.stdout, err or sys.stderr
        self.moment: Moment = to_iso
        """How tables write instants; JSON always writes them in UTC."""
        self.heading: Callable[[str], str] = str
        """How tables head their columns; JSON has the names as they are."""
        self.word: Callable[[str, str], str] = lambda column, text: text
        """How a table shows a word of a closed list; JSON has the words as they are stored."""
        self.lang = "en"
        """The reader's language."""
        self.tell: Callable[[str], str] = str
        """A report's titles and notes in that language, found by their English."""
        self.block: Callable[[], list[tuple[str, str]]] = list
        """What stands at the head of a page of paper: whose it is, and when it was made."""
        self.plots: bool | None = None
        """Are small plots wanted? None: where a person watches."""

    def record(self, data: Any, line: str | None = None) -> None:
        """One thing: a JSON object, or `line`, or its facts one below the other."""
        if self.as_json:
            self._json(plain(data))
        elif line is not None:
            self._write(line)
        else:
            self._facts(self._told(data))

    def table(self, rows: Iterable[Any], columns: Sequence[str] = (), realm: str = "") -> None:
        """Many things: a JSON list with every fact, or a table of the named columns; `realm` has words of its own."""
        if self.as_json:
            self._json([plain(row) for row in rows])
        else:
            self._table([self._told(row) for row in rows], columns, realm)

    def stream(self, rows: Iterable[Any]) -> None:
        """One JSON object a line, whatever was asked: the form of an export. Mappings are taken as they are."""
        for row in rows:
            self._json(row if isinstance(row, dict) else plain(row))

    def raw(self, text: str) -> None:
        """Text that is already in its final form, such as a line of CSV."""
        self._out.write(text)

    def flush(self) -> None:
        """Let what was written be read at once by whoever waits for it."""
        self._out.flush()

    def talk(self, text: str) -> None:
        """A sentence for the person, beside the answer."""
        say(text, self._err)

    def draw(self, made: Callable[[], Iterable[Any]]) -> None:
        """Small plots (`screens.plots`), where a person watches or asked for them; never beside JSON."""
        if self.as_json or not (self._out.isatty() if self.plots is None else self.plots):
            return
        from screens import plots_text

        for plot in made():
            self._out.write("\n")
            lines = plots_text.drawn(plot)
            if self._out.isatty():
                self._turned(lines)
            else:
                self._out.write(plots_text.plain(lines) + "\n")

    def _turned(self, lines: Iterable[Iterable[tuple[str, bool]]]) -> None:
        from rich.console import Console
        from rich.text import Text

        console = Console(file=self._out, highlight=False, markup=False)
        for line in lines:
            console.print(Text.assemble(*((text, "reverse" if turned else "") for text, turned in line)), no_wrap=True,
                          overflow="crop")  # fmt: skip

    @contextmanager
    def progress(self, what: str, total: float | None = None) -> Iterator["Told"]:
        """A bar on stderr while something long runs; silent unless a person watches."""
        if not self._err.isatty():
            yield _untold
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        count = TextColumn("{task.completed:,.0f}") if total is None else TaskProgressColumn()
        columns = (TextColumn("{task.description}"), BarColumn(), count, TimeElapsedColumn())
        with Progress(*columns, console=Console(file=self._err), transient=True) as bar:
            task = bar.add_task(what, total=total)

            def tell(done: float, whole: float | None = None, part: str | None = None) -> None:
                bar.update(task, completed=done, total=whole, description=part)

            yield tell

    def shown(self, row: Any, realm: str = "") -> dict[str, str]:
        """A row as a person reads it: its facts by name, in words; what is not known is empty."""
        told: dict[str, Any] = self._told(row)
        return {name: "" if value is None or value == "" else self.word(_of(realm, name), cell(value))
                for name, value in told.items()}  # fmt: skip

    def _told(self, data: Any) -> Any:
        return plain(data, "", self.moment, frozenset())

    def _json(self, data: Any) -> None:
        utf8 = (self._out.encoding or "utf-8").lower().replace("-", "") == "utf8"
        self._out.write(json.dumps(data, ensure_ascii=not utf8) + "\n")

    def _write(self, text: str) -> None:
        self._out.write("".join(harmless(line) + "\n" for line in text.split("\n")))

    def _facts(self, data: Mapping[str, Any]) -> None:
        """One fact a line; those that say nothing are left out, lists of rows become tables."""
        from rich.cells import cell_len

        said = {name: value for name, value in data.items() if value not in (None, "", [])}
        heads = {name: self.heading(name) for name in said}
        width = max((cell_len(head) for head in heads.values()), default=0)
        for name, value in said.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                self._write(f"{heads[name]}:")
                self._table(value, ())
            else:
                gap = " " * (width - cell_len(heads[name]))
                self._write(f"{heads[name]}{gap}  {self.word(name, cell(value))}")

    def _table(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], realm: str = "") -> None:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        names = list(columns or dict.fromkeys(name for row in rows for name in row))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for name in names:
            table.add_column(self.heading(name), no_wrap=not self._out.isatty())
        for row in rows:
            table.add_row(*(Text(harmless(self.word(_of(realm, name), cell(row.get(name))))) for name in names))
        width = None if self._out.isatty() else WIDE
        Console(file=self._out, width=width, highlight=False, markup=False).print(table)


def _of(realm: str, name: str) -> str:
    return f"{realm}.{name}" if realm else name


def cell(value: Any, name: str = "") -> str:
    """A value as a table shows it: facts within facts as words, lengths in ms as they are typed."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(f"({cell(item)})" if isinstance(item, dict) else cell(item) for item in value) or "-"
    if isinstance(value, dict):
        return _words(value)
    if isinstance(value, int) and value >= 0 and (name == "ms" or name.endswith("_ms")):
        return write_span(value)
    return str(value)


def _words(told: Mapping[str, Any]) -> str:
    """Facts in one line; those that say nothing are left out."""
    said = {name: item for name, item in told.items() if item not in (None, "", [], {})}
    if set(said) == {"ms"}:
        return cell(said["ms"], "ms")
    texts = {name: cell(item, name) for name, item in said.items()}
    nested = {name: f"({text})" if isinstance(said[name], dict) and set(said[name]) != {"ms"} else text
              for name, text in texts.items()}  # fmt: skip
    return "; ".join(f"{name}: {text}" for name, text in nested.items()) or "-"
