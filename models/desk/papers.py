"""Numbered blank cards: reserved before the computer dies, and accounted for afterwards one by one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from models.desk.deed import clean
from models.desk.work import Tools, Work, request_row, require
from models.looks.registers import paper_cards
from models.refusals import refuse
from models.rows import Seat
from models.rows.registers import PaperCard as CardRow
from models.tables import PaperCard
from models.vocabulary import Act, Role
from models.workflow import canonical_number

CARDS = PaperCard.__table__  # type: ignore[attr-defined]
MOST = 500
"""Cards that can be reserved at once."""

_LAST = select(func.max(CARDS.c.serial))
_CARD = select(CARDS).where(CARDS.c.serial == bindparam("serial"))


class Papers:
    """Verbs on numbered cards. A card's number is its own, never a request's."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def reserve(self, seat: Seat, *, count: int) -> Sequence[int]:
        """Reserve the next numbers and return them; none is ever given twice."""
        require(seat, Role.OPERATOR)
        if not 1 <= count <= MOST:
            raise refuse("cards.count", most=MOST)
        with self._tools.work(seat) as work:
            first = (work.connection.execute(_LAST).scalar() or 0) + 1
            serials = range(first, first + count)
            row = {"reserved_at": work.now, "reserved_by": seat.operator_id or None, "void_reason": ""}
            work.connection.execute(insert(CARDS), [{"serial": serial, **row} for serial in serials])
            work.note(Act.RESERVE_CARDS, {"from": serials[0], "to": serials[-1]})
            return serials

    def enter(self, seat: Seat, card: int, which: str | int) -> CardRow:
        """What stood on a card is in the desk now, as this request."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = _out(work, card)
            request = request_row(work, canonical_number(which) if isinstance(which, str) else which)
            _write(work, row, request_id=request.id, entered_at=work.now)
            work.note(Act.ENTER_CARD, {"card": card}, request_id=request.id)
            return _card(work, card)

    def void(self, seat: Seat, card: int, *, reason: str) -> CardRow:
        """Nothing of this card goes into the desk: it was spoiled, or never used."""
        require(seat, Role.OPERATOR)
        if not reason.strip():
            raise refuse("reason.missing")
        with self._tools.work(seat) as work:
            row = _out(work, card)
            _write(work, row, void_reason=clean(reason), void_at=work.now)
            work.note(Act.VOID_CARD, {"card": card, "reason": clean(reason)})
            return _card(work, card)


def _out(work: Work, card: int) -> Any:
    """A card that nobody has accounted for."""
    row = work.connection.execute(_CARD, {"serial": card}).first()
    if row is None:
        raise refuse("cards.unknown", card=card)
    if row.entered_at is not None or row.void_at is not None:
        raise refuse("cards.settled", card=card)
    return row


def _write(work: Work, row: Any, **values: Any) -> None:
    work.connection.execute(update(CARDS).where(CARDS.c.serial == row.serial).values(**values))


def _card(work: Work, card: int) -> CardRow:
    return next(one for one in paper_cards(work.connection, all=True) if one.serial == card)
