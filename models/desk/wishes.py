"""Wishes: judged by three questions, passed on, explained or kept; a unit's answer; and judged again."""

from typing import Any, Unpack

from sqlalchemy import insert, select, update

from models import wishes
from models.desk import shelving_articles as shelf
from models.desk import steps
from models.desk.deed import Asked, Deed, clean, take_up
from models.desk.work import Tools, Work
from models.refusals import refuse
from models.rows import Done, Seat
from models.tables import Wish
from models.vocabulary import Act, Disposition, Outcome, Status

WISHES = Wish.__table__  # type: ignore[attr-defined]


class Wishes:
    """Verbs on an enquiry that is a wish or a suggestion."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def judge(
        self,
        seat: Seat,
        which: str | int,
        *,
        reasonable: bool,
        lawful: bool,
        possible: bool,
        unit: str = "",
        hear_by: int | None = None,
        text: str = "",
        article: str = "",
        **asked: Unpack[Asked],
    ) -> Done:
        """Judge a wish; the three answers say what becomes of it (:func:`models.wishes.outcome`).

        Passed on, it needs the `unit` and the day to hear back, and is resolved as referred. Explained, it needs the
        words or an approved article; explained or kept, its owner has answered it on the line and it is closed. What is
        closed can be judged again: only the judgement changes.
        """
        found = wishes.outcome(reasonable=reasonable, lawful=lawful, possible=possible)
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.JUDGE, asked)
            if isinstance(deed, Done):
                return deed
            used = shelf.usable(work, article) if article else None
            said = {"unit": clean(unit) if found is Outcome.PASSED_ON else "", "text": clean(text)}
            _guard(deed, found, said, hear_by, used)
            judged: dict[str, Any] = {
                "reasonable": reasonable, "lawful": lawful, "possible": possible, "outcome": found.value, **said,
                "hear_by": hear_by if found is Outcome.PASSED_ON else None,
            }  # fmt: skip
            _write(work, deed, judged, used)
            if used is not None:
                shelf.write_use(work, used, deed.row.id)
            deed.line(judged | ({"article": used.slug} if used is not None else {}))
            return _end(deed, found)

    def heard(self, seat: Seat, which: str | int, *, text: str, **asked: Unpack[Asked]) -> Done:
        """The unit that a wish was passed on to has answered."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.HEARD, asked)
            if isinstance(deed, Done):
                return deed
            refusal = wishes.why_not_judge(deed.situation, seat)
            if refusal:
                raise refusal.error()
            if not text.strip():
                raise refuse("text.missing")
            waiting = (WISHES.c.request_id == deed.row.id, WISHES.c.outcome == Outcome.PASSED_ON.value,
                       WISHES.c.heard_at.is_(None))  # fmt: skip
            told = update(WISHES).where(*waiting).values(heard_at=deed.at, heard=clean(text))
            if not work.connection.execute(told).rowcount:
                raise refuse("heard.none", number=deed.row.number)
            deed.line({"text": clean(text)})
            return deed.finish(clocks=False)


def _guard(deed: Deed, found: Outcome, said: dict[str, str], hear_by: int | None, used: Any) -> None:
    refusal = wishes.why_not_judge(deed.situation, deed.work.seat) or wishes.lacks(
        found, unit=said["unit"], hear_by=hear_by, said=said["text"] or (used.slug if used is not None else ""),
        now=deed.work.now,
    )  # fmt: skip
    if refusal:
        raise refusal.error()


def _write(work: Work, deed: Deed, judged: dict[str, Any], used: Any) -> None:
    values = {**judged, "article_id": used.id if used is not None else None, "judged_at": deed.at, "heard_at": None,
              "heard": "", "judged_by": work.seat.operator_id or None}  # fmt: skip
    known = work.connection.execute(select(WISHES.c.id).where(WISHES.c.request_id == deed.row.id)).scalar()
    if known is None:
        work.connection.execute(insert(WISHES).values(request_id=deed.row.id, **values))
    else:
        work.connection.execute(update(WISHES).where(WISHES.c.id == known).values(**values))


def _end(deed: Deed, found: Outcome) -> Done:
    """The request ends with its judgement: passed on it waits to be closed, answered on the line it is closed."""
    if deed.row.status not in (Status.OPEN, Status.WORKING):
        return deed.finish(clocks=False)
    owner = deed.row.owner_id or deed.work.seat.operator_id or None
    ended: dict[str, Any] = {"resolved_at": deed.at, "resolved_by": deed.work.seat.operator_id or None,
                             "owner_id": owner}  # fmt: skip
    how = Disposition.REFERRED if found is Outcome.PASSED_ON else Disposition.ANSWERED
    ended["callback_due"] = found is Outcome.PASSED_ON and steps.sampled(deed)
    deed.line({"disposition": how.value}, act=Act.RESOLVE)
    if how is Disposition.REFERRED or owner != deed.work.seat.operator_id:
        return deed.finish(status=Status.RESOLVED, disposition=how.value, **ended)
    deed.line({"on_the_line": True}, act=Act.CLOSE)
    return deed.finish(status=Status.CLOSED, disposition=how.value, closed_at=deed.at, **ended)
