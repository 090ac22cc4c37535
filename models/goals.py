"""What part of each promise the desk means to keep: the usual goals, in percent; a utility sets its own."""

from collections.abc import Mapping

from models.vocabulary import ClockKind

GOALS: Mapping[ClockKind, float] = {
    ClockKind.RESPONSE: 98,
    ClockKind.DISPATCH: 95,
    ClockKind.ARRIVAL: 95,
    ClockKind.SAFE: 95,
    ClockKind.RESOLUTION: 97,
}
"""Percent of promises of each kind, in the order in which they are shown."""


def goals_with(own: Mapping[str, float]) -> Mapping[ClockKind, float]:
    """The usual goals, those that a utility set for itself in their place."""
    return {clock: own.get(clock.value, usual) for clock, usual in GOALS.items()}
