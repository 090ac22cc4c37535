"""What is printed for others and for the day without a computer: emergency reports, the board, crews, paper cards."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.vocabulary import Board, ClockKind, CrewStatus, DayBand, Kind, Priority, Status

STEPS = ("sent_at", "on_site_at", "safe_at", "finished_at")
"""The moments of an emergency after it was received, in their order."""


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """One report of an emergency as the log has it; instants are ms UTC, None where it has not come to that.

    `sent_at` is when the first crew was offered it, `on_site_at` when the first of any crew arrived, `safe_at` when it
    was first made safe, `finished_at` when the work ended. A report that was merged has the moments of the request
    that it was merged into. `entered` says when each moment was typed in, by its name; `late` names those that were
    entered more than half an hour after they happened. `reports` counts who rang, the first one included.
    """

    number: str
    received: int
    band: DayBand
    district: str
    address: str
    category: str
    zh: str
    en: str
    kind: Kind
    priority: Priority
    status: Status
    crew: str
    sent_at: int | None
    on_site_at: int | None
    safe_at: int | None
    finished_at: int | None
    disposition: str
    merged_into: str
    reports: int
    late: tuple[str, ...] = ()
    entered: Mapping[str, int] = field(default_factory=dict)

    @property
    def arrival_ms(self) -> int | None:
        """From received to the first crew on site; a crew that was there already took no time."""
        return None if self.on_site_at is None else max(0, self.on_site_at - self.received)


@dataclass(frozen=True, slots=True)
class BandRow:
    """The emergencies of one part of the week (``total``: of all), by how soon the first crew was on site.

    `to_15` counts those up to 15 minutes, `to_30` those beyond that up to 30, and so on; `none` those that nobody has
    reached. The shares are in percent of those that were reached, one decimal; the median is in minutes.
    """

    band: str
    reports: int
    to_15: int
    to_30: int
    to_45: int
    to_60: int
    over_60: int
    none: int
    share_30: float | None
    share_60: float | None
    median: float | None
    late: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One live request as one needs it when the computer dies.

    `safe` is ``safe``, ``not_safe`` or, where nothing has to be made safe, empty; `words` are what a crew must know.
    """

    number: str
    kind: Kind
    priority: Priority
    zh: str
    en: str
    state: Board
    district: str
    address: str
    phone: str
    caller: str
    crews: tuple[str, ...]
    clock: ClockKind | None
    due_at: int | None
    late: bool
    safe: str
    safe_at: int | None
    held_until: int | None
    promised_at: int | None
    received: int
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class CrewLine:
    """A crew with its phone, and what it is on."""

    code: str
    name: str
    phone: str
    status: CrewStatus
    number: str
    place: str
    out_reason: str


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A numbered blank card: reserved when and by whom, and what became of it."""

    serial: int
    reserved_at: int
    reserved_by: str
    number: str
    entered_at: int | None
    void_reason: str
    void_at: int | None
