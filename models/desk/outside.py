"""Shared step: the case of an outside body that is on the board already is recognised."""

from sqlalchemy import bindparam, select, text

from models.desk.work import REQUESTS, Work
from models.refusals import refuse

_KNOWN = (
    select(REQUESTS.c.number)
    .where(text("request.outside_number <> ''"), REQUESTS.c.outside_number == bindparam("code"),
           REQUESTS.c.id != bindparam("draft"), text("request.status NOT IN ('draft', 'cancelled')"),
           text("request.number IS NOT NULL"))
    .order_by(REQUESTS.c.id.desc())
    .limit(1)
)  # fmt: skip


def refuse_twice(work: Work, code: str, draft_id: int | None) -> None:
    """Refuse a case that a request on the board has already.

    Raises:
        Conflict: it names that request.
    """
    if code:
        number = work.connection.execute(_KNOWN, {"code": code, "draft": draft_id or 0}).scalar()
        if number is not None:
            raise refuse("outside.known", outside_number=code, number=number)
