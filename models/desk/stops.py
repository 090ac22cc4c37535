"""The room of planned stops: planned, changed, announced, restored with relight tasks, and asked about."""

from collections.abc import Iterable, Sequence
from typing import Any, Unpack

from sqlalchemy import bindparam, delete, insert, select, update

from models.desk import policies
from models.desk.deed import Asked, Deed, clean, repeated
from models.desk.intake import opening
from models.desk.opening import Opening, new_id, open_request
from models.desk.work import Tools, Work, request_row, require
from models.families import smells
from models.looks import stops as look
from models.looks.situations import situation
from models.places import folded, house_of
from models.refusals import refuse
from models.rows import Done, NewRequest, NewStop, Seat, StopRow
from models.rows.stops import state_at
from models.tables import Category, District, Premise, Stop, StopArea
from models.vocabulary import Act, AreaKind, Channel, Disposition, Kind, Priority, Role, Status, StopState
from models.wall import MINUTE

STOPS = Stop.__table__  # type: ignore[attr-defined]
AREAS = StopArea.__table__  # type: ignore[attr-defined]
PREMISES = Premise.__table__  # type: ignore[attr-defined]
DISTRICTS = District.__table__  # type: ignore[attr-defined]
CATEGORIES = Category.__table__  # type: ignore[attr-defined]
RELIGHT, ENQUIRY = "RP-RELIGHT", "EQ-STOP"
"""The categories of the tasks after a stop and of a question about one, unless others are named."""

CHANGEABLE = ("district", "from_at", "restore_at", "reason", "homes", "notice_ms", "streets", "buildings", "premises")
_STOP = select(STOPS).where(STOPS.c.id == bindparam("id"))
_OF = select(AREAS).where(AREAS.c.stop_id == bindparam("stop")).order_by(AREAS.c.id)
_PREMISE = select(PREMISES).where(PREMISES.c.id == bindparam("id"))
_KNOWN = select(STOPS.c.id).where(STOPS.c.external_id == bindparam("external"))


