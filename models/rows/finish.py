"""How a request was brought to its end, as it stands on record."""

from dataclasses import dataclass

from models.vocabulary import Checked


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of a gas meter; `figure` is None where nothing could be understood, and `said` is what was said."""

    figure: float | None
    unit: str
    place: str
    said: str


@dataclass(frozen=True, slots=True)
class SafeRow:
    """One report that the site is safe; `lacks` names what it does not say yet."""

    id: int
    at: int
    by: str
    readings: tuple[Reading, ...]
    valve: str
    valve_which: str
    source_found: bool
    found_how: str
    neighbours: Checked
    basement: Checked
    fire_service: str
    fire_at: int | None
    note: str

    @property
    def lacks(self) -> tuple[str, ...]:
        """What a whole record says beside this, by the names of the facts."""
        bare = not self.readings or any(one.figure is None or not (one.unit and one.place) for one in self.readings)
        missing = {
            "reading": bare,
            "valve_which": not self.valve_which,
            "found_how": self.source_found and not self.found_how,
            "neighbours": self.neighbours is Checked.NOT_YET,
            "basement": self.basement is Checked.NOT_YET,
        }
        return tuple(name for name, lacking in missing.items() if lacking)


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A visit that was agreed on: a moment, give or take a span (ms)."""

    visit_at: int
    give_or_take: int
    note: str
    agreed_at: int
    by: str


@dataclass(frozen=True, slots=True)
class EmptyVisitRow:
    """A crew was there from `arrived_at` until `left_at` and met nobody."""

    crew: str
    arrived_at: int
    left_at: int
    note: str


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """What the customer said to the work."""

    at: int
    name: str
    agreed: bool
    objection: str
    by: str


@dataclass(frozen=True, slots=True)
class PlanBrief:
    """A plan under way in a line: how far it is, and by when its next step is due (epoch ms)."""

    code: str
    zh: str
    en: str
    level: int
    done: int
    steps: int
    due_at: int | None
    started_at: int
    reviewed_at: int | None


@dataclass(frozen=True, slots=True)
class FinishRow:
    """All of it, of the present cycle; the newest record stands last."""

    safe: tuple[SafeRow, ...] = ()
    appointments: tuple[AppointmentRow, ...] = ()
    empty_visits: tuple[EmptyVisitRow, ...] = ()
    confirmations: tuple[ConfirmationRow, ...] = ()
    plans: tuple[PlanBrief, ...] = ()


UNFINISHED = FinishRow()
"""Nothing on record yet."""
