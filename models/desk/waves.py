"""The wave of call-backs: everybody who rang about one matter is called once, and the matter ends with the last."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, text, update

from models.aftercare import TRIES
from models.desk.deed import Deed, clean, word
from models.desk.incidents import INCIDENTS, end_incident
from models.desk.keeping import CALLS
from models.desk.opening import Opening, new_id, open_request
from models.desk.work import REQUESTS, Tools, Work, request_row, require
from models.families import LIFE
from models.looks import callers
from models.looks.again import catalogue
from models.looks.situations import situation
from models.phones import normal
from models.refusals import refuse
from models.rows import CallerRow, Seat, WaveRow
from models.tables import Wave, WaveCall, WaveCaller
from models.vocabulary import (
    LIVE,
    Act,
    CallOutcome,
    Channel,
    Disposition,
    Kind,
    Priority,
    Role,
    Status,
    WaveState,
    WrapUp,
)
from models.workflow import canonical_number

WAVES = Wave.__table__  # type: ignore[attr-defined]
WAVE_CALLS = WaveCall.__table__  # type: ignore[attr-defined]
WAVE_CALLERS = WaveCaller.__table__  # type: ignore[attr-defined]
_RUNS = select(WAVES.c.id).where(text("wave.ended_at IS NULL"), WAVES.c.request_id == bindparam("request"))
_WAVE = select(WAVES).where(WAVES.c.id == bindparam("id"))
_CALL = select(WAVE_CALLS).where(WAVE_CALLS.c.id == bindparam("id"), WAVE_CALLS.c.wave_id == bindparam("wave"))
_WAITING = select(WAVE_CALLS.c.id).where(
    WAVE_CALLS.c.wave_id == bindparam("wave"), WAVE_CALLS.c.state == WaveState.WAITING.value
)
_REACHES = select(WAVE_CALLERS).where(WAVE_CALLERS.c.wave_call_id == bindparam("call")).order_by(WAVE_CALLERS.c.id)
_REQUESTS = (
    select(WAVE_CALLERS.c.request_id)
    .join(WAVE_CALLS, WAVE_CALLS.c.id == WAVE_CALLERS.c.wave_call_id)
    .where(WAVE_CALLS.c.wave_id == bindparam("wave"))
    .distinct()
)
_LASTING = select(INCIDENTS).where(
    text("incident.ended_at IS NULL"), INCIDENTS.c.parent_id == bindparam("request")
)  # fmt: skip
_NEWEST = select(INCIDENTS.c.id).where(INCIDENTS.c.parent_id == bindparam("request")).order_by(INCIDENTS.c.id.desc())


class Waves:
    """Verbs on waves of call-backs."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def begin(self, seat: Seat, which: str | int) -> WaveRow:
        """List everybody who is to be called back, each number once; a wave that runs already is simply shown.

        Where the work on a parent has ended, its incident ends with this, and those children that nobody works on end
        as its duplicates; danger to life and what a crew is on stay as they are.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = request_row(work, which if isinstance(which, int) else canonical_number(which))
            running = work.connection.execute(_RUNS, {"request": row.id}).scalar()
            if running is not None:
                return callers.wave(work.connection, running)
            if row.status not in LIVE:
                _end_with(work, row)
            people = callers.callers(work.connection, row.id)
            if not people:
                raise refuse("wave.nobody", number=row.number)
            return callers.wave(work.connection, _begun(work, row, people))

    def called(
        self, seat: Seat, wave: int, call: int, *, outcome: CallOutcome = CallOutcome.REACHED, note: str = ""
    ) -> WaveRow:
        """One number was called: reached and content, reached and not, or not reached; after three tries it is over.

        To be spoken with is the first contact of whoever had none. Who still has the trouble has a request again: the
        child is reopened under its own clocks, any other caller is given a new one that refers to this.
        """
        require(seat, Role.OPERATOR)
        what = word(CallOutcome, outcome, "outcome")
        with self._tools.work(seat) as work:
            found = _running(work, wave)
            one = work.connection.execute(_CALL, {"id": call, "wave": wave}).first()
            if one is None:
                raise refuse("wave.no_call", wave=wave, call=call)
            if one.state not in (WaveState.WAITING, WaveState.GAVE_UP):
                raise refuse("wave.settled", phone=one.phone, state=one.state)
            tries = one.tries + 1
            state = _STATES.get(what) or (WaveState.GAVE_UP if tries >= TRIES else WaveState.WAITING)
            values = {"state": state.value, "tries": tries, "tried_at": work.now,
                      "tried_by": seat.operator_id or None, "note": clean(note) or one.note}  # fmt: skip
            work.connection.execute(update(WAVE_CALLS).where(WAVE_CALLS.c.id == call).values(**values))
            reached = list(work.connection.execute(_REACHES, {"call": call}).all())
            if what is not CallOutcome.MISSED:
                _spoken(work, one, reached, clean(note))
            followed = _unsolved(work, found, one, reached, clean(note)) if what is CallOutcome.UNSOLVED else {}
            for request_id in dict.fromkeys(row.request_id for row in reached):
                facts = {"wave": wave, "outcome": what.value, "tries": tries, "phone": one.phone, "note": clean(note),
                         "follow_up": followed.get(request_id, "")}  # fmt: skip
                work.note(Act.CALLED_BACK, {k: v for k, v in facts.items() if v != ""}, request_id=request_id)
            return callers.wave(work.connection, wave)

    def end(self, seat: Seat, wave: int) -> WaveRow:
        """The task is done: nobody waits any more. What is resolved is closed with it, but by whom resolved it."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            found = _running(work, wave)
            waiting = len(work.connection.execute(_WAITING, {"wave": wave}).all())
            if waiting:
                raise refuse("wave.waiting", n=waiting)
            values = {"ended_at": work.now, "ended_by": seat.operator_id or None}
            work.connection.execute(update(WAVES).where(WAVES.c.id == wave).values(**values))
            work.note(Act.END_WAVE, {"wave": wave}, request_id=found.request_id)
            ids = [*work.connection.execute(_REQUESTS, {"wave": wave}).scalars()]
            _close(work, dict.fromkeys([found.request_id, *ids]), wave)
            return callers.wave(work.connection, wave)


