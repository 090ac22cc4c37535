"""What ``hotline request`` asks and shows: words become a new request, and stored rows the facts that are printed."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, get_type_hints

from console.refusals import Misuse
from console.render import facts
from console.verbs import value_of
from console.wiring import Visit
from models.errors import DeskError, Invalid
from models.looks.look import Look
from models.refusals import refuse
from models.rows import ClockRow, ExplainedClock, NewRequest, QueueKey, QueueRow, RequestDetail
from models.sla import standing
from models.vocabulary import LIVE, ClockState, Kind, Standing, Status
from models.wall import SECOND

ALIASES = {"customer": "customer_id", "premise": "premise_id"}
_PAGE = 200


def new_request(given: Mapping[str, Any]) -> NewRequest:
    """The request that these facts describe; texts are read into the type of each field.

    Raises:
        Misuse: an unknown fact, or a value that cannot be meant.
    """
    hints = get_type_hints(NewRequest)
    known = {ALIASES.get(key, key): value for key, value in given.items() if value is not None}
    for key, value in known.items():
        if key not in hints:
            words = ", ".join(field.name for field in fields(NewRequest))
            raise Misuse(
                "request.unknown_fact",
                f"A new request has no '{key}'.",
                f"It may have: {words}.",
                key=key,
                allowed=words,
            )
        if isinstance(value, dict | list):
            raise Misuse("request.not_plain", f"'{key}' is one plain value.", "Give a text or a number.", key=key)
    values = {key: value_of(key, hints[key], str(value), 0) for key, value in known.items()}
    values.setdefault("category", "")
    return NewRequest(**values)


def read_requests(source: str, more: Mapping[str, str]) -> list[NewRequest]:
    """The requests of a JSON document (``-`` is stdin): one object or a list; `more` fills what they leave out.

    Raises:
        Misuse: it is no JSON, or not of that shape.
    """
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8-sig")
        document = json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Misuse("file.not_json", f"{source} is no JSON that can be read ({error}).",
                     "Give one object, or a list of objects.", file=source) from error  # fmt: skip
    found = document if isinstance(document, list) else [document]
    if not all(isinstance(one, dict) for one in found):
        raise Misuse("file.not_objects", f"{source} holds something that is no object.",
                     "Give one object, or a list of objects.", file=source)  # fmt: skip
    return [_one_of(found, place, partial(new_request, {**more, **one})) for place, one in enumerate(found, 1)]


def rehearse(visit: Visit, asked: Sequence[NewRequest]) -> None:
    """Refuse a list of which one cannot be saved before any of it is.

    Raises:
        Invalid: the first that would be refused, and why.
    """
    desk, seat = visit.seated()
    for place, new in enumerate(asked, 1):
        _one_of(asked, place, partial(desk.rehearsed_intake.save, seat, new))


def _one_of(whole: Sequence[Any], place: int, do: Callable[[], Any]) -> Any:
    """What `do` makes of one of a list; its refusal says which one it was."""
    try:
        return do()
    except DeskError as error:
        if len(whole) == 1:
            raise
        kind = Misuse if isinstance(error, Misuse) else Invalid
        raise kind("request.one_of", f"Request {place} of {len(whole)}: {error.what} None was saved.", error.remedy,
                   place=place, whole=len(whole), why=error) from error  # fmt: skip


def listed(look: Look, now: int, *, kind: str, status: str, district: str, limit: int) -> list[dict[str, Any]]:
    """Requests as a list shows them: live ones in the order of the queues, others as the export brings them."""
    kinds = [_word("--kind", Kind, kind)] if kind else list(Kind)
    wanted = set(LIVE) if not status else set(Status) if status == "all" else {_word("--status", Status, status)}
    if wanted <= set(LIVE):
        rows = _queued(look, kinds, wanted, district, limit)
        return [queue_facts(row, now) for row in rows]
    names = {one.value for one in kinds}
    states = {one.value for one in wanted}
    exported = (
        _export_facts(row)
        for row in look.export(now)
        if row["kind"] in names and row["status"] in states and district in ("", row["district"])
    )
    return list(islice(exported, limit))


def refuse_district(look: Look, district: str) -> None:
    """Refuse a district in which nothing was found and which is not on the list either."""
    known = [name for name, _ in look.districts()]
    if district and known and district not in known:
        raise refuse("district.unknown", district=district, allowed=", ".join(known))


def _word(option: str, words: Any, text: str) -> Any:
    return value_of(option.removeprefix("--"), words, text, 0)


def _queued(look: Look, kinds: Sequence[Kind], wanted: set[Status], district: str, limit: int) -> list[QueueRow]:
    found: list[QueueRow] = []
    for kind in kinds:
        found += islice((row for row in _pages(look, kind, district) if row.status in wanted), limit)
    return sorted(found, key=lambda row: (row.due_at, row.id))[:limit]


def _pages(look: Look, kind: Kind, district: str) -> Iterator[QueueRow]:
    after: QueueKey | None = None
    while True:
        page = look.queue(kind, after=after, limit=_PAGE, district=district or None)
        yield from page
        if len(page) < _PAGE:
            return
        after = QueueKey(page[-1].due_at, page[-1].id)


def queue_facts(row: QueueRow, now: int) -> dict[str, Any]:
    """A queue's row as a list prints it."""
    return _renamed(row) | {"overdue": row.clock is not None and now > row.due_at}


