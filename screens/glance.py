"""One look at everything the frame shows: counts, engine, crews, who looks where, and the alarm strip."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.alarming import ENGINE_SILENT
from models.rows import AlarmCounts, AlarmRow, EngineRow, Own, QueueCount, RuleOutRow, Seat
from models.vocabulary import CrewStatus, Kind
from models.wall import monotonic_ms
from screens.counting import Counting


@dataclass(frozen=True, slots=True)
class Glance:
    """What header, strip and queues share; read in one go, off the loop."""

    counts: Mapping[Kind, QueueCount] = field(default_factory=dict)
    engine: EngineRow | None = None
    free: int = 0
    crews: int = 0
    strip: tuple[AlarmRow, ...] = ()
    unseen: int = 0
    returned: int = 0
    presence: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    alarms: AlarmCounts | None = None
    rules: tuple[RuleOutRow, ...] = ()
    promised: Mapping[int, int] = field(default_factory=dict)
    own: Own = field(default_factory=Own)

    def open_in(self, kind: Kind) -> int:
        """How many requests of a kind are live."""
        count = self.counts.get(kind)
        return count.open if count else 0

    @property
    def flood(self) -> bool:
        """Are there more new alarms than a person can read?"""
        return self.alarms is not None and self.alarms.flood_from is not None

    def silence(self, now: int) -> int | None:
        """Milliseconds for which no engine has swept, once that is too long; None while one lives."""
        if self.engine is None:
            return None
        if self.engine.swept_at is None:
            return ENGINE_SILENT
        gap = now - self.engine.swept_at
        return gap if gap > ENGINE_SILENT else None


def glance_at(
    desk: Any, now: int, seat: Seat | None = None, counting: Counting | None = None,
    known: Mapping[Kind, QueueCount] | None = None,
) -> Glance:  # fmt: skip
    """Read it all; a few short reads, meant for a thread. Where counting is dear, what is `known` of it stays."""
    look, counting = desk.look, counting or Counting()
    counts = known if counting.dear and known else counts_at(desk, now, counting)
    crews = [crew for crew in look.crews(now) if not crew.retired]
    strip, unseen = look.strip()
    return Glance(
        counts=counts,
        engine=look.engine(),
        free=sum(crew.status is CrewStatus.FREE for crew in crews),
        crews=len(crews),
        strip=tuple(strip),
        unseen=unseen,
        returned=look.returned(),
        presence=look.presence(now),
        alarms=look.alarm_counts(),
        rules=look.rules_out(),
        promised=look.promised(),
        own=look.own(seat.operator_id, now) if seat else Own(),
    )


def counts_at(desk: Any, now: int, counting: Counting) -> Mapping[Kind, QueueCount]:
    """The figures of the queues, with a note of what they took."""
    begun = monotonic_ms()
    found = {count.kind: count for count in desk.look.counts(now)}
    ended = monotonic_ms()
    counting.counted(ended - begun, ended)
    return found
