"""Sixty days at the hotline, told through the desk's own verbs under a clock set by hand.

A life is a generator: it acts, yields for how many milliseconds nothing happens to it, and acts again. Between two acts
the engine sweeps at the very moments when something falls due, as it would have done.
"""

import heapq
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.aftercare import BETWEEN_TRIES, SCORES, TRIES
from models.desk.alarm_rows import ALARMS
from models.desk.clockwork import CLOCKS
from models.desk.desk import Desk
from models.desk.work import REQUESTS
from models.rows import Done, NewRequest, Seat
from models.sample import words
from models.sample.city import ZONE, Home
from models.sample.staff import CREWS, STAFF, on_duty
from models.vocabulary import Channel, Kind, NotReached, Role, WrapUp
from models.wall import HOUR, MINUTE, SECOND, HandClock

Life = Generator[int, None, None]
_ZONE = ZoneInfo(ZONE)
_TRAVEL = (7, 24)
"""Minutes between two places of the city, least and most."""

_NEXT_LEVEL = (
    select(CLOCKS.c.alarm_at)
    .where(CLOCKS.c.state == 0, CLOCKS.c.alarm_at.is_not(None))
    .order_by(CLOCKS.c.alarm_at)
    .limit(1)
)
_NEXT_END = select(REQUESTS.c.held_until).where(REQUESTS.c.status == "held").order_by(REQUESTS.c.held_until).limit(1)


