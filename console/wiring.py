"""Where the real parts are chosen: settings become a store, a desk, a wall clock and a seat."""

from pathlib import Path
from types import TracebackType

from console.refusals import Misuse
from console.render import Page, local
from console.settings import Asked, Settings, known_zone, os_user, resolve
from models.desk.desk import Desk
from models.errors import NotAllowed, NotFound
from models.kept import refuse_kept
from models.looks.look import Look
from models.rows import Seat
from models.store import Store
from models.vocabulary import Role
from models.wall import HandClock, ShiftedClock, SystemClock, WallClock


def open_desk(path: Path | str, wall: WallClock) -> Desk:
    """The desk on the file at `path`, living by `wall`."""
    return Desk(Store(path), wall)


def seat_or_none(desk: Desk, name: str | None) -> Seat | None:
    """The seat of the operator called `name` (login or name), else of the one whose login is the account's."""
    seat: Seat | None = desk.look.seat_by_login(name or os_user())
    if seat is None and name:
        logins = [one.login for one in desk.look.operators() if one.name == name and not one.retired]
        seat = desk.look.seat_by_login(logins[0]) if len(logins) == 1 else None
    return seat


def seat_of(desk: Desk, name: str | None) -> Seat:
    """The same where somebody must act.

    Raises:
        NotFound: nobody is called that.
        NotAllowed: nobody was named, and the account is no operator's login.
    """
    seat = seat_or_none(desk, name)
    if seat is not None:
        return seat
    if name:
        allowed = ", ".join(one.login for one in desk.look.operators() if not one.retired)
        raise NotFound("seat.unknown", f"There is no operator called {name}.", f"There are: {allowed}.", name=name,
                       allowed=allowed)  # fmt: skip
    login = os_user()
    raise NotAllowed("seat.nobody", f"No operator has the login {login}.",
                     "Name one with --as; 'hotline operator list' shows them.", name=login)  # fmt: skip


def demo_seat(desk: Desk, name: str | None) -> Seat | None:
    """Whose place the person at a demo takes: the one named, else the first supervisor, who may try everything."""
    seat = seat_or_none(desk, name) if name else None
    if seat is not None:
        return seat
    first = next((one.login for one in desk.look.operators() if Role.SUPERVISOR in one.roles), None)
    found: Seat | None = desk.look.seat_by_login(first) if first else None
    return found


def refuse_now(desk: Desk, settings: Settings) -> None:
    """``--now`` writes only into a drill."""
    if settings.now is not None and not desk.drill:
        raise NotAllowed(
            "now.not_drill",
            "With --now only a drill database is written to, and this is a real one.",
            "Leave --now out, or make a drill with: hotline db init --drill",
        )


def page_for(settings: Settings) -> Page:
    """Where a command writes, headed in the reader's language."""
    page = Page(settings.json)
    if settings.lang == "zh":
        from console.chinese import heading, told, word

        page.heading, page.word, page.tell = heading, word, told
    page.lang, page.plots = settings.lang, settings.plots
    return page


class Visit:
    """One command's stay: its settings, its page, and the desk for as long as the command runs."""

    def __init__(self, asked: Asked) -> None:
        self.settings = resolve(asked)
        self.page = page_for(self.settings)
        self.wall: WallClock = SystemClock() if self.settings.now is None else HandClock(self.settings.now)
        self._desk: Desk | None = None
        self.page.block = self._block

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._desk is not None:
            self._desk.store.close()

    @property
    def now(self) -> int:
        """The moment at which this command judges, in epoch ms."""
        return self.wall.now()

    def desk(self) -> Desk:
        """The desk for reading: any database, at any ``--now``."""
        if self._desk is None:
            self._desk = open_desk(self.settings.db, self.wall)
            self._desk.store.on_wait = self._say_waiting
            if known_zone(self._desk.zone):
                self.page.moment = local(self._desk.zone)
        return self._desk

    def writing(self) -> Desk:
        """The desk for an act that needs no person: the engine's, an import's."""
        desk = self.desk()
        refuse_kept(desk.store.path)
        refuse_now(desk, self.settings)
        return desk

    def seated(self) -> tuple[Desk, Seat]:
        """The desk for a person's act, and who acts."""
        desk = self.writing()
        return desk, seat_of(desk, self.settings.operator)

    def sitting(self) -> tuple[Desk, Seat]:
        """The desk for reading what only some seats may, and who reads."""
        desk = self.desk()
        return desk, seat_of(desk, self.settings.operator)

    def reader(self) -> Seat | None:
        """Who reads: the one named, else the account's operator, else nobody in particular."""
        name = self.settings.operator
        return seat_of(self.desk(), name) if name else seat_or_none(self.desk(), None)

    def reading(self) -> Desk:
        """The desk for reading what is nobody's secret; a name that nobody has is refused all the same."""
        self.reader()
        return self.desk()

    def look(self) -> Look:
        """The reads of who asks: what is personal is masked for a seat without desk rights, and if nobody sits here."""
        return self.desk().look.seen_by(self.reader())

    def own(self) -> Look:
        """The reads of an export: as :meth:`look`, but whole for who holds a file in which the account has no seat."""
        return self.desk().look if self.reader() is None else self.look()

    def running(self) -> Desk:
        """The desk by a clock that runs: the machine's, or in a drill one that runs on from ``--now``."""
        if self.settings.now is not None:
            self.wall = ShiftedClock(self.settings.now)
        return self.writing()

    def path(self) -> Path:
        """The database as a file that need not exist yet."""
        if "://" in self.settings.db:
            raise Misuse(
                "store.url",
                f"{self.settings.db} is no file.",
                "Give --db the path of a file.",
                scheme=self.settings.db.partition("://")[0],
            )
        return Path(self.settings.db)

    def _block(self) -> list[tuple[str, str]]:
        from console.paper import papered, view_for

        return papered(self, view_for(self))

    def _say_waiting(self, pid: int | None, seconds: float) -> None:
        self.page.talk(f"Waiting for process {pid}, which is writing ...")
