"""The room of the alarms: the engine's turns, and what a person may do to an alarm or a rule."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select

from models import alarming
from models.alarming import Event
from models.desk import alarm_rows, engine, falling_due, jumping, rules_out
from models.desk.alarm_rows import ALARMS
from models.desk.deed import clean
from models.desk.work import Tools, Work, require
from models.errors import Conflict, NotFound
from models.ladder import SHELF
from models.looks.one_alarm import alarm_row
from models.refusals import refuse
from models.rows import AlarmRow, RuleOutRow, Seat, Swept
from models.vocabulary import Act, AlarmState, Role
from models.wall import MINUTE

_THE = select(ALARMS).where(ALARMS.c.id == bindparam("id"))


class Alarms:
    """Verbs on alarms. The engine's own may be called by any number of processes, as often as they like."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def sweep(self, *, under: int | None = None) -> Swept:
        """Record every level passed, raise its alarm, and let time change what stands (`models.desk.engine.sweep`)."""
        return engine.sweep(self._tools, under)

    def resume_due(self) -> int:
        """Resume what was held until now; returns the number of requests."""
        return falling_due.resume_due(self._tools)

    def close_due(self) -> int:
        """Close what was resolved and has been quiet for a day; returns the number of requests."""
        return falling_due.close_due(self._tools)

    def wall_stepped(self, by: int) -> None:
        """Record that the machine's clock jumped by so many ms (negative: back), as whoever watches it has found."""
        jumping.wall_stepped(self._tools, by)

    def acknowledge(self, seat: Seat, alarm_id: int, *, text: str = "") -> AlarmRow:
        """Somebody has seen it. Acknowledging one's own again changes nothing.

        Raises:
            NotFound: no such alarm. Conflict: somebody else was first, or nobody needs to see it any more.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            _acknowledge(work, _the(work, alarm_id), clean(text))
            return alarm_row(work.connection, alarm_id)

    def acknowledge_several(self, seat: Seat, alarm_ids: Iterable[int], *, text: str = "") -> tuple[AlarmRow, ...]:
        """Somebody has seen all of these; what another has seen meanwhile is passed over. Returns those changed."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            changed: list[int] = []
            for alarm_id in dict.fromkeys(alarm_ids):
                row = _the(work, alarm_id)
                waits = alarming.after(AlarmState(row.state), Event.ACKNOWLEDGE) != row.state
                if waits and _acknowledge(work, row, clean(text)):
                    changed.append(alarm_id)
            return tuple(alarm_row(work.connection, alarm_id) for alarm_id in changed)

    def shelve(self, seat: Seat, alarm_id: int, *, minutes: int, reason: str) -> AlarmRow:
        """Out of sight for so many minutes, for a reason; it comes back by itself, and earlier if it worsens.

        Raises:
            NotAllowed: severity 3 by anyone but a supervisor, or too long for its severity.
            Invalid: no reason, or no time at all. Conflict: somebody has shelved it already.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = _the(work, alarm_id)
            _refuse_shelving(row, seat, minutes, reason)
            until = work.now + minutes * MINUTE
            now = alarming.shelved(alarm_rows.standing(row), until, work.now)
            said = {"reason": clean(reason), "minutes": minutes, "until": until}
            by = {"shelved_by": seat.operator_id or None, "shelved_reason": clean(reason), "shelved_minutes": minutes}
            alarm_rows.follow(work, row, now, Act.SHELVE, facts=said, more=by)
            return alarm_row(work.connection, alarm_id)

    def unshelve(self, seat: Seat, alarm_id: int) -> AlarmRow:
        """Back from the shelf before its time: it rings again, where its ladder stood, if it is still true."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = _the(work, alarm_id)
            if row.state != AlarmState.SHELVED:
                raise refuse("alarm.not_shelved", id=alarm_id)
            alarm_rows.follow(work, row, alarming.unshelved(alarm_rows.standing(row), work.now), Act.UNSHELVE)
            return alarm_row(work.connection, alarm_id)

    def take_out_of_service(
        self, seat: Seat, rule: str, *, reason: str, until: int, clock: str = "", kind: str = "", life: bool = False,
        whole: bool = False,
    ) -> RuleOutRow:  # fmt: skip
        """Take a rule out of service until an instant at most 7 days ahead; its alarms stay listed, and quiet.

        Args:
            clock: only its alarms about this promise. `kind`: only those about requests of this kind.
            life: life safety goes out of service, too; without this word it rings on.
            whole: every promise of every kind is meant, where neither a clock nor a kind is named.

        Raises:
            NotAllowed: not a supervisor, or longer than 7 days. Invalid: no such rule, no reason, a time past, or too
            much at one stroke. Conflict: it is out already.
        """
        require(seat, Role.SUPERVISOR)
        scope = rules_out.scope_of(rule, clock, kind, life=life, whole=whole)
        with self._tools.work(seat) as work:
            return rules_out.take_out(work, scope, clean(reason), until)

    def put_in_service(
        self, seat: Seat, rule: str, *, clock: str | None = None, kind: str | None = None
    ) -> RuleOutRow:  # fmt: skip
        """Put a rule back into service, or what of it is out for a clock or a kind: what is true of it rings again."""
        require(seat, Role.SUPERVISOR)
        with self._tools.work(seat) as work:
            return rules_out.put_in(work, rule, clock, kind)


def _the(work: Work, alarm_id: int) -> Any:
    row = work.connection.execute(_THE, {"id": alarm_id}).first()
    if row is None:
        raise NotFound("alarm.unknown", f"There is no alarm {alarm_id}.", "Look at the list again.", id=alarm_id)
    return row


def _acknowledge(work: Work, row: Any, said: str) -> bool:
    was = alarm_rows.standing(row)
    now = alarming.acknowledged(was, work.now)
    if now is was:
        _refuse_second(work, row)
        return False
    now = alarming.patient(row.rule, now)
    seen = {"acknowledged_by": work.seat.operator_id or None, "acknowledged_at": work.now, "acknowledged_text": said}
    return alarm_rows.follow(work, row, now, Act.ACKNOWLEDGE, facts={"text": said}, more=seen)


def _refuse_second(work: Work, row: Any) -> None:
    """Nothing to do if this person did it before; else say who was first, or why there is nothing to see."""
    if row.state in alarming.HIDDEN:
        raise refuse("alarm.hidden", id=row.id, state=row.state)
    if work.seat.operator_id and row.acknowledged_by == work.seat.operator_id:
        return
    name = alarm_row(work.connection, row.id).acknowledged_by or "engine"
    raise Conflict("alarm.acknowledged", f"{name} has acknowledged this alarm already.", "Nothing is left to do.",
                   id=row.id, name=name)  # fmt: skip


def _refuse_shelving(row: Any, seat: Seat, minutes: int, reason: str) -> None:
    if not reason.strip():
        raise refuse("reason.missing")
    if minutes < 1:
        raise refuse("shelve.no_time")
    if row.state == AlarmState.SHELVED:
        raise refuse("alarm.shelved", id=row.id)
    if alarming.after(AlarmState(row.state), Event.SHELVE) is not AlarmState.SHELVED:
        raise refuse("alarm.hidden" if row.state in alarming.HIDDEN else "shelve.over", id=row.id, state=row.state)
    if row.severity >= 3 and not seat.may(Role.SUPERVISOR):
        raise refuse("shelve.life")
    most = SHELF[row.severity]
    if minutes > most:
        raise refuse("shelve.too_long", minutes=minutes, most=most, severity=row.severity)
