"""What is more than one request: incidents, major ones, and the receipts that came for them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident: the request that speaks for the others, and their numbers."""

    id: int
    parent_id: int
    number: str
    reason: str
    began_at: int
    by: str | None
    ended_at: int | None
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One leader of a major emergency: when they were told and when they said that they know."""

    leader: str
    name: str
    told_at: int
    received_at: int | None
    by: str | None


@dataclass(frozen=True, slots=True)
class MajorRow:
    """A major emergency and its receipts."""

    id: int
    request_id: int
    number: str
    kind: str
    note: str
    marked_at: int
    by: str | None
    receipts: tuple[ReceiptRow, ...]
