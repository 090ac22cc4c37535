"""An export as the command line does it: one JSON object a line, or one CSV row a request."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from console.refusals import Misuse
from console.wiring import Visit
from models.vocabulary import ClockKind

FACTS = ("number", "external_id", "kind", "category", "priority", "status", "channel", "received", "district",
         "address", "resolved")  # fmt: skip
JUDGED = ("due", "target", "state", "met_at", "breached_at", "late_s")
FORMS = ("jsonl", "csv")


def give_out(visit: Visit, form: str) -> None:
    """Print every request in the form that was asked for."""
    known_form(form)
    rows = visit.own().export(visit.now)
    if form == "jsonl":
        visit.page.stream(rows)
    else:
        as_csv(visit, columns(), map(flat, rows))


def known_form(form: str) -> None:
    """Refuse a form that nothing is given out in."""
    if form not in FORMS:
        raise Misuse("export.form", f"There is no format {form}.", f"Choose {' or '.join(FORMS)}.", form=form)


def as_csv(visit: Visit, names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print the rows under these columns, one after the other."""
    line = io.StringIO()
    writer = csv.DictWriter(line, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
        visit.page.raw(line.getvalue())
        line.seek(0)
        line.truncate()
    visit.page.raw(line.getvalue())


def columns() -> list[str]:
    """The request's facts, then due, state and the rest of each clock."""
    return [*FACTS, *(f"{kind.value}_{name}" for kind in ClockKind for name in JUDGED)]


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A request on one CSV row; of each clock its last cycle."""
    cells = {name: row[name] for name in FACTS}
    for clock in sorted(row["clocks"], key=lambda clock: int(clock["cycle"])):
        cells |= {f"{clock['kind']}_{name}": clock[name] for name in JUDGED}
    return cells
