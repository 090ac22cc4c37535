"""What would stand on a hand-over sheet at a moment: one function for each of its parts."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select, text

from models.alarming import ENGINE_SILENT
from models.handover import folded
from models.looks import alarm_life, alarms, crews, own, people, queues, stops
from models.looks.columns import ALARMS, ENGINE, HANDOVER_NOTES, OPERATORS, REQUESTS
from models.looks.one_alarm import ALARM_ROWS, frozen
from models.looks.registers import paper_cards
from models.rows import QueueRow
from models.rows.handovers import SheetItem
from models.standing import judge
from models.vocabulary import NEVER, AlarmState, CrewStatus, Priority, Rule, SheetPart, StopState

LIMIT = 2_000
"""Requests of one part that are looked at; who has more open needs another list."""

_NOW: Any = bindparam("now")
_GRAVE = (Priority.P1.value, Priority.P2.value)
_URGENT = (
    queues.ROWS.where(queues.LIVE_NOW, queues.STANDS, REQUESTS.c.priority.in_(_GRAVE))
    .order_by(REQUESTS.c.priority, REQUESTS.c.next_due_at, REQUESTS.c.id)
    .limit(LIMIT)
)
_LATE = (
    queues.ROWS.where(
        queues.LIVE_NOW, queues.STANDS, REQUESTS.c.priority.not_in(_GRAVE), REQUESTS.c.next_due_at < _NOW,
        or_(REQUESTS.c.next_pause_until.is_(None), REQUESTS.c.next_pause_until <= _NOW,
            REQUESTS.c.next_pause_from > _NOW),
    )
    .order_by(REQUESTS.c.next_due_at, REQUESTS.c.id)
    .limit(LIMIT)
)  # fmt: skip
_HELD = (
    select(REQUESTS)
    .where(and_(text("request.status = 'held'"), REQUESTS.c.held_until.is_not(None)))
    .order_by(REQUESTS.c.held_until, REQUESTS.c.id)
    .limit(LIMIT)
)
_UNTIED = ALARM_ROWS.where(
    text("alarm.state <> 'normal'"), text("alarm.state IN ('unacknowledged', 'acknowledged', 'returned')"),
    ALARMS.c.request_id.is_(None), ALARMS.c.rule != Rule.DRAFT_WAITS.value,
).order_by(ALARMS.c.severity.desc(), ALARMS.c.id).limit(LIMIT)  # fmt: skip
_SWEPT = select(ENGINE.c.swept_at, ENGINE.c.sweeper).where(ENGINE.c.id == 1)
_NOTES = (
    select(HANDOVER_NOTES, OPERATORS.c.name)
    .join(OPERATORS, OPERATORS.c.id == HANDOVER_NOTES.c.operator_id)
    .where(text("handover_note.handover_id IS NULL"))
    .order_by(HANDOVER_NOTES.c.id)
)


def items(connection: Connection, now: int) -> tuple[SheetItem, ...]:
    """Everything that the next shift must know, as at `now` (ms UTC), in the order in which it is read."""
    return tuple(item for part in _PARTS for item in part(connection, now))


def _urgent(connection: Connection, now: int) -> Iterator[SheetItem]:
    """Every P1 by itself, then what is late, then the others."""
    rows = queues.finish(connection, connection.execute(_URGENT).all())
    late = {row.id for row in rows if judge(row, now).word == "late"}
    life = [row for row in rows if row.priority is Priority.P1]
    others = [row for row in rows if row.priority is not Priority.P1]
    yield from (_request(SheetPart.URGENT, row, late=row.id in late, red=True) for row in life)
    yield from folded([_request(SheetPart.URGENT, row, late=True, red=True) for row in others if row.id in late])
    yield from (_request(SheetPart.URGENT, row, late=False, red=False) for row in others if row.id not in late)


def _overdue(connection: Connection, now: int) -> Iterator[SheetItem]:
    rows = queues.finish(connection, connection.execute(_LATE, {"now": now}).all())
    yield from folded([_request(SheetPart.OVERDUE, row, late=True, red=True) for row in rows])


def _request(part: SheetPart, row: QueueRow, *, late: bool, red: bool) -> SheetItem:
    return SheetItem(
        part, f"request:{row.id}", red, row.id, row.number, row.priority.value, row.kind.value, row.category_zh,
        row.category_en, row.district, row.address, word=row.board.value, clock=row.clock, since=row.received,
        due=None if row.due_at >= NEVER else row.due_at, late=late, crews=row.crews, who=row.owner, text=row.note,
        count=1 + row.children,
    )  # fmt: skip


def _silenced(connection: Connection, now: int) -> Iterator[SheetItem]:
    away = alarms.listed(connection, limit=LIMIT, states=[AlarmState.OUT_OF_SERVICE])
    for rule in alarm_life.rules_out(connection):
        yield SheetItem(
            SheetPart.SILENCED, f"rule:{rule.id}", True, kind=rule.kind, word=rule.rule, since=rule.began_at,
            due=rule.until, who=rule.by or "", text=rule.reason,
            count=sum(1 for one in away if one.rule == rule.rule),
        )  # fmt: skip
    for one in alarms.listed(connection, limit=LIMIT, states=[AlarmState.SHELVED]):
        yield SheetItem(
            SheetPart.SILENCED, f"alarm:{one.id}", True, one.request_id, one.number,
            one.priority.value if one.priority else "", district=one.district, address=one.address, word=one.rule,
            clock=one.clock, since=one.raised_at, due=one.shelved_until, who=one.shelved_by or "",
            text=one.shelved_reason,
        )  # fmt: skip


def _standing(connection: Connection, now: int) -> Iterator[SheetItem]:
    """Alarms about no request and no call begun, also those that ended before anybody saw them."""
    for row in connection.execute(_UNTIED):
        one = frozen(row, ())
        yield SheetItem(SheetPart.STANDING, f"alarm:{one.id}", one.severity >= 3, word=one.rule, since=one.raised_at,
                        who=one.acknowledged_by or "", text=one.acknowledged_text)  # fmt: skip


def _engine(connection: Connection, now: int) -> Iterator[SheetItem]:
    row = connection.execute(_SWEPT).first()
    swept = row.swept_at if row else None
    dead = swept is None or now - swept > ENGINE_SILENT
    yield SheetItem(SheetPart.ENGINE, "engine", dead, since=swept, word="dead" if dead else "alive",
                    who=row.sweeper if row else "")  # fmt: skip


def _incidents(connection: Connection, now: int) -> Iterator[SheetItem]:
    for row in alarm_life.incidents(connection):
        yield SheetItem(SheetPart.INCIDENTS, f"incident:{row.id}", False, row.parent_id, row.number, word="incident",
                        since=row.began_at, who=row.by or "", text=row.reason, count=1 + len(row.children))  # fmt: skip
    for major in alarm_life.majors(connection):
        waiting = [one.name for one in major.receipts if one.received_at is None]
        if waiting:
            yield SheetItem(SheetPart.INCIDENTS, f"major:{major.id}", True, major.request_id, major.number,
                            word="major", since=major.marked_at, who=", ".join(waiting), text=major.note)  # fmt: skip


def _stops(connection: Connection, now: int) -> Iterator[SheetItem]:
    for row in stops.stops(connection, now):
        late = row.state is StopState.OVERDUE
        if late or row.state is StopState.RUNNING:
            yield SheetItem(SheetPart.INCIDENTS, f"stop:{row.id}", late, word="stop", district=row.district,
                            address="; ".join(area.words for area in row.areas), since=row.from_at,
                            due=row.restore_at, late=late, text=row.reason)  # fmt: skip


def _drafts(connection: Connection, now: int) -> Iterator[SheetItem]:
    for row in people.all_drafts(connection):
        said = row.fields
        yield SheetItem(SheetPart.DRAFTS, f"draft:{row.id}", False, phone=said.get("phone", ""),
                        district=said.get("district", ""), address=said.get("address", ""), since=row.received,
                        who=row.owner, text=said.get("text", ""))  # fmt: skip


def _promises(connection: Connection, now: int) -> Iterator[SheetItem]:
    for row in own.promises(connection):
        yield SheetItem(SheetPart.PROMISES, f"promise:{row.id}", row.promised_at < now, row.request_id, row.number,
                        phone=row.phone, since=row.made_at, due=row.promised_at, late=row.promised_at < now,
                        who=row.by, text=row.note)  # fmt: skip


def _holds(connection: Connection, now: int) -> Iterator[SheetItem]:
    for row in connection.execute(_HELD):
        yield SheetItem(SheetPart.HOLDS, f"hold:{row.id}", False, row.id, row.number, row.priority, row.kind,
                        district=row.district, address=row.address, word=row.hold_reason or "", since=row.state_since,
                        due=row.held_until)  # fmt: skip


def _crews(connection: Connection, now: int) -> Iterator[SheetItem]:
    for row in crews.board(connection, now):
        out = row.status is CrewStatus.OUT or bool(row.out_reason)
        if not row.retired and (out or row.job):
            yield SheetItem(SheetPart.CREWS, f"crew:{row.id}", False, number=row.job or "", word=row.status.value,
                            address=row.job_address or "", since=row.since, due=row.out_until if out else None,
                            crews=(row.code,), text=row.out_reason)  # fmt: skip


def _cards(connection: Connection, now: int) -> Iterator[SheetItem]:
    cards = paper_cards(connection)
    if cards:
        yield SheetItem(SheetPart.CARDS, "cards", False, since=cards[0].reserved_at, count=len(cards),
                        text=" ".join(str(card.serial) for card in cards))  # fmt: skip


def _notes(connection: Connection, now: int) -> Iterator[SheetItem]:
    for row in connection.execute(_NOTES):
        yield SheetItem(SheetPart.NOTES, f"note:{row.id}", False, since=row.at, who=row.name, text=row.text)


_PARTS = (_urgent, _overdue, _silenced, _standing, _engine, _incidents, _stops, _promises, _drafts, _holds, _crews,
          _cards, _notes)  # fmt: skip
