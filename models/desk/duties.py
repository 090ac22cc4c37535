"""Who may be sent, and how long a step may last: certificates, shifts, ways, timers; each act leaves one line."""

from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from models.desk import setting_up as ask
from models.desk.administration import CREWS
from models.desk.work import Tools, Work, require
from models.errors import Invalid, NotFound
from models.looks.columns import words
from models.looks.limits import limits
from models.rows import Seat
from models.tables import Certificate, CrewTimer, Shift, Travel
from models.timers import NAMES, RANGES, Limits
from models.vocabulary import Act, Role
from models.wall import DAY

CERTIFICATES = Certificate.__table__  # type: ignore[attr-defined]
SHIFTS = Shift.__table__  # type: ignore[attr-defined]
TIMERS = CrewTimer.__table__  # type: ignore[attr-defined]
WAYS = Travel.__table__  # type: ignore[attr-defined]

LONGEST_SHIFT = 7 * DAY
LONGEST_WAY = 24 * 60
"""Minutes."""


class Duties:
    """Verbs of the admin; shifts are a supervisor's as well."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def certify(self, seat: Seat, crew: str, skill: str, *, until: int | None = None) -> str:
        """A crew holds a skill until an instant (ms UTC), or without end; it gains the skill if it had it not."""
        require(seat, Role.ADMIN)
        skill = ask.named(skill, "skill")
        with self._tools.work(seat) as work:
            row = ask.the(work, CREWS.c.code, crew, "crew")
            held = words(row.skills)
            if skill not in held:
                joined = ",".join((*held, skill))
                work.connection.execute(update(CREWS).where(CREWS.c.id == row.id).values(skills=joined))
            mine = (CERTIFICATES.c.crew_id == row.id, CERTIFICATES.c.skill == skill)
            work.connection.execute(delete(CERTIFICATES).where(*mine))
            if until is not None:
                values = {"crew_id": row.id, "skill": skill, "valid_until": until}
                work.connection.execute(insert(CERTIFICATES).values(**values))
            return _noted(work, "certificate", "set", crew, {"skill": skill, "until": until}, row.id)

    def shift(self, seat: Seat, crew: str, *, starts_at: int, ends_at: int) -> str:
        """A crew is on duty from one instant until another (ms UTC); a shift that begins then is changed."""
        require(seat, Role.SUPERVISOR if not seat.may(Role.ADMIN) else Role.ADMIN)
        if not 0 < ends_at - starts_at <= LONGEST_SHIFT:
            raise Invalid("shift.span", "A shift ends after it begins, within a week.", "Look at both times again.")
        with self._tools.work(seat) as work:
            row = ask.the(work, CREWS.c.code, crew, "crew")
            put = upsert(SHIFTS).values(crew_id=row.id, starts_at=starts_at, ends_at=ends_at)
            put = put.on_conflict_do_update(index_elements=["crew_id", "starts_at"], set_={"ends_at": ends_at})
            work.connection.execute(put)
            return _noted(work, "shift", "set", crew, {"from": starts_at, "until": ends_at}, row.id)

    def off(self, seat: Seat, crew: str, *, starts_at: int) -> str:
        """The shift that begins then does not take place."""
        require(seat, Role.SUPERVISOR if not seat.may(Role.ADMIN) else Role.ADMIN)
        with self._tools.work(seat) as work:
            row = ask.the(work, CREWS.c.code, crew, "crew")
            gone = delete(SHIFTS).where(SHIFTS.c.crew_id == row.id, SHIFTS.c.starts_at == starts_at)
            if not work.connection.execute(gone).rowcount:
                raise NotFound("shift.unknown", f"Crew {crew} has no shift that begins then.", "Look at its roster.",
                               crew=crew)  # fmt: skip
            return _noted(work, "shift", "retire", crew, {"from": starts_at}, row.id)

    def way(self, seat: Seat, origin: str, destination: str, *, minutes: int) -> str:
        """The minutes from one district to another; the way back is the same unless it is said, too."""
        require(seat, Role.ADMIN)
        if not 0 <= minutes <= LONGEST_WAY:
            raise Invalid("way.minutes", "A way is a whole number of minutes, a day at most.", "Write it like 18.")
        origin, destination = ask.named(origin, "district"), ask.named(destination, "district")
        with self._tools.work(seat) as work:
            for name in (origin, destination):
                ask.known_district(work, name)
            put = upsert(WAYS).values(origin=origin, destination=destination, minutes=minutes)
            put = put.on_conflict_do_update(index_elements=["origin", "destination"], set_={"minutes": minutes})
            work.connection.execute(put)
            facts = {"subject": "way", "act": "set", "name": f"{origin} - {destination}", "minutes": minutes}
            work.note(Act.ADMINISTER, facts)
            return f"{origin} - {destination}"

    def timer(self, seat: Seat, name: str, *, value: int | None) -> str:
        """How long a step of a crew may last: minutes, or percent of the way expected; None: as usual again.

        Raises:
            NotFound: no such timer. Invalid: a value out of its range.
        """
        require(seat, Role.ADMIN)
        name = ask.named(name, "name").lower().replace("-", "_")
        if name not in NAMES:
            allowed = ", ".join(NAMES)
            raise NotFound("timer.unknown", f"There is no timer {name!r}.", f"There are: {allowed}.", name=name,
                           allowed=allowed)  # fmt: skip
        least, most = RANGES[name]
        if value is not None and not least <= value <= most:
            raise Invalid("timer.range", f"{name} lies between {least} and {most}.", "Give a whole number in between.",
                          name=name, least=least, most=most)  # fmt: skip
        with self._tools.work(seat) as work:
            work.connection.execute(delete(TIMERS).where(TIMERS.c.name == name))
            if value is not None:
                work.connection.execute(insert(TIMERS).values(name=name, value=value))
            work.note(Act.ADMINISTER, {"subject": "timer", "act": "set", "name": name, "value": value})
        return name

    def timers(self) -> list[dict[str, Any]]:
        """Every timer of a crew's steps: what holds, and what is usual."""
        with self._tools.store.read() as connection:
            holds, usual = limits(connection), Limits()
        return [
            {"name": name, "value": getattr(holds, name), "usual": getattr(usual, name),
             "unit": "percent" if name.endswith("percent") else "minutes"}
            for name in NAMES
        ]  # fmt: skip

    def certificates(self) -> list[dict[str, Any]]:
        """Every certificate that ends, the first to end on top."""
        query = (
            select(CREWS.c.code.label("crew"), CERTIFICATES.c.skill, CERTIFICATES.c.valid_until.label("until"))
            .join(CERTIFICATES, CERTIFICATES.c.crew_id == CREWS.c.id)
            .order_by(CERTIFICATES.c.valid_until, CREWS.c.code)
        )
        return self._rows(query)

    def roster(self, since: int) -> list[dict[str, Any]]:
        """The shifts that end after an instant (ms UTC), the earliest on top."""
        query = (
            select(CREWS.c.code.label("crew"), SHIFTS.c.starts_at.label("from"), SHIFTS.c.ends_at.label("until"))
            .join(SHIFTS, SHIFTS.c.crew_id == CREWS.c.id)
            .where(SHIFTS.c.ends_at > since)
            .order_by(SHIFTS.c.starts_at, CREWS.c.code)
        )
        return self._rows(query)

    def ways(self) -> list[dict[str, Any]]:
        """The minutes between districts."""
        names = (WAYS.c.origin.label("from_district"), WAYS.c.destination.label("to_district"), WAYS.c.minutes)
        return self._rows(select(*names).order_by(WAYS.c.origin, WAYS.c.destination))

    def _rows(self, query: Any) -> list[dict[str, Any]]:
        with self._tools.store.read() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]


def _noted(work: Work, subject: str, act: str, crew: str, facts: dict[str, Any], crew_id: int) -> str:
    work.note(Act.ADMINISTER, {**facts, "subject": subject, "act": act, "name": crew}, crew_id=crew_id)
    return crew
