"""The city as a map shows it: what lies where, and how much of it nobody knows the place of."""

from dataclasses import dataclass

from models.rows import CrewRow
from models.rows.queues import QueueRow

Place = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class RequestAt:
    """A live request and where it is."""

    row: QueueRow
    at: Place


@dataclass(frozen=True, slots=True)
class CrewAt:
    """A crew and where it is: where it said it was, or at the site it reached.

    `heading`: it is drawn where it is going to, for nobody knows how far it has come.
    """

    crew: CrewRow
    at: Place
    heading: bool = False


@dataclass(frozen=True, slots=True)
class DistrictAt:
    """A district, the middle of its premises, and how many of its crews are free, wherever they are."""

    name: str
    at: Place
    free: int = 0


@dataclass(frozen=True, slots=True)
class City:
    """Everything with a place at a moment; `requests` counts those that were read, `crews` all on duty."""

    placed: tuple[RequestAt, ...] = ()
    units: tuple[CrewAt, ...] = ()
    districts: tuple[DistrictAt, ...] = ()
    requests: int = 0
    crews: int = 0