class Story:
    """The stage: the desk, its clock, the city's homes, who is free, and what happens next."""

    def __init__(self, desk: Desk, wall: HandClock, homes: Sequence[Home], random: Random, end: int) -> None:
        self.desk, self.wall, self.homes, self.random, self.end = desk, wall, homes, random, end
        self.busy: set[str] = set()
        self.unseen: set[str] = set()
        self._next: list[tuple[int, int, Life]] = []
        self._order = 0
        self._close_next = 0

    _HASTE = 400
    """Milliseconds after which the engine has noticed what fell due."""

    @property
    def now(self) -> int:
        """The moment that the story has reached, in epoch ms."""
        return self.wall.now()

    def begin(self, at: int, life: Life) -> None:
        """Let a life begin at that instant."""
        self._order += 1
        heapq.heappush(self._next, (at, self._order, life))

    def run(self, progress: Callable[[float], None] = lambda share: None) -> None:
        """Play until the end; what is not finished by then stays as it is. `progress` is told the share, 0..1."""
        start = self.now
        while self._next and self._next[0][0] <= self.end:
            progress((self.now - start) / (self.end - start))
            at, _, life = heapq.heappop(self._next)
            self._pass(at)
            for pause in life:
                self.begin(self.now + pause, life)
                break
        self._pass(self.end)
        self._turn()

    def _pass(self, at: int) -> None:
        """Go on to `at`, and let the engine act at each moment on the way when something falls due."""
        while (due := self._falls_due()) is not None and due < at:
            self.wall.set(max(self.now, min(due + self._HASTE, at)))
            self._turn()
        self.wall.set(max(self.now, at))
        if self.now >= self._close_next:
            self._close_next = self.now + HOUR
            self.desk.alarms.close_due()

    def _turn(self) -> None:
        self.desk.alarms.resume_due()
        # Judged at this moment without the mark of the last sweep: in the story the engine was never away.
        swept = self.desk.alarms.sweep(under=self.now)
        if swept.raised or swept.woken:
            self.begin(self.now + self.between(1, 12), self._acknowledge())

    def _acknowledge(self) -> Life:
        """Somebody looks at the list and says so; a request in `unseen` is nobody's yet."""
        shown = select(ALARMS.c.id, REQUESTS.c.number, ALARMS.c.severity).join(REQUESTS).order_by(ALARMS.c.id)
        with self.desk.store.read() as connection:
            rows = connection.execute(shown.where(ALARMS.c.state.in_(("unacknowledged", "returned")))).all()
        for alarm_id, number, severity in rows:
            if number not in self.unseen:
                seat = self.someone(Role.SUPERVISOR if severity > 2 else Role.DISPATCHER)
                text = self.random.choice(words.ACKNOWLEDGED) if self.chance(0.3) else ""
                self.desk.alarms.acknowledge(seat, alarm_id, text=text)
        yield from ()

    def _falls_due(self) -> int | None:
        with self.desk.store.read() as connection:
            moments = [connection.execute(query).scalar() for query in (_NEXT_LEVEL, _NEXT_END)]
        return min((moment for moment in moments if moment is not None), default=None)

    # Chance and the time of day.

    def between(self, least: float, most: float, unit: int = MINUTE) -> int:
        """A span of that many units, at random; to the tenth of a second, since nobody acts on the full minute."""
        return round(self.random.uniform(least, most) * unit / 100) * 100

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.random.random() < share

    def hour(self) -> int:
        """The hour of the day in the city."""
        return datetime.fromtimestamp(self.now // 1000, UTC).astimezone(_ZONE).hour

    def until_morning(self, opens: int = 8, closes: int = 17) -> int:
        """How long until crews without an emergency go out again: nothing in working hours."""
        hour = self.hour()
        if opens <= hour < closes:
            return 0
        hours = (opens - hour) % 24
        return hours * HOUR - self.now % HOUR + self.between(5, 50)

    # Who acts.

    def someone(self, role: Role, other_than: int | None = None) -> Seat:
        """A seat that holds `role` now; the one who usually does, a more powerful one if need be."""
        there = [one for one in on_duty(self.hour(), role) if one.id != other_than]
        return self.random.choice(there[:3]).seat

    def someone_else(self, number: str) -> Seat:
        """A seat that may close the request: not the one who resolved it."""
        return self.someone(Role.OPERATOR, self.row(number).resolved_by)

    def owner(self, number: str) -> Seat:
        """The seat of the one who took the call."""
        return STAFF[self.row(number).owner_id - 1].seat

    def row(self, number: str) -> Any:
        """The request as it stands."""
        with self.desk.store.read() as connection:
            return connection.execute(select(REQUESTS).where(REQUESTS.c.number == number)).one()

    def home(self) -> Home:
        """Any home of the city."""
        return self.random.choice(self.homes)

    def free_crew(self, number: str, letter: str, district: str) -> Generator[int, None, str]:
        """Wait for a crew of that sort which the desk would propose; the district's own goes first."""
        while True:
            ranked = self.desk.look.ranking(self.row(number).id, self.now)
            fit = {one.crew for one in ranked.proposals}
            free = [one for one in CREWS if one.code[0] == letter and one.code in fit - self.busy]
            near = [one for one in free if one.district == district]
            if free:
                crew = self.random.choice(near or free).code
                self.busy.add(crew)
                return crew
            yield self.between(3, 9)

    # What is done together.

    def answered(
        self, home: Home, category: str, note: str = "", *, channel: Channel = Channel.PHONE, **more: Any
    ) -> Generator[int, None, str]:
        """A call is answered, written down and saved; returns the number. A letter is saved at once."""
        seat = self.someone(Role.OPERATOR)
        said = words.said(category, self.random)
        draft_id = None
        if channel is Channel.PHONE:
            draft_id = self.desk.intake.begin(seat, phone=home.phone).id
            typing = self.between(15, 45, SECOND) if category.startswith("EM") else self.between(40, 150, SECOND)
            if self.now + typing < self.end:
                yield typing
        done: Done = self.desk.intake.save(
            seat,
            NewRequest(category, customer_id=home.id, text=said, note=note, access=home.access, people=home.vulnerable,
                       channel=channel, draft_id=draft_id, **more),
        )  # fmt: skip
        return done.number

    def respond(self, number: str, note: str) -> None:
        """Somebody speaks with the caller about it."""
        self.desk.handling.respond(self.someone(Role.OPERATOR), number, note=note)

    def send(
        self, number: str, letter: str, district: str, *, slow: float = 1.0, declined: bool = False
    ) -> Generator[int, None, str]:
        """Assign a crew and follow it to the place; returns its code."""
        dispatch, random = self.desk.dispatch, self.random
        if declined:
            crew = yield from self.free_crew(number, letter, district)
            dispatch.assign(self.someone(Role.DISPATCHER), number, crew=crew)
            yield self.between(1, 4)
            ends = dispatch.decline if self.chance(0.7) else dispatch.withdraw
            ends(self.someone(Role.DISPATCHER), number, reason=random.choice(words.DECLINED))
            self.busy.discard(crew)
            yield self.between(1, 6)
        crew = yield from self.free_crew(number, letter, district)
        dispatch.assign(self.someone(Role.DISPATCHER), number, crew=crew)
        yield self.between(0.4, 1.8 if letter == "抢" else 12)
        dispatch.accept(self.someone(Role.DISPATCHER), number, crew=crew)
        yield self.between(0.5, 3 if letter == "抢" else 15)
        dispatch.en_route(self.someone(Role.DISPATCHER), number, crew=crew)
        yield round(self.between(*_TRAVEL) * slow)
        dispatch.on_site(self.someone(Role.DISPATCHER), number, crew=crew)
        return crew

    def leave(self, number: str, crew: str) -> None:
        """The crew has finished and is free again."""
        self.desk.dispatch.done(self.someone(Role.DISPATCHER), number, crew=crew)
        self.busy.discard(crew)

    def call_back(self, number: str, kindness: float = 0.85) -> Life:
        """The follow-up call, if the request is in the sample; else the engine closes it after a quiet day."""
        if not self.row(number).callback_due:
            return
        yield self.between(2, 20, HOUR)
        yield self.until_morning(9, 20)
        seat = self.someone_else(number)
        if self.chance(0.1):
            for _ in range(TRIES):
                self.desk.aftercare.call_try(seat, number, outcome=NotReached.NO_ANSWER)
                yield BETWEEN_TRIES + MINUTE
            self.desk.handling.close(seat, number)
            return
        good = (4, 5, 5, 5) if self.chance(kindness) else (1, 2, 3, 3)
        scores = {name: self.random.choice(good) for name in SCORES}
        if self.row(number).kind == Kind.COMPLAINT:
            scores |= {"communication": scores["attitude"], "handling": scores["quality"]}
        self.desk.handling.close(seat, number, scores=scores)

    def small_call(self) -> Life:
        """A contact on the line that makes no request."""
        how = self.random.choice((WrapUp.ANSWERED, WrapUp.ANSWERED, WrapUp.SILENT, WrapUp.WRONG_NUMBER, WrapUp.HANG_UP))
        self.desk.intake.call(self.someone(Role.OPERATOR), phone=self.home().phone, wrap_up=how, note="")
        yield from ()
