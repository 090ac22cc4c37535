"""The telephone's room: what a telephone system tells, answering, wrapping up, calling back, and what is said."""

from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.desk import calling
from models.desk.calling import CALL_BACK_WITHIN, CALLS
from models.desk.deed import OPERATORS, clean, true_time, word
from models.desk.work import Tools, Work, request_row, require
from models.looks import telephone as looks
from models.phones import normal
from models.refusals import refuse
from models.rows import CallRow, Seat
from models.tables import Header, OperatorLine, SpokenLine
from models.telephone import ANYBODY, CallEvent, Heard, Instants, Link
from models.vocabulary import Act, Direction, Role, WrapUp
from models.workflow import canonical_number

TELEPHONE = Seat(0, "telephone", "telephone", frozenset({Role.OPERATOR}))
SPOKEN = ("opening", "closing")
PLACES = OperatorLine.__table__  # type: ignore[attr-defined]
SENTENCES = SpokenLine.__table__  # type: ignore[attr-defined]
FACTS = Header.__table__  # type: ignore[attr-defined]
_LINK = select(FACTS.c.value).where(FACTS.c.name == "telephone")
LONGEST = 300

_BY_ID = select(CALLS).where(CALLS.c.external_id == bindparam("call"))
_AGENT = (
    select(OPERATORS.c.id)
    .select_from(OPERATORS.outerjoin(PLACES, PLACES.c.operator_id == OPERATORS.c.id))
    .where(
        OPERATORS.c.retired_at.is_(None),
        or_(PLACES.c.extension == bindparam("agent"), OPERATORS.c.login == bindparam("agent")),
    )
    .order_by((PLACES.c.extension == bindparam("agent")).desc())
)
_OTHERS_MISSED = select(func.count()).where(
    text("call.answered_at IS NULL AND call.ended_at IS NOT NULL AND call.kept_at IS NULL"),
    CALLS.c.phone == bindparam("phone"),
    CALLS.c.id != bindparam("but"),
)
_SPOKEN_SINCE = select(func.min(CALLS.c.answered_at)).where(
    CALLS.c.phone == bindparam("phone"), CALLS.c.answered_at > bindparam("then")
)
_ON_LINE = (
    select(CALLS.c.id)
    .where(text("call.answered_at IS NOT NULL AND call.wrap_up IS NULL"), CALLS.c.operator_id == bindparam("operator"))
    .order_by(CALLS.c.answered_at.desc())
    .limit(1)
)
_STILL_THERE = (
    select(CALLS.c.id, CALLS.c.phone, CALLS.c.answered_at)
    .where(
        text("call.ended_at IS NULL AND call.external_id IS NULL AND call.answered_at IS NOT NULL"),
        CALLS.c.request_id == bindparam("request"),
        CALLS.c.operator_id == bindparam("operator"),
    )
    .order_by(CALLS.c.id.desc())
    .limit(1)
)
_ACTS = {Heard.RINGING: Act.RING, Heard.ANSWERED: Act.ANSWER, Heard.ENDED: Act.HANG_UP}


