"""Who calls and from where: calls, premises and customers."""

from dataclasses import dataclass

from models.vocabulary import CallState, Direction


@dataclass(frozen=True, slots=True)
class CallRow:
    """One contact on the line; `operator` is who answered it, `offered` at whose place it rings (names)."""

    id: int
    request_id: int | None
    phone: str
    answered_at: int | None
    ended_at: int | None
    wrap_up: str | None
    operator: str
    note: str
    direction: Direction = Direction.IN
    line: str = ""
    queue: str = ""
    agent: str = ""
    offered: str = ""
    rang_at: int | None = None
    promised_at: int | None = None
    kept_at: int | None = None
    recording: str = ""
    external_id: str | None = None
    number: str | None = None

    @property
    def state(self) -> CallState:
        """Where it stands."""
        if self.answered_at is None:
            return CallState.WAITING if self.ended_at is None else CallState.MISSED
        on_line = self.ended_at is None and self.wrap_up is None
        return CallState.ON_LINE if on_line else CallState.ENDED


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
