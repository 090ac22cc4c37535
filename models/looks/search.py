"""Finding a request from what is typed: a number in any spelling, digits of a phone, or words of place and caller."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice, takewhile
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, literal_column, or_, select, text

from models.looks.columns import CUSTOMERS, REQUESTS
from models.looks.queues import LIVE_NOW, rows
from models.phones import HOME, Numbering, spellings
from models.rows import QueueRow
from models.vocabulary import MatchedBy
from models.workflow import canonical_number

RECENT = 20_000
"""How many of the newest requests a search by words looks through, beside every live one."""

A_PHONE, A_SHORT_PHONE, A_HOUSE = 8, 5, 4
"""From how many signs on something typed is a whole phone number, some phone number, a house that can be compared."""

OF_CUSTOMERS = 50
"""How many customers of one name are looked at."""

_ESCAPE = "!"
_LIMIT: Any = bindparam("limit")
_HOUSE = re.compile(r"\d+\s+[^\d\s,]+(?:\s+[^\d\s,]+)?|.*?\d+\s*(?:号楼?|弄|幢|栋)?")
"""The part of an address that several homes share: ``12 Main St``, ``民生路12号``."""


_PLAIN_ID = literal_column("+request.id", Integer)
"""The plus keeps an order or a condition from choosing the index that SQLite walks."""
_NUMBERED = text("+request.number IS NOT NULL")
_LAST = select(REQUESTS.c.id).order_by(REQUESTS.c.id.desc()).limit(1).scalar_subquery()
_OLD: Any = _LAST - bindparam("recent", type_=Integer)


def _ids(*conditions: Any) -> Select[Any]:
    return select(REQUESTS.c.id).where(*conditions, _NUMBERED).order_by(_PLAIN_ID.desc()).limit(_LIMIT)


def _walks(*conditions: Any) -> tuple[Select[Any], Select[Any]]:
    """The newest requests from the last one down; then those of the older ones that are still live."""
    newest = select(REQUESTS.c.id).where(REQUESTS.c.id > _OLD, *conditions, _NUMBERED)
    return newest.order_by(REQUESTS.c.id.desc()).limit(_LIMIT), _ids(LIVE_NOW, _PLAIN_ID <= _OLD, *conditions)


def _contain(*names: str) -> ColumnElement[bool]:
    return or_(*(REQUESTS.c[name].like(bindparam("like"), escape=_ESCAPE) for name in names))


_PHONE = REQUESTS.c.phone.in_(bindparam("phones", expanding=True))
_OF_CUSTOMER = REQUESTS.c.customer_id.in_(
    select(CUSTOMERS.c.id).where(CUSTOMERS.c.phone.in_(bindparam("phones", expanding=True)))
)
_OF_CUSTOMERS = _ids(REQUESTS.c.customer_id.in_(bindparam("customers", expanding=True)))
_BY_NUMBER = _ids(REQUESTS.c.number == bindparam("number"))
_BY_COUNT = _ids(REQUESTS.c.serial == bindparam("serial"))
_BY_PHONE = (_ids(_PHONE), _ids(_OF_CUSTOMER))
_BY_DIGITS = _walks(_contain("phone", "outside_number", "address"))
_BY_WORDS = _walks(_contain("address", "caller", "text", "outside_number"))
_LIVE_PHONE = _ids(LIVE_NOW, _PHONE)
_LIVE_HOUSE = _walks(LIVE_NOW, _contain("address"))


_RESOLVED = (
    select(REQUESTS.c.id)
    .where(REQUESTS.c.id > _OLD, text("+request.status = 'resolved'"), _NUMBERED)
    .order_by(REQUESTS.c.callback_due.desc(), REQUESTS.c.resolved_at)
    .limit(_LIMIT)
)


_OWING = (
    select(REQUESTS.c.id)
    .where(text("request.next_clock = 'reply' AND request.status IN ('resolved', 'closed')"), _NUMBERED)
    .order_by(REQUESTS.c.next_due_at)
    .limit(_LIMIT)
)


def within(typed: str) -> str:
    """The pattern of LIKE that finds `typed` as it stands anywhere; its own wild cards mean themselves."""
    return "%" + re.sub(r"([%_!])", r"!\1", typed) + "%"


def find(connection: Connection, typed: str, limit: int, numbering: Numbering = HOME) -> list[QueueRow]:
    """Requests that match, live or not, newest first; a number that exists is the only answer.

    Those of a customer whose name, pinyin or meter was typed come before all others.
    """
    plain = _plain(typed)
    if not plain:
        return []
    found = _ids_of(connection, [_BY_NUMBER], limit, number=canonical_number(plain))
    digits = re.sub(r"[\s\-()+]", "", plain)
    if not found and not re.fullmatch(r"[0-9]{3,18}", digits):
        theirs = _newest(connection, _of_customers(connection, plain, limit, numbering), limit)
        others = _newest(connection, _ids_of(connection, _BY_WORDS, limit, like=within(plain)), limit)
        return [*theirs, *(row for row in others if row not in theirs)][:limit]
    if not found:
        phones = list(spellings(plain, numbering)) or [digits]
        found = _ids_of(connection, [_BY_COUNT, *_BY_PHONE], 3 * limit, serial=int(digits), phones=phones)
        if not found or len(digits) < A_PHONE:
            found += _ids_of(connection, _BY_DIGITS, limit, like=within(digits))
    return _newest(connection, found, limit)


def _of_customers(connection: Connection, plain: str, limit: int, numbering: Numbering) -> list[int]:
    """Requests of the customers whose name, pinyin or meter is meant."""
    from models.looks import finding
    from models.naming import folded

    hits = finding.hits(connection, folded(plain), OF_CUSTOMERS, numbering)
    who = list(islice(takewhile(lambda hit: hit.by is not MatchedBy.ADDRESS, hits), OF_CUSTOMERS))
    ids = {hit.customer for hit in who if hit.customer} | finding.living(connection, [hit.premise for hit in who])
    return _ids_of(connection, [_OF_CUSTOMERS], limit, customers=list(ids)) if ids else []


def resolved(connection: Connection, limit: int) -> list[QueueRow]:
    """What is resolved: those whose outside body waits for a reply first, then those that wait for a call-back.

    The first due and the longest waiting stand on top; without a reply owed only the newest requests are looked at.
    """
    ids = list(dict.fromkeys(_ids_of(connection, [_OWING, _RESOLVED], limit)))
    found = rows(connection, ids)
    return [found[one] for one in ids if one in found][:limit]


def numbered(connection: Connection, typed: str) -> list[QueueRow]:
    """The request of that number, and nothing by what is known of its caller."""
    return _newest(connection, _ids_of(connection, [_BY_NUMBER], 1, number=canonical_number(_plain(typed))), 1)


def _plain(typed: str) -> str:
    # To SQLite a NUL ends the pattern, which would then find everything.
    return unicodedata.normalize("NFKC", typed.replace("\0", "")).strip()


def similar(
    connection: Connection, *, phone: str, address: str, limit: int, numbering: Numbering = HOME
) -> list[QueueRow]:
    """Live requests from the same number or the same house, newest first."""
    phones = list(spellings(phone, numbering)) if len(phone) >= A_SHORT_PHONE else []
    found = _ids_of(connection, [_LIVE_PHONE], limit, phones=phones) if phones else []
    house = _HOUSE.match(address.replace("\0", "").strip())
    if house and len(house[0]) >= A_HOUSE:
        # Number 12 is not number 120: a wide look first, then the exact one.
        near = rows(connection, _ids_of(connection, _LIVE_HOUSE, 10 * limit, like=within(house[0])))
        same = re.compile(re.escape(house[0]) + r"(?!(?<=\d)\d)", re.IGNORECASE)
        found += [row.id for row in near.values() if same.search(row.address)]
    return _newest(connection, found, limit)


def _ids_of(connection: Connection, queries: Iterable[Select[Any]], limit: int, **values: Any) -> list[int]:
    """What the queries find one after the other, until there are `limit`."""
    found: list[int] = []
    for query in queries:
        if len(found) < limit:
            found += connection.execute(query, {**values, "limit": limit, "recent": RECENT}).scalars()
    return found


def _newest(connection: Connection, ids: Iterable[int], limit: int) -> list[QueueRow]:
    wanted = sorted(set(ids), reverse=True)[:limit]
    found = rows(connection, wanted)
    return [found[one] for one in wanted if one in found]
