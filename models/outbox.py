"""When a notice goes out over which channel: bursts, quiet hours, back-off, a sender's lease, and the end of trying.

Pure: a route is a channel as the models know it, without its address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.vocabulary import Audience, NoticeKind, NoticeState
from models.wall import DAY, HOUR, MINUTE, SECOND

BACKOFF = (10 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR)
"""How long a channel is left alone after its first, second … failed try of a notice; after the last one it gives up."""

LEASE = 45 * SECOND
"""A try that was begun so long ago and has no result belongs to a sender that is gone."""

BURST = 5 * SECOND
"""How long the first notice of a burst waits for the others; the worst never wait."""

STALE = DAY
"""A notice that nobody could send within this time is no news any more."""

WORST = 3
"""The severity that waits for no burst and for no quiet hours to end."""

BEGUN, INTERRUPTED, DELIVERED, AGAIN = "begun", "interrupted", "delivered", "delivered_again"
"""What is on record of a try besides the reasons of a failure."""

UNDELIVERED = "undelivered"
"""The rule of a note which tells that a channel gave up."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one notice over one channel, at `at` (epoch ms)."""

    id: int
    channel: str
    at: int
    ok: bool
    said: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A row of the outbox with its attempts, and what it is about. Instants are epoch ms UTC."""

    id: int
    key: str
    kind: NoticeKind
    step: int
    audience: Audience
    severity: int
    facts: Mapping[str, Any]
    created_at: int
    state: NoticeState
    sent_at: int | None
    received_at: int | None
    received_by: str | None
    next_try_at: int
    tries: int
    alarm_id: int | None = None
    request_id: int | None = None
    rule: str = ""
    clock: str = ""
    level: int = 0
    due_at: int | None = None
    number: str = ""
    district: str = ""
    address: str = ""
    category: tuple[str, str] = ("", "")
    phone: str = field(default="", repr=False)
    """The number of the caller whom it is for, else of the request's."""
    attempts: tuple[Attempt, ...] = ()

    @property
    def urgent(self) -> bool:
        """Does it go out in quiet hours, too?"""
        return self.severity >= WORST or self.kind in (NoticeKind.MAJOR, NoticeKind.TEST)

    @property
    def hurried(self) -> bool:
        """Does it wait for no burst? What was missed in a downtime does: it is one notice, still being counted."""
        return self.urgent and "count" not in self.facts

    def over(self, channel: str) -> list[Attempt]:
        """The tries over one channel, in their order."""
        return [one for one in self.attempts if one.channel == channel]


@dataclass(frozen=True, slots=True)
class Route:
    """A channel as the rules see it: whom it reaches, from which severity on, and when it is quiet.

    `quiet` are two minutes of the day in the utility's zone; `leaders` are the logins of those whom it reaches.
    """

    name: str
    audiences: frozenset[Audience] = frozenset()
    severity: int = 1
    quiet: tuple[int, int] | None = None
    leaders: frozenset[str] = frozenset()

    def concerns(self, notice: Notice) -> bool:
        """Is this notice to go over this channel at all?"""
        if notice.kind is NoticeKind.TEST:
            return notice.facts.get("channel") == self.name
        if notice.rule == UNDELIVERED and notice.facts.get("channel") == self.name:
            return False
        if notice.audience is Audience.LEADERS:
            leader = notice.facts.get("login")
            return Audience.LEADERS in self.audiences or (bool(self.leaders) if not leader else leader in self.leaders)
        # A word to a caller is no alarm and has no severity.
        return notice.audience in self.audiences and (
            notice.audience is Audience.CALLER or notice.severity >= self.severity
        )

    def silent(self, now: int, zone: str) -> bool:
        """Do its quiet hours last at `now`?"""
        if self.quiet is None:
            return False
        here = datetime.fromtimestamp(now // SECOND, UTC).astimezone(ZoneInfo(zone))
        minute, (start, end) = here.hour * 60 + here.minute, self.quiet
        return start <= minute < end if start <= end else minute >= start or minute < end


def next_try(route: Route, notice: Notice, now: int) -> int | None:
    """From when on (epoch ms) the channel may be tried again; None once it took the notice or was given up.

    A try that is under way counts until its lease ends. An instant that lies ahead because the wall was put back since
    is not waited for.
    """
    tries = notice.over(route.name)
    if any(one.ok for one in tries) or (tries and notice.kind is NoticeKind.TEST and not under_way(tries, now)):
        return None
    if not tries:
        return notice.created_at if notice.created_at <= now + BURST else now - BURST
    last = tries[-1].at
    if under_way(tries, now):
        return last + LEASE
    if len(tries) > len(BACKOFF):
        return None
    return last + BACKOFF[len(tries) - 1] if last <= now else now


def under_way(tries: Sequence[Attempt], now: int) -> bool:
    """Is a sender at work on it, as far as anybody can know?"""
    return bool(tries) and tries[-1].said == BEGUN and abs(now - tries[-1].at) < LEASE


def batch(route: Route, notices: Iterable[Notice], now: int, zone: str) -> list[Notice]:
    """What the channel is to tell now in one message, the worst first; nothing while a burst is still gathering.

    A notice to a caller goes alone: its receiver is another one each time.
    """
    ready: list[tuple[int, Notice]] = []
    silent = route.silent(now, zone)
    for notice in notices:
        moment = next_try(route, notice, now) if route.concerns(notice) else None
        if moment is None or moment > now or (silent and not notice.urgent):
            continue
        ready.append((moment if notice.over(route.name) else moment + BURST, notice))
    if not any(one.hurried or moment <= now for moment, one in ready):
        return []
    found = sorted((one for _, one in ready), key=lambda one: (-one.severity, -one.step, one.created_at, one.id))
    callers = [one for one in found if one.audience is Audience.CALLER]
    return callers[:1] or found


def verdict(routes: Iterable[Route], notice: Notice, now: int) -> tuple[NoticeState, int]:
    """What has become of a notice, and when (epoch ms) to look at it again.

    It is sent when every channel it concerns took it or was given up, and one took it; failed if none did; expired if
    it lay for a day, as where no channel concerns it.
    """
    if notice.state is not NoticeState.WAITING:
        return notice.state, notice.next_try_at
    concerned = [route for route in routes if route.concerns(notice)]
    ahead = [moment for route in concerned if (moment := next_try(route, notice, now)) is not None]
    told = any(one.ok for one in notice.attempts)
    if now - notice.created_at >= STALE:
        return NoticeState.SENT if told else NoticeState.EXPIRED, notice.next_try_at
    if ahead or not concerned:
        return NoticeState.WAITING, min(ahead, default=notice.next_try_at)
    return NoticeState.SENT if told else NoticeState.FAILED, notice.next_try_at
