"""Opening the screens: the terminal is looked over first, then the application is given its desk, seat and clock."""

from console.settings import Asked, Settings, resolve
from console.terminal import prepare, refuse_unfit
from models.wall import ShiftedClock, SystemClock, WallClock


def open_screens(asked: Asked, start: str) -> None:
    """Open the operator's console or the supervisor's monitor, as `start` says, and stay until it is left.

    Raises:
        NotAllowed: this terminal cannot show a screen.
    """
    settings = resolve(asked)
    refuse_unfit()
    prepare()
    _run(settings, start)


def _run(settings: Settings, start: str) -> None:
    from console.app import HotlineApp
    from console.scheduler import run_engine
    from console.wiring import open_desk, refuse_now, seat_or_none
    from models.desk.desk import Desk

    wall: WallClock = SystemClock() if settings.now is None else ShiftedClock(settings.now)

    def desk() -> Desk:
        opened = open_desk(settings.db, wall)
        refuse_now(opened, settings)
        return opened

    HotlineApp(
        open_desk=desk,
        seat_for=lambda opened: seat_or_none(opened, settings.operator),
        wall=wall,
        language=settings.lang,
        theme=settings.theme,
        start=start,
        engine=run_engine,
    ).run()
