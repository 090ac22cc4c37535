"""Who calls and from where: calls, premises and customers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallRow:
    """One contact on the line."""

    id: int
    request_id: int | None
    phone: str
    answered_at: int
    ended_at: int | None
    wrap_up: str | None
    operator: str
    note: str


@dataclass(frozen=True, slots=True)
class PremiseRow:
    """Where gas is burned."""

    id: int
    district: str
    building: str
    address: str
    hazards: str
    vulnerable: str
    access: str
    meter: str
    valve: str


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """Who pays."""

    id: int
    name: str
    phone: str
    klass: str
    tier: str
    manager: str
    premise: PremiseRow | None
