"""Who may be sent, from the command line: certificates, rosters and ways, shown or taken in from CSV row by row."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from console.settings import Asked
from console.taking_in import Refused
from console.wiring import Visit
from models.csvfile import rows_of
from models.desk.desk import Desk
from models.errors import DeskError, Invalid
from models.instants import read_instant
from models.rows import Seat

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "certificates": ("crew", "skill", "until"),
    "roster": ("crew", "from", "until"),
    "ways": ("from_district", "to_district", "minutes"),
}
"""The columns of each sheet, in and out."""

Take = Callable[[Desk, Seat, Mapping[str, str], ZoneInfo], None]


def show(asked: Asked, sheet: str) -> None:
    """Print what stands on a sheet."""
    with Visit(asked) as visit:
        desk, _ = visit.sitting()
        duties = desk.duties
        found = {"certificates": duties.certificates, "ways": duties.ways}
        rows = duties.roster(visit.now) if sheet == "roster" else found[sheet]()
        visit.page.table(rows, COLUMNS[sheet])


def take_in(asked: Asked, sheet: str, file: Path) -> bool:
    """Bring a sheet to what the file says, each row one verb; True if every row is so now.

    Moments without an offset are the utility's wall time.
    """
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        count: Counter[str] = Counter()
        rejects = Refused(visit.page, None)
        for number, cells in enumerate(rows_of(file), 1):
            try:
                _TAKE[sheet](desk, seat, _cells(cells, sheet), ZoneInfo(desk.zone))
                count["taken"] += 1
            except DeskError as error:
                rejects(number, cells, error)
        visit.page.record({"read": count["taken"] + rejects.count, "taken": count["taken"], "rejected": rejects.count})
        return rejects.count == 0


def change(asked: Asked, sheet: str, cells: Mapping[str, str]) -> None:
    """Set one line of a sheet, as a row of a file would."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        _TAKE[sheet](desk, seat, cells, ZoneInfo(desk.zone))
        visit.page.record(dict(cells), "  ".join(value for value in cells.values() if value))


def show_timers(asked: Asked) -> None:
    """Print how long each step of a crew may last."""
    with Visit(asked) as visit:
        desk, _ = visit.sitting()
        visit.page.table(desk.duties.timers(), ("name", "value", "unit", "usual"))


def set_timer(asked: Asked, name: str, value: str) -> None:
    """Set one of them, or have it as usual again."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        if value != "usual" and not (value.isascii() and value.isdecimal() and len(value) < 9):
            raise Invalid("timer.value", f"{value!r} is no value of a timer.", "Write a whole number, or: usual",
                          given=value)  # fmt: skip
        desk.duties.timer(seat, name, value=None if value == "usual" else int(value))
        visit.page.record(next(row for row in desk.duties.timers() if row["name"] == name.lower().replace("-", "_")))


def _cells(cells: Mapping[Any, Any], sheet: str) -> dict[str, str]:
    absent = [name for name in COLUMNS[sheet] if name not in cells]
    if absent:
        names = ", ".join(COLUMNS[sheet])
        raise Invalid("sheet.columns", f"The file has no column {', '.join(absent)}.", f"There are: {names}.",
                      columns=", ".join(absent), allowed=names)  # fmt: skip
    return {name: (cells[name] or "").strip() for name in COLUMNS[sheet]}


def _certificate(desk: Desk, seat: Seat, cells: Mapping[str, str], zone: ZoneInfo) -> None:
    until = read_instant(cells["until"], zone) if cells["until"] else None
    desk.duties.certify(seat, cells["crew"], cells["skill"], until=until)


def _shift(desk: Desk, seat: Seat, cells: Mapping[str, str], zone: ZoneInfo) -> None:
    starts_at = read_instant(cells["from"], zone)
    if not cells["until"]:
        desk.duties.off(seat, cells["crew"], starts_at=starts_at)
        return
    desk.duties.shift(seat, cells["crew"], starts_at=starts_at, ends_at=read_instant(cells["until"], zone))


def _way(desk: Desk, seat: Seat, cells: Mapping[str, str], zone: ZoneInfo) -> None:
    minutes = cells["minutes"]
    if not minutes.isdecimal():
        raise Invalid("way.minutes", "A way is a whole number of minutes, a day at most.", "Write it like 18.")
    desk.duties.way(seat, cells["from_district"], cells["to_district"], minutes=int(minutes))


_TAKE: Mapping[str, Take] = {"certificates": _certificate, "roster": _shift, "ways": _way}
