"""The files of customers from the command line: finding, showing, changing, giving out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from console.giving_out import as_csv, known_form
from console.instants import read_instant
from console.refusals import Misuse
from console.render import facts
from console.settings import Asked
from console.verbs import pairs_of, value_of
from console.wiring import Visit
from models.customermap import COLUMNS
from models.desk.files import CUSTOMER_FIELDS, PREMISE_FIELDS
from models.looks.veil import masked
from models.refusals import refuse
from models.rows import FoundRow
from models.vocabulary import WarningKind

FIELDS = {"customer": CUSTOMER_FIELDS, "premise": PREMISE_FIELDS}
FOUND = ("id", "name", "phone", "district", "address", "matched_by", "premise_id", "request")
LISTED = {
    "customer": ("id", "name", "phone", "klass", "tier", "premise_id", "external_id", "retired_at"),
    "premise": ("id", "district", "address", "building", "meter", "hazards", "external_id", "retired_at"),
}


def find(visit: Visit, text: str, limit: int, *, reveal: bool) -> None:
    """Print who fits, phones masked unless they are revealed, which is written down first."""
    if reveal:
        desk, seat = visit.seated()
        rows = desk.seen_by(seat).look.customers(text, limit)
        desk.files.reveal(seat, [row.id for row in rows if row.id is not None])
    else:
        rows = [replace(row, phone=masked(row.phone)) for row in visit.own().customers(text, limit)]
    visit.page.table([_found(row) for row in rows], FOUND)


def _found(row: FoundRow) -> dict[str, Any]:
    known = facts(row)
    return {name: known[name] for name in FOUND}


def card(visit: Visit, *, customer: int | None = None, premise: int | None = None) -> None:
    """Print what is known of a customer or a premise."""
    known = visit.own().card(customer, premise, visit.now)
    if known.customer is None and known.premise is None:
        raise refuse("customer.unknown", id=customer) if premise is None else refuse("premise.unknown", id=premise)
    if known.customer is not None:
        known = replace(known, customer=replace(known.customer, phone=masked(known.customer.phone)))
    known = replace(known, others=tuple(replace(one, phone=masked(one.phone)) for one in known.others))
    visit.page.record(known)


def listed(visit: Visit, subject: str, *, every: bool, limit: int) -> None:
    """Print customers or premises, the newest first, phones masked."""
    rows = visit.own().files(subject, every=every, limit=limit)
    shown = [{**row, "phone": masked(row["phone"])} if "phone" in row else row for row in rows]
    visit.page.table([{name: row[name] for name in LISTED[subject]} for row in shown], LISTED[subject])


def _facts(subject: str, words: Sequence[str], now: int) -> dict[str, Any]:
    pairs, allowed = pairs_of(words), FIELDS[subject]
    shown = ", ".join(f"--{name}" for name in sorted(allowed))
    for key in pairs:
        if key not in allowed:
            raise Misuse(
                "act.unknown_key", f"There is no --{key} here.", f"There are: {shown}.", key=key, allowed=shown
            )
    return {key: value_of(key, int if key == "premise" else str, text, now) for key, text in pairs.items()}


def add(asked: Asked, subject: str, name: str, words: Sequence[str]) -> None:
    """Add a customer or a premise and print its id."""
    with Visit(asked) as visit:
        given = _facts(subject, words, visit.now)
        desk, seat = visit.seated()
        made = getattr(desk.files, f"add_{subject}")(seat, name, **given)
        visit.page.record({"subject": subject, "act": "add", "id": made}, str(made))


def change(asked: Asked, subject: str, id: int, words: Sequence[str]) -> None:
    """Change facts of a customer or a premise."""
    with Visit(asked) as visit:
        given = _facts(subject, words, visit.now)
        desk, seat = visit.seated()
        getattr(desk.files, f"set_{subject}")(seat, id, **given)
        visit.page.record({"subject": subject, "act": "set", "id": id}, f"{subject} {id}: set")


def act(asked: Asked, subject: str, verb: str, id: int, *more: Any, **given: Any) -> None:
    """Carry out a verb of the files on one thing."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        done = getattr(desk.files, verb)(seat, id, *more, **given)
        name = verb.partition("_")[0]
        visit.page.record({"subject": subject, "act": name, "id": done}, f"{subject} {done}: {name}")


def warn(asked: Asked, text: str, *, premise: int | None, customer: int | None, kind: str, until: str) -> None:
    """Write a warning down and print its id."""
    with Visit(asked) as visit:
        chosen = value_of("kind", WarningKind, kind, visit.now)
        ends = read_instant(until) if until else None
        desk, seat = visit.seated()
        made = desk.files.warn(seat, text=text, kind=chosen, premise=premise, customer=customer, until=ends)
        visit.page.record({"subject": "warning", "act": "warn", "id": made}, str(made))


def number_by(asked: Asked, region: str, area_code: str) -> None:
    """Set how the utility's phones are dialled."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        desk.files.number_by(seat, region=region, area_code=area_code)
        visit.page.record({"region": region.upper(), "area_code": area_code}, f"{region.upper()} {area_code}".strip())


def refill(asked: Asked) -> None:
    """Make the keys anew."""
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        done = desk.files.refill(seat)
        visit.page.record({"rows": done}, f"{done} rows")


def give_out(visit: Visit, form: str) -> None:
    """Print every customer in use, as an import takes them."""
    known_form(form)
    rows: Iterator[dict[str, Any]] = visit.own().files_out()
    if form == "jsonl":
        visit.page.stream(rows)
    else:
        as_csv(visit, COLUMNS, ({name: "" if row[name] is None else row[name] for name in COLUMNS} for row in rows))
