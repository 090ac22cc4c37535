"""What follows the work: who is calling back now, tries in vain, how a complaint is dealt with, and its review."""

from typing import Any, Unpack

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.after_guards import same_person
from models.aftercare import RINGING_LASTS, TRIES, next_try
from models.desk import complaining, steps
from models.desk.complaining import COMPLAINTS
from models.desk.deed import OPERATORS, Asked, Deed, clean, take_up, word
from models.desk.work import Tools, Work, require
from models.looks.columns import HEADER
from models.refusals import refuse
from models.rows import Done, Seat
from models.tables import CallBack, CallTry, Ringing
from models.vocabulary import Act, NotReached, Role

CALL_TRIES = CallTry.__table__  # type: ignore[attr-defined]
CALL_BACKS = CallBack.__table__  # type: ignore[attr-defined]
RINGING = Ringing.__table__  # type: ignore[attr-defined]
REVIEW_DAYS = "review_days"
_WHO = (
    select(RINGING, OPERATORS.c.name)
    .join(OPERATORS, OPERATORS.c.id == RINGING.c.operator_id)
    .where(RINGING.c.request_id == bindparam("id"))
)
_LONGEST_REVIEW = 365


class AfterCare:
    """Verbs on one request. What leaves a line takes ``expect``, ``at`` and ``token`` (`models.desk.deed.Asked`)."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def ring(self, seat: Seat, which: str | int) -> int:
        """Say that this seat is calling back about a request now; returns its id. Leaves no journal line, like
        presence, and is forgotten after a quarter of an hour.

        Raises:
            Conflict: a colleague is calling. NotAllowed: none is due, it is one's own work, or it is too soon.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.CALL_TRY, {})
            assert isinstance(deed, Deed)
            _refuse_ring(deed)
            row = work.connection.execute(_WHO, {"id": deed.row.id}).first()
            if row is not None and row.operator_id != seat.operator_id and work.now - row.since < RINGING_LASTS:
                raise refuse("try.ringing", number=deed.row.number, name=row.name)
            if seat.operator_id:
                values = {"operator_id": seat.operator_id, "since": work.now}
                claim = upsert(RINGING).values(request_id=deed.row.id, **values)
                work.connection.execute(claim.on_conflict_do_update(index_elements=["request_id"], set_=values))
            return int(deed.row.id)

    def let_go(self, seat: Seat, which: int) -> None:
        """This seat is not calling any more."""
        with self._tools.work(seat) as work:
            mine = (RINGING.c.request_id == which, RINGING.c.operator_id == seat.operator_id)
            work.connection.execute(delete(RINGING).where(*mine))

    def call_try(
        self, seat: Seat, which: str | int, *, outcome: NotReached, note: str = "", reason: str = "",
        **asked: Unpack[Asked],
    ) -> Done:  # fmt: skip
        """Nobody was reached: the try is counted, and the next one is possible two hours later.

        Args:
            reason: why a supervisor calls about their own work, where nobody else is there.
        """
        how = word(NotReached, outcome, "outcome")
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.CALL_TRY, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(reason=reason)
            values = {"request_id": deed.row.id, "cycle": deed.row.cycle, "at": deed.at,
                      "operator_id": seat.operator_id or None, "outcome": how.value, "note": clean(note)}  # fmt: skip
            work.connection.execute(insert(CALL_TRIES), values)
            rung_off(work, deed.row.id)
            facts = {"outcome": how.value, "n": deed.situation.tries + 1, "of": TRIES, "note": clean(note),
                     "reason": clean(reason)}  # fmt: skip
            deed.line({name: value for name, value in facts.items() if value})
            return deed.finish(clocks=False)

    def handle_complaint(
        self, seat: Seat, which: str | int, *, stage: str = "", unit: str = "", person: str = "", against: str = "",
        plan: str = "", plan_by: int | None = None, cause: str = "", measure: str = "", answer: str = "",
        unit_answer: str = "", review_by: int | None = None, **asked: Unpack[Asked],
    ) -> Done:  # fmt: skip
        """Write down how a complaint is dealt with: any of the facts that it needs to be resolved.

        Args:
            stage: of service, a word of `models.vocabulary.Stage`; `unit` and `person` are responsible for it.
            against: who is complained of, set apart by commas: logins or names of operators, codes of crews, names.
            plan: what is to be done, until `plan_by` (ms UTC); `answer` is what the caller was told, `unit_answer` the
                unit; `review_by` is when it is looked at whether the measure held, if not the usual time after closing.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.HANDLE_COMPLAINT, asked)
            if isinstance(deed, Done):
                return deed
            said = complaining.said_of(work, {
                "stage": stage, "unit": unit, "person": person, "plan": plan, "plan_by": plan_by, "cause": cause,
                "measure": measure, "answer": answer, "unit_answer": unit_answer, "review_by": review_by,
            })  # fmt: skip
            meant = complaining.against_of(work, against)
            told = said | ({"against": [one.name for one in meant]} if meant else {})
            people = frozenset(one.operator_id for one in meant if one.operator_id is not None)
            deed.guard(said=told, person_id=said.get("person_id"), against=people, plan_by=plan_by)
            complaining.write(deed, said, meant)
            deed.line(told)
            return deed.finish(clocks=False)

    def review_complaint(
        self, seat: Seat, which: str | int, *, held: bool, text: str, reason: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """Look whether the measure held; where it did not, a new complaint that follows this one is made.

        Args:
            reason: why a supervisor reviews what they resolved themselves, where nobody else is there.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.REVIEW_COMPLAINT, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(text=text, reason=reason)
            made = None if held else steps.follow_up(deed, deed.row.category)
            values = {"reviewed_at": deed.at, "reviewed_by": seat.operator_id or None, "held": held,
                      "review": clean(text), "follow_up_id": made.id if made else None}  # fmt: skip
            work.connection.execute(update(COMPLAINTS).where(COMPLAINTS.c.request_id == deed.row.id).values(**values))
            facts = {"held": held, "text": clean(text), "follow_up": made.number if made else "",
                     "reason": clean(reason)}  # fmt: skip
            deed.line({name: value for name, value in facts.items() if value != ""})
            return deed.finish(clocks=False)

    def set_review_days(self, seat: Seat, days: int) -> None:
        """After how many days the measures of closed complaints are reviewed, from now on."""
        require(seat, Role.ADMIN)
        if not 1 <= days <= _LONGEST_REVIEW:
            raise refuse("review.days")
        with self._tools.work(seat) as work:
            values = {"value": str(days)}
            table = upsert(HEADER).values(name=REVIEW_DAYS, **values)
            work.connection.execute(table.on_conflict_do_update(index_elements=["name"], set_=values))
            work.note(Act.ADMINISTER, {"subject": "review", "days": days})


def _refuse_ring(deed: Deed) -> None:
    """What speaks against calling about it now; a supervisor says the reason with the result."""
    if deed.situation.tries >= TRIES and deed.situation.callback_due:
        own = same_person(deed.situation, deed.work.seat, {})
        if own is not None:
            raise own.error()
        if next_try(deed.situation.last_try) <= deed.at:
            return
    deed.guard()


def rung_off(work: Work, request_id: int) -> None:
    """The call about it is over."""
    work.connection.execute(delete(RINGING).where(RINGING.c.request_id == request_id))


def reached(deed: Deed, scores: dict[str, int], withheld: str, said: str) -> None:
    """Write a call-back down that reached somebody."""
    values: dict[str, Any] = {"request_id": deed.row.id, "cycle": deed.row.cycle, "at": deed.at,
                              "operator_id": deed.work.seat.operator_id or None, "withheld": withheld,
                              "said": said}  # fmt: skip
    blank = dict.fromkeys(("speed", "attitude", "quality", "communication", "handling"))
    deed.work.connection.execute(insert(CALL_BACKS), values | blank | scores)
