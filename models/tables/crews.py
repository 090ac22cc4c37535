"""Crews and their assignments."""

from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, maybe_instant, one_of, partial, refers
from models.vocabulary import Step

_LIVE = "step IN ('offered', 'accepted', 'en_route', 'on_site')"


class Crew(SQLModel, table=True):
    """People who go. `skills` is a comma-separated list; the board status is derived from assignments.

    `load_cap` is the load from which on it is given nothing more (None: the usual one), `out_until` when it is expected
    back in service. `latitude` and `longitude` (degrees) are where it last said it was, at `placed_at`.
    """

    __tablename__ = "crew"
    id: int | None = key()
    code: str = Field(unique=True)
    name: str
    district: str = ""
    skills: str = ""
    phone: str = ""
    team: str = ""
    department: str = ""
    centre: str = ""
    on_shift: bool = True
    out_reason: str = ""
    out_since: int | None = maybe_instant()
    retired_at: int | None = maybe_instant()
    load_cap: int | None = None
    out_until: int | None = maybe_instant()
    latitude: float | None = None
    longitude: float | None = None
    placed_at: int | None = maybe_instant()


class Assignment(SQLModel, table=True):
    """One crew on one request. Steps go forward only; a wrong time is amended and both times are kept.

    `way_minutes` is the way that was expected when the crew was sent; `external_id` names a job from another system.
    `heard_at` is the crew's own last word or step.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        one_of("step", Step),
        partial("assignment_live_crew", "crew_id", where=_LIVE),
        partial("assignment_external", "external_id", unique=True, where="external_id IS NOT NULL"),
        partial("assignment_pair", "request_id", "crew_id", unique=True, where=_LIVE),
    )
    id: int | None = key()
    request_id: int = refers("request.id", index=True)
    crew_id: int = refers("crew.id", index=True)
    step: str = Step.OFFERED.value
    offered_at: int = instant()
    accepted_at: int | None = maybe_instant()
    en_route_at: int | None = maybe_instant()
    on_site_at: int | None = maybe_instant()
    ended_at: int | None = maybe_instant()
    conflict: bool = False
    version: int = 1
    way_minutes: int | None = None
    external_id: str | None = None
    heard_at: int | None = maybe_instant()
