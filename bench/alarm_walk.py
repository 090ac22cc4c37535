"""A random walk over the alarm table alone: any event at any moment, and what must always hold judged after each."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from models import alarming
from models.alarming import Standing
from models.ladder import SHELF
from models.vocabulary import AlarmState
from models.wall import HOUR, MINUTE, SECOND

UNSEEN, SEEN, SHELVED = AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED, AlarmState.SHELVED
TIMES = (SECOND, 20 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 5 * HOUR)


@dataclass
class AlarmWalk:
    """One alarm through its life, beside the little that is known of it without the table.

    `true`: its condition; `mask`: what hides it by design; `shelf`: until when a person has shelved it at the latest;
    `told`: the announcements so far.
    """

    dice: random.Random
    now: int = 0
    alarm: Standing | None = None
    true: bool = False
    mask: AlarmState | None = None
    shelf: int = 0
    told: set[tuple[int, int]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def step(self) -> None:
        """Time passes, the engine looks, something happens."""
        self.now += int(self.dice.choice(TIMES) * self.dice.random())
        if self.alarm is not None:
            self._became(alarming.woken(self.alarm, self.now), "wake")
        name, act = self.dice.choice(ACTS)
        act(self)
        if self.alarm is not None:
            self._judge(name)

    def _became(self, after: Standing, name: str) -> None:
        before, self.alarm = self.alarm, after
        if before is not None and (before.occurrence, before.step) == (after.occurrence, after.step):
            if after.state is UNSEEN and (before.state is not UNSEEN or after.rung > before.rung):
                self.faults.append(f"{name}: it rings, and nobody is told: {after}")
            return
        if after.state is UNSEEN:
            told = (after.occurrence, after.step)
            if told in self.told:
                self.faults.append(f"{name}: step {told} is announced a second time")
            self.told.add(told)

    def _judge(self, name: str) -> None:
        alarm = self.alarm
        if alarm is None:
            return
        holds = {
            "it knows whether its condition is true": alarm.active == self.true,
            "what is true is visible or hidden for a reason": not self.true or alarm.state in (UNSEEN, SEEN)
            or (alarm.state is SHELVED and self.shelf > self.now) or alarm.state is self.mask,
            "what is over asks for nothing": self.true or alarm.state not in (UNSEEN, SEEN),
            "a shelf ends": alarm.state is not SHELVED or (alarm.wake_at or self.now + HOUR * 99) <= self.shelf,
            "an acknowledgement ends": alarm.state is not SEEN or alarm.wake_at is not None,
            "silence climbs": alarm.state is not UNSEEN or alarm.severity == 1 or (alarm.wake_at or 0) > self.now,
        }  # fmt: skip
        self.faults += [f"{name}: not so that {what}: {alarm}" for what, so in holds.items() if not so]

    def rise(self) -> None:
        """The condition is true, at some level."""
        level = self.dice.choice((75, 90, 100, 125, 150, 200))
        self.true = True
        self._became(
            alarming.raised(self.alarm, level, self.dice.choice((1, 2, 3)), self.now, mask=self.mask), "rise"
        )  # fmt: skip

    def fall(self) -> None:
        """It is over."""
        if self.alarm is not None:
            self.true = False
            self._became(alarming.cleared(self.alarm, self.now), "fall")

    def acknowledge(self) -> None:
        """Somebody has seen it, perhaps late."""
        if self.alarm is not None:
            self._became(alarming.acknowledged(self.alarm, self.now), "acknowledge")

    def shelve(self) -> None:
        """Somebody puts it away."""
        if self.alarm is not None:
            until = self.now + self.dice.randint(1, SHELF[self.alarm.severity]) * MINUTE
            after = alarming.shelved(self.alarm, until, self.now)
            if after is not self.alarm:
                self.shelf = until
            self._became(after, "shelve")

    def unshelve(self) -> None:
        """Somebody takes it back."""
        if self.alarm is not None:
            self._became(alarming.unshelved(self.alarm, self.now), "unshelve")

    def hide(self) -> None:
        """Something begins to hide it by design, or nothing does any more."""
        self.mask = self.dice.choice((None, None, AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE))
        if self.alarm is not None:
            self._became(alarming.hidden(self.alarm, self.mask, self.now), "hide")


ACTS: tuple[tuple[str, Callable[[AlarmWalk], None]], ...] = (
    ("rise", AlarmWalk.rise),
    ("rise", AlarmWalk.rise),
    ("fall", AlarmWalk.fall),
    ("acknowledge", AlarmWalk.acknowledge),
    ("acknowledge", AlarmWalk.acknowledge),
    ("shelve", AlarmWalk.shelve),
    ("unshelve", AlarmWalk.unshelve),
    ("hide", AlarmWalk.hide),
    ("nothing", lambda walk: None),
)


def walk_table(steps: int, seed: int, life: int = 400) -> list[str]:
    """Walk so many steps, a new alarm every `life` of them; what did not hold."""
    dice, faults = random.Random(seed), []
    for first in range(0, steps, life):
        walk = AlarmWalk(dice)
        for _ in range(min(life, steps - first)):
            walk.step()
        faults += walk.faults
    return faults
