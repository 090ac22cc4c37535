"""Administration from the command line: what is listed of each subject, and how a change reaches its verb."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.instants import read_span, write_span
from console.refusals import Misuse
from console.render import facts
from console.settings import Asked
from console.verbs import pairs_of, value_of
from console.wiring import Visit
from models.desk.administration import CATEGORY_FIELDS, CREW_FIELDS, OPERATOR_FIELDS, TARGETS
from models.desk.desk import Desk
from models.desk.sheets import KEYS
from models.vocabulary import ClockKind

NONE = ("none", "-")
NO_CLOCK = -1


@dataclass(frozen=True, slots=True)
class Subject:
    """What may be said of a thing, what must be said of a new one, and what a table shows of it."""

    fields: frozenset[str]
    needed: tuple[str, ...]
    columns: tuple[str, ...]


SUBJECTS: Mapping[str, Subject] = {
    "crew": Subject(CREW_FIELDS, (), ("code", "name", "district", "skills", "status", "job", "out_reason")),
    "operator": Subject(OPERATOR_FIELDS, ("name",), ("login", "name", "initials", "roles", "team", "retired")),
    "category": Subject(
        CATEGORY_FIELDS | TARGETS,
        ("zh", "en", "kind", "priority"),
        ("code", "kind", "priority", "zh", "en", "skill", *(kind.value for kind in ClockKind if kind.value in TARGETS)),
    ),
    "district": Subject(frozenset({"name_en"}), (), ("name", "name_en")),
    "policy": Subject(
        frozenset(),
        (),
        ("scope", "key", "clock", "target", "calendar", "warn", "pausing", "on_reopen", "valid_from", "retired_at"),
    ),
}
KINDS: Mapping[str, Any] = {
    "on_shift": bool, "leads": bool, "callback_share": float, "customer": int, "warn_days": int, "valid_from": int,
    "valid_to": int, "load_cap": int, "out_until": int,
}  # fmt: skip
"""The facts that are no text."""


def show(asked: Asked, subject: str, every: bool) -> None:
    """Print the things of a subject, those in use or all."""
    with Visit(asked) as visit:
        rows = [row for row in _listed(visit.reading(), subject, visit.now) if every or not _retired(row)]
        visit.page.table(rows, SUBJECTS[subject].columns)


def change(asked: Asked, subject: str, act: str, name: str, words: Sequence[str]) -> None:
    """Add, set or retire one thing.

    Raises:
        Misuse: a fact that the subject does not have, or a missing one; the sentence names what there is.
    """
    with Visit(asked) as visit:
        given = _given(SUBJECTS[subject], act, pairs_of(words), visit.now)
        desk, seat = visit.seated()
        done = getattr(desk.administration, f"{act}_{subject}")(seat, name, **given)
        said = {"subject": subject, "act": act, "name": done, **given, KEYS[subject][0]: done}
        visit.page.record(said, f"{subject} {done}: {act}")


def _given(subject: Subject, act: str, pairs: Mapping[str, str | None], now: int) -> dict[str, Any]:
    shown = ", ".join(f"--{name}" for name in sorted(subject.fields))
    allowed = frozenset() if act == "retire" else subject.fields
    for key in pairs:
        if key not in allowed:
            raise Misuse(
                "act.unknown_key",
                f"There is no --{key} here.",
                f"There are: {shown}." if allowed else "",
                key=key,
                allowed=shown,
            )
    missing = ", ".join(f"--{key}" for key in subject.needed if key not in pairs)
    if act == "add" and missing:
        raise Misuse(
            "act.missing", f"A new one needs {missing}.", f"There are: {shown}.", missing=missing, allowed=shown
        )
    if act == "set" and not pairs:
        raise Misuse("act.nothing", "Nothing would change.", f"There are: {shown}.", allowed=shown)
    return {
        key: span_in(text or "") if key in TARGETS else value_of(key, KINDS.get(key, str), text, now)
        for key, text in pairs.items()
    }


def span_in(text: str) -> int:
    """A target as it is typed; -1 for no such clock."""
    return NO_CLOCK if text in NONE else read_span(text)


def span_out(span: int | None) -> str | None:
    """The same as it is shown."""
    return None if span is None else NONE[0] if span == NO_CLOCK else write_span(span)


def _listed(desk: Desk, subject: str, now: int) -> list[dict[str, Any]]:
    look = desk.look
    match subject:
        case "crew":
            return [facts(row) for row in look.crews(now)]
        case "operator":
            return [facts(row) for row in look.operators()]
        case "category":
            rows = [facts(row) for row in look.categories()]
            return [row | {name: span_out(row[name]) for name in TARGETS & row.keys()} for row in rows]
        case "policy":
            rows = [facts(row) for row in look.policies()]
            return [row | {"target": promised(row.pop("target_ms"), row["unit"], row["days"])} for row in rows]
    return [{"name": zh, "name_en": en} for zh, en in look.districts()]


def promised(span: int, unit: str | None, days: int | None) -> str | None:
    """A policy line's target as it is typed: a span in ms, or so many days."""
    return f"{days} {unit.replace('_', ' ')}" if unit else span_out(span)


def _retired(row: Mapping[str, Any]) -> bool:
    return bool(row.get("retired") or row.get("retired_at"))
