"""What the intake form reads from the desk, in a thread: its lists, and what the files say to its fields."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.families import smells
from models.rows import CategoryRow, CustomerRow, Draft, Place
from models.vocabulary import Priority
from screens.format import clean
from screens.intake_facts import Known

UNNAMED = "EM-LEAK-IN"
"""What the desk takes a P1 for while no category is chosen."""


def lists(desk: Any, operator_id: int) -> tuple[list[CategoryRow], list[tuple[str, str]], list[Draft]]:
    """Categories, districts, and the seat's drafts."""
    look = desk.look
    return list(look.categories()), list(look.districts()), list(look.drafts(operator_id))


def findings(desk: Any, fields: Mapping[str, str], row: CategoryRow | None, received: int, now: int) -> Known:
    """What the files say to the fields: who calls, what may be the same matter, which clocks would start."""
    look, priority = desk.look, Known(category=row, fields=fields).priority
    phone = fields["phone"].strip()
    chosen, place = number_in(fields, "customer_id"), number_in(fields, "premise_id")
    code = row.code if row else (UNNAMED if priority is Priority.P1 else "")
    customer = look.by_phone(phone) if chosen is None and len(phone) >= 5 else None
    who = chosen if chosen is not None else customer.id if customer else None
    card = look.card(who, place, now) if who is not None or place is not None else None
    customer = card.customer if card else None
    contract_of = customer.id if customer else None
    where = place_of(fields, customer, code)
    again = tuple(look.again().like(where, now))
    return Known(
        customer=customer,
        card=card,
        similar=tuple(one.row for one in again if one.ended_at is None and one.takes),
        again=again,
        cluster=look.again().cluster(where, now) if again else None,
        stops=look.stops().holding(now, address=where.address, district=where.district, premise_id=where.premise_id),
        clocks=tuple(look.preview(code, priority, received, contract_of)) if code and priority else (),
        category=row,
        fields=fields,
        outside=tuple(look.outside(fields["outside_number"])) if fields.get("outside_number") else (),
    )


def without(found: Known, request: int) -> Known:
    """The same without that request: a call that was sent is not the same matter as itself."""
    similar = tuple(row for row in found.similar if row.id != request)
    again = tuple(one for one in found.again if one.row.id != request)
    return replace(found, similar=similar, again=again)


def number_in(fields: Mapping[str, str], name: str) -> int | None:
    """The id that a draft keeps under a name, or None."""
    return int(fields[name]) if fields.get(name, "").isdecimal() else None


def place_of(fields: Mapping[str, str], customer: CustomerRow | None, code: str) -> Place:
    """Where the caller is and what they report, as far as the form knows."""
    known = customer.premise.id if customer is not None and customer.premise is not None else None
    typed = fields.get("premise_id", "")
    same = customer is not None and customer.premise is not None and fields["address"] == customer.premise.address
    premise = int(typed) if typed.isdigit() else known if same else None
    phone = fields["phone"].replace(" ", "").replace("-", "")
    return Place(phone, fields["address"], fields["district"], premise, code, smells(fields["text"]))


def gist(draft: Draft) -> str:
    """A draft in a line: who, where and what."""
    fields = draft.fields
    return clean("  ".join(fields[name] for name in ("phone", "who", "caller", "address", "text") if fields.get(name)))
