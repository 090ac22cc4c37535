"""The engine's turn at the contracts: one about to end is announced in the journal, once."""

from sqlalchemy import Connection, bindparam, select, text, update

from models.desk.work import ENGINE_SEAT, Tools
from models.tables import Contract
from models.vocabulary import Act
from models.wall import DAY

CONTRACTS = Contract.__table__  # type: ignore[attr-defined]
_ENDING = select(CONTRACTS).where(
    CONTRACTS.c.retired_at.is_(None), CONTRACTS.c.warned_at.is_(None),
    text("contract.valid_to - contract.warn_days * :day <= :now").bindparams(bindparam("day", DAY), bindparam("now")),
)  # fmt: skip


def warn_ending(tools: Tools) -> tuple[str, ...]:
    """Note each contract that ends within its days of warning; returns their codes."""
    now = tools.wall.now()
    with tools.store.read() as connection:
        if not _about_to_end(connection, now):
            return ()
    with tools.work(ENGINE_SEAT, now) as work:
        rows = _about_to_end(work.connection, now)
        for code, customer, valid_to in rows:
            work.connection.execute(update(CONTRACTS).where(CONTRACTS.c.code == code).values(warned_at=now))
            facts = {"valid_to": valid_to, "customer_id": customer}
            work.note(Act.ADMINISTER, {**facts, "subject": "contract", "act": "ending", "name": code})
    return tuple(code for code, _, _ in rows)


def _about_to_end(connection: Connection, now: int) -> list[tuple[str, int, int]]:
    found = connection.execute(_ENDING, {"now": now}).all()
    return [(row.code, row.customer_id, row.valid_to) for row in found]