_STATES = {CallOutcome.REACHED: WaveState.REACHED, CallOutcome.UNSOLVED: WaveState.UNSOLVED}


def _running(work: Work, wave: int) -> Any:
    row = work.connection.execute(_WAVE, {"id": wave}).first()
    if row is None:
        raise refuse("wave.unknown", id=wave)
    if row.ended_at is not None:
        raise refuse("wave.over", id=wave)
    return row


def _end_with(work: Work, parent: Any) -> None:
    """The incident of a parent whose work has ended is over, and its children with it."""
    lasting = work.connection.execute(_LASTING, {"request": parent.id}).first()
    children = callers.family_of(work.connection, parent.id)[1:]
    settling = [deed for deed in (_child(work, child) for child in children) if deed is not None]
    if settling:
        require(work.seat, Role.DISPATCHER)
    for deed in settling:
        deed.line({"disposition": Disposition.DUPLICATE.value, "parent": parent.number})
        deed.finish(
            status=Status.RESOLVED, disposition=Disposition.DUPLICATE.value, resolved_at=work.now,
            resolved_by=work.seat.operator_id or None, callback_due=True,
        )  # fmt: skip
    if lasting is not None:
        end_incident(work, lasting, "")


def _child(work: Work, request_id: int) -> Deed | None:
    """A child that may end with its parent: nobody is on it, nothing waits, and no life hangs on it."""
    row = request_row(work, request_id)
    stands = situation(work.connection, row)
    fit = stands.status in (Status.OPEN, Status.WORKING) and stands.kind in (Kind.EMERGENCY, Kind.REPAIR)
    life = catalogue(work.connection).of.get(row.category) in LIFE or stands.carries_safe
    if not fit or life or stands.priority is Priority.P1 or stands.jobs:
        return None
    return Deed(work, Act.RESOLVE, row, stands, work.now, False, None)


