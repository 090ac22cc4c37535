"""Corrections: the facts of a request are put right, field by field, beside whoever else corrects them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from models.desk import reporting
from models.desk.deed import Asked, Deed, clean, take_up
from models.desk.intake import CUSTOMERS, PREMISES
from models.desk.own_rules import UNSAVED
from models.desk.work import Tools, Work, require
from models.looks import journal_feed
from models.looks.catalogue import districts
from models.phones import Numbering, normal
from models.refusals import refuse
from models.rows import Done, Seat
from models.vocabulary import LIVE, Act, Kind, Role

TEXTS = ("phone", "caller", "address", "district", "access", "text", "people", "note", "outside_number")
LINKS = ("customer_id", "premise_id")
FACTS = (*TEXTS, *LINKS)
"""The facts that can be corrected; links are numbers, 0 or nothing for none."""

_UNSAVED = upsert(UNSAVED)
_KEEP = _UNSAVED.on_conflict_do_update(
    index_elements=["operator_id", "request_id"],
    set_={name: _UNSAVED.excluded[name] for name in ("base", "fields", "updated_at")},
)
_DROP = delete(UNSAVED).where(
    UNSAVED.c.operator_id == bindparam("operator"), UNSAVED.c.request_id == bindparam("request")
)
WRITING = (Act.SAVE, Act.IMPORT, Act.UPDATE, Act.EDIT)
"""Acts whose lines hold facts under their names."""


class Editing:
    """Verbs on the facts of a request. None touches a clock."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def edit(
        self, seat: Seat, which: str | int, *, address: str | None = None, district: str | None = None,
        phone: str | None = None, caller: str | None = None, text: str | None = None, access: str | None = None,
        people: str | None = None, note: str | None = None, outside_number: str | None = None,
        customer_id: int | None = None, premise_id: int | None = None, **asked: Unpack[Asked],
    ) -> Done:  # fmt: skip
        """Set these facts; those not named stay, and an empty text or a 0 takes a fact away."""
        given = {"address": address, "district": district, "phone": phone, "caller": caller, "text": text,
                 "access": access, "people": people, "note": note, "outside_number": outside_number,
                 "customer_id": customer_id, "premise_id": premise_id}  # fmt: skip
        return self._edit(seat, which, {name: value for name, value in given.items() if value is not None}, {}, asked)

    def correct(
        self, seat: Seat, which: str | int, changes: Mapping[str, str], *, base: Mapping[str, str],
        **asked: Unpack[Asked],
    ) -> Done:  # fmt: skip
        """Set `changes`, typed on the facts as they were read (`base`): what others changed beside them stays.

        Raises:
            Conflict: somebody changed one of the same facts meanwhile; the refusal names them, who it was and when.
        """
        mine = {name: value for name, value in changes.items() if base.get(name) != value}
        return self._edit(seat, which, mine, base, asked)

    def _edit(
        self, seat: Seat, which: str | int, given: Mapping[str, Any], base: Mapping[str, str], asked: Asked
    ) -> Done:
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.EDIT, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            wanted = {name: _value(name, value, work.numbering) for name, value in given.items()}
            changes = {name: value for name, value in wanted.items() if value != _stored(deed.row, name)}
            _refuse_conflict(deed, changes, base)
            if not changes:
                _drop(work, deed.row.id)
                raise refuse("edit.same", number=deed.row.number)
            _refuse_unknown(work, changes)
            facts = {name: _stored(deed.row, name) for name in FACTS} | changes
            if not (facts["address"] or facts["phone"] or facts["premise_id"]):
                raise refuse("save.place_or_phone")
            deed.line({**changes, "was": {name: _stored(deed.row, name) for name in changes}})
            _drop(work, deed.row.id)
            done = deed.finish(clocks=False, **changes)
            if deed.row.status in LIVE and reporting.FLAG not in deed.row.flags.split(","):
                reporting.look_out(work, deed.row.id, Kind(deed.row.kind), changes, deed.row.flags)
            return done

    def keep(self, seat: Seat, request_id: int, *, base: Mapping[str, str], fields: Mapping[str, str]) -> None:
        """Keep a correction as it is being typed. Leaves no journal line."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            values = {"operator_id": seat.operator_id, "request_id": request_id, "base": _json(base),
                      "fields": _json(fields), "updated_at": work.now}  # fmt: skip
            work.connection.execute(_KEEP, values)

    def drop(self, seat: Seat, request_id: int) -> None:
        """Give up a correction that was being typed. Leaves no journal line."""
        with self._tools.work(seat) as work:
            _drop(work, request_id)


def _json(fields: Mapping[str, str]) -> str:
    return json.dumps({name: clean(value) for name, value in fields.items()}, ensure_ascii=False)


def _drop(work: Work, request_id: int) -> None:
    work.connection.execute(_DROP, {"operator": work.seat.operator_id, "request": request_id})


def _value(name: str, given: Any, numbering: Numbering) -> Any:
    """A fact as it is stored."""
    if name not in FACTS:
        raise refuse("edit.field", field=name, allowed=", ".join(FACTS))
    if name in LINKS:
        text = str(given or "").strip()
        if text and not text.isdecimal():
            raise refuse("word.unknown", given=text, field=name, allowed="a number")
        return int(text) or None if text else None
    return normal(given, numbering) if name == "phone" else clean(given)


def _stored(row: Any, name: str) -> Any:
    return getattr(row, name)


def _refuse_conflict(deed: Deed, changes: Mapping[str, Any], base: Mapping[str, str]) -> None:
    """Refuse where what was read of a fact is no longer what stands there."""
    other = [
        name for name in changes
        if name in base and _value(name, base[name], deed.work.numbering) != _stored(deed.row, name)
    ]  # fmt: skip
    if other:
        who, at = _last_edit(deed, other)
        raise refuse("edit.conflict", number=deed.row.number, fields=", ".join(other), name=who, at=at)


def _last_edit(deed: Deed, fields: Sequence[str]) -> tuple[str, int]:
    """Who last wrote one of these facts, and when."""
    for line in reversed(journal_feed.of_request(deed.work.connection, deed.row.id)):
        if line.act in WRITING and any(name in line.data for name in fields):
            return line.actor, line.at
    return "", deed.row.received


def _refuse_unknown(work: Work, changes: Mapping[str, Any]) -> None:
    """Refuse a district, customer or premise that is not on record."""
    known = [zh for zh, _ in districts(work.connection)]
    if changes.get("district") and known and changes["district"] not in known:
        raise refuse("district.unknown", district=changes["district"], allowed=", ".join(known))
    customer, premise = changes.get("customer_id"), changes.get("premise_id")
    if customer and not _on_record(work, CUSTOMERS, customer):
        raise refuse("customer.unknown", id=customer)
    if premise and not _on_record(work, PREMISES, premise):
        raise refuse("premise.unknown", id=premise)


def _on_record(work: Work, table: Any, key: int) -> bool:
    return work.connection.execute(select(table.c.id).where(table.c.id == key)).first() is not None
