"""The requests that an outside body's case has become."""

from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from models.looks.columns import REQUESTS
from models.looks.queues import rows
from models.outside import outside_code
from models.rows import QueueRow

_OF_CASE: Any = (
    select(REQUESTS.c.id)
    .where(text("request.outside_number <> ''"), REQUESTS.c.outside_number.in_(bindparam("codes", expanding=True)),
           text("request.status NOT IN ('draft', 'cancelled')"), text("request.number IS NOT NULL"))
    .order_by(REQUESTS.c.id.desc())
    .limit(5)
)  # fmt: skip


def of_case(connection: Connection, code: str) -> list[QueueRow]:
    """Those that are not cancelled, newest first, under the one spelling or as an import brought them."""
    plain = outside_code(code)
    ids = list(connection.execute(_OF_CASE, {"codes": [plain, code.strip()]}).scalars()) if plain else []
    found = rows(connection, ids)
    return [found[one] for one in ids if one in found]