def _renamed(row: QueueRow) -> dict[str, Any]:
    """The row's facts, the clock it shows under the name that says so."""
    known = facts(row)
    known["next_clock"], known["next_due"] = known.pop("clock"), known.pop("due_at")
    return known


def _export_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    running = [clock for clock in row["clocks"] if clock["met_at"] is None and clock["state"] not in ("void", "merged")]
    first = min(running, key=lambda clock: str(clock["due"]), default=None)
    return {**row, "next_clock": first and first["kind"], "next_due": first and first["due"]}


def detailed(detail: RequestDetail, now: int) -> dict[str, Any]:
    """One request whole, its row's facts beside the others, its clocks judged at `now`."""
    whole = facts(detail)
    return {**_renamed(whole.pop("row")), **whole, "clocks": [judged(clock, now) for clock in detail.clocks]}


def judged(clock: ClockRow, now: int) -> dict[str, Any]:
    """A stored clock in the words of an export, with its beginning and its pauses."""
    paused = any(start <= now < to for start, to in clock.pauses)
    state = standing(clock.state, clock.due_at, clock.stopped_at, paused, now)
    until = now if clock.stopped_at is None else clock.stopped_at
    late = max(0, until - clock.due_at) if state is Standing.BREACHED else 0
    return {
        "kind": clock.kind,
        "cycle": clock.cycle,
        "started_at": clock.started_at,
        "due": clock.due_at,
        "target": None if clock.target_ms is None else _seconds(clock.target_ms),
        "state": state,
        "met_at": clock.stopped_at if clock.state is ClockState.STOPPED else None,
        "breached_at": clock.due_at if state is Standing.BREACHED else None,
        "late_s": late // SECOND,
        "pauses": [{"from": start, "to": to} for start, to in clock.pauses],
    }


def explained(clock: ExplainedClock, now: int) -> dict[str, Any]:
    """A clock's arithmetic: the segments, whose running ones sum to its elapsed time."""
    until = now if clock.stopped_at is None else clock.stopped_at
    breached = clock.standing is Standing.BREACHED
    return {
        "kind": clock.kind,
        "cycle": clock.cycle,
        "started_at": clock.started_at,
        "due": clock.due_at,
        "target": None if clock.pinned else _seconds(clock.whole_ms),
        "state": clock.standing,
        "met_at": clock.stopped_at if clock.standing in (Standing.MET, Standing.BREACHED) else None,
        "breached_at": clock.due_at if breached else None,
        "late_s": max(0, until - clock.due_at) // SECOND if breached else 0,
        "pinned": clock.pinned,
        "calendar": clock.calendar,
        "working_days": clock.working_days,
        "days": clock.days,
        "extended_s": _seconds(clock.extra_ms),
        "elapsed_s": _seconds(clock.elapsed_ms),
        "segments": [
            {"state": part.word, "from": part.start, "to": part.end, "seconds": _seconds(part.end - part.start)}
            for part in clock.segments
        ],
        "under": {priority.value: instant for priority, instant in clock.under.items()},
    }


def _seconds(ms: int) -> float | int:
    return ms // SECOND if ms % SECOND == 0 else ms / SECOND