class Calls:
    """Verbs on calls."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def heard(self, event: CallEvent) -> CallRow:
        """Put what the telephone system tells on record. Told twice or in another order, it comes to the same.

        A number that rings off unanswered is to be called back within half an hour, unless it withheld itself.
        """
        with self._tools.work(TELEPHONE) as work:
            row = work.connection.execute(_BY_ID, {"call": event.call}).first()
            at = work.now if event.at is None else min(event.at, work.now)
            agent = _agent(work, event.agent)
            values = _told(work, row, event, at, agent)
            if row is None:
                made = work.connection.execute(insert(CALLS), {"external_id": event.call, **values})
                call_id = int((made.inserted_primary_key or (0,))[0])
            else:
                call_id = row.id
                values = {name: value for name, value in values.items() if getattr(row, name) != value}
            if row is None or values:
                _follow(work, call_id, values, event)
            return looks.call(work.connection, call_id)

    def linked(self, state: str, host: str) -> None:
        """Say how the connection to a telephone system is: ``up``, ``down`` or ``off``. A mere sign of life, up after
        up, leaves no journal line."""
        with self._tools.work(TELEPHONE) as work:
            before = Link.read(work.connection.execute(_LINK).scalar())
            value = Link(state, host, work.now).written()
            stored = upsert(FACTS).values(name="telephone", value=value)
            work.connection.execute(stored.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
            if before is None or (before.state, before.host) != (state, host):
                work.note(Act.ADMINISTER, {"subject": "telephone", "act": state, "name": host})

    def answer(self, seat: Seat, call: int) -> CallRow:
        """Take a call that rings; who has it on the line already takes it once more.

        Raises:
            NotFound: no such call. Conflict: another operator has it. NotAllowed: the caller rang off.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = calling.call_row(work, call)
            if row.answered_at is None and row.ended_at is not None:
                raise refuse("call.over", id=call)
            calling.mine(work, row)
            if row.answered_at is None or row.operator_id is None:
                answered = work.now if row.answered_at is None else row.answered_at
                values = {"answered_at": answered, "operator_id": seat.operator_id or None}
                work.connection.execute(update(CALLS).where(CALLS.c.id == call).values(**values))
                settled = calling.settle(work, row.phone, answered, but=call)
                work.note(Act.ANSWER, {"call": call, "phone": row.phone, "settled": settled})
            return looks.call(work.connection, call)

    def end(
        self, seat: Seat, call: int | None = None, *, wrap_up: WrapUp | None = None, request: str | int | None = None,
        note: str = "", promised: int | None = None,
    ) -> CallRow:  # fmt: skip
        """End a call with what became of it; without a number, the one that this seat has on the line.

        Args:
            wrap_up: else what happened: a new job or a chase if the call is on a request, an answer if not.
            request: the request that it was about.
            promised: until when the caller was promised a call-back (`call_back`; half an hour unless given).

        Raises:
            NotFound: no such call, or none on the line. Conflict: it is another operator's.
        """
        require(seat, Role.OPERATOR)
        code = None if wrap_up is None else word(WrapUp, wrap_up, "wrap_up")
        with self._tools.work(seat) as work:
            row = calling.call_row(work, _on_line(work, seat) if call is None else call)
            if not seat.may(Role.SUPERVISOR):
                calling.mine(work, row)
            about = row.request_id
            if request is not None:
                about = request_row(work, canonical_number(request) if isinstance(request, str) else request).id
            if row.answered_at is None:
                _ring_off(work, row)
            else:
                _wrap(work, row, code or _usual(row, about), about, clean(note), promised)
            return looks.call(work.connection, row.id)

    def rung_off(self, seat: Seat, request: int) -> CallRow | None:
        """The caller who was still there when this request was sent has gone; returns their call.

        A telephone system tells of the end of its calls itself. None if no call of this seat is still open there.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            found = work.connection.execute(_STILL_THERE, {"request": request, "operator": seat.operator_id}).first()
            if found is None:
                return None
            ended = calling.ended_by_now(work, found.answered_at)
            work.connection.execute(update(CALLS).where(CALLS.c.id == found.id).values(ended_at=ended))
            work.note(Act.HANG_UP, {"call": found.id, "phone": found.phone}, request_id=request)
            return looks.call(work.connection, found.id)

    def called_back(
        self, seat: Seat, phone: str, *, reached: bool = True, note: str = "", request: str | int | None = None,
        at: int | None = None,
    ) -> CallRow:  # fmt: skip
        """Put a call to a number that was missed, or was promised one, on record; once reached it waits no more.

        Raises:
            Invalid: no number. NotAllowed: so far back is a supervisor's.
        """
        require(seat, Role.OPERATOR)
        number = normal(phone, self._tools.numbering)
        if not number:
            raise refuse("call.no_number")
        with self._tools.work(seat) as work:
            then, _ = true_time(work, at)
            about = None
            if request is not None:
                about = request_row(work, canonical_number(request) if isinstance(request, str) else request).id
            made = insert(CALLS).values(
                request_id=about, phone=number, direction=Direction.OUT.value, rang_at=then, ended_at=then,
                answered_at=then if reached else None, operator_id=seat.operator_id or None, note=clean(note),
                wrap_up=(WrapUp.CALL_BACK if reached else WrapUp.HANG_UP).value, kept_at=None if reached else then,
            )  # fmt: skip
            call_id = int((work.connection.execute(made).inserted_primary_key or (0,))[0])
            settled = calling.settle(work, number, then, but=call_id) if reached else 0
            work.note(Act.RANG_BACK, {"call": call_id, "phone": number, "reached": reached, "settled": settled,
                                        "note": clean(note)}, at=then, request_id=about)  # fmt: skip
            return looks.call(work.connection, call_id)

    def say(self, seat: Seat, name: str, *, zh: str | None = None, en: str | None = None) -> None:
        """Set a sentence said on the line; an empty one brings back the program's own.

        Raises:
            NotAllowed: no admin. Invalid: there is no such sentence, it is too long, or asks for an unknown fact.
        """
        require(seat, Role.ADMIN)
        if name not in SPOKEN:
            raise refuse("word.unknown", given=name, field="line", allowed=", ".join(SPOKEN))
        given = {language: clean(said) for language, said in (("zh", zh), ("en", en)) if said is not None}
        if not given:
            raise refuse("text.missing")
        for said in given.values():
            _sayable(said)
        with self._tools.work(seat) as work:
            row = {"name": name, "zh": "", "en": "", "changed_at": work.now}
            stored = upsert(SENTENCES).values(**(row | given))
            work.connection.execute(stored.on_conflict_do_update(index_elements=["name"],
                                                                 set_={**given, "changed_at": work.now}))  # fmt: skip
            work.note(Act.ADMINISTER, {"subject": "line", "act": "set", "name": name, **given})

    def place(self, seat: Seat, login: str, *, said: str | None = None, extension: str | None = None) -> None:
        """By which number an operator is known on the line, and what the telephone system calls their place.

        Raises:
            NotAllowed: no admin. NotFound: nobody is called that. Conflict: somebody else has that extension.
        """
        require(seat, Role.ADMIN)
        given = {"said": said, "extension": extension}
        values = {name: clean(value)[:LONGEST] for name, value in given.items() if value is not None}
        if not values:
            raise refuse("text.missing")
        with self._tools.work(seat) as work:
            who = work.connection.execute(select(OPERATORS.c.id).where(OPERATORS.c.login == login)).scalar()
            if who is None:
                raise refuse("line.nobody", login=login)
            stored: dict[str, Any] = {name: value or (None if name == "extension" else "")
                                      for name, value in values.items()}  # fmt: skip
            taken = select(PLACES.c.operator_id).where(PLACES.c.extension == stored.get("extension"))
            if stored.get("extension") and work.connection.execute(taken).scalar() not in (None, who):
                raise refuse("line.extension", extension=stored["extension"])
            row = upsert(PLACES).values(operator_id=who, **({"said": "", "extension": None} | stored))
            work.connection.execute(row.on_conflict_do_update(index_elements=["operator_id"], set_=stored))
            work.note(Act.ADMINISTER, {"subject": "line", "act": "place", "name": login, **stored})


def _agent(work: Work, agent: str) -> int | None:
    """The operator whom the telephone system calls so, by extension or login."""
    return work.connection.execute(_AGENT, {"agent": agent}).scalar() if agent and agent != ANYBODY else None


def _told(work: Work, row: Any, event: CallEvent, at: int, agent: int | None) -> dict[str, Any]:
    """The columns of the call with what was told now."""
    before = Instants() if row is None else Instants(row.rang_at, row.answered_at, row.ended_at)
    after = before.after(event.event, at)
    values: dict[str, Any] = {"rang_at": after.rang, "answered_at": after.answered, "ended_at": after.ended}
    who = "" if event.agent == ANYBODY else event.agent
    for name, said in (("phone", normal(event.number, work.numbering)), ("line", event.line), ("queue", event.queue),
                       ("recording", event.recording), ("agent", who)):  # fmt: skip
        if said or row is None:
            values[name] = said
    if row is None or event.direction is Direction.OUT:
        values["direction"] = event.direction.value
    if event.event is Heard.RINGING and event.agent:
        values["offered_to"] = None if event.agent == ANYBODY else agent
    if event.event is Heard.ANSWERED and agent is not None:
        values["operator_id"] = agent
    if after.answered is not None and row is not None and row.answered_at is None and row.promised_at is not None:
        values |= {"promised_at": None, "kept_at": None}
    return values


def _follow(work: Work, call_id: int, values: dict[str, Any], event: CallEvent) -> None:
    """Write what changed, what follows from it, and the line."""
    if values:
        work.connection.execute(update(CALLS).where(CALLS.c.id == call_id).values(**values))
    row = calling.call_row(work, call_id)
    facts = {"call": call_id, "phone": row.phone, "line": row.line, "queue": row.queue, "agent": row.agent}
    if event.event is Heard.ANSWERED:
        facts["settled"] = calling.settle(work, row.phone, row.answered_at, but=call_id)
    if Instants(row.rang_at, row.answered_at, row.ended_at).missed and not calling.outward(row):
        facts["missed"] = True
        _to_call_back(work, row)
    said = {name: value for name, value in facts.items() if value not in ("", 0)}
    work.note(_ACTS[event.event], said, request_id=row.request_id)


def _to_call_back(work: Work, row: Any) -> None:
    """A missed number is to be called back: once, however often it rang, and not if it was spoken with since."""
    if not row.phone or row.kept_at is not None:
        return
    since = work.connection.execute(_SPOKEN_SINCE, {"phone": row.phone, "then": row.ended_at}).scalar()
    waits = work.connection.execute(_OTHERS_MISSED, {"phone": row.phone, "but": row.id}).scalar()
    due = None if since is not None or waits else row.ended_at + CALL_BACK_WITHIN
    values = {"kept_at": since, "promised_at": due}
    work.connection.execute(update(CALLS).where(CALLS.c.id == row.id).values(**values))


def _on_line(work: Work, seat: Seat) -> int:
    found = work.connection.execute(_ON_LINE, {"operator": seat.operator_id}).scalar()
    if found is None:
        raise refuse("call.none")
    return int(found)


def _usual(row: Any, about: int | None) -> WrapUp:
    """What became of a call if nobody says otherwise: what is on record already, a chase, or an answer."""
    if row.wrap_up is not None:
        return WrapUp(row.wrap_up)
    return WrapUp.ANSWERED if about is None else WrapUp.PROGRESS


def _ring_off(work: Work, row: Any) -> None:
    """A call that nobody answered has ended although the telephone never said so."""
    if row.ended_at is None:
        work.connection.execute(update(CALLS).where(CALLS.c.id == row.id).values(ended_at=work.now))
        _to_call_back(work, calling.call_row(work, row.id))
        work.note(Act.HANG_UP, {"call": row.id, "phone": row.phone, "missed": True})


def _wrap(work: Work, row: Any, code: WrapUp, about: int | None, note: str, promised: int | None) -> None:
    ended = row.ended_at if row.ended_at is not None else calling.ended_by_now(work, row.answered_at)
    until = promised if promised is not None else work.now + CALL_BACK_WITHIN
    by = until if code is WrapUp.CALL_BACK and not calling.outward(row) else None
    values = {"wrap_up": code.value, "request_id": about, "note": note or row.note, "ended_at": ended,
              "promised_at": by, "operator_id": row.operator_id or work.seat.operator_id or None}  # fmt: skip
    work.connection.execute(update(CALLS).where(CALLS.c.id == row.id).values(**values))
    said = {"call": row.id, "phone": row.phone, "wrap_up": code.value, "note": note}
    work.note(Act.WRAP_UP, {name: value for name, value in said.items() if value != ""}, request_id=about)


def _sayable(said: str) -> None:
    """Refuse a sentence that is too long for the screen or asks for a fact that nobody has."""
    if len(said) > LONGEST:
        raise refuse("line.long", most=LONGEST)
    try:
        said.format(company="", number="", operator="")
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise refuse("line.fact", given=said) from error
