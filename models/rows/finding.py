"""What the one search box finds, and what the files know of a place."""

from dataclasses import dataclass

from models.rows.customers import CustomerRow, PremiseRow
from models.rows.queues import QueueRow
from models.vocabulary import MatchedBy, WarningKind


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A customer at a premise, and by what they were found; a premise without a customer has no id.

    `request` is the number of the request by which they were found. `careful`: somebody there is vulnerable, or the
    place has hazards.
    """

    id: int | None
    name: str
    phone: str
    district: str
    address: str
    matched_by: MatchedBy
    premise_id: int | None = None
    access: str = ""
    careful: bool = False
    request: str = ""


@dataclass(frozen=True, slots=True)
class WarningRow:
    """Something to mind of a premise or a customer; `until` None: until it is ended."""

    id: int
    premise_id: int | None
    customer_id: int | None
    kind: WarningKind
    text: str
    by: str
    made_at: int
    until: int | None


@dataclass(frozen=True, slots=True)
class PremiseCard:
    """All that is known of a place and who burns gas there, in the order in which it matters.

    `open` are its live requests, `last` the three before, `complaints` those of any age (`complained`: how many).
    `others` are further customers of the place, `places` further premises of the customer.
    """

    premise: PremiseRow | None = None
    customer: CustomerRow | None = None
    warnings: tuple[WarningRow, ...] = ()
    open: tuple[QueueRow, ...] = ()
    last: tuple[QueueRow, ...] = ()
    complaints: tuple[QueueRow, ...] = ()
    complained: int = 0
    others: tuple[CustomerRow, ...] = ()
    places: tuple[PremiseRow, ...] = ()
