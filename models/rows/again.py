"""What may be the same matter, who rang about it, what refers to it, and the wave of call-backs at its end."""

from dataclasses import dataclass

from models.rows.queues import QueueRow


@dataclass(frozen=True, slots=True)
class Place:
    """Where a caller is, as far as it is known while they speak, and what they report (a category, or nothing yet)."""

    phone: str = ""
    address: str = ""
    district: str = ""
    premise_id: int | None = None
    category: str = ""
    odour: bool = False


@dataclass(frozen=True, slots=True)
class AgainRow:
    """A request that a new call may be about: `why` is ``premise``, ``number``, ``building`` or ``near``.

    `metres` is how far away it lies where only that speaks for it; `ended_at` when it was resolved, closed or
    cancelled; `callers` how many have rung about it; `parent`: it speaks for an incident. `takes`: this call may
    stand on it as it is; `raises`: it would become an odour report by it.
    """

    row: QueueRow
    why: str
    metres: int | None
    ended_at: int | None
    callers: int
    life: bool
    parent: bool = False
    takes: bool = True
    raises: bool = False


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """Reports of one kind in one place within half an hour: offered as an incident.

    `reports` counts everybody who rang; `number` is the request that would speak for them, or does (`lasts`);
    `numbers` are the requests that would follow it.
    """

    family: str
    where: str
    place: str
    reports: int
    number: str
    numbers: tuple[str, ...]
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class CallerRow:
    """Somebody who rang about a request; `id` is None for the one who opened it.

    `state` is that of the last wave in which they were to be called back, empty where there was none.
    """

    id: int | None
    request_id: int
    number: str
    name: str
    phone: str
    place: str
    said: str
    rang_at: int
    odour: bool
    state: str = ""
    tries: int = 0
    called_at: int | None = None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A request that another refers to, in either direction: ``follows``, ``followed_by`` or ``linked``."""

    request_id: int
    number: str
    status: str
    category: str
    category_zh: str
    category_en: str
    way: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class WaveCallRow:
    """One number of a wave, whom it reaches, and how far it has come."""

    id: int
    phone: str
    name: str
    place: str
    state: str
    tries: int
    tried_at: int | None
    by: str
    note: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A wave of call-backs: the request it belongs to, and how many numbers wait, were reached, or were given up."""

    id: int
    request_id: int
    number: str
    category: str
    category_zh: str
    category_en: str
    address: str
    began_at: int
    by: str
    ended_at: int | None
    waiting: int
    reached: int
    unsolved: int
    gave_up: int
    callers: int
    calls: tuple[WaveCallRow, ...] = ()