class Stops:
    """Verbs on planned stops; each answers with the stop as it then stands."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def plan(self, seat: Seat, new: NewStop) -> StopRow:
        """Plan a stop; one of a known `external_id` is simply shown."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            external = clean(new.external_id or "") or None
            known = work.connection.execute(_KNOWN, {"external": external}).scalar() if external else None
            if known is not None:
                return look.stop(work.connection, known, work.now)
            district = _district(work, new.district)
            _times(new.from_at, new.restore_at)
            values = {"external_id": external, "district": district, "from_at": new.from_at,
                      "restore_at": new.restore_at, "reason": clean(new.reason), "homes": new.homes,
                      "notice_ms": max(0, new.notice_ms), "planned_at": work.now,
                      "planned_by": seat.operator_id or None, "told_whom": "", "told_how": "", "cancelled_reason": "",
                      "version": 1}  # fmt: skip
            stop = new_id(work.connection.execute(insert(STOPS), values))
            areas = _areas(work, stop, district, new.streets, new.buildings, new.premises)
            work.note(Act.PLAN_STOP, {"stop": stop, "district": district, "areas": areas, "from": new.from_at,
                                      "until": new.restore_at, "reason": clean(new.reason)})  # fmt: skip
            return look.stop(work.connection, stop, work.now)

    def change(self, seat: Seat, stop: int, *, expect: int | None = None, **changes: Any) -> StopRow:
        """Change what is named of :data:`CHANGEABLE`; a new time or area has to be announced anew.

        Areas are replaced as a whole, so that streets, buildings and premises are given together.
        """
        require(seat, Role.DISPATCHER)
        unknown = set(changes) - set(CHANGEABLE)
        if unknown:
            raise refuse("word.unknown", given=", ".join(sorted(unknown)), field="stop", allowed=", ".join(CHANGEABLE))
        with self._tools.work(seat) as work:
            row = _live(work, stop, expect)
            plain = {name: clean(value) if isinstance(value, str) else value for name, value in changes.items()
                     if name not in ("streets", "buildings", "premises")}  # fmt: skip
            if "district" in plain:
                plain["district"] = _district(work, plain["district"])
            _times(plain.get("from_at", row.from_at), plain.get("restore_at", row.restore_at))
            moved = {name: value for name, value in plain.items() if value != getattr(row, name)}
            listed = any(name in changes for name in ("streets", "buildings", "premises"))
            facts: dict[str, Any] = {"stop": stop, **{_SAID.get(name, name): value for name, value in moved.items()}}
            if listed:
                work.connection.execute(delete(AREAS).where(AREAS.c.stop_id == stop, AREAS.c.task_id.is_(None)))
                facts["areas"] = _areas(work, stop, plain.get("district", row.district), changes.get("streets", ()),
                                        changes.get("buildings", ()), changes.get("premises", ()))  # fmt: skip
            if listed or moved.keys() & {"from_at", "restore_at", "district"}:
                moved |= {"notified_at": None, "notified_by": None}
            _write(work, row, moved)
            work.note(Act.CHANGE_STOP, facts)
            return look.stop(work.connection, stop, work.now)

    def notify(self, seat: Seat, stop: int, *, whom: str, how: str, at: int | None = None) -> StopRow:
        """Those who live there were told: who, how, and when (now, unless it is given)."""
        require(seat, Role.OPERATOR)
        if not (whom.strip() and how.strip()):
            raise refuse("stop.told")
        with self._tools.work(seat) as work:
            row = _live(work, stop)
            when = work.now if at is None else min(at, work.now)
            _write(work, row, {"told_whom": clean(whom), "told_how": clean(how), "notified_at": when,
                               "notified_by": seat.operator_id or None})  # fmt: skip
            work.note(Act.NOTIFY_STOP, {"stop": stop, "whom": clean(whom), "how": clean(how)}, at=when)
            return look.stop(work.connection, stop, work.now)

    def restore(self, seat: Seat, stop: int, *, at: int | None = None, category: str = RELIGHT) -> StopRow:
        """Gas is back: one relight task for each part of the area. Done again, it makes only what is missing.

        Args:
            at: when it was back, if not now.
            category: of the tasks.
        """
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            row = _row(work, stop)
            if row.cancelled_at is not None:
                raise refuse("stop.over", id=stop, state=StopState.CANCELLED.value)
            if row.from_at > work.now:
                raise refuse("stop.not_begun", id=stop)
            when = min(work.now, max(row.from_at, work.now if at is None else at))
            tasks = _relight(work, row, category)
            if row.restored_at is None:
                _write(work, row, {"restored_at": when, "restored_by": seat.operator_id or None})
            if tasks or row.restored_at is None:
                work.note(Act.RESTORE_STOP, {"stop": stop, "numbers": tasks}, at=when)
            return look.stop(work.connection, stop, work.now)

    def cancel(self, seat: Seat, stop: int, *, reason: str) -> StopRow:
        """It does not take place."""
        require(seat, Role.DISPATCHER)
        if not reason.strip():
            raise refuse("reason.missing")
        with self._tools.work(seat) as work:
            row = _live(work, stop)
            _write(work, row, {"cancelled_at": work.now, "cancelled_reason": clean(reason)})
            work.note(Act.CANCEL_STOP, {"stop": stop, "reason": clean(reason)})
            return look.stop(work.connection, stop, work.now)

    def answer(self, seat: Seat, stop: int, new: NewRequest, *, category: str = ENQUIRY,
               **asked: Unpack[Asked]) -> Done:  # fmt: skip
        """The caller asked about this stop and was answered: an enquiry, resolved and closed in one act.

        Raises:
            NotAllowed: what they say reports gas; no stop answers that.
        """
        require(seat, Role.OPERATOR)
        if smells(new.text) or new.priority is Priority.P1:
            raise refuse("stop.life")
        with self._tools.work(seat) as work:
            again = repeated(work, asked.get("token") or new.token, Act.SAVE)
            if again:
                return again
            row = _row(work, stop)
            known = work.connection.execute(select(CATEGORIES).where(CATEGORIES.c.code == category)).first()
            if known is None or known.retired_at is not None or known.kind != Kind.ENQUIRY:
                raise refuse("stop.no_category", category=category)
            plain = opening(work, NewRequest(category, new.phone, new.address, new.district, new.caller, new.text,
                                             channel=new.channel, customer_id=new.customer_id,
                                             premise_id=new.premise_id, received=new.received,
                                             draft_id=new.draft_id))  # fmt: skip
            done = open_request(work, plain, token=asked.get("token") or new.token)
            return _answered(work, done, row)


_SAID = {"from_at": "from", "restore_at": "until"}


