"""What follows the work: when a call-back is due and may be tried again, what a complaint must say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.vocabulary import Kind
from models.wall import DAY, HOUR, MINUTE

TRIES = 3
"""Tries in vain after which a call-back may be given up as not reached (`domain.md` section 3, the act `close`)."""

BETWEEN_TRIES = 2 * HOUR
URGENT_WITHIN = DAY
"""A call-back about an odour, an emergency or a complaint is due a day after the work was done: the promise of a first
answer (24 h), given once more to who was in danger or was wronged."""

WITHIN = 3 * DAY
"""Any other: three days, the outer promise (72 h)."""

AGAIN_WITHIN = DAY
"""After a try in vain the next one, or the end, is due a day later."""

RINGING_LASTS = 15 * MINUTE
"""So long a number is kept free for who said that they are calling it."""

REVIEW_DAYS = 30
"""After how many days it is looked at whether a complaint's measure held, unless an admin set another number."""

SCORES = ("speed", "attitude", "quality")
OF_COMPLAINTS = ("communication", "handling")
FOLLOWED = frozenset({Kind.EMERGENCY, Kind.COMPLAINT})
"""Kinds of which everybody is called back; and so is whoever reported an odour."""

NEEDED = ("stage", "unit", "person", "plan", "plan_by", "cause", "measure", "answer", "unit_answer")
"""What stands on a complaint before it is resolved, in the order in which it is asked."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How a complaint is dealt with, as far as it decides what may be done.

    `person_id` is the operator who is responsible, if it is one; `against` and `against_crews` are those complained of.
    """

    stage: str = ""
    unit: str = ""
    person: str = ""
    person_id: int | None = None
    plan: str = ""
    plan_by: int | None = None
    cause: str = ""
    measure: str = ""
    answer: str = ""
    unit_answer: str = ""
    against: frozenset[int] = frozenset()
    against_crews: frozenset[str] = frozenset()
    reviewed_at: int | None = None


def scored(kind: str) -> tuple[str, ...]:
    """What is scored in a call-back about work of that kind."""
    return SCORES + OF_COMPLAINTS if kind == Kind.COMPLAINT else SCORES


def due_at(resolved_at: int, urgent: bool, last_try: int | None) -> int:
    """By when (ms UTC) somebody is to call back; a try in vain begins the span anew."""
    if last_try is not None:
        return last_try + AGAIN_WITHIN
    return resolved_at + (URGENT_WITHIN if urgent else WITHIN)


def next_try(last_try: int | None) -> int:
    """From when on (ms UTC) it may be tried again."""
    return 0 if last_try is None else last_try + BETWEEN_TRIES


def lacking(handling: Handling | None, said: Mapping[str, Any]) -> tuple[str, ...]:
    """What neither the record nor `said` tells of a complaint, by the names of :data:`NEEDED`."""
    return tuple(
        name for name in NEEDED
        if not str(said.get(name) or getattr(handling or Handling(), name, "") or "").strip()
    )  # fmt: skip
