"""Keeping the pack of a period: once frozen it stays as it is, and another one stands beside it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, update

from models.desk.opening import new_id
from models.desk.work import Tools, require
from models.looks import packs as look
from models.packs import digest, written
from models.periods import Period
from models.refusals import refuse
from models.rows import Seat
from models.rows.packs import PackRow
from models.tables import Pack
from models.vocabulary import Act, Role

PACKS = Pack.__table__  # type: ignore[attr-defined]


class Packs:
    """Verbs on packs of periods; who answers for the shift freezes them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def keep(self, seat: Seat, period: Period, pack: Mapping[str, Any], *, anew: bool = False) -> PackRow:
        """Freeze a pack that was made (`models.looks.packs`), and return it; one that is kept already stays.

        Args:
            anew: keep it all the same, beside the one there is.

        Raises:
            NotAllowed: the seat is no supervisor's, or the period is not over yet.
        """
        require(seat, Role.SUPERVISOR)
        with self._tools.work(seat) as work:
            if work.now < period.until:
                raise refuse("pack.not_over", period=period.name)
            known = None if anew else look.newest(work.connection, period.name)
            if known is not None:
                return known
            body = written(pack)
            values = {"period": period.name, "kind": period.kind, "since": period.since, "until": period.until,
                      "made_at": work.now, "made_by": seat.operator_id, "body": body,
                      "digest": digest(body)}  # fmt: skip
            made = new_id(work.connection.execute(insert(PACKS), values))
            work.note(Act.FREEZE_PACK, {"pack": made, "period": period.name, "digest": values["digest"]})
            line = work.flush()
            work.connection.execute(update(PACKS).where(PACKS.c.id == made).values(line=line))
            return look.one(work.connection, made)
