"""A shift's hand-over sheet: its items, the shift's figures, and the sheet as it was signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.vocabulary import ClockKind, SheetPart, SheetState


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One thing that the next shift must know; a `red` one has to be read by who takes over.

    `key` names it for as long as it lasts, such as ``request:12``. Which of the facts are given depends on its part;
    `word` is a stored word (a state, a rule, a reason), `who` a person, `count` how many requests one item stands for.
    """

    part: SheetPart
    key: str
    red: bool = False
    request_id: int | None = None
    number: str = ""
    priority: str = ""
    kind: str = ""
    zh: str = ""
    en: str = ""
    district: str = ""
    address: str = ""
    phone: str = ""
    word: str = ""
    clock: ClockKind | None = None
    since: int | None = None
    due: int | None = None
    late: bool = False
    crews: tuple[str, ...] = ()
    who: str = ""
    text: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """What a shift did between two instants (ms UTC): counts, and promises kept of those that fell due, by clock."""

    since: int
    until: int
    received: Mapping[str, int]
    life: int
    calls: int
    missed: int
    sent: int
    resolved: int
    closed: int
    reopened: int
    alarms: int
    kept: Mapping[str, tuple[int, int]]
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """Everything on a sheet at a moment: `head` is ``seq:hash`` of the newest journal line then."""

    since: int
    at: int
    items: tuple[SheetItem, ...]
    figures: ShiftFigures
    swept_at: int | None
    head: str


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A sheet as it was signed. `read` names the red items that the one who takes over has read, with the moment.

    `since_then` are red items that came after the sheet was signed and were read on it. `intact` is whether sheet and
    signatures still are what the journal's digests say.
    """

    id: int
    state: SheetState
    sheet: HandoverSheet
    outgoing: str
    outgoing_id: int
    incoming: str
    incoming_id: int | None
    signed_at: int | None
    note: str
    digest: str
    proof: str
    read: Mapping[str, int] = field(default_factory=dict)
    since_then: tuple[SheetItem, ...] = ()
    intact: bool = True

    @property
    def items(self) -> tuple[SheetItem, ...]:
        """What is on the sheet, and what was added to it since."""
        return (*self.sheet.items, *self.since_then)

    @property
    def unread(self) -> tuple[SheetItem, ...]:
        """The red items that are still to be read."""
        return tuple(item for item in self.items if item.red and item.key not in self.read)
