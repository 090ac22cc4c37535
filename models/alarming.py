"""The alarm state machine after ISA-18.2: its table, how severe an alarm is, and what each event makes of one.

Everything here is pure. Instants are epoch milliseconds UTC. The table is `domain` section 4; an alarm that is hidden
(shelved, suppressed, out of service) keeps knowing whether its condition is true, so that none is lost when it shows
again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from models.ladder import ACK_LASTS, CHATTER, RECUR, offset, rung_due
from models.vocabulary import AlarmState, ClockKind, Priority, Rule

LIFE_CLOCKS = frozenset({ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.SAFE})
LIFE_RULES = frozenset({Rule.MAJOR_UNREAD, Rule.ENGINE_DEAD, Rule.ENGINE_MISSED})
"""Rules whose every alarm is of severity 3."""

ONCE = frozenset({Rule.GOAL_MISSED.value})
"""Rules that ring once in a period."""

ENGINE_SILENT = 30_000
"""Milliseconds after the last sweep at which every console calls the engine dead."""

_NORMAL, _UNSEEN, _SEEN, _RETURNED, _SHELVED, _SUPPRESSED, _OUT = AlarmState
HIDDEN = frozenset({_SHELVED, _SUPPRESSED, _OUT})
RINGABLE = frozenset({_UNSEEN, _SEEN, _SHELVED})
"""States of a true condition that a suppression or a rule out of service takes over."""


class Event(StrEnum):
    """What can happen to an alarm."""

    RAISE = "raise"
    WORSEN = "worsen"
    CLEAR = "clear"
    ACKNOWLEDGE = "acknowledge"
    TIME_OUT = "time_out"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    SUPPRESS = "suppress"
    TAKE_OUT = "take_out"
    RELEASE = "release"


TABLE: Mapping[tuple[AlarmState, Event], AlarmState] = {
    (_NORMAL, Event.RAISE): _UNSEEN,
    (_UNSEEN, Event.ACKNOWLEDGE): _SEEN,
    (_UNSEEN, Event.CLEAR): _RETURNED,
    (_RETURNED, Event.ACKNOWLEDGE): _NORMAL,
    (_RETURNED, Event.RAISE): _UNSEEN,
    (_SEEN, Event.WORSEN): _UNSEEN,
    (_SEEN, Event.TIME_OUT): _UNSEEN,
    (_SEEN, Event.CLEAR): _NORMAL,
    (_UNSEEN, Event.SHELVE): _SHELVED,
    (_SEEN, Event.SHELVE): _SHELVED,
    (_SHELVED, Event.UNSHELVE): _UNSEEN,
    (_SHELVED, Event.WORSEN): _UNSEEN,
    (_UNSEEN, Event.SUPPRESS): _SUPPRESSED,
    (_SEEN, Event.SUPPRESS): _SUPPRESSED,
    (_SHELVED, Event.SUPPRESS): _SUPPRESSED,
    (_OUT, Event.SUPPRESS): _SUPPRESSED,
    (_SUPPRESSED, Event.CLEAR): _NORMAL,
    (_SUPPRESSED, Event.RELEASE): _UNSEEN,
    (_UNSEEN, Event.TAKE_OUT): _OUT,
    (_SEEN, Event.TAKE_OUT): _OUT,
    (_SHELVED, Event.TAKE_OUT): _OUT,
    (_SUPPRESSED, Event.TAKE_OUT): _OUT,
    (_OUT, Event.CLEAR): _NORMAL,
    (_OUT, Event.RELEASE): _UNSEEN,
}
"""Which state an event leads to; what is not here changes no state. Out of a hiding place a condition that has cleared
meanwhile goes to normal (see :func:`after`)."""


def after(state: AlarmState, event: Event, active: bool = True) -> AlarmState:
    """The state after an event; `active` says whether the condition is true once the alarm shows again."""
    to = TABLE.get((state, event), state)
    return _NORMAL if to is _UNSEEN and not active else to


def severity(kind: ClockKind, priority: Priority, level: int) -> int:
    """3 life safety, 2 a broken promise, 1 a warning (`domain` section 4)."""
    if priority is Priority.P1 and kind in LIFE_CLOCKS:
        return 3 if level >= 100 else 2
    return 2 if level >= 100 else 1


@dataclass(frozen=True, slots=True)
class Standing:
    """An alarm as the state machine sees it; the fields are the columns of the same names."""

    state: AlarmState
    level: int
    severity: int
    active: bool = True
    occurrence: int = 1
    raised_at: int = 0
    cleared_at: int | None = None
    wake_at: int | None = None
    rings_from: int | None = None
    rung: int = 0
    step: int = 0
    flaps: int = 0
    flaps_from: int | None = None

    @property
    def chatters(self) -> bool:
        """Has it come and gone so often that its coming says nothing more? Life safety never does."""
        return self.flaps >= CHATTER and self.severity < 3


def raised(
    before: Standing | None, level: int, grade: int, at: int, *, active: bool = True,
    mask: AlarmState | None = None, rung: int = 0,
) -> Standing:  # fmt: skip
    """The alarm after its condition passed `level` at severity `grade`.

    Args:
        before: the alarm as it stood, None for one that never was.
        active: False if the same act ended the condition: it is born ``returned``.
        mask: ``suppressed`` or ``out_of_service`` if something hides it from its birth.
        rung: where on the ladder it begins.
    """
    if before is None:
        first = Standing(_NORMAL, level, grade, active, 1, at, flaps=1, flaps_from=at)
        return _begun(first, at, mask, rung)
    if before.active:
        return worsened(before, level, grade, at) if active else cleared(worsened(before, level, grade, at), at)
    if not active:  # over when it began, and over now: only what it was is known better
        return replace(before, level=max(level, before.level), severity=max(grade, before.severity))
    soon = before.flaps_from is not None and at - before.flaps_from <= RECUR
    again = replace(
        before, level=level, severity=grade, active=True, occurrence=before.occurrence + 1, raised_at=at,
        cleared_at=None, flaps=before.flaps + 1 if soon else 1, flaps_from=before.flaps_from if soon else at,
        step=-1,
    )  # fmt: skip
    if before.state is _SHELVED:
        return replace(again, step=0, rung=0, rings_from=before.wake_at)
    return _begun(again, at, mask, rung)


def _begun(standing: Standing, at: int, mask: AlarmState | None, rung: int) -> Standing:
    """A condition that has just become true (or was, and is over already)."""
    if not standing.active:
        return replace(standing, state=_RETURNED, cleared_at=at, wake_at=None, rung=rung, step=0)
    if mask is not None:
        return replace(standing, state=mask, wake_at=None, rung=rung, step=0)
    return ringing(replace(standing, step=-1), at, rung)


def ringing(standing: Standing, at: int, rung: int = 0) -> Standing:
    """Unacknowledged from `at` on, beginning at `rung`: one more announcement."""
    begun = at - (offset(standing.severity, rung) or 0)
    return _timed(replace(standing, state=_UNSEEN, rings_from=begun, rung=rung, step=standing.step + 1))


def _timed(standing: Standing) -> Standing:
    ahead = offset(standing.severity, standing.rung + 1)
    begun = standing.rings_from
    return replace(standing, wake_at=None if ahead is None or begun is None else begun + ahead)


def worsened(before: Standing, level: int, grade: int, at: int) -> Standing:
    """A true condition reached a higher level or severity; neither ever falls here."""
    up = level > before.level or grade > before.severity
    now = replace(before, level=max(level, before.level), severity=max(grade, before.severity))
    if not up:
        return before
    if before.state is _UNSEEN:
        # It rings already: who was told hears of a graver one at once, the others in their turn.
        return now if now.severity == before.severity else ringing(now, at, before.rung)
    if before.state in (_SUPPRESSED, _OUT):
        return replace(now, wake_at=None)  # what lay on the shelf beneath is over, too
    return ringing(replace(now, raised_at=at), at) if after(before.state, Event.WORSEN) is _UNSEEN else now


def lowered(before: Standing, level: int, grade: int) -> Standing:
    """A true condition at a lower level or severity, as after a reclassification; it rings no more for that."""
    now = replace(before, level=level, severity=grade)
    return _timed(now) if now.state is _UNSEEN else now


def cleared(before: Standing, at: int) -> Standing:
    """The condition ended: unseen becomes ``returned``, seen or suppressed ``normal``; on the shelf it waits."""
    if not before.active:
        return before
    state = after(before.state, Event.CLEAR, active=False)
    if state is _SHELVED:
        return replace(before, active=False, cleared_at=at)
    return replace(before, state=state, active=False, cleared_at=at, wake_at=None)


def acknowledged(before: Standing, at: int) -> Standing:
    """A person has seen it. A late acknowledgement never revives a cleared alarm."""
    state = after(before.state, Event.ACKNOWLEDGE)
    if state is before.state:
        return before
    wake = at + ACK_LASTS[before.severity] if state is _SEEN else None
    return replace(before, state=state, wake_at=wake)


def patient(rule: str, now: Standing) -> Standing:
    """An acknowledged alarm about a whole period (:data:`ONCE`) rings no more in it: that it was seen wears off never.

    A figure of a month is not back under its bound after four hours, whoever does what.
    """
    return replace(now, wake_at=None) if rule in ONCE and now.state is _SEEN else now


def taken_down(rule: str, before: Standing, now: Standing) -> Standing:
    """Of such an alarm what comes off the shelf by itself is seen: who put it there had read it and gave a reason."""
    ends = rule in ONCE and before.state is _SHELVED and now.state is _UNSEEN
    return replace(before, state=_SEEN, wake_at=None) if ends else now


def shelved(before: Standing, until: int, at: int) -> Standing:
    """Out of sight from `at` until an instant, for a reason; unchanged if it is in no state to be shelved.

    The ladder stands still on the shelf: `rings_from` moves on by the whole of it. The time for which it was
    acknowledged counts, up to the next step, so that to acknowledge and shelve in turn puts nothing off.
    """
    if after(before.state, Event.SHELVE) is not _SHELVED:
        return before
    begun = before.rings_from if before.rings_from is not None else at
    ahead = offset(before.severity, before.rung + 1) if before.state is _SEEN else None
    begun = begun if ahead is None else max(begun, at - ahead)
    return replace(before, state=_SHELVED, wake_at=until, rings_from=begun + until - at)


def unshelved(before: Standing, at: int) -> Standing:
    """Back from the shelf, because its time is over or by hand: it goes on where its ladder stood.

    So no shelf, and no row of shelves, puts the next step off for longer than it lasts.
    """
    if before.state is not _SHELVED:
        return before
    if not before.active or before.wake_at is None or before.rings_from is None:
        return _shown(before, at)
    begun = before.rings_from - max(0, before.wake_at - at)
    return woken(_timed(replace(before, state=_UNSEEN, rings_from=begun, step=before.step + 1)), at)


def _shown(before: Standing, at: int) -> Standing:
    return ringing(before, at) if before.active else replace(before, state=_NORMAL, wake_at=None)


def hidden(before: Standing, mask: AlarmState | None, at: int, *, seen: bool = False) -> Standing:
    """The alarm under what hides it now: ``suppressed``, ``out_of_service``, or None when nothing does any more.

    `seen`: somebody had acknowledged just this when it went out of service; back again, that holds anew from `at`.
    """
    if mask is None and before.state in (_SUPPRESSED, _OUT) and before.active and _on_shelf(before, at):
        return replace(before, state=_SHELVED)
    if mask is None and before.state is _OUT and before.active and seen:
        return replace(before, state=_SEEN, wake_at=at + ACK_LASTS[before.severity])
    if mask is None:
        return _shown(before, at) if before.state in (_SUPPRESSED, _OUT) else before
    state = after(before.state, Event.SUPPRESS if mask is _SUPPRESSED else Event.TAKE_OUT)
    if state is before.state or not before.active:
        return before
    keeps = before.state is _SHELVED or (before.state in (_SUPPRESSED, _OUT) and _on_shelf(before, at))
    return replace(before, state=state, wake_at=before.wake_at if keeps else None)


def _on_shelf(before: Standing, at: int) -> bool:
    """Would it lie on the shelf still, if nothing else hid it? Only a shelf leaves its end on a hidden alarm."""
    return before.wake_at is not None and before.wake_at > at


def woken(before: Standing, at: int) -> Standing:
    """What time alone makes of it: the next step of the ladder, an acknowledgement worn off, the end of a shelf."""
    if before.wake_at is None or before.wake_at > at:
        return before
    if before.state is _SHELVED:
        return unshelved(before, at)
    if before.state is _SEEN:
        return ringing(before, at, before.rung + 1)
    if before.state is not _UNSEEN or before.rings_from is None:
        return replace(before, wake_at=None)
    rung = rung_due(before.severity, before.rings_from, at, before.rung)
    return _timed(replace(before, rung=rung, step=before.step + (rung > before.rung)))
