"""Policies and contracts from the command line: words become lines, and what they would move or break is shown."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from console.instants import read_instant
from console.refusals import Misuse
from console.render import facts
from console.settings import Asked
from console.verbs import arguments, pairs_of, value_of
from console.wiring import Visit
from models.policyfile import PolicyLine, line_of, listed, read_policies, scope_of
from models.vocabulary import ClockKind
from models.wall import DAY

COLUMNS = ("category", "clock", "clocks", "did", "would", "newly", "spared")
CONTRACT_COLUMNS = ("code", "customer", "state", "valid_from", "valid_to", "warn_days", "note")


def put_line(
    asked: Asked, whom: str, clock: str, target: str, words: Mapping[str, str | None], valid_from: str, dry_run: bool
) -> None:
    """Put one policy line, or with `dry_run` say which open clocks it would move."""
    with Visit(asked) as visit:
        clock = value_of("clock", ClockKind, clock, visit.now).value
        begins = read_instant(valid_from) if valid_from else None
        pausing = words["pausing"]
        line = line_of(
            whom, clock, target, calendar=words["calendar"] or "", warn=listed(words["warn"] or ""),
            pausing=None if pausing is None else listed(pausing), on_reopen=words["on_reopen"] or "",
            valid_from=visit.now if begins is None else begins,
        )  # fmt: skip
        name = " ".join(part for part in (line.scope, line.key, line.clock) if part)
        if dry_run:
            _foresee(visit, f"policy {name}", [line])
            return
        desk, seat = visit.seated()
        desk.terms.set_policy(seat, line, valid_from=begins)
        visit.page.record(
            {"subject": "policy", "act": "set", "name": name, "target": target}, f"policy {name}: {target}"
        )


def end_line(asked: Asked, whom: str, clock: str) -> None:
    """End the lines of one scope and clock."""
    with Visit(asked) as visit:
        clock = value_of("clock", ClockKind, clock, visit.now).value
        desk, seat = visit.seated()
        name = desk.administration.retire_policy(seat, *scope_of(whom), clock)
        visit.page.record(
            {"subject": "policy", "act": "retire", "name": name, "target": None}, f"policy {name}: retire"
        )


def recompute(asked: Asked, reason: str, dry_run: bool) -> None:
    """Reckon open requests anew, or say what that would move."""
    with Visit(asked) as visit:
        if dry_run:
            _foresee(visit, "recompute", ())
            return
        desk, seat = visit.seated()
        _moved(visit, "recompute", desk.terms.recompute(seat, reason=reason), dry_run=False)


def _foresee(visit: Visit, what: str, lines: Sequence[PolicyLine]) -> None:
    _moved(visit, what, visit.reading().terms.would_move(lines), dry_run=True)


def _moved(visit: Visit, what: str, moved: Any, *, dry_run: bool) -> None:
    """How many clocks move, by kind, and the ten nearest of them."""
    counts = {kind.value: count for kind, count in moved.clocks.items()}
    nearest = [facts(one) for one in moved.nearest]
    if visit.page.as_json:
        visit.page.record({"dry_run": dry_run, "requests": moved.requests, "clocks": counts, "nearest": nearest})
        return
    spoken = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "none"
    verb = "would move" if dry_run else "moved"
    visit.page.record({}, f"{what}: {moved.requests} open requests {verb} (clocks: {spoken}).")
    if nearest:
        visit.page.table(nearest, ("number", "clock", "due_at", "would_be_due"))


def try_file(asked: Asked, file: str, since: str, until: str, alone: bool) -> None:
    """Try the policy lines of a file on past requests."""
    with Visit(asked) as visit:
        lines = read_policies(Path(file))
        if not lines:
            raise Misuse("policy.empty", f"{file} holds no policy lines.", "Write [[policy]] tables, or a CSV.",
                         file=file)  # fmt: skip
        first = read_instant(since) if since else 0
        last = read_instant(until) if until else visit.now + 1
        tried = visit.reading().terms.test(lines, since=first, until=last, alone=alone)
        rows = [facts(one) for one in tried]
        whole = {name: sum(row[name] for row in rows) for name in COLUMNS[2:]}
        if visit.page.as_json:
            visit.page.record(
                {"lines": len(lines), "since": since or None, "until": until or None, **whole, "rows": rows}
            )
            return
        visit.page.table([*rows, {"category": "all", "clock": "", **whole}], COLUMNS)


def show_contracts(asked: Asked, every: bool) -> None:
    """The contracts, each with how it stands: coming, valid, ending, ended or retired."""
    with Visit(asked) as visit:
        rows = [facts(row) | {"state": _state(row, visit.now)} for row in visit.reading().look.contracts()]
        visit.page.table([row for row in rows if every or row["state"] not in ("ended", "retired")], CONTRACT_COLUMNS)


def _state(row: Any, now: int) -> str:
    if row.retired_at is not None:
        return "retired"
    if row.valid_from > now:
        return "coming"
    if row.valid_to is None:
        return "valid"
    if row.valid_to <= now:
        return "ended"
    return "ending" if row.valid_to - row.warn_days * DAY <= now else "valid"


def change_contract(asked: Asked, act: str, code: str, words: Sequence[str]) -> None:
    """Add, set or retire one contract."""
    with Visit(asked) as visit:
        verb = getattr(visit.desk().terms, f"{act}_contract")
        given = arguments(verb, pairs_of(words), visit.now)
        _, seat = visit.seated()
        done = verb(seat, code, **given)
        visit.page.record({"subject": "contract", "act": act, "name": done, **given}, f"contract {done}: {act}")
