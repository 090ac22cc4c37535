"""Opening the screens: the terminal is looked over first, then the application is given its desk, seat and clock."""

import gc
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console import throwaway
from console.ending import ending
from console.settings import Asked, Settings, resolve
from console.terminal import prepare, refuse_unfit
from models.wall import ShiftedClock, SystemClock, WallClock

Stop = Callable[[], None]
Tell = Callable[[BaseException], None]


def open_screens(asked: Asked, start: str) -> int:
    """Open the operator's console or the supervisor's monitor, as `start` says; returns the exit code when it is left.

    Raises:
        NotAllowed: this terminal cannot show a screen.
    """
    settings = resolve(asked)
    refuse_unfit()
    prepare()
    gc.disable()  # until the first rows stand: nothing that is loaded so far is rubbish

    from console.app import OPEN_DEMO, HotlineApp
    from console.settings import machine_zone, os_user
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
        language=settings.lang,
        theme=settings.theme,
        start=start,
        engine=run_engine,
        create=None if settings.now is not None else found,
    )
    with ending(app.exit, lambda: None):
        left = app.run()
    return open_demo(asked) if left == OPEN_DEMO else left or 0


def open_demo(asked: Asked) -> int:
    """Open the console on a throw-away copy of the sample, moved to the present, in which everybody else is simulated.

    Raises:
        NotAllowed: this terminal cannot show a screen.
        NotFound: this installation carries no sample.
    """
    settings = resolve(asked)
    refuse_unfit()
    prepare()
    gc.disable()  # until the first rows stand: nothing that is loaded so far is rubbish

    from console.app import HotlineApp
    from console.demo import Simulation
    from console.sampling import sample_file
    from console.wiring import demo_seat, open_desk
    from models.desk.desk import Desk
    from models.sample.shift import copy_to

    source, wall = sample_file(), _clock(settings)
    with throwaway.folder() as folder:
        copy = folder / "demo.db"

        def desk() -> Desk:
            if not copy.exists():
                copy_to(source, copy, wall.now())
            return open_desk(copy, wall)

        def live(opened: Desk, on_error: Tell) -> Stop:
            stop_engine = run_engine(opened, on_error)
            city = Simulation(Desk(opened.store, wall), user=demo_seat(opened, settings.operator))
            city.start()

            def stop() -> None:
                city.stop()
                stop_engine()

            return stop

        app = HotlineApp(
            open_desk=desk,
            seat_for=lambda opened: demo_seat(opened, settings.operator),
            wall=wall,
            language=settings.lang,
            theme=settings.theme,
            engine=live,
        )
        with ending(app.exit, lambda: shutil.rmtree(folder, ignore_errors=True)):
            return app.run() or 0


def run_engine(desk: Any, tell: Tell) -> Stop:
    """Start the engine; what it runs on is loaded only now, after the first rows."""
    from console.scheduler import run_engine as run

    return run(desk, tell)


def _clock(settings: Settings) -> WallClock:
    return SystemClock() if settings.now is None else ShiftedClock(settings.now)
