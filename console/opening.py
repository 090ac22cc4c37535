"""Opening the screens: the terminal is looked over first, then the application is given its desk, seat and clock."""

import gc
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from console import throwaway
from console.ending import code_of, ending
from console.settings import Asked, Settings, resolve
from console.terminal import colours_of, prepare, refuse_unfit
from models.wall import ShiftedClock, SystemClock, WallClock

Stop = Callable[[], None]
Tell = Callable[[BaseException], None]


def make_ready(settings: Settings) -> dict[str, Any]:
    """Look the terminal over and set up what is read once; answers how the application is to look.

    Raises:
        NotAllowed: this terminal cannot show a screen.
    """
    refuse_unfit()
    colours = colours_of(settings.colors, settings.slow_link)
    prepare(colours=colours, slow=settings.slow_link)
    gc.disable()  # until the first rows stand: nothing that is loaded so far is rubbish
    return {
        "language": settings.lang,
        "theme": settings.theme,
        "sixteen": colours == "16",
        "slow": settings.slow_link,
        "goals": settings.goals,
    }


def open_screens(asked: Asked, start: str) -> int:
    """Open the operator's console or the supervisor's monitor, as `start` says; returns the exit code when it is left.

    Raises:
        NotAllowed: this terminal cannot show a screen.
    """
    settings = resolve(asked)
    look = make_ready(settings)

    from console.app import OPEN_DEMO, HotlineApp
    from console.settings import machine_zone, os_user, spool_folder
    from console.wiring import open_desk, refuse_now, seat_or_none
    from models.desk.desk import Desk
    from models.kept import refuse_kept

    wall = _clock(settings)
    refuse_kept(Path(settings.db))

    def desk() -> Desk:
        opened = open_desk(settings.db, wall)
        refuse_now(opened, settings)
        return opened

    def found() -> None:
        from models.desk.founding import create

        login = os_user()
        create(Path(settings.db), zone=machine_zone(), name="", wall=wall, operator=(login, login))

    app = HotlineApp(
        open_desk=desk,
        seat_for=lambda opened: seat_or_none(opened, settings.operator),
        wall=wall,
        start=start,
        engine=partial(run_engine_and_sender, settings),
        create=None if settings.now is not None else found,
        spool=spool_folder(),
        **look,
    )
    with ending(app.exit, lambda: None):
        left = app.run()
    return open_demo(asked) if left == OPEN_DEMO else code_of(app, left)


def open_wall(asked: Asked, *, bell: bool) -> int:
    """Open the board for a wall: nobody sits there, no engine runs in it, and it writes nothing anywhere.

    Raises:
        NotAllowed: this terminal cannot show a screen.
    """
    settings = resolve(asked)
    look = make_ready(settings)

    from console.app import HotlineApp
    from console.wiring import open_desk
    from screens.bell import Sound

    wall = _clock(settings)
    app = HotlineApp(
        open_desk=partial(open_desk, settings.db, wall),
        seat_for=lambda opened: None,
        wall=wall,
        start="wall",
        hangs=True,
        sound=Sound.LIFE if bell else Sound.NONE,
        **look,
    )
    with ending(app.exit, lambda: None):
        return code_of(app, app.run())


def open_demo(asked: Asked) -> int:
    """Open the console on a throw-away copy of the sample, moved to the present, in which everybody else is simulated.

    Raises:
        NotAllowed: this terminal cannot show a screen.
        NotFound: this installation carries no sample.
    """
    settings = resolve(asked)
    look = make_ready(settings)

    from console.app import HotlineApp
    from console.sampling import sample_file
    from console.wiring import demo_seat

    source, wall = sample_file(), _clock(settings)
    with throwaway.folder() as folder:
        app = HotlineApp(
            open_desk=partial(open_copy, source, folder / "demo.db", wall),
            seat_for=lambda opened: demo_seat(opened, settings.operator),
            wall=wall,
            engine=partial(live, settings.operator),
            spool=folder / "spool",
            **look,
        )
        with ending(app.exit, lambda: shutil.rmtree(folder, ignore_errors=True)):
            return code_of(app, app.run())


def open_copy(source: Path, copy: Path, wall: WallClock) -> Any:
    """The desk on a copy of the sample, moved to the present when it is first opened."""
    from console.wiring import open_desk
    from models.sample.shift import copy_to

    if not copy.exists():
        copy_to(source, copy, wall.now())
    return open_desk(copy, wall)


def live(operator: str | None, opened: Any, on_error: Tell) -> Stop:
    """Start the engine and the simulated city, in which nobody takes the seat of `operator`."""
    from console.demo import Simulation
    from console.wiring import demo_seat
    from models.desk.desk import Desk

    stop_engine = run_engine(opened, on_error)
    city = Simulation(Desk(opened.store, opened.wall), user=demo_seat(opened, operator))
    city.start()

    def stop() -> None:
        city.stop()
        stop_engine()

    return stop


def run_engine(desk: Any, tell: Tell) -> Stop:
    """Start the engine; what it runs on is loaded only now, after the first rows."""
    from console.scheduler import run_engine as run

    return run(desk, tell)


def run_engine_and_sender(settings: Settings, desk: Any, tell: Tell) -> Stop:
    """Start the engine, and what tells outside the screens if the settings name any channel."""
    stop_engine = run_engine(desk, tell)
    if not settings.notify:
        return stop_engine
    from console.notifying import run_sender

    stop_sender = run_sender(desk, settings, tell)

    def stop() -> None:
        stop_sender()
        stop_engine()

    return stop


def _clock(settings: Settings) -> WallClock:
    return SystemClock() if settings.now is None else ShiftedClock(settings.now)
