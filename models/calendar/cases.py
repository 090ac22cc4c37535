"""Cases as files write them (`hotline sla compute`): each by itself, an error in one is the answer to that one."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from models.calendar.reckoning import breached, due, elapsed
from models.calendar.terms import Term
from models.calendar.working import Calendar, Span
from models.errors import Invalid
from models.instants import read_instant
from models.wall import SECOND, to_iso


def answers(cases: Iterable[Any]) -> list[dict[str, Any]]:
    """The answer to each case, in their order; cases with the same calendar share what was worked out for it."""
    known: dict[str, Calendar] = {}
    return [answer(case, known) for case in cases]


def answer(case: Any, known: dict[str, Calendar]) -> dict[str, Any]:
    """`due` if there is a target, `elapsed_s` if there is `until`, `breached` if there are both, or the `error`."""
    if not isinstance(case, Mapping):
        return {"id": None, "error": "This case is no object."}
    try:
        return {"id": case.get("id"), **_reckoned(case, partial(_calendar, known))}
    except Invalid as error:
        return {"id": case.get("id"), "error": str(error), "code": error.code}


def _reckoned(case: Mapping[str, Any], calendar_of: Any) -> dict[str, Any]:
    calendar = calendar_of(case)
    start = _instant(case, "start")
    until = _instant(case, "until") if case.get("until") is not None else None
    pauses = _pauses(case.get("pauses") or (), until)
    out: dict[str, Any] = {}
    if case.get("target") is not None:
        term = Term.read(case["target"])
        at = due(calendar, start, term, pauses)
        out["due"] = to_iso(at)
        if until is not None:
            out["breached"] = breached(calendar, at, term, until, pauses)
    if until is not None:
        ms = elapsed(calendar, start, until, pauses)
        out["elapsed_s"] = ms // SECOND if ms % SECOND == 0 else ms / SECOND
    return out


def _calendar(known: dict[str, Calendar], case: Mapping[str, Any]) -> Calendar:
    data, zone = case.get("calendar"), case.get("tz")
    if not isinstance(zone, str):
        raise Invalid("case.tz", "This case names no time zone.", "Give 'tz' as in Asia/Shanghai.")
    key = json.dumps([zone, data], sort_keys=True)
    if key not in known:
        known[key] = Calendar.from_json(data, zone)
    return known[key]


def _instant(case: Mapping[str, Any], name: str) -> int:
    return _read(case.get(name), name)


def _read(text: Any, name: str) -> int:
    if not isinstance(text, str):
        raise Invalid("case.instant", f"'{name}' is no instant.", "Write 2026-01-31T08:30:00Z.", field=name)
    return read_instant(text)


def _pauses(data: Any, until: int | None) -> list[Span]:
    """The pauses; one without an end lasts until `until`."""
    if not isinstance(data, list | tuple) or not all(isinstance(one, list | tuple) and len(one) == 2 for one in data):
        raise Invalid("case.pauses", "The pauses are no list of pairs.", "Write them as [[from, to], ...].")
    spans = []
    for begin, end in data:
        start = _read(begin, "pauses")
        if end is None and until is None:
            raise Invalid("case.pause_open", "A pause has no end, and the case has no 'until'.", "Give one of them.")
        spans.append((start, until if end is None and until is not None else _read(end, "pauses")))
    for start, end in spans:
        if end < start:
            raise Invalid("case.pause_back", "A pause ends before it begins.", "Look at its two instants.")
    return spans
