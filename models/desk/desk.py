"""The desk: every verb of the house behind one name, room by room."""

from functools import cached_property
from typing import Any

from sqlalchemy import select

from models import journal
from models.desk.alarms import Alarms
from models.desk.dispatch import Dispatch
from models.desk.handling import Handling
from models.desk.intake import Intake
from models.desk.work import Tools
from models.looks.look import Look
from models.store import Store
from models.tables import Header
from models.wall import WallClock


class Desk:
    """One open file under one wall clock.

    The rooms that a console does not enter at its start are furnished when they are first entered; for that their
    types are left open here.

    Args:
        store: the opened file.
        wall: what the verbs read once, at their first line.
        salt: where the journal's salts come from (a seeded one makes a file reproducible).
    """

    def __init__(self, store: Store, wall: WallClock, *, salt: journal.Salt = journal.fresh_salt) -> None:
        with store.read() as connection:
            header = {row.name: row.value for row in connection.execute(select(Header.__table__))}  # type: ignore[attr-defined]
        self.store, self.wall = store, wall
        self.zone: str = header.get("zone", "UTC")
        self.name: str = header.get("name", "")
        self.drill = header.get("drill") == "1"
        self.sample = header.get("sample") == "1"
        self.tools = Tools(store, wall, salt, self.zone, self.drill)
        self.intake = Intake(self.tools)
        self.handling = Handling(self.tools)
        self.dispatch = Dispatch(self.tools)
        self.alarms = Alarms(self.tools)
        self.look = Look(store, self.zone)

    @cached_property
    def administration(self) -> Any:
        """Crews, operators, categories, policies and districts."""
        from models.desk.administration import Administration

        return Administration(self.tools)

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
