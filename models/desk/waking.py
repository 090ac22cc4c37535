"""The engine's turn for what time alone changes: steps of the ladder, acknowledgements worn off, shelves, floods."""

from typing import Any

from sqlalchemy import bindparam, func, insert, select, text, update

from models import alarming, ladder
from models.alarming import Standing
from models.desk import alarm_rows, outbox
from models.desk.alarm_rows import ALARMS, Changes
from models.desk.outbox import Telling
from models.desk.raising import late_key
from models.desk.work import Work
from models.tables import Flood
from models.vocabulary import Act, AlarmState, Audience, NoticeKind

FLOODS = Flood.__table__  # type: ignore[attr-defined]
DUE = (text("alarm.wake_at IS NOT NULL"), ALARMS.c.wake_at <= bindparam("now"))
_DUE = select(ALARMS).where(*DUE).order_by(ALARMS.c.wake_at, ALARMS.c.id).limit(bindparam("some"))
_NEW = select(func.count()).where(
    ALARMS.c.raised_at > bindparam("since"), ALARMS.c.state.not_in(["suppressed", "out_of_service"])
)
FLOOD_NOW = select(FLOODS).where(text("flood.ended_at IS NULL")).limit(1)


def wake(work: Work, some: int) -> int:
    """Change some of the alarms whose time has come, the oldest first; returns how many there were."""
    rows = work.connection.execute(_DUE, {"now": work.now, "some": some}).all()
    groups: dict[tuple[int, int], list[Any]] = {}
    changes = Changes(work)
    for row in rows:
        was = alarm_rows.standing(row)
        now = alarming.taken_down(row.rule, was, alarming.woken(was, work.now))
        act = Act.UNSHELVE if was.state in alarming.HIDDEN else Act.ESCALATE
        facts = {"rung": now.rung, "audience": ladder.audience(now.rung).value, "severity": now.severity}
        seen = was.state is AlarmState.SHELVED and now.state is AlarmState.ACKNOWLEDGED
        more = {"acknowledged_by": row.shelved_by, "acknowledged_at": work.now} if seen else None
        changes.add(row, was, now, act, at=min(row.wake_at, work.now), facts=facts, more=more)
        if now.step > was.step and now.rung > 0 and alarm_rows.grouped(row, now):
            groups.setdefault((row.gap_from, now.rung), []).append((row, now))
    changes.write()
    for (gap, rung), climbing in groups.items():
        _climb(work, gap, rung, climbing)
    return len(rows)


def _climb(work: Work, gap: int, rung: int, some: list[tuple[Any, Standing]]) -> None:
    """A late group climbs the ladder as one."""
    grave = max(now.severity for _, now in some)
    group = Telling(late_key(gap, rung), NoticeKind.ALARM, ladder.audience(rung), grave, rung,
                    facts={"rule": "clock", "gap_from": gap, "rung": rung})  # fmt: skip
    outbox.gather(work, group, len(some), min(row.due_at for row, _ in some))


def follow_flood(work: Work) -> None:
    """Note when a flood of alarms begins and when it is over."""
    row = work.connection.execute(FLOOD_NOW).first()
    new = int(work.connection.execute(_NEW, {"since": work.now - ladder.FLOOD_WINDOW}).scalar_one())
    lasts = ladder.flooded(row is not None, new)
    if row is None and lasts:
        made = work.connection.execute(insert(FLOODS).values(began_at=work.now, most=new))
        number = int((made.inserted_primary_key or (0,))[0])
        work.note(Act.FLOOD, {"flood": number, "new": new, "began": True})
        facts = {"flood": number, "new": new}
        outbox.tell(work, [Telling(f"flood:{number}", NoticeKind.NOTE, Audience.SUPERVISOR, 2, facts=facts)])
    elif row is not None and not lasts:
        work.connection.execute(update(FLOODS).where(FLOODS.c.id == row.id).values(ended_at=work.now))
        work.note(Act.FLOOD, {"flood": row.id, "most": row.most, "began": False})
    elif row is not None and new > row.most:
        work.connection.execute(update(FLOODS).where(FLOODS.c.id == row.id).values(most=new))
