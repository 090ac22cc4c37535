"""Customers and premises from other systems: rows become both with the keys by which they are found, batch by batch."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Unpack

from sqlalchemy import Connection, func, insert, select, update

from models.customermap import CustomerMap, Person, PersonReader
from models.desk.batches import Row, batches
from models.desk.files import CUSTOMERS, DISTRICTS, PREMISES
from models.desk.taking import How, Imported, Taking, admit
from models.desk.work import Tools, Work
from models.errors import Invalid
from models.instants import zone_of
from models.store import pour
from models.tables.found_by import drop_people, drop_places, put_people, put_places
from models.vocabulary import Act

BATCH = 5_000
"""Rows of one transaction."""

_CHUNK = 500
_OWN = re.compile(r"id:[0-9]{1,18}")
"""How an export names who has no id of another system."""

_PERSON = {column.name: column.default.arg if column.default else None for column in CUSTOMERS.c}
_PLACE = {column.name: column.default.arg if column.default else None for column in PREMISES.c}


@dataclass(slots=True, kw_only=True)
class _Run(Taking):
    """One import of customers on its way."""

    reader: PersonReader
    seen: dict[str, Person] = field(default_factory=dict)
    """What the file said of each id, where the database cannot tell."""


@dataclass(slots=True)
class _Batch:
    """What a batch of rows comes to: whom to add, whom to change, and how things stand now."""

    fresh: list[Person] = field(default_factory=list)
    changed: list[Person] = field(default_factory=list)
    people: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)


class TakingCustomers:
    """The room where files of customers are taken in."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def customers(
        self, rows: Iterable[Row], plan: CustomerMap, zone: str | None = None, **how: Unpack[How]
    ) -> Imported:
        """Take the rows in: a customer each, and the premise where one has an address.

        A known external id with the same facts is counted as same, one with others is left alone unless `update` says
        so. Rows that name the same premise share it; what the first of them says of it holds.

        Args:
            rows: the file's rows by its own column names.
            zone: IANA name of the zone of instants that carry no offset.
            how: :class:`models.desk.taking.How`.

        Raises:
            Invalid: unknown zone, or a column that the map names and the file lacks; nothing is taken then.
        """
        admit(how)
        run = _Run(reader=PersonReader(plan, zone_of(zone) if zone else None, self._tools.numbering), **how)
        return run.through(
            self._tools,
            batches(rows, run.reader, BATCH),
            lambda connection, batch: _sift(run, connection, batch),
            lambda work, batch: _take(run, work, _sift(run, work.connection, batch)),
        )


def _sift(run: _Run, connection: Connection, batch: Sequence[tuple[int, Row]]) -> _Batch:
    """Each row counted, and what has to be written."""
    read = [(number, row, person) for number, row in batch if (person := _read(run, number, row))]
    out = _Batch()
    out.people = _stored(connection, CUSTOMERS, [person.external_id for _, _, person in read])
    out.places = _stored(connection, PREMISES, [person.premise_id for _, _, person in read])
    districts = set(connection.execute(select(DISTRICTS.c.name)).scalars())
    seen = run.seen if run.dry_run else {}
    for number, row, person in read:
        known, before = out.people.get(person.external_id), seen.get(person.external_id)
        same = before == person if before else known is not None and _same(known, out.places, person)
        district = person.premise.get("district", "")
        if same:
            run.counted["same"] += 1
        elif before or (known is not None and not run.update):
            run.counted["differs"] += 1
        elif district and district not in districts and not run.reader.plan.create_districts:
            run.reject(number, row, Invalid(
                "import.unknown_district", f"There is no district {district!r}.",
                'Correct it, or set unknown_district = "create" in the map.', district=district))  # fmt: skip
            continue
        else:
            run.counted["added" if known is None else "updated"] += 1
            (out.fresh if known is None else out.changed).append(person)
        seen.setdefault(person.external_id, person)
        run.flagged.update(person.flags)
    return out


def _read(run: _Run, number: int, row: Row) -> Person | None:
    try:
        return run.reader.read(row)
    except Invalid as error:
        run.reject(number, row, error)
        return None


