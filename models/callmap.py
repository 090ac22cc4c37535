"""What the columns of another telephone system's file mean, and one row's cells read into one call.

An instant may be named by several columns, of which the first that is given counts; an id by several that are joined.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from models.errors import Invalid
from models.filemap import in_column, incomplete, no_word, only_known, readable, tables_of, whole_row
from models.instants import read_instant
from models.telephone import shown_number
from models.vocabulary import Direction, WrapUp
from models.wall import DAY, HOUR, SECOND

INSTANTS = ("began", "rang", "answered", "ended")
SPANS = ("wait_s", "talk_s")
WORDS = ("phone", "line", "queue", "agent", "note", "recording", "wrap_up", "direction", "outcome")
COLUMNS = frozenset({"external_id", "date", *INSTANTS, *SPANS, *WORDS})
DEFAULTS = frozenset({"no_time", "instant_format", "line", "queue", "direction", "wrap_up"})
OUTCOMES = ("answered", "missed", "phantom")
_SHORT_TIME = re.compile(r"\d:\d\d")
_canonical = json.JSONEncoder(sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class CallMap:
    """Our names by theirs; `outcomes` and `wrap_ups` translate their words, `no_time` stands where there is no time."""

    columns: Mapping[str, tuple[str, ...]]
    outcomes: Mapping[str, str] = field(default_factory=dict)
    wrap_ups: Mapping[str, WrapUp] = field(default_factory=dict)
    no_time: str = ""
    instant_format: str = ""
    usual: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallCells:
    """One call as a row tells it; `columns` are those of the table, `flags` what is odd about it."""

    external_id: str
    columns: Mapping[str, Any]
    flags: tuple[str, ...]
    digest: str


def read_call_map(text: str) -> CallMap:
    """The map in a TOML text (`[columns]`, `[defaults]`, `[outcomes]`, `[wrap_ups]`).

    Raises:
        Invalid: it cannot be read, lacks what a call needs, or names what nobody knows.
    """
    data = tables_of(text)
    only_known(data, frozenset({"columns", "defaults", "outcomes", "wrap_ups"}), "table")
    columns, usual = data.get("columns", {}), data.get("defaults", {})
    only_known(columns, COLUMNS, "columns")
    only_known(usual, DEFAULTS, "defaults")
    if not columns.get("external_id") or not (columns.get("answered") or columns.get("ended")):
        name = "answered or ended" if columns.get("external_id") else "external_id"
        raise incomplete(name)
    outcomes = {str(theirs).strip().casefold(): str(ours) for theirs, ours in data.get("outcomes", {}).items()}
    for ours in outcomes.values():
        if ours not in OUTCOMES:
            raise no_word(ours, "outcome", OUTCOMES)
    return CallMap(
        {ours: tuple(theirs) if isinstance(theirs, list) else (str(theirs),) for ours, theirs in columns.items()},
        outcomes,
        {str(theirs).strip().casefold(): _wrap_up(str(ours)) for theirs, ours in data.get("wrap_ups", {}).items()},
        str(usual.get("no_time", "")),
        str(usual.get("instant_format", "")),
        {name: str(usual[name]) for name in ("line", "queue", "direction", "wrap_up") if name in usual},
    )


def _wrap_up(text: str) -> WrapUp:
    try:
        return WrapUp(text)
    except ValueError as error:
        raise no_word(text, "wrap_up", WrapUp) from error


class CallReader:
    """Reads rows by one map; `zone` is where instants without an offset were written."""

    def __init__(self, plan: CallMap, zone: ZoneInfo | None) -> None:
        self.plan, self.zone = plan, zone

    def missing(self, row: Mapping[str, str | None]) -> list[str]:
        """Columns that the map names and the file does not have."""
        return sorted({theirs for names in self.plan.columns.values() for theirs in names if theirs not in row})

    def read(self, row: Mapping[str, str | None], now: int) -> CallCells:
        """The row's call.

        Raises:
            Invalid: with the reason for which the row cannot be taken.
        """
        whole_row(row)
        parts = [_cell(row, name) for name in self.plan.columns["external_id"]]
        if not any(parts):
            raise Invalid("import.no_external_id", "The row has no external id.", "Give every row its own.")
        words = {name: self._first(row, name) or self.plan.usual.get(name, "") for name in WORDS}
        began = self._instant(row, "began", None)
        given = {name: self._instant(row, name, began) for name in INSTANTS[1:]}
        outcome = self._outcome(words["outcome"], given)
        times = self._times(row, given, outcome, began)
        flags = [name for name, true in (
            ("answered_before_rang", times["answered_at"] is not None and times["rang_at"] is not None
             and times["rang_at"] > times["answered_at"]),
            ("in_future", max((at for at in times.values() if at is not None), default=0) > now),
            ("withheld", "phone" in self.plan.columns and not shown_number(words["phone"])),
            ("phantom", outcome == "phantom"),
        ) if true]  # fmt: skip
        columns = {
            **times, "phone": shown_number(words["phone"]), "line": words["line"], "queue": words["queue"],
            "agent": words["agent"], "note": words["note"], "recording": words["recording"],
            "wrap_up": self._wrapped(words["wrap_up"]), "direction": self._direction(words["direction"]),
            "phantom": outcome == "phantom",
        }  # fmt: skip
        digest = hashlib.blake2b(_canonical(columns).encode(), digest_size=16).hexdigest()
        return CallCells("-".join(parts), columns, tuple(flags), digest)

    def _first(self, row: Mapping[str, str | None], name: str) -> str:
        return next((text for theirs in self.plan.columns.get(name, ()) if (text := _cell(row, theirs))), "")

    def _instant(self, row: Mapping[str, str | None], name: str, began: int | None) -> int | None:
        """The first of the instant's columns that is given; a time of day after midnight lies on the next day."""
        none = ("", self.plan.no_time) if self.plan.no_time else ("",)
        text = next(
            (cell for theirs in self.plan.columns.get(name, ()) if (cell := _cell(row, theirs)) not in none), ""
        )
        if not text:
            return None
        day = self._first(row, "date")
        try:
            instant = self._read(day, text)
            if day and began is not None and instant < began - 12 * HOUR:
                instant = self._read(_next_day(day), text) if _next_day(day) else instant + DAY
        except Invalid as error:
            raise in_column(error, name) from error
        return instant

    def _read(self, day: str, text: str) -> int:
        if day and not self.plan.instant_format and _SHORT_TIME.match(text):
            text = f"0{text}"
        return read_instant(f"{day} {text}".strip(), self.zone, self.plan.instant_format)

    def _outcome(self, said: str, given: Mapping[str, int | None]) -> str:
        if not said:
            return "missed" if given["answered"] is None else "answered"
        known = self.plan.outcomes.get(said.casefold(), said.casefold())
        if known not in OUTCOMES:
            raise Invalid("import.unknown_word", f"{said!r} is no outcome.", "Translate it under [outcomes].",
                          column="outcome", text=said)  # fmt: skip
        return known

    def _times(
        self, row: Mapping[str, str | None], given: Mapping[str, int | None], outcome: str, began: int | None
    ) -> dict[str, int | None]:
        """When it rang, was answered and ended: spans the file gives go before its instants, which are rounded."""
        wait, talk = self._span(row, "wait_s"), self._span(row, "talk_s")
        answered = given["answered"] if outcome != "missed" else None
        if outcome == "answered" and answered is None:
            raise Invalid("import.no_answered", "The row does not say when the call was answered.", "Give the instant.")
        ended = given["ended"] if talk is None or answered is None else answered + talk
        until = answered if answered is not None else ended
        if until is None:
            raise Invalid("import.no_ended", "The row does not say when the call ended.", "Give the instant.")
        rang = given["rang"] if wait is None else until - wait
        return {"rang_at": began if rang is None and answered is None else rang, "answered_at": answered,
                "ended_at": ended}  # fmt: skip

    def _span(self, row: Mapping[str, str | None], name: str) -> int | None:
        text = self._first(row, name)
        if not text:
            return None
        try:
            return round(float(text) * SECOND)
        except (ValueError, OverflowError) as error:
            raise Invalid("import.no_span", f"{name}: {text!r} is no number of seconds.", "Give seconds.", column=name,
                          text=text) from error  # fmt: skip

    def _wrapped(self, said: str) -> str | None:
        if not said:
            return None
        return (self.plan.wrap_ups.get(said.casefold()) or _wrap_up(said)).value

    def _direction(self, said: str) -> str:
        if said and said not in list(Direction):
            raise Invalid(
                "import.unknown_word", f"{said!r} is no direction.", "Write in or out.", column="direction", text=said
            )
        return said or Direction.IN.value


def _cell(row: Mapping[str, str | None], name: str) -> str:
    """A cell without blanks around it; what is no Unicode text becomes question marks."""
    found = row.get(name)
    return readable(found.strip()) if isinstance(found, str) else ""


def _next_day(day: str) -> str:
    """The day after, where `day` is an ISO date."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except ValueError:  # written another way: whoever asks adds a day's length
        return ""
