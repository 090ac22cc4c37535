"""The room of the alarms: the engine's turns, and the acknowledgement by which a person says they have seen one."""

from sqlalchemy import select, update

from models.alarming import acknowledged
from models.desk import engine, falling_due
from models.desk.deed import clean
from models.desk.raising import ALARMS
from models.desk.work import Tools, Work, require
from models.errors import Conflict
from models.looks.one_alarm import alarm_row
from models.rows import AlarmRow, Seat, Swept
from models.vocabulary import Act, AlarmState, Role


class Alarms:
    """Verbs on alarms. The engine's own may be called by any number of processes, as often as they like."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def sweep(self, *, under: int | None = None) -> Swept:
        """Record every level passed and raise its alarm (`models.desk.engine.sweep`)."""
        return engine.sweep(self._tools, under)

    def resume_due(self) -> int:
        """Resume what was held until now; returns the number of requests."""
        return falling_due.resume_due(self._tools)

    def close_due(self) -> int:
        """Close what was resolved and has been quiet for a day; returns the number of requests."""
        return falling_due.close_due(self._tools)

    def acknowledge(self, seat: Seat, alarm_id: int, *, text: str = "") -> AlarmRow:
        """Somebody has seen it. Acknowledging one's own again changes nothing.

        Raises:
            NotFound: no such alarm. Conflict: somebody else was first, or nobody needs to see it any more.
        """
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = alarm_row(work.connection, alarm_id)
            before = AlarmState(row.state)
            after = acknowledged(before)
            if after is before:
                _refuse_second(work, row, seat)
                return row
            said = clean(text)
            facts = {"clock": row.clock, "cycle": row.cycle, "level": row.level, "state": after.value, "text": said}
            work.note(Act.ACKNOWLEDGE, facts, request_id=row.request_id, alarm_id=row.id)
            seen = {"acknowledged_by": seat.operator_id or None, "acknowledged_at": work.now, "acknowledged_text": said}
            changed = update(ALARMS).where(ALARMS.c.id == row.id).values(state=after.value, **seen)
            work.connection.execute(changed)
            return alarm_row(work.connection, alarm_id)


def _refuse_second(work: Work, row: AlarmRow, seat: Seat) -> None:
    """Nothing to do if this person did it before; else say who was first."""
    who = select(ALARMS.c.acknowledged_by).where(ALARMS.c.id == row.id)
    if seat.operator_id and work.connection.execute(who).scalar() == seat.operator_id:
        return
    name = row.acknowledged_by or "engine"
    raise Conflict("alarm.acknowledged", f"{name} has acknowledged this alarm already.", "Nothing is left to do.",
                   id=row.id, name=name)  # fmt: skip