def _stored(connection: Connection, table: Any, external_ids: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    ids = list(dict.fromkeys(external_ids))
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        rows = connection.execute(select(table).where(table.c.external_id.in_(some))).mappings()
        found.update({row.external_id: row for row in rows})
        own = {int(one[3:]): one for one in some if _OWN.fullmatch(one) and one not in found}
        if own:
            rows = connection.execute(select(table).where(table.c.id.in_(list(own)))).mappings()
            found.update({own[row.id]: row for row in rows})
    return found


def _same(known: Mapping[str, Any], places: Mapping[str, Any], person: Person) -> bool:
    if known["retired_at"] is not None or any(known[name] != value for name, value in person.customer.items()):
        return False
    if not person.premise.get("address"):
        return True
    place = places.get(person.premise_id)
    if place is None or place["id"] != known["premise_id"]:
        return False
    # Of a shared premise only the first row speaks; its own premise a row must agree with.
    shared = person.premise_id != person.external_id
    return shared or all(place[name] == value for name, value in person.premise.items())


def _take(run: _Run, work: Work, batch: _Batch) -> None:
    if not batch.fresh and not batch.changed:
        return
    _districts(run, work, [*batch.fresh, *batch.changed])
    places = _places(work, batch)
    _change_places(work, batch, places)
    _people(work, batch.fresh, places)
    _change_people(work, batch, places)
    work.note(Act.ADMINISTER, {"subject": "customer", "act": "import", "name": "", "by": run.seat.login,
                               "added": len(batch.fresh), "updated": len(batch.changed)})  # fmt: skip


def _districts(run: _Run, work: Work, people: Sequence[Person]) -> None:
    known = set(work.connection.execute(select(DISTRICTS.c.name)).scalars())
    named = dict.fromkeys(person.premise.get("district", "") for person in people)
    for name in (one for one in named if one and one not in known):
        work.note(Act.ADMINISTER, {"subject": "district", "act": "add", "by": run.seat.login, "name": name})
        work.connection.execute(insert(DISTRICTS), {"name": name, "name_en": name})


def _next(connection: Connection, column: Any) -> int:
    return int(connection.execute(select(func.max(column))).scalar() or 0) + 1


def _places(work: Work, batch: _Batch) -> dict[str, int]:
    """The id of each premise that the rows name; those that are not there yet are made."""
    ids = {external: row["id"] for external, row in batch.places.items()}
    fresh: dict[str, Mapping[str, Any]] = {}
    for person in (*batch.fresh, *batch.changed):
        if person.premise.get("address") and person.premise_id not in ids:
            fresh.setdefault(person.premise_id, person.premise)
    first = _next(work.connection, PREMISES.c.id)
    rows = [{**_PLACE, **facts, "id": first + place, "external_id": external}
            for place, (external, facts) in enumerate(fresh.items())]  # fmt: skip
    pour(work.connection, insert(PREMISES), tuple(_PLACE), [tuple(row[name] for name in _PLACE) for row in rows])
    put_places(work.connection, [_place(row) for row in rows])
    return ids | {row["external_id"]: row["id"] for row in rows}


def _place(row: Mapping[str, Any]) -> tuple[int, str, str, str, str]:
    return row["id"], row["district"], row["address"], row["building"], row["meter"]


def _person(row: Mapping[str, Any]) -> tuple[int, str, str]:
    return row["id"], row["name"], row["phone"]


def _home(person: Person, places: Mapping[str, int]) -> dict[str, int]:
    return {"premise_id": places[person.premise_id]} if person.premise.get("address") else {}


def _people(work: Work, fresh: Sequence[Person], places: Mapping[str, int]) -> None:
    first = _next(work.connection, CUSTOMERS.c.id)
    rows = [
        {**_PERSON, **person.customer, **_home(person, places), "id": first + place, "external_id": person.external_id}
        for place, person in enumerate(fresh)
    ]
    pour(work.connection, insert(CUSTOMERS), tuple(_PERSON), [tuple(row[name] for name in _PERSON) for row in rows])
    put_people(work.connection, [_person(row) for row in rows])


def _change_places(work: Work, batch: _Batch, ids: Mapping[str, int]) -> None:
    """Premises that belong to one row alone take over what it says now."""
    for person in batch.changed:
        was = batch.places.get(person.premise_id)
        if was is None or person.premise_id != person.external_id or not person.premise:
            continue
        now = {**was, **person.premise, "retired_at": None}
        if was["retired_at"] is None:
            drop_places(work.connection, [_place(was)])
        work.connection.execute(update(PREMISES).where(PREMISES.c.id == ids[person.premise_id])
                                .values(**person.premise, retired_at=None))  # fmt: skip
        put_places(work.connection, [_place(now)])


def _change_people(work: Work, batch: _Batch, places: Mapping[str, int]) -> None:
    for person in batch.changed:
        was = batch.people[person.external_id]
        values = {**person.customer, **_home(person, places), "retired_at": None}
        if was["retired_at"] is None:
            drop_people(work.connection, [_person(was)])
        work.connection.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == was["id"]).values(**values))
        put_people(work.connection, [_person({**was, **values})])