def _answered(work: Work, done: Done, stop: Any) -> Done:
    row = request_row(work, done.id)
    deed = Deed(work, Act.RESOLVE, row, situation(work.connection, row), work.now, False, None)
    deed.line({"disposition": Disposition.ANSWERED.value, "stop": stop.id, "until": stop.restore_at})
    deed.line({"on_the_line": True}, act=Act.CLOSE)
    return deed.finish(
        status=Status.CLOSED, disposition=Disposition.ANSWERED.value, resolved_at=work.now, closed_at=work.now,
        resolved_by=work.seat.operator_id or None, callback_due=False,
    )  # fmt: skip


def _row(work: Work, stop: int) -> Any:
    row = work.connection.execute(_STOP, {"id": stop}).first()
    if row is None:
        raise refuse("stop.unknown", id=stop)
    return row


def _live(work: Work, stop: int, expect: int | None = None) -> Any:
    row = _row(work, stop)
    if expect is not None and expect != row.version:
        raise refuse("stop.changed", id=stop, version=row.version)
    state = state_at(work.now, row.from_at, row.restore_at, row.restored_at, row.cancelled_at)
    if state in (StopState.RESTORED, StopState.CANCELLED):
        raise refuse("stop.over", id=stop, state=state.value)
    return row


def _write(work: Work, row: Any, values: dict[str, Any]) -> None:
    known = values | {"version": row.version + 1}
    work.connection.execute(update(STOPS).where(STOPS.c.id == row.id).values(**known))


def _times(from_at: int, restore_at: int) -> None:
    if restore_at - from_at < MINUTE:
        raise refuse("stop.times")


def _district(work: Work, name: str) -> str:
    plain = clean(name)
    known = [row.name for row in work.connection.execute(select(DISTRICTS.c.name))]
    if plain and known and plain not in known:
        raise refuse("district.unknown", district=plain, allowed=", ".join(known))
    return plain


def _areas(
    work: Work, stop: int, district: str, streets: Iterable[str], buildings: Iterable[str], premises: Iterable[int]
) -> int:
    """Write the parts of a stop and return how many there are."""
    parts: dict[tuple[str, str], dict[str, Any]] = {}

    def put(kind: AreaKind, value: str, words: str, premise_id: int | None = None) -> None:
        if not value:
            raise refuse("stop.area_unread", words=words, kind=kind.value)
        parts[kind.value, value] = {"stop_id": stop, "kind": kind.value, "value": value, "words": words,
                                    "premise_id": premise_id}  # fmt: skip

    for words in filter(None, map(clean, streets)):
        put(AreaKind.STREET, look.keys_of(words, district).get(AreaKind.STREET, folded(words)), words)
    for words in filter(None, map(clean, buildings)):
        put(AreaKind.BUILDING, house_of(words, district), words)
    for id_ in premises:
        row = work.connection.execute(_PREMISE, {"id": id_}).first()
        if row is None:
            raise refuse("premise.unknown", id=id_)
        put(AreaKind.PREMISE, str(id_), row.address, id_)
    if not parts and not district:
        raise refuse("stop.area")
    kept = {(row.kind, row.value) for row in work.connection.execute(_OF, {"stop": stop})}
    fresh = [values for key, values in parts.items() if key not in kept]
    if fresh:
        work.connection.execute(insert(AREAS), fresh)
    return len(parts)


def _relight(work: Work, stop: Any, category: str) -> list[str]:
    """A task for each part of the area that has none yet; a stop of a whole district has one."""
    known = policies.category_row(work, category)
    parts: Sequence[Any] = work.connection.execute(_OF, {"stop": stop.id}).all()
    if not parts:
        whole = {"stop_id": stop.id, "kind": AreaKind.DISTRICT.value, "value": stop.district, "words": stop.district,
                 "premise_id": None}  # fmt: skip
        work.connection.execute(insert(AREAS), [whole])
        parts = work.connection.execute(_OF, {"stop": stop.id}).all()
    made: list[str] = []
    for part in parts:
        if part.task_id is not None:
            continue
        columns = {"address": part.words, "district": stop.district, "premise_id": part.premise_id,
                   "text": stop.reason}  # fmt: skip
        if part.premise_id is not None:
            place = work.connection.execute(_PREMISE, {"id": part.premise_id}).one()
            columns |= {"address": place.address, "district": place.district, "access": place.access}
        new = Opening(known.code, Kind(known.kind), Priority(known.priority), work.now, Channel.VISIT, columns,
                      called=False)  # fmt: skip
        done = open_request(work, new)
        work.connection.execute(update(AREAS).where(AREAS.c.id == part.id).values(task_id=done.id))
        made.append(done.number)
    return made
