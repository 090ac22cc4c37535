"""An import as the command line does it: rows go in, and refused ones are written down with their reasons."""

import csv
import os
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

from console.refusals import Misuse
from console.render import Page
from console.wiring import Visit
from models import customermap, inspectionmap
from models.csvfile import rows_of
from models.desk.taking import Imported
from models.errors import DeskError

_SHOWN = 3


class Refused:
    """The rows that were not taken: the first few are told, all go into a file if one was named."""

    def __init__(self, page: Page, file: TextIO | None) -> None:
        self._page, self._file = page, file
        self._writer: Any = None
        self.count = 0

    def __call__(self, number: int, row: Mapping[str, str | None], error: DeskError) -> None:
        """Write one row down."""
        self.count += 1
        if self._file is None:
            if self.count <= _SHOWN:
                self._page.talk(f"Row {number}: {error.what}")
            return
        cells = dict(row)
        cells.pop(None, None)  # type: ignore[call-overload]  # what stands beyond the last column
        if self._writer is None:
            self._writer = csv.DictWriter(self._file, ["row", "code", "reason", *cells], extrasaction="ignore")
            self._writer.writeheader()
        self._writer.writerow(cells | {"row": number, "code": error.code, "reason": error.what})


def take_in(
    visit: Visit, file: Path, plan: Path, zone: str | None, *, dry_run: bool, update: bool, refused: Path | None,
    what: str = "requests",
) -> bool:  # fmt: skip
    """Import the file and print what became of its rows; True if every row is now as the file has it.

    Args:
        what: ``requests``, ``calls``, or ``dispatch`` for crews' jobs.
    """
    chosen = _map_of(what, _text_of(plan))
    desk, seat = visit.seated()
    take = {"requests": desk.importing.requests, "calls": desk.importing_calls.calls,
            "dispatch": desk.importing_dispatch.jobs}[what]  # fmt: skip
    with ExitStack() as stack:
        sink = stack.enter_context(private(refused, file, plan, desk.store.path)) if refused else None
        rejects = Refused(visit.page, sink)
        told = stack.enter_context(visit.page.progress("import"))
        done = take(
            rows_of(file), chosen, zone, dry_run=dry_run, update=update, seat=seat, rejects=rejects, progress=told
        )
    return _told(visit, done, refused)


def take_in_customers(
    visit: Visit, file: Path, plan: Path | None, zone: str | None, *, dry_run: bool, update: bool, refused: Path | None
) -> bool:
    """Import customers and print what became of the rows; without a map the file's columns are called as ours.

    True if every row is now as the file has it.
    """
    return _mapped(visit, "customers", file, plan, zone, dry_run=dry_run, update=update, refused=refused)


def take_in_inspections(
    visit: Visit, file: Path, plan: Path | None, zone: str | None, *, dry_run: bool, update: bool, refused: Path | None
) -> bool:
    """The same for inspections."""
    return _mapped(visit, "inspections", file, plan, zone, dry_run=dry_run, update=update, refused=refused)


def _mapped(
    visit: Visit, what: str, file: Path, plan: Path | None, zone: str | None, *, dry_run: bool, update: bool,
    refused: Path | None,
) -> bool:  # fmt: skip
    rows = rows_of(file)
    head = list(islice(rows, 1))
    maps: Any = {"customers": customermap, "inspections": inspectionmap}[what]
    chosen = maps.read_map(_text_of(plan)) if plan else maps.own_columns(head[0] if head else None)
    desk, seat = visit.seated()
    take = desk.taking_customers.customers if what == "customers" else desk.taking_inspections.inspections
    with ExitStack() as stack:
        others = [one for one in (file, plan, desk.store.path) if one is not None]
        sink = stack.enter_context(private(refused, *others)) if refused else None
        rejects = Refused(visit.page, sink)
        told = stack.enter_context(visit.page.progress("import"))
        done = take(
            chain(head, rows), chosen, zone, dry_run=dry_run, update=update, seat=seat, rejects=rejects, progress=told
        )
    return _told(visit, done, refused)


def _told(visit: Visit, done: Imported, refused: Path | None) -> bool:
    visit.page.stream([done])
    if done.rejected:
        where = f"their reasons are in {refused}" if refused else "name a file with --rejects to see all reasons"
        visit.page.talk(f"{done.rejected} rows were not taken; {where}.")
    if done.differs:
        visit.page.talk(f"{done.differs} rows differ from what is known and were left alone; --update applies them.")
    return not done.rejected and not done.differs


def _map_of(what: str, text: str) -> Any:
    from models.callmap import read_call_map
    from models.dispatchmap import read_dispatch_map
    from models.importmap import read_map

    return {"requests": read_map, "calls": read_call_map, "dispatch": read_dispatch_map}[what](text)


def _text_of(plan: Path) -> str:
    try:
        return plan.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misuse("map.not_utf8", f"{plan} is not text in UTF-8.", "Write it in UTF-8.", path=str(plan)) from error


def private(path: Path, *others: Path) -> TextIO:
    """The file for refused rows, readable by this user alone: it holds what callers told.

    Raises:
        Misuse: it is one of the `others`, which it would overwrite.
    """
    same = next((other for other in others if path.exists() and other.exists() and path.samefile(other)), None)
    if same is not None:
        raise Misuse("rejects.same", f"--rejects names {same} itself and would overwrite it.",
                     "Name another file for the rejected rows.", path=str(same))  # fmt: skip
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="")
