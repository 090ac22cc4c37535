"""What a screen may ask of the application it runs in; `console/app.py` is one such host."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

from textual.message_pump import MessagePump

from models.errors import DeskError
from models.rows import Seat
from models.vocabulary import ClockKind
from models.wall import WallClock
from screens.bell import Sound
from screens.glance import Glance
from screens.spool import Spool
from screens.view import View
from screens.wording import Wording


class Host(Protocol):
    """The services of the application.

    `desk` is None until the database is open, `seat` until it is known who sits here; `glance` is the last look at
    counts, engine, crews and the alarm strip; `districts` names the districts in the language of the screens; `goals`
    are in percent. `desk` is typed loosely: its rooms are the verbs of the house.
    """

    wording: Wording
    wall: WallClock
    districts: Mapping[str, str]
    goals: Mapping[ClockKind, float]

    @property
    def lost(self) -> DeskError | None:
        """Why the database cannot be used just now; None while it can."""
        ...

    @property
    def sound(self) -> Sound:
        """What this console lets sound."""
        ...

    @property
    def calling(self) -> Any:
        """What rings at this console."""
        ...

    @property
    def glance(self) -> Glance:
        """The last look at everything that the frame shows."""
        ...

    @property
    def idle_ms(self) -> int:
        """How long no key was pressed."""
        ...

    @property
    def spool(self) -> Spool:
        """Where typed text goes while the database takes none."""
        ...

    @property
    def memory(self) -> Any:
        """What this console remembers of its own hand (:class:`screens.memory.Memory`)."""
        ...

    @property
    def marked(self) -> frozenset[int]:
        """The requests that are marked."""
        ...

    @property
    def desk(self) -> Any:
        """The desk, or None while it is being opened."""
        ...

    @property
    def seat(self) -> Seat | None:
        """Who sits at this keyboard."""
        ...

    spoken: int
    """How many sentences were said."""

    def say(self, text: str) -> None:
        """Show a sentence on the line under the alarm strip."""
        ...

    def refuse(self, error: DeskError) -> None:
        """Show on that line why something was not done."""
        ...

    def stir(self) -> None:
        """Something was written from here: let the feed look at once."""
        ...


def host_of(pump: MessagePump) -> Host:
    """The application of a widget or screen, seen as a host."""
    return cast(Host, pump.app)


def view_of(host: Host, names: Mapping[str, str] | None = None) -> View:
    """The language, the zone and the moment of the console; `names` of categories, where they are known."""
    zone = host.desk.zone if host.desk else "UTC"
    return View(host.wording, zone, host.wall.now(), names or {}, host.districts)
