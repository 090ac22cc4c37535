"""The desk: every verb of the house behind one name, room by room."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import select

from models.looks.columns import HEADER
from models.looks.look import Look
from models.rows import Seat
from models.store import Store
from models.wall import WallClock


class Desk:
    """One open file under one wall clock.

    A room is furnished when it is first entered, so that the first rows of a console wait for none; for that the types
    of the rooms are left open here.

    Args:
        store: the opened file.
        wall: what the verbs read once, at their first line.
        salt: where the journal's salts come from (a seeded one makes a file reproducible); None draws fresh ones.
    """

    def __init__(self, store: Store, wall: WallClock, *, salt: Callable[[], str] | None = None) -> None:
        with store.read() as connection:
            header = {row.name: row.value for row in connection.execute(select(HEADER))}
        self.store, self.wall = store, wall
        self.zone: str = header.get("zone", "UTC")
        self.name: str = header.get("name", "")
        self.drill = header.get("drill") == "1"
        self.sample = header.get("sample") == "1"
        self._salt = salt
        self.look = Look(store, self.zone)

    def seen_by(self, seat: Seat | None) -> "Desk":
        """The same desk, read with that seat's eyes (:meth:`models.looks.look.Look.seen_by`)."""
        seen = copy(self)
        seen.look = self.look.seen_by(seat)
        return seen

    @cached_property
    def tools(self) -> Any:
        """What every room is given."""
        from models.desk.work import Tools
        from models.journal import fresh_salt

        return Tools(self.store, self.wall, self._salt or fresh_salt, self.zone, self.drill)

    @cached_property
    def intake(self) -> Any:
        """Taking a call, field by field."""
        from models.desk.intake import Intake

        return Intake(self.tools)

    @cached_property
    def handling(self) -> Any:
        """What happens to a request from the first contact to its end."""
        from models.desk.handling import Handling

        return Handling(self.tools)

    @cached_property
    def promising(self) -> Any:
        """A request's promises themselves: extended, fixed for an appointment, merged and taken apart again."""
        from models.desk.promising import Promising

        return Promising(self.tools)

    @cached_property
    def dispatch(self) -> Any:
        """Crews and their steps."""
        from models.desk.dispatch import Dispatch

        return Dispatch(self.tools)

    @cached_property
    def alarms(self) -> Any:
        """The engine's sweep, and what people do with what it raised."""
        from models.desk.alarms import Alarms

        return Alarms(self.tools)

    @cached_property
    def incidents(self) -> Any:
        """One cause behind many requests."""
        from models.desk.incidents import Incidents

        return Incidents(self.tools)

    @cached_property
    def majors(self) -> Any:
        """Major emergencies, their receipts, and progress told to callers."""
        from models.desk.majors import Majors

        return Majors(self.tools)

    @cached_property
    def administration(self) -> Any:
        """Crews, operators, categories, policies and districts."""
        from models.desk.administration import Administration

        return Administration(self.tools)

    @cached_property
    def rehearsal(self) -> Any:
        """The verbs of administration, each undone as soon as it has shown that it would not be refused."""
        from models.desk.administration import Administration

        return Administration(replace(self.tools, dry=True))

    @cached_property
    def rehearsed_terms(self) -> Any:
        """The verbs on what is promised, each undone as soon as it has shown that it would not be refused."""
        from models.desk.terms import Terms

        return Terms(replace(self.tools, dry=True))

    @cached_property
    def rehearsed_intake(self) -> Any:
        """Taking calls, each undone as soon as it has shown that it would not be refused."""
        from models.desk.intake import Intake

        return Intake(replace(self.tools, dry=True))

    @cached_property
    def sheets(self) -> Any:
        """What an admin has set up, as rows."""
        from models.desk.sheets import Sheets

        return Sheets(self.tools)

    @cached_property
    def terms(self) -> Any:
        """What is promised to whom: policy lines, contracts, and trying them."""
        from models.desk.terms import Terms

        return Terms(self.tools)

    @cached_property
    def calendars(self) -> Any:
        """Working calendars in versions."""
        from models.desk.calendars import Calendars

        return Calendars(self.tools)

    @cached_property
    def importing(self) -> Any:
        """History from other systems."""
        from models.desk.importing import Importing

        return Importing(self.tools)

    @cached_property
    def upkeep(self) -> Any:
        """Checking, rebuilding and copying the file."""
        from models.desk.upkeep import Upkeep

        return Upkeep(self.tools)

    @cached_property
    def triaging(self) -> Any:
        """Answers to a triage card, texts read aloud, and what is said later in a call."""
        from models.desk.triaging import Triaging

        return Triaging(self.tools)

    @cached_property
    def cards(self) -> Any:
        """What an admin keeps for the one who answers: triage cards in versions, and words that guess a category."""
        from models.desk.cards import Cards

        return Cards(self.tools)

    @cached_property
    def rehearsed_cards(self) -> Any:
        """The same, each verb undone as soon as it has shown that it would not be refused."""
        from models.desk.cards import Cards

        return Cards(replace(self.tools, dry=True))

    @cached_property
    def notices(self) -> Any:
        """The outbox: what is to be told outside, claimed by senders and recorded."""
        from models.desk.notices import Notices

        return Notices(self.tools)
