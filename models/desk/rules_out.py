"""Shared steps: rules out of service, and bringing every alarm under what hides it now, or out from under it."""

from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal, or_, select, text, true, update

from models import alarming
from models.desk import alarm_rows
from models.desk.alarm_rows import ALARMS
from models.desk.deed import word
from models.desk.hiding import HOLD, RULES_OUT, Scope, hiding
from models.desk.opening import new_id
from models.desk.work import REQUESTS, Work
from models.ladder import OUT_AT_MOST
from models.looks import alarm_life
from models.refusals import refuse
from models.rows import RuleOutRow
from models.vocabulary import Act, AlarmState, ClockKind, Kind, Rule

SOME = 200
"""Alarms that change in one transaction; the engine's next turns bring the rest."""

_LASTS = text("rule_out_of_service.ended_at IS NULL")
_NOW_OUT = select(RULES_OUT).where(_LASTS, RULES_OUT.c.rule == bindparam("the_rule")).order_by(RULES_OUT.c.id)
_RULES = select(RULES_OUT).where(_LASTS)
_ENDED = select(RULES_OUT).where(
    text("rule_out_of_service.ended_at IS NULL"), RULES_OUT.c.until <= bindparam("now")
)  # fmt: skip
_WITH_KIND = select(ALARMS).outerjoin(REQUESTS, REQUESTS.c.id == ALARMS.c.request_id)
SHOWING = _WITH_KIND.where(
    text("alarm.active"),
    ALARMS.c.rule == bindparam("the_rule"),
    or_(bindparam("the_clock") == "", ALARMS.c.clock == bindparam("the_clock")),
    or_(bindparam("the_kind") == "", REQUESTS.c.kind == bindparam("the_kind")),
    or_(bindparam("the_life") == literal(1), ALARMS.c.severity < 3),
    text("alarm.state IN ('unacknowledged', 'acknowledged', 'shelved', 'suppressed')"),
).limit(SOME)
"""Alarms that show although what they belong to (:func:`asked`) may be out of service."""

PUT_AWAY = (
    _WITH_KIND.where(text("alarm.state = 'out_of_service'"), text("alarm.state <> 'normal'"))
    .where(
        ~select(RULES_OUT.c.id)
        .where(
            _LASTS,
            RULES_OUT.c.rule == ALARMS.c.rule,
            or_(RULES_OUT.c.clock == "", RULES_OUT.c.clock == ALARMS.c.clock),
            or_(RULES_OUT.c.kind == "", RULES_OUT.c.kind == REQUESTS.c.kind),
            or_(RULES_OUT.c.life == true(), ALARMS.c.severity < 3),
        )
        .exists()
    )
    .order_by(ALARMS.c.severity.desc())
    .limit(SOME)
)
"""Alarms out of service that nothing keeps there any more."""


def out_now(connection: Connection) -> list[Any]:
    """What is out of service now."""
    return list(connection.execute(_RULES).all())


def asked(out: Any) -> dict[str, Any]:
    """What :data:`SHOWING` is asked about one of them."""
    return {"the_rule": out.rule, "the_clock": out.clock, "the_kind": out.kind, "the_life": int(out.life)}


def scope_of(rule: str, clock: str, kind: str, *, life: bool, whole: bool) -> Scope:
    """What somebody wants to take out of service, if it is narrow enough or named for what it is.

    Raises:
        Invalid: unknown words; the rule of all promises without a clock, a kind or the word that all are meant; a rule
            that is nothing but life safety without that word.
    """
    name = word(Rule, rule, "rule")
    if clock and name is not Rule.CLOCK:
        raise refuse("out.no_clock", rule=name.value)
    found = Scope(name.value, word(ClockKind, clock, "clock").value if clock else "",
                  word(Kind, kind, "kind").value if kind else "", life)  # fmt: skip
    if name is Rule.CLOCK and not (clock or kind or whole):
        raise refuse("out.scope", rule=name.value)
    if name in alarming.LIFE_RULES and not life:
        raise refuse("out.life", rule=name.value)
    return found


def take_out(work: Work, scope: Scope, reason: str, until: int) -> RuleOutRow:
    """A rule, or a part of it, goes out of service, and its alarms with it."""
    if not reason:
        raise refuse("reason.missing")
    if until <= work.now:
        raise refuse("out.past")
    if until - work.now > OUT_AT_MOST:
        raise refuse("out.too_long")
    if any((row.clock, row.kind) == (scope.clock, scope.kind) for row in _rows(work, scope.rule)):
        raise refuse("out.already", rule=scope.rule)
    said = {"rule": scope.rule, "clock": scope.clock, "kind": scope.kind, "life": scope.life, "reason": reason,
            "until": until}  # fmt: skip
    values = {**said, "began_at": work.now, "began_by": work.seat.operator_id or None}
    made = new_id(work.connection.execute(insert(RULES_OUT).values(**values)))
    work.note(Act.OUT, {name: value for name, value in said.items() if value})
    put_under(work, work.connection.execute(select(RULES_OUT).where(RULES_OUT.c.id == made)).one())
    return alarm_life.rule_out(work.connection, made)


def put_in(work: Work, rule: str, clock: str | None, kind: str | None) -> RuleOutRow:
    """What is out of service of a rule comes back before its time: all of it, or what is out for that clock or kind."""
    name = word(Rule, rule, "rule").value
    rows = [row for row in _rows(work, name) if clock in (None, row.clock) and kind in (None, row.kind)]
    if not rows:
        raise refuse("out.none", rule=name)
    for row in rows:
        _end(work, row)
    bring_back(work)
    return alarm_life.rule_out(work.connection, rows[-1].id)


def _rows(work: Work, rule: str) -> list[Any]:
    return list(work.connection.execute(_NOW_OUT, {"the_rule": rule}).all())


def end_due(work: Work) -> None:
    """Rules whose time out of service is over come back."""
    for row in work.connection.execute(_ENDED, {"now": work.now}).all():
        _end(work, row)


def _end(work: Work, row: Any) -> None:
    ended = {"ended_at": work.now, "ended_by": work.seat.operator_id or None}
    work.connection.execute(update(RULES_OUT).where(RULES_OUT.c.id == row.id).values(**ended))
    said = {"rule": row.rule, "clock": row.clock, "kind": row.kind, "began": row.began_at}
    work.note(Act.IN, {name: value for name, value in said.items() if value}, at=min(row.until, work.now))


def put_under(work: Work, out: Any) -> int:
    """Put some alarms of what is out of service away; returns how many."""
    rows = work.connection.execute(SHOWING, asked(out)).all()
    for row in rows:
        now = alarming.hidden(alarm_rows.standing(row), AlarmState.OUT_OF_SERVICE, work.now)
        alarm_rows.follow(work, row, now, Act.SUPPRESS, suppressed_by=HOLD if row.suppressed_by == HOLD else "")
    return len(rows)


def bring_back(work: Work) -> int:
    """Let some alarms that nothing keeps out of service show, unless something else hides them; returns how many."""
    rows = work.connection.execute(PUT_AWAY).all()
    hides = hiding(work.connection, {row.request_id for row in rows if row.request_id})
    for row in rows:
        mask, by = hides.of(row.rule, row.request_id, row.suppressed_by == HOLD, clock=row.clock, severity=row.severity)
        # Whatever rang, rose or came back since then has wiped out who had seen it.
        now = alarming.hidden(alarm_rows.standing(row), mask, work.now, seen=row.acknowledged_at is not None)
        now = alarming.patient(row.rule, now)
        alarm_rows.follow(work, row, now, Act.RELEASE, suppressed_by=by)
    return len(rows)
