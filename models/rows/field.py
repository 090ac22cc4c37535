"""What comes from a crew's phone or radio, and what it came to."""

from dataclasses import dataclass

from models.vocabulary import Act


@dataclass(frozen=True, slots=True)
class CrewMessage:
    """One message of a crew: a step (or that all is well), when it was true, a note, and where the crew is.

    `step` is None where nothing but a note or a position is told; `at` is epoch ms (None: now); `position` is latitude
    and longitude in degrees; `request` is a number, empty where the crew's only job is meant; `id` is the sender's own.
    """

    crew: str
    step: Act | None = None
    at: int | None = None
    note: str = ""
    position: tuple[float, float] | None = None
    request: str = ""
    reason: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class CrewTold:
    """What a message came to.

    `at` is the time that counts (epoch ms), `recorded_at` when the desk learned of it, `was` the time that stood there
    before; `again`: it was known already.
    """

    crew: str
    number: str
    step: str
    at: int
    recorded_at: int
    late: bool = False
    was: int | None = None
    again: bool = False