def _begun(work: Work, row: Any, people: Sequence[CallerRow]) -> int:
    incident = work.connection.execute(_NEWEST, {"request": row.id}).scalar()
    values = {"request_id": row.id, "incident_id": incident, "began_at": work.now,
              "began_by": work.seat.operator_id or None}  # fmt: skip
    wave = new_id(work.connection.execute(insert(WAVES).values(**values)))
    calls: dict[str, int] = {}
    made = 0
    for one in people:
        phone = normal(one.phone, work.numbering)
        call = calls.get(phone) if phone else None
        if call is None:
            number = {"wave_id": wave, "phone": phone, "name": one.name, "place": one.place}
            call = new_id(work.connection.execute(insert(WAVE_CALLS).values(**number)))
            made += 1
            if phone:
                calls[phone] = call
        whom = {"wave_call_id": call, "request_id": one.request_id, "caller_id": one.id}
        work.connection.execute(insert(WAVE_CALLERS).values(**whom))
    work.note(Act.WAVE, {"wave": wave, "callers": len(people), "calls": made}, request_id=row.id)
    return wave


def _spoken(work: Work, call: Any, reached: Iterable[Any], note: str) -> None:
    """A call on record, and the first contact of every request of theirs that had none."""
    ids = list(dict.fromkeys(row.request_id for row in reached))
    facts = {"request_id": ids[0], "phone": call.phone, "answered_at": work.now, "wrap_up": WrapUp.CALL_BACK.value,
             "note": note, "operator_id": work.seat.operator_id or None}  # fmt: skip
    work.connection.execute(insert(CALLS).values(**facts))
    for request_id in ids:
        row = request_row(work, request_id)
        stands = situation(work.connection, row)
        if stands.status in LIVE and not stands.responded:
            deed = Deed(work, Act.RESPOND, row, stands, work.now, False, None)
            deed.line({"note": note})
            deed.finish()


def _unsolved(work: Work, wave: Any, call: Any, reached: Iterable[Any], note: str) -> dict[int, str]:
    """The number of what each request of theirs has become."""
    families, followed = catalogue(work.connection).of, dict[int, str]()
    for whom in reached:
        row = request_row(work, whom.request_id)
        if row.status in LIVE:
            continue
        child = whom.caller_id is None and row.id != wave.request_id and row.status == Status.RESOLVED
        if child and families.get(row.category) not in LIFE:
            _reopen(work, row, note)
            followed[row.id] = row.number
        else:
            followed[row.id] = _followed(work, row, call, note)
    return followed


def _reopen(work: Work, row: Any, note: str) -> None:
    deed = Deed(work, Act.REOPEN, row, situation(work.connection, row), work.now, False, None)
    deed.line({"reason": note or "unsolved", "cycle": row.cycle + 1})
    deed.finish(
        status=Status.OPEN, cycle=row.cycle + 1, safe_at=None, source_verified=False, disposition=None, result=None,
        resolved_at=None, resolved_by=None, closed_at=None, callback_due=False, score_speed=None, score_attitude=None,
        score_quality=None,
    )  # fmt: skip


def _followed(work: Work, row: Any, call: Any, note: str) -> str:
    """A new request of this caller about the same; danger to life begins anew, it is never taken as known."""
    columns = {"phone": call.phone, "caller": call.name, "address": call.place or row.address, "note": note,
               "district": row.district, "follows_id": row.id}  # fmt: skip
    new = Opening(row.category, Kind(row.kind), Priority(row.priority), work.now, Channel(row.channel), columns,
                  called=False)  # fmt: skip
    return open_request(work, new).number


def _close(work: Work, ids: Iterable[int], wave: int) -> None:
    """Close what is resolved: the call-backs are on record. Who resolved it does not close it, but for a supervisor."""
    for request_id in ids:
        row = work.connection.execute(select(REQUESTS).where(REQUESTS.c.id == request_id)).one()
        if row.status != Status.RESOLVED:
            continue
        if row.resolved_by == work.seat.operator_id and not work.seat.may(Role.SUPERVISOR):
            continue
        deed = Deed(work, Act.CLOSE, row, situation(work.connection, row), work.now, False, None)
        deed.line({"scores": None, "tries": 0, "wave": wave})
        deed.finish(status=Status.CLOSED, closed_at=work.now, callback_due=False)
