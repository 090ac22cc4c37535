"""Finding a request from what is typed: a number in any spelling, digits of a phone, or words of place and caller."""

import re
import unicodedata

from sqlalchemy import Connection, bindparam, or_, select

from models.looks.columns import REQUESTS
from models.looks.queues import LIVE_NOW, ROWS, by_condition, finish
from models.rows import QueueRow
from models.workflow import canonical_number

RECENT = 20_000
"""How many of the newest requests a search by words looks through, beside every live one."""

_HOUSE = re.compile(r"^(.*?\d+\s*(?:号楼?|弄|幢|栋|Rd|St|Ave)?)", re.IGNORECASE)
_ESCAPE = "!"
_NEWEST = select(REQUESTS.c.id).order_by(REQUESTS.c.id.desc()).limit(1)


def within(text: str) -> str:
    """The pattern of LIKE that finds `text` as it stands anywhere; its own wild cards mean themselves."""
    return "%" + re.sub(r"([%_!])", r"!\1", text) + "%"


def find(connection: Connection, text: str, limit: int) -> list[QueueRow]:
    """Requests that match, live or not, newest first."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        return []
    number = canonical_number(typed)
    exact = finish(connection, connection.execute(ROWS.where(REQUESTS.c.number == number)).all())
    if exact:
        return exact
    digits = re.sub(r"[\s\-()+]", "", typed)
    if digits.isdigit() and len(digits) >= 3:
        found = by_condition(connection, REQUESTS.c.phone == digits, limit=limit, values={})
        if found:
            return found
    pattern = within(typed)
    said = or_(
        *(
            REQUESTS.c[name].like(bindparam("like"), escape=_ESCAPE)
            for name in ("address", "caller", "phone", "number", "text")
        )
    )
    newest = connection.execute(_NEWEST).scalar() or 0
    live = by_condition(connection, LIVE_NOW, said, limit=limit, values={"like": pattern})
    recent = by_condition(connection, REQUESTS.c.id > newest - RECENT, said, limit=limit, values={"like": pattern})
    return list({row.id: row for row in [*live, *recent]}.values())[:limit]


def similar(connection: Connection, *, phone: str, address: str, limit: int) -> list[QueueRow]:
    """Live requests from the same number or the same house, newest first."""
    conditions = []
    values = {}
    if len(phone) >= 5:
        conditions.append(REQUESTS.c.phone == bindparam("phone"))
        values["phone"] = phone
    house = _HOUSE.match(address.strip())
    if house and len(house[1]) >= 4:
        conditions.append(REQUESTS.c.address.like(bindparam("house"), escape=_ESCAPE))
        values["house"] = within(house[1])
    if not conditions:
        return []
    return by_condition(connection, LIVE_NOW, or_(*conditions), limit=limit, values=values)
