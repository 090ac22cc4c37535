"""Shared step: an alarm of a rule beside the clocks is raised, lets its condition follow, or tells of one event."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from models import alarming, ladder
from models.alarming import Standing
from models.desk import alarm_rows, outbox
from models.desk.alarm_rows import ALARMS
from models.desk.hiding import Hiding, hiding
from models.desk.outbox import Telling
from models.desk.work import Work
from models.vocabulary import Act, Audience, NoticeKind, Rule

_OF_SUBJECT = select(ALARMS).where(
    ALARMS.c.rule == bindparam("the_rule"), ALARMS.c.subject == bindparam("the_subject"), ALARMS.c.clock == "",
    ALARMS.c.cycle == bindparam("the_cycle"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A condition that is true: which rule, about what, how severe, since when, and where on the ladder it begins."""

    rule: Rule
    subject: str
    severity: int
    due_at: int
    request_id: int | None = None
    cycle: int = 1
    rung: int = 0
    gap_from: int | None = None


def stored(work: Work, one: Found) -> Any:
    """The alarm of that rule on that subject, if there ever was one."""
    facts = {"the_rule": one.rule.value, "the_subject": one.subject, "the_cycle": one.cycle}
    return work.connection.execute(_OF_SUBJECT, facts).first()


def raise_one(work: Work, one: Found, *, lasts: bool = True, hides: Hiding | None = None) -> int:
    """Raise the alarm of a condition, or tell of an event that is over at once (`lasts` False); returns its id."""
    row = stored(work, one)
    was = None if row is None else alarm_rows.standing(row)
    hides = hides or hiding(work.connection, [one.request_id] if one.request_id else [])
    mask, by = hides.of(one.rule.value, one.request_id, severity=one.severity)
    rung = one.rung if mask is None else 0
    now = alarming.raised(was, 0, one.severity, work.now, mask=mask, rung=rung)
    if not lasts:
        now = alarming.cleared(now, work.now)
    facts = {"rule": one.rule.value, "subject": one.subject, "severity": one.severity, "state": now.state.value}
    if row is None:
        alarm_id = alarm_rows.next_id(work)
        alarm_rows.bear(work, [_born(alarm_id, one, now, by)])
    elif now == was:
        return int(row.id)
    else:
        alarm_id = row.id
        beside = {"due_at": one.due_at, "gap_from": one.gap_from, "late": one.gap_from is not None}
        alarm_rows.lift(work, [(row, alarm_rows.columns(now) | alarm_rows.carried(row, now, by) | beside)])
    work.note(Act.RAISE, facts, at=min(one.due_at, work.now), request_id=one.request_id, alarm_id=alarm_id)
    if rung and mask is None and not outbox.told_lately(work, alarm_id, now):
        outbox.tell(work, [_first_step(alarm_id, one, now)])
    tell_chatter(work, alarm_id, one.request_id, was, now)
    return alarm_id


def tell_chatter(work: Work, alarm_id: int, request_id: int | None, was: Standing | None, now: Standing) -> None:
    """An alarm that comes and goes becomes a note to the supervisor, once for each time it begins to chatter."""
    if was is None or now.flaps != ladder.CHATTER or was.flaps >= ladder.CHATTER:
        return
    facts = {"alarm": alarm_id, "times": now.flaps, "since": now.flaps_from}
    work.note(Act.CHATTER, facts, request_id=request_id, alarm_id=alarm_id)
    key = f"chatter:{alarm_id}:{now.occurrence}"
    outbox.tell(
        work, [Telling(key, NoticeKind.NOTE, Audience.SUPERVISOR, now.severity, 0, alarm_id, request_id, facts)]
    )


def _first_step(alarm_id: int, one: Found, now: Standing) -> Telling:
    facts = {"rule": one.rule.value, "subject": one.subject, "due": one.due_at, "rung": one.rung,
             "raised": now.raised_at}  # fmt: skip
    key = f"{alarm_id}:{now.occurrence}:{now.step}"
    return Telling(key, NoticeKind.ALARM, ladder.audience(one.rung), now.severity, now.step, alarm_id, one.request_id,
                   facts)  # fmt: skip


def _born(alarm_id: int, one: Found, now: Standing, suppressed_by: str) -> dict[str, Any]:
    return {
        **alarm_rows.BLANK,
        **alarm_rows.columns(now),
        "id": alarm_id,
        "rule": one.rule.value,
        "subject": one.subject,
        "request_id": one.request_id,
        "cycle": one.cycle,
        "due_at": one.due_at,
        "late": one.gap_from is not None,
        "gap_from": one.gap_from,
        "suppressed_by": suppressed_by if now.state in alarm_rows.MASKED else "",
    }
