"""Shared step: the case of an outside body that is on the board already is recognised."""

from sqlalchemy import bindparam, select, text

from models.desk.deed import clean
from models.desk.work import REQUESTS, Work
from models.outside import outside_code
from models.refusals import refuse

_KNOWN = (
    select(REQUESTS.c.number)
    .where(text("request.outside_number <> ''"), REQUESTS.c.outside_number.in_(bindparam("codes", expanding=True)),
           REQUESTS.c.id != bindparam("draft"), text("request.status NOT IN ('draft', 'cancelled')"),
           text("request.number IS NOT NULL"))
    .order_by(REQUESTS.c.id.desc())
    .limit(1)
)  # fmt: skip


def refuse_twice(work: Work, typed: str, draft_id: int | None) -> None:
    """Refuse a case that a request on the board has already, under the one spelling or as an import brought it.

    Raises:
        Conflict: it names that request.
    """
    code = outside_code(typed)
    if code:
        facts = {"codes": [code, clean(typed)], "draft": draft_id or 0}
        number = work.connection.execute(_KNOWN, facts).scalar()
        if number is not None:
            raise refuse("outside.known", outside_number=code, number=number)
