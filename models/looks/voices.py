"""Wishes and feedback as rows: what waits for a unit, what is kept, what was remarked, and how often."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, literal_column, select

from models.looks.columns import ARTICLES, OPERATORS, REMARKS, REQUESTS, WISHES
from models.rows.knowledge import FeedbackCount, RemarkRow, WishRow
from models.vocabulary import Channel, Grade, Outcome

_WISHES: Select[Any] = (
    select(
        WISHES, REQUESTS.c.number, REQUESTS.c.text.label("said"), REQUESTS.c.status, REQUESTS.c.channel,
        OPERATORS.c.name.label("judge"), ARTICLES.c.slug,
    )
    .join(REQUESTS, REQUESTS.c.id == WISHES.c.request_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == WISHES.c.judged_by)
    .outerjoin(ARTICLES, ARTICLES.c.id == WISHES.c.article_id)
    .order_by(WISHES.c.judged_at.desc(), WISHES.c.id.desc())
    .limit(bindparam("limit"))
)  # fmt: skip
# Literals, as in the indexes over them: with a bound parameter they would not be used.
_KEPT = literal_column("wish.outcome") == literal_column("'kept'")
_WAITING = (literal_column("wish.outcome") == literal_column("'passed_on'")) & WISHES.c.heard_at.is_(None)
_REMARKS = (
    select(REMARKS, REQUESTS.c.number, OPERATORS.c.name.label("who"))
    .outerjoin(REQUESTS, REQUESTS.c.id == REMARKS.c.request_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == REMARKS.c.operator_id)
    .order_by(REMARKS.c.id.desc())
    .limit(bindparam("limit"))
)
_COUNTS = (
    select(REMARKS.c.channel, REMARKS.c.grade, func.count().label("n"))
    .where(REMARKS.c.at >= bindparam("since"), REMARKS.c.at < bindparam("until"))
    .group_by(REMARKS.c.channel, REMARKS.c.grade)
)


class Voices:
    """The reads of wishes and feedback.

    Args:
        read: begins a read-only transaction.
        shown: the rows as whoever asks may see them (`models.looks.veil`).
    """

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], shown: Callable[[Any], Any]) -> None:
        self._read, self._shown = read, shown

    def wishes(self, now: int, *, outcome: str = "", limit: int = 200) -> list[WishRow]:
        """What is open of the wishes: those a unit has not answered, the longest promised first, then those kept.

        With an `outcome`, all of it, newest first; ``all`` is every wish.
        """
        with self._read() as connection:
            if outcome:
                rows = connection.execute(_of(outcome), {"limit": limit}).all()
            else:
                waiting = connection.execute(_WISHES.where(_WAITING), {"limit": limit}).all()
                kept = connection.execute(_WISHES.where(_KEPT), {"limit": limit}).all()
                rows = [*sorted(waiting, key=lambda row: row.hear_by or 0), *kept]
        shown: list[WishRow] = self._shown([_wish(row, now) for row in rows])
        return shown

    def remarks(self, *, grade: str = "", limit: int = 200) -> list[RemarkRow]:
        """Feedback, the newest first."""
        query = _REMARKS.where(REMARKS.c.grade == grade) if grade else _REMARKS
        with self._read() as connection:
            rows = connection.execute(query, {"limit": limit}).all()
        shown: list[RemarkRow] = self._shown([
            RemarkRow(row.id, row.at, Channel(row.channel), Grade(row.grade), row.category, row.text, row.phone,
                      row.number or "", row.who or "")
            for row in rows
        ])  # fmt: skip
        return shown

    def counts(self, since: int, until: int) -> list[FeedbackCount]:
        """How often feedback came between two instants (the second excluded), by channel and urgency."""
        with self._read() as connection:
            rows = connection.execute(_COUNTS, {"since": since, "until": until}).all()
        found = Counter({(row.channel, row.grade): row.n for row in rows})
        counted = []
        for channel in Channel:
            urgent, general, rest = (found[channel.value, grade.value] for grade in Grade)
            if urgent or general or rest:
                counted.append(FeedbackCount(channel, urgent, general, rest, urgent + general + rest))
        return counted


def _of(outcome: str) -> Select[Any]:
    return _WISHES if outcome == "all" else _WISHES.where(WISHES.c.outcome == outcome)


def _wish(row: Any, now: int) -> WishRow:
    outcome = Outcome(row.outcome)
    waits = outcome is Outcome.PASSED_ON and row.heard_at is None
    return WishRow(
        row.request_id, row.number, row.said, row.status, Channel(row.channel), bool(row.reasonable), bool(row.lawful),
        bool(row.possible), outcome, row.unit, row.hear_by, row.text, row.slug or "", row.judged_at, row.judge or "",
        row.heard_at, row.heard, waits and row.hear_by is not None and row.hear_by < now,
    )  # fmt: skip
