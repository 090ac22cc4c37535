"""Planned stops as CSV: what a planning office sends, taken in row by row, and the same columns given out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from console.giving_out import as_csv, known_form
from console.instants import read_instant, read_span, write_span
from console.refusals import Misuse
from console.settings import Asked
from console.taking_in import Refused, private
from console.wiring import Visit
from models.csvfile import rows_of
from models.desk.desk import Desk
from models.errors import DeskError
from models.rows import NewStop, Seat, StopRow
from models.vocabulary import AreaKind
from models.wall import HOUR, to_iso

COLUMNS = (
    "external_id", "district", "streets", "buildings", "premises", "from", "restore", "reason", "homes", "notice",
    "told_whom", "told_how", "restored", "cancelled",
)  # fmt: skip
COUNTED = ("added", "changed", "announced", "same", "rejected")
BETWEEN = ";"
"""What stands between the streets, buildings or premises of one cell."""


def several(text: str) -> tuple[str, ...]:
    """The parts of a cell, or of an option."""
    plain = text.replace("；", BETWEEN)
    return tuple(part.strip() for part in plain.split(BETWEEN) if part.strip())


def premises_in(text: str) -> tuple[int, ...]:
    """The ids of premises in a cell.

    Raises:
        Misuse: one is no number.
    """
    parts = several(text)
    wrong = [part for part in parts if not part.isdigit()]
    if wrong:
        raise Misuse("stop.premise", f"'{wrong[0]}' is no premise.", "Give the ids of premises.", text=wrong[0])
    return tuple(int(part) for part in parts)


def homes_in(text: str) -> int | None:
    """A number of homes, None where there is none.

    Raises:
        Misuse: it is no number.
    """
    plain = text.strip()
    if plain and not plain.isdigit():
        raise Misuse("stop.homes", f"'{plain}' is no number of homes.", "Write digits.", text=plain)
    return int(plain) if plain else None


def changes_in(cells: Mapping[str, str]) -> dict[str, Any]:
    """What of a stop the filled-in cells change; the parts of an area are given together.

    Raises:
        Misuse: one of them cannot be read.
    """
    given = {name: text.strip() for name, text in cells.items() if text.strip()}
    readers: Mapping[str, tuple[str, Any]] = {
        "from": ("from_at", read_instant), "restore": ("restore_at", read_instant), "notice": ("notice_ms", read_span),
        "homes": ("homes", homes_in), "district": ("district", str), "reason": ("reason", str),
    }  # fmt: skip
    changes = {field: read(given[name]) for name, (field, read) in readers.items() if name in given}
    if given.keys() & {"streets", "buildings", "premises"}:
        changes |= {"streets": several(given.get("streets", "")), "buildings": several(given.get("buildings", "")),
                    "premises": premises_in(given.get("premises", ""))}  # fmt: skip
    return changes


def new_stop(cells: Mapping[str, str]) -> NewStop:
    """The stop that a row, or the options of a command, describe.

    Raises:
        Misuse: an instant, a number or a length of time that cannot be read, or one that is missing.
    """
    for name in ("from", "restore"):
        if not cells.get(name, "").strip():
            raise Misuse("stop.lacks", f"A stop needs '{name}'.", "Give an instant for both.", name=name)
    notice = cells.get("notice", "").strip()
    return NewStop(
        read_instant(cells["from"]), read_instant(cells["restore"]), cells.get("district", "").strip(),
        several(cells.get("streets", "")), several(cells.get("buildings", "")), premises_in(cells.get("premises", "")),
        cells.get("reason", ""), homes_in(cells.get("homes", "")), read_span(notice) if notice else 24 * HOUR,
        cells.get("external_id", "").strip() or None,
    )  # fmt: skip


def cells_of(row: StopRow) -> dict[str, str]:
    """A stop as a row of the file."""

    def words(kind: AreaKind) -> str:
        return BETWEEN.join(one.words for one in row.areas if one.kind == kind)

    return {
        "external_id": row.external_id or "",
        "district": row.district,
        "streets": words(AreaKind.STREET),
        "buildings": words(AreaKind.BUILDING),
        "premises": BETWEEN.join(str(one.premise_id) for one in row.areas if one.premise_id is not None),
        "from": to_iso(row.from_at),
        "restore": to_iso(row.restore_at),
        "reason": row.reason,
        "homes": "" if row.homes is None else str(row.homes),
        "notice": write_span(row.notice_ms),
        "told_whom": row.told_whom if row.notified_at is not None else "",
        "told_how": row.told_how if row.notified_at is not None else "",
        "restored": to_iso(row.restored_at) if row.restored_at is not None else "",
        "cancelled": to_iso(row.cancelled_at) if row.cancelled_at is not None else "",
    }


def give_out(asked: Asked, form: str) -> None:
    """Print every stop."""
    known_form(form)
    with Visit(asked) as visit:
        rows = [cells_of(row) for row in visit.look().stops().listed(visit.now, all=True)]
        if form == "jsonl":
            visit.page.stream(rows)
        else:
            as_csv(visit, COLUMNS, rows)


def take_in(asked: Asked, file: Path, refused: Path | None, *, dry_run: bool) -> bool:
    """Plan or change the stops of a file; True if every row is so now. Each row is one or two verbs of the desk.

    A row is known again by its `external_id`; without one it is always a new stop.
    """
    with Visit(asked) as visit, ExitStack() as stack:
        desk, seat = visit.seated()
        sink = stack.enter_context(private(refused, file)) if refused else None
        rejects, count, read = Refused(visit.page, sink), Counter[str](), 0
        for read, cells in enumerate(rows_of(file), 1):
            try:
                count.update(_take(visit, desk, seat, _texts(cells), dry_run=dry_run))
            except DeskError as error:
                count["rejected"] += 1
                rejects(read, cells, error)
        visit.page.stream([{"read": read, **{name: count[name] for name in COUNTED}}])
        return not count["rejected"]


def _texts(cells: Mapping[str, str | None]) -> dict[str, str]:
    """A row whose missing cells are empty."""
    return {str(name): text or "" for name, text in cells.items()}


def _take(visit: Visit, desk: Desk, seat: Seat, cells: Mapping[str, str], *, dry_run: bool) -> Iterator[str]:
    verbs, new = desk.rehearsed_stops if dry_run else desk.stops, new_stop(cells)
    listed = visit.look().stops().listed(visit.now, all=True)
    known = next((row for row in listed if new.external_id and row.external_id == new.external_id), None)
    if known is None:
        row = verbs.plan(seat, new)
        yield "added"
    else:
        changes = _changes(known, new)
        row = verbs.change(seat, known.id, **changes) if changes else known
        yield "changed" if changes else "same"
    whom, how = cells.get("told_whom", "").strip(), cells.get("told_how", "").strip()
    told = whom and how and (row.notified_at is None or (row.told_whom, row.told_how) != (whom, how))
    if told and not (dry_run and known is None):
        verbs.notify(seat, row.id, whom=whom, how=how)
        yield "announced"


def _changes(known: StopRow, new: NewStop) -> dict[str, Any]:
    """What of a known stop a row says otherwise; parts of the area are given together."""
    names = ("district", "from_at", "restore_at", "reason", "homes", "notice_ms")
    changes = {name: getattr(new, name) for name in names if getattr(new, name) != getattr(known, name)}
    cells = cells_of(known)
    parts = (BETWEEN.join(new.streets), BETWEEN.join(new.buildings), BETWEEN.join(map(str, new.premises)))
    if parts != (cells["streets"], cells["buildings"], cells["premises"]):
        changes |= {"streets": new.streets, "buildings": new.buildings, "premises": new.premises}
    return changes
