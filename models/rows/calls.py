"""Calls as the telephone screens and the report show them."""

from dataclasses import dataclass

from models.rows.customers import CallRow
from models.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Pop:
    """A call that somebody should take, and what the files say of its number.

    `mine`: it rings at this seat, or this seat has it on the line. `open_number` is the live request of that number,
    `more` how many others there are; `hazards` and `vulnerable` are the premise's warnings.
    """

    call: CallRow
    mine: bool
    customer_id: int | None = None
    caller: str = ""
    klass: str = ""
    premise_id: int | None = None
    district: str = ""
    address: str = ""
    access: str = ""
    hazards: str = ""
    vulnerable: str = ""
    open_number: str = ""
    open_category: str = ""
    open_category_en: str = ""
    open_kind: Kind | None = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class MissedRow:
    """Calls of one number that nobody answered and nobody has called back: one line, however often it rang.

    `due_at` is until when the number is to be called back; a withheld number is in no such list.
    """

    phone: str
    count: int
    first_at: int
    last_at: int
    due_at: int
    call_id: int
    line: str
    queue: str
    caller: str
    district: str
    address: str


@dataclass(frozen=True, slots=True)
class CallsNow:
    """What a console shows of the telephone: the calls for this seat in the order in which `n` takes them.

    `waiting` counts every call that nobody has answered, at whomever it rings; `missed` the numbers to call back, and
    `overdue` those of them whose time has come. `lost_since`: nothing is heard of the telephone system.
    """

    pops: tuple[Pop, ...] = ()
    waiting: int = 0
    missed: int = 0
    overdue: int = 0
    lost_since: int | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an operator says at the beginning and the end of a call; empty where the program's own sentence holds.

    `said` is the operator's number, `company` the utility's name.
    """

    company: str
    said: str
    operator: str
    opening_zh: str = ""
    opening_en: str = ""
    closing_zh: str = ""
    closing_en: str = ""

    def own(self, name: str, language: str) -> str:
        """The sentence that an admin wrote, or nothing."""
        return str(getattr(self, f"{name}_{language}"))


@dataclass(frozen=True, slots=True)
class CallFigures:
    """How calls were answered between two instants (`models.call_figures`); times in seconds, shares in percent."""

    since: int
    until: int
    source: str
    offered: int
    answered: int
    abandoned: int
    waiting: int
    phantom: int
    out: int
    waits: int
    wait_mean_s: float | None
    wait_median_s: float | None
    wait_p90_s: float | None
    wait_longest_s: float | None
    abandon_mean_s: float | None
    within_s: int
    within: int
    within_of_answered: float | None
    within_of_offered: float | None
    abandoned_share: float | None
    handled: int
    handle_mean_s: float | None
    called_back: int
    first_contact: int
