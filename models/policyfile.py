"""Policy lines as people write them: a target in words, whom it is for, and a file of such lines (TOML or CSV)."""

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import Invalid
from models.vocabulary import ClockKind, HoldReason, Kind, Priority
from models.wall import DAY, HOUR, MINUTE, SECOND

NO_CLOCK = -1
NONE = ("none", "-")
LIFE = (ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.SAFE)
"""Clocks on which a life may hang: they count every second, whatever calendar others are on."""

FIELDS = ("for", "clock", "target", "calendar", "warn", "pausing", "on_reopen")
REOPENED = ("whole", "left", "none")
LONGEST = 3660 * DAY
_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "min": MINUTE, "s": SECOND}
_SPAN = re.compile(r"(?:\d+(?:\.\d+)?(?:min|[dhms])\s*)+", re.IGNORECASE)
_PART = re.compile(r"(\d+(?:\.\d+)?)(min|[dhms])", re.IGNORECASE)
_DAYS = re.compile(r"(\d{1,4}) +(working )?days?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One line of a policy as the table keeps it; `valid_from` 0 holds for whatever was received."""

    scope: str
    key: str
    clock: str
    target_ms: int
    calendar: str | None = None
    unit: str | None = None
    days: int | None = None
    warn: str | None = None
    pausing: str | None = None
    on_reopen: str | None = None
    valid_from: int = 0
    retired_at: int | None = None

    @property
    def terms(self) -> dict[str, Any]:
        """Its columns beside scope, key, clock and length."""
        return {name: getattr(self, name) for name in ("calendar", "unit", "days", "warn", "pausing", "on_reopen")}


def scope_of(text: str) -> tuple[str, str]:
    """``(scope, key)`` of whom a line is for: nobody named is everybody; ``contract:CODE`` names a contract.

    ``category:CODE`` is a category whose code would else be read as something wider.
    """
    text = text.strip()
    if not text or text == "default":
        return "default", ""
    if text in list(Kind):
        return "kind", text
    if text.upper() in list(Priority):
        return "priority", text.upper()
    scope, colon, key = text.partition(":")
    if colon and scope in ("contract", "category"):
        return scope, key.strip()
    return "category", text


def whom_of(scope: str, key: str) -> str:
    """The words that :func:`scope_of` reads as this scope and key."""
    plain = "" if scope == "default" else key
    return plain if scope_of(plain) == (scope, key) else f"{scope}:{key}"


def read_target(text: str) -> dict[str, Any]:
    """``4h``, ``1h30m``, ``3 working days``, ``30 days`` or ``none`` as the columns of a policy line.

    Raises:
        Invalid: it is none of these, or no length of at most ten years.
    """
    plain = text.strip()
    if plain in NONE:
        return {"target_ms": NO_CLOCK, "unit": None, "days": None}
    found = _DAYS.fullmatch(plain)
    if found and 0 < int(found[1]) <= LONGEST // DAY:
        count = int(found[1])
        return {"target_ms": count * DAY, "unit": "working_days" if found[2] else "days", "days": count}
    ms = round(sum(float(number) * _UNITS[unit.lower()] for number, unit in _PART.findall(plain)))
    if not _SPAN.fullmatch(plain) or not 0 < ms <= LONGEST:
        raise Invalid("target.unreadable", f"{text!r} is no target.", "Write it as 4h, 1h30m, 3 working days, 30 days "
                      "or none.", text=text)  # fmt: skip
    return {"target_ms": ms, "unit": None, "days": None}


def line_of(
    whom: str, clock: str, target: str, *, calendar: str = "", warn: Iterable[Any] = (),
    pausing: Iterable[str] | None = None, on_reopen: str = "", valid_from: int = 0,
) -> PolicyLine:  # fmt: skip
    """A policy line from its words.

    Args:
        whom: as :func:`scope_of` reads it. warn: percents below 100; none: the usual ones.
        pausing: the hold reasons that pause the work clock, nothing or ``none``: no reason does; None: the usual ones.

    Raises:
        Invalid: a word that cannot be meant; the sentence names those that can.
    """
    scope, key = scope_of(whom)
    kind = _word(ClockKind, clock, "clock")
    if kind is ClockKind.REPLY:
        allowed = ", ".join(word for word in ClockKind if word is not kind)
        raise Invalid("clock.by_date", f"The clock {clock} has no target: each case brings its own date.",
                      f"Use: {allowed}.", clock=clock, allowed=allowed)  # fmt: skip
    length = read_target(target)
    if length["unit"] and not calendar:
        raise Invalid("policy.needs_calendar", "Days are counted on a calendar.", "Name one with --calendar.")
    if calendar and kind in LIFE:
        raise Invalid("policy.life_clock", f"The clock {kind.value} counts every second; no calendar may stop it.",
                      "Leave the calendar out.", clock=kind.value)  # fmt: skip
    return PolicyLine(
        scope, key, kind.value, length["target_ms"], calendar or None, length["unit"], length["days"],
        _warnings(warn), _pausing(kind, pausing), _reopened(on_reopen), valid_from,
    )  # fmt: skip


def _word(words: Any, given: str, field: str) -> Any:
    try:
        return words(given)
    except ValueError as error:
        allowed = ", ".join(word.value for word in words)
        raise Invalid("word.unknown", f"{given!r} is not a word for {field}.", f"Use one of: {allowed}.",
                      given=given, field=field, allowed=allowed) from error  # fmt: skip


def _warnings(given: Iterable[Any]) -> str | None:
    levels = sorted(
        {str(level).strip().rstrip("%") for level in given if str(level).strip()}, key=lambda text: text.zfill(9)
    )
    if not all(level.isascii() and level.isdigit() and 0 < int(level) < 100 for level in levels):
        raise Invalid("policy.warn", "Warning levels are whole percents from 1 to 99.", "Write them as 50,80.")
    return ",".join(levels) or None


def _pausing(kind: ClockKind, given: Iterable[str] | None) -> str | None:
    if given is None:
        return None
    if kind is not ClockKind.RESOLUTION:
        raise Invalid("policy.pausing", f"The clock {kind.value} never pauses; only resolution does.",
                      "Leave the reasons out.", clock=kind.value)  # fmt: skip
    words = [text.strip() for text in given if text.strip()]
    return "" if words in ([], ["none"]) else ",".join(_word(HoldReason, text, "pausing").value for text in words)


def _reopened(given: str) -> str | None:
    if given and given not in REOPENED:
        allowed = ", ".join(REOPENED)
        raise Invalid("word.unknown", f"{given!r} is not a word for on_reopen.", f"Use one of: {allowed}.",
                      given=given, field="on_reopen", allowed=allowed)  # fmt: skip
    return given or None


def read_policies(path: Path) -> list[PolicyLine]:
    """The lines of a file: TOML with ``[[policy]]`` tables, or CSV with the same names as columns.

    Raises:
        Invalid: the file cannot be read, or a line says what cannot be; the sentence names the line.
    """
    try:
        rows = _toml(path) if path.suffix == ".toml" else _csv(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise _unreadable(path, error) from error
    return [_line(number, row) for number, row in enumerate(rows, 1)]


def toml_cells(path: Path) -> list[dict[str, str]]:
    """The ``[[policy]]`` tables of a TOML file with the cells they would have in a CSV; what is left out is empty.

    Raises:
        Invalid: the file cannot be read.
    """
    try:
        return [dict.fromkeys(FIELDS, "") | {name: _cell(name, said) for name, said in row.items()}
                for row in _toml(path)]  # fmt: skip
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(path, error) from error


def _cell(name: str, said: Any) -> str:
    text = ",".join(str(one) for one in said) if isinstance(said, list) else str(said)
    return NONE[0] if name == "pausing" and not text.strip() else text


def _unreadable(path: Path, error: Exception) -> Invalid:
    return Invalid("policy.file", f"{path} cannot be read ({error}).", "Give a TOML or a CSV file of policy lines.",
                   path=str(path))  # fmt: skip


def _toml(path: Path) -> Sequence[Mapping[str, Any]]:
    found = tomllib.loads(path.read_text("utf-8-sig")).get("policy", [])
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Invalid("policy.file", f"{path} holds something else under 'policy'.", "Write [[policy]] tables.",
                      path=str(path))  # fmt: skip
    return found


def _csv(path: Path) -> Sequence[Mapping[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: text for name, text in row.items() if name and text} for row in csv.DictReader(file)]


def _line(number: int, row: Mapping[str, Any]) -> PolicyLine:
    unknown = sorted(set(row) - set(FIELDS))
    if unknown or not {"clock", "target"} <= set(row):
        raise Invalid("policy.line", f"Line {number} of the policies has no field {unknown[0]!r}." if unknown else
                      f"Line {number} of the policies names no clock or no target.", f"Use: {', '.join(FIELDS)}.",
                      line=number)  # fmt: skip
    try:
        return line_from(row)
    except Invalid as error:
        raise Invalid(error.code, f"Line {number}: {error.what}", error.remedy, **error.facts) from error


def line_from(row: Mapping[str, Any]) -> PolicyLine:
    """The line that these :data:`FIELDS` say; an absent one says the usual.

    Raises:
        Invalid: a word that cannot be meant.
    """
    pausing = row.get("pausing")
    return line_of(
        str(row.get("for", "")), str(row["clock"]), str(row["target"]), calendar=str(row.get("calendar", "")),
        warn=listed(row.get("warn", "")), pausing=None if pausing is None else listed(pausing),
        on_reopen=str(row.get("on_reopen", "")),
    )  # fmt: skip


def listed(given: Any) -> list[str]:
    """A list, or a text with commas (or semicolons) between its words."""
    return [str(one) for one in given] if isinstance(given, list) else re.split(r"[,;]", str(given))
