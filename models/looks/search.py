"""Finding a request from what is typed: a number in any spelling, digits of a phone, or words of place and caller."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select, text

from models.looks.columns import CUSTOMERS, REQUESTS
from models.looks.queues import LIVE_NOW, rows
from models.rows import QueueRow
from models.workflow import canonical_number

RECENT = 20_000
"""How many of the newest requests a search by words looks through, beside every live one."""

_ESCAPE = "!"
_LIMIT: Any = bindparam("limit")
_HOUSE = re.compile(r"\d+\s+[^\d\s,]+(?:\s+[^\d\s,]+)?|.*?\d+\s*(?:号楼?|弄|幢|栋)?")
"""The part of an address that several homes share: ``12 Main St``, ``民生路12号``."""


def _ids(*conditions: Any) -> Select[Any]:
    # The plus keeps order and number from choosing the index: all that ever was would be walked, from the newest down.
    wanted = select(REQUESTS.c.id).where(*conditions, text("+request.number IS NOT NULL"))
    return wanted.order_by(text("+request.id DESC")).limit(_LIMIT)


def _contain(*names: str) -> ColumnElement[bool]:
    return or_(*(REQUESTS.c[name].like(bindparam("like"), escape=_ESCAPE) for name in names))


_PHONE = REQUESTS.c.phone == bindparam("digits")
_OF_CUSTOMER = REQUESTS.c.customer_id.in_(select(CUSTOMERS.c.id).where(CUSTOMERS.c.phone == bindparam("digits")))
_AMONG_NEWEST = REQUESTS.c.id > select(REQUESTS.c.id).order_by(REQUESTS.c.id.desc()).limit(1).scalar_subquery() - RECENT
_BY_NUMBER = _ids(REQUESTS.c.number == bindparam("number"))
_BY_COUNT = _ids(REQUESTS.c.serial == bindparam("serial"))
_BY_PHONE = (_ids(_PHONE), _ids(_OF_CUSTOMER))
_BY_DIGITS = tuple(_ids(among, _contain("phone", "outside_number", "address")) for among in (LIVE_NOW, _AMONG_NEWEST))
_BY_WORDS = tuple(
    _ids(among, _contain("address", "caller", "text", "outside_number")) for among in (LIVE_NOW, _AMONG_NEWEST)
)
_LIVE_PHONE = _ids(LIVE_NOW, _PHONE)
_LIVE_HOUSE = _ids(LIVE_NOW, _contain("address"))


def within(typed: str) -> str:
    """The pattern of LIKE that finds `typed` as it stands anywhere; its own wild cards mean themselves."""
    return "%" + re.sub(r"([%_!])", r"!\1", typed) + "%"


def find(connection: Connection, typed: str, limit: int) -> list[QueueRow]:
    """Requests that match, live or not, newest first; a number that exists is the only answer."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return []
    found = _run(connection, [_BY_NUMBER], limit, {"number": canonical_number(plain)})
    if found:
        return _newest(connection, found, limit)
    digits = re.sub(r"[\s\-()+]", "", plain)
    if not re.fullmatch(r"[0-9]{3,18}", digits):
        return _newest(connection, _run(connection, _BY_WORDS, limit, {"like": within(plain)}), limit)
    found = _run(connection, [_BY_COUNT, *_BY_PHONE], limit, {"serial": int(digits), "digits": digits})
    if not found or len(digits) < 8:
        found |= _run(connection, _BY_DIGITS, limit, {"like": within(digits)})
    return _newest(connection, found, limit)


def similar(connection: Connection, *, phone: str, address: str, limit: int) -> list[QueueRow]:
    """Live requests from the same number or the same house, newest first."""
    found = _run(connection, [_LIVE_PHONE], limit, {"digits": phone}) if len(phone) >= 5 else set()
    house = _HOUSE.match(address.strip())
    if house and len(house[0]) >= 4:
        # Number 12 is not number 120: a wider look first, then the exact one.
        near = rows(connection, _run(connection, [_LIVE_HOUSE], 10 * limit, {"like": within(house[0])}))
        same = re.compile(re.escape(house[0]) + r"(?!\d)", re.IGNORECASE)
        found |= {row.id for row in near.values() if same.search(row.address)}
    return _newest(connection, found, limit)


def _run(connection: Connection, queries: Iterable[Select[Any]], limit: int, values: Mapping[str, Any]) -> set[int]:
    return {one for query in queries for one in connection.execute(query, {**values, "limit": limit}).scalars()}


def _newest(connection: Connection, ids: Iterable[int], limit: int) -> list[QueueRow]:
    wanted = sorted(ids, reverse=True)[:limit]
    found = rows(connection, wanted)
    return [found[one] for one in wanted if one in found]
