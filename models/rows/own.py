"""What is one person's own: promises to call back, hand-overs, corrections not saved yet, and what waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.vocabulary import Offer, Waits


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise to call back: to which number by when, about which request, made when and by whom.

    `id` is that of the call that it was made on; `kept_at` is when the caller was spoken with again.
    """

    id: int
    request_id: int | None
    number: str
    phone: str
    promised_at: int
    made_at: int
    operator_id: int | None
    by: str
    note: str
    kept_at: int | None = None


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A hand-over: who offered the request to whom, and what became of it (None: it still stands)."""

    id: int
    request_id: int
    from_name: str
    to_name: str
    offered_at: int
    ended_at: int | None
    outcome: Offer | None
    note: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Something that waits for one person; `since` when, and `due_at` until when, if that is said.

    `id` is that of the request, call or draft that `what` is about.
    """

    what: Waits
    id: int
    since: int
    due_at: int | None = None
    request_id: int | None = None
    number: str = ""
    phone: str = ""
    district: str = ""
    address: str = ""
    text: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """How many live requests are one person's own, and how many things wait for them; `overdue` promises among them.

    Counted up to a thousand.
    """

    mine: int = 0
    waiting: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class UnsavedEdit:
    """A correction that was typed and not saved: the facts as they were read, and as they were typed."""

    request_id: int
    number: str
    base: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    updated_at: int = 0
