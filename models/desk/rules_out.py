"""Shared steps: rules out of service, and bringing every alarm under what hides it now, or out from under it."""

from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text, update

from models import alarming
from models.desk import alarm_rows
from models.desk.alarm_rows import ALARMS
from models.desk.deed import word
from models.desk.hiding import HOLD, RULES_OUT, hiding
from models.desk.opening import new_id
from models.desk.work import Work
from models.ladder import OUT_AT_MOST
from models.looks import alarm_life
from models.refusals import refuse
from models.rows import RuleOutRow
from models.vocabulary import Act, AlarmState, Rule

SOME = 200
"""Alarms that change in one transaction; the engine's next turns bring the rest."""

_NOW_OUT = select(RULES_OUT).where(
    text("rule_out_of_service.ended_at IS NULL"), RULES_OUT.c.rule == bindparam("the_rule")
)
_RULES = select(RULES_OUT.c.rule).where(text("rule_out_of_service.ended_at IS NULL"))
_ENDED = select(RULES_OUT).where(
    text("rule_out_of_service.ended_at IS NULL"), RULES_OUT.c.until <= bindparam("now")
)  # fmt: skip
SHOWING = (
    select(ALARMS)
    .where(
        text("alarm.active"),
        ALARMS.c.rule == bindparam("the_rule"),
        text("alarm.state IN ('unacknowledged', 'acknowledged', 'shelved', 'suppressed')"),
    )
    .limit(SOME)
)
"""Alarms of a rule that show although it may be out of service."""

PUT_AWAY = (
    select(ALARMS)
    .where(text("alarm.state = 'out_of_service'"), text("alarm.state <> 'normal'"))
    .where(
        ~select(RULES_OUT.c.id)
        .where(text("rule_out_of_service.ended_at IS NULL"), RULES_OUT.c.rule == ALARMS.c.rule)
        .exists()
    )
    .order_by(ALARMS.c.severity.desc())
    .limit(SOME)
)
"""Alarms out of service whose rule is back."""


def out_now(connection: Connection) -> list[str]:
    """The rules that are out of service."""
    return list(connection.execute(_RULES).scalars())


def take_out(work: Work, rule: str, reason: str, until: int) -> RuleOutRow:
    """A rule goes out of service, and its alarms with it."""
    name = word(Rule, rule, "rule").value
    if not reason:
        raise refuse("reason.missing")
    if until <= work.now:
        raise refuse("out.past")
    if until - work.now > OUT_AT_MOST:
        raise refuse("out.too_long")
    if work.connection.execute(_NOW_OUT, {"the_rule": name}).first() is not None:
        raise refuse("out.already", rule=name)
    values = {"rule": name, "reason": reason, "began_at": work.now, "began_by": work.seat.operator_id or None,
              "until": until}  # fmt: skip
    made = new_id(work.connection.execute(insert(RULES_OUT).values(**values)))
    work.note(Act.OUT, {"rule": name, "reason": reason, "until": until})
    put_under(work, name)
    return alarm_life.rule_out(work.connection, made)


def put_in(work: Work, rule: str) -> RuleOutRow:
    """A rule comes back before its time."""
    name = word(Rule, rule, "rule").value
    row = work.connection.execute(_NOW_OUT, {"the_rule": name}).first()
    if row is None:
        raise refuse("out.none", rule=name)
    _end(work, row)
    bring_back(work)
    return alarm_life.rule_out(work.connection, row.id)


def end_due(work: Work) -> None:
    """Rules whose time out of service is over come back."""
    for row in work.connection.execute(_ENDED, {"now": work.now}).all():
        _end(work, row)


def _end(work: Work, row: Any) -> None:
    ended = {"ended_at": work.now, "ended_by": work.seat.operator_id or None}
    work.connection.execute(update(RULES_OUT).where(RULES_OUT.c.id == row.id).values(**ended))
    work.note(Act.IN, {"rule": row.rule, "began": row.began_at}, at=min(row.until, work.now))


def put_under(work: Work, rule: str) -> int:
    """Put some alarms of a rule that is out of service away; returns how many."""
    rows = work.connection.execute(SHOWING, {"the_rule": rule}).all()
    for row in rows:
        now = alarming.hidden(alarm_rows.standing(row), AlarmState.OUT_OF_SERVICE, work.now)
        alarm_rows.follow(work, row, now, Act.SUPPRESS, suppressed_by=HOLD if row.suppressed_by == HOLD else "")
    return len(rows)


def bring_back(work: Work) -> int:
    """Let some alarms whose rule is in service again show, unless something else hides them; returns how many."""
    rows = work.connection.execute(PUT_AWAY).all()
    hides = hiding(work.connection, {row.request_id for row in rows if row.request_id})
    for row in rows:
        mask, by = hides.of(row.rule, row.request_id, row.suppressed_by == HOLD)
        # Whatever rang, rose or came back since then has wiped out who had seen it.
        now = alarming.hidden(alarm_rows.standing(row), mask, work.now, seen=row.acknowledged_at is not None)
        alarm_rows.follow(work, row, now, Act.RELEASE, suppressed_by=by)
    return len(rows)
