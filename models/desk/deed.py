"""One act on one request, from taking it up to its line, its clocks and its new version: the frame of every verb."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict, TypeVar

from sqlalchemy import bindparam, select, update

from models.desk import clockwork
from models.desk.work import LINES, REQUESTS, Work, request_row
from models.looks.situations import situation
from models.refusals import refuse
from models.rows import Done
from models.situation import Situation
from models.tables import Operator
from models.vocabulary import Act, Priority, Role, Status
from models.wall import MINUTE
from models.workflow import canonical_number, why_not

BACK_DATING = 30 * MINUTE
"""How far back the one who acts may set the true time; further is a supervisor's late entry."""

OPERATORS = Operator.__table__  # type: ignore[attr-defined]
OF_ALARMS = (Act.RAISE, Act.CLEAR, Act.ACKNOWLEDGE, Act.ESCALATE, Act.SHELVE, Act.UNSHELVE, Act.SUPPRESS, Act.RELEASE,
             Act.INCIDENT, Act.ATTACH, Act.END_INCIDENT, Act.MAJOR, Act.RECEIPT, Act.PROGRESS, Act.CHATTER)  # fmt: skip
"""Acts on a request's alarms, and on what is told of it."""

UNCOUNTED = (*OF_ALARMS, Act.NOTE, Act.JOIN, Act.CALL, Act.USE, Act.HEARD, Act.CASE, Act.FEEDBACK, Act.LINK, Act.SPLIT,
             Act.WAVE, Act.CALLED_BACK, Act.END_WAVE, Act.HAND_BACK, Act.PROMISE, Act.KEEP_PROMISE,
             Act.MOVE_PROMISE, Act.TRIAGE, Act.READ, Act.DESCRIBE, Act.CHECK_IN, Act.SAFE_RECORD, Act.CONFIRM,
             Act.START_PLAN, Act.TICK, Act.UNTICK, Act.REVIEW_PLAN, Act.CALL_TRY, Act.REVIEW_COMPLAINT)  # fmt: skip
"""Acts that leave a request's version alone: nobody's decision stands on them."""

_LAST = (
    select(LINES.c.actor, LINES.c.act, LINES.c.at, OPERATORS.c.name)
    .outerjoin(OPERATORS, OPERATORS.c.login == LINES.c.actor)
    .where(LINES.c.request_id == bindparam("id"), LINES.c.act.not_in([act.value for act in UNCOUNTED]))
    .order_by(LINES.c.seq.desc())
    .limit(1)
)
_REQUEST = select(REQUESTS).where(REQUESTS.c.id == bindparam("id"))

Word = TypeVar("Word", bound=StrEnum)


class Asked(TypedDict, total=False):
    """What every verb takes: the version the person read, the true time of the act, the client's token."""

    expect: int | None
    at: int | None
    token: str | None


@dataclass(slots=True)
class Deed:
    """An act under way: the row as it was, what decides about it, and when it was true."""

    work: Work
    act: Act
    row: Any
    situation: Situation
    at: int
    late: bool
    token: str | None

    def guard(self, **carried: Any) -> None:
        """Refuse unless the workflow allows the act with what it carries."""
        refusal = why_not(self.act, self.situation, self.work.seat, at=self.at, **carried)
        if refusal:
            raise refusal.error()

    def line(self, payload: Mapping[str, Any], *, act: Act | None = None, crew_id: int | None = None) -> None:
        """Leave a journal line, marked if it is a late entry; the first one carries the token."""
        marked = {**payload, "late_entry": True} if self.late else payload
        token, self.token = self.token, None
        self.work.note(act or self.act, marked, at=self.at, request_id=self.row.id, crew_id=crew_id, token=token)

    def finish(self, *, status: Status | None = None, clocks: bool = True, **changes: Any) -> Done:
        """Write the request's new values and its clocks; what comes back is true once the verb has committed."""
        row = self.row
        if status is not None and status != row.status:
            changes |= {"status": status.value, "state_since": self.at}
        if self.act not in UNCOUNTED:
            changes["version"] = row.version + 1
        if changes:
            self.work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == row.id).values(**changes))
        if clocks:
            priority = Priority(changes.get("priority", row.priority))
            clockwork.sync(self.work, row.id, priority, changed_at=self.at)
        seq = self.work.flush()
        final = Status(changes.get("status", row.status))
        return Done(row.id, row.number or "", changes.get("version", row.version), final, seq)


def take_up(work: Work, which: str | int, act: Act, asked: Asked) -> Deed | Done:
    """The act ready to be judged, or what it did when a retry brings its token again.

    Raises:
        NotFound: no such request. Conflict: somebody changed it since `expect` was read. Invalid, NotAllowed: the time.
    """
    token = asked.get("token")
    again = repeated(work, token, act)
    if again:
        return again
    row = request_row(work, which if isinstance(which, int) else canonical_number(which))
    expect = asked.get("expect")
    if expect is not None and expect != row.version:
        raise _changed(work, row)
    at, late = true_time(work, asked.get("at"))
    if at < min(row.received, work.now):
        raise refuse("at.before_received", number=row.number)
    return Deed(work, act, row, situation(work.connection, row), at, late, token)


def repeated(work: Work, token: str | None, act: Act) -> Done | None:
    """What the act of this token did, if it is in the journal already."""
    line = work.seen(token)
    if line is None:
        return None
    if line.act != act or line.actor != work.seat.login:
        raise refuse("token.reused", token=token)
    row = work.connection.execute(_REQUEST, {"id": line.request_id}).one()
    return Done(row.id, row.number or "", row.version, Status(row.status), line.seq, again=True)


def true_time(work: Work, at: int | None) -> tuple[int, bool]:
    """``(when it was true, is it a late entry)``; the future is refused, so is the further past but to supervisors."""
    if at is None:
        return work.now, False
    if at > work.now:
        raise refuse("at.future", at=at)
    late = work.now - at > BACK_DATING
    if late and not work.seat.may(Role.SUPERVISOR):
        raise refuse("at.too_far_back", at=at)
    return at, late


def not_before_state(deed: Deed) -> None:
    """Refuse a change of state that is dated before the state it leaves began."""
    if deed.at < min(deed.row.state_since, deed.work.now):
        raise refuse("at.before_last", number=deed.row.number, status=deed.row.status)


def word(words: type[Word], given: Any, field: str) -> Word:
    """`given` as a word of a closed list."""
    try:
        return words(given)
    except ValueError as error:
        allowed = ", ".join(word.value for word in words)
        raise refuse("word.unknown", given=str(given), field=field, allowed=allowed) from error


def clean(text: str) -> str:
    """What a caller said, as UTF-8 can keep it; spaces at its ends are dropped."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def with_flag(flags: str, flag: str) -> str:
    """A request's comma-separated flags with one more."""
    known = [one for one in flags.split(",") if one]
    return ",".join(known if flag in known else [*known, flag])


def _changed(work: Work, row: Any) -> Exception:
    last = work.connection.execute(_LAST, {"id": row.id}).first()
    actor, act, at, name = last or ("", "", row.state_since, None)
    return refuse("request.changed", number=row.number, actor=actor, name=name or actor, act=act, at=at,
                  version=row.version)  # fmt: skip
