"""The engine's pulse: one interval job of APScheduler that calls in turn the verbs resume_due, sweep and close_due.

A second job, in a thread of its own, looks at the indicators: that may take seconds, and no alarm waits for it.

Nothing is scheduled per request; if no engine runs for a while, the next sweep finds what was missed.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

from models.desk.desk import Desk
from models.errors import DeskError
from models.wall import SystemClock, WallClock, monotonic_ms

PULSE_S = 1
LOOK_S = 60
"""How often it is asked whether the indicators are to be looked at; they are at most four times an hour."""

LOOK_FIRST_MS = 20_000
"""A console that has just started has other things to do."""

BACKWARDS_MS = 500
"""How far the wall clock may fall behind the steady one before that counts as a step back."""

FORWARDS_MS = 5_000
"""How far it may run ahead of the steady one before that is a step, or a sleep of the machine."""

logging.getLogger("apscheduler").addHandler(logging.NullHandler())
logging.getLogger("apscheduler").propagate = False  # its errors come through the listener, never onto a screen


class Engine:
    """Runs the desk's own verbs once a second, in a thread of its own.

    Args:
        on_error: told every exception of the job, from the engine's thread.
        machine: the clock APScheduler lives by; a step back of it is noticed and the job woken.
        steady: milliseconds that never step.
    """

    def __init__(
        self,
        desk: Desk,
        on_error: Callable[[BaseException], None],
        *,
        machine: WallClock | None = None,
        steady: Callable[[], int] = monotonic_ms,
    ) -> None:
        self._desk, self._on_error = desk, on_error
        self._machine, self._steady = machine or SystemClock(), steady
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_listener(self._tell, EVENT_JOB_ERROR)
        self._ended = threading.Event()
        self._stepped = 0
        self._watchdog = threading.Thread(target=self._watch, name="hotline-watchdog", daemon=True)

    def start(self) -> None:
        """Begin at once, then once a second."""
        self._scheduler.add_job(
            self.pulse, "interval", seconds=PULSE_S, id="pulse", next_run_time=self._moment(),
            coalesce=True, max_instances=1, misfire_grace_time=None,
        )  # fmt: skip
        self._scheduler.add_job(
            self.look, "interval", seconds=LOOK_S, id="look", next_run_time=self._moment(LOOK_FIRST_MS),
            coalesce=True, max_instances=1, misfire_grace_time=None,
        )  # fmt: skip
        self._scheduler.start()
        self._watchdog.start()

    def stop(self) -> None:
        """Let the running pulse end, and start no other."""
        self._ended.set()
        if self._watchdog.is_alive():
            self._watchdog.join()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def pulse(self) -> None:
        """One turn; a verb that fails does not keep the others from theirs."""
        try:
            self._desk.alarms.resume_due()
        finally:
            try:
                self._desk.alarms.sweep()
            finally:
                self._desk.alarms.close_due()
        stepped, self._stepped = self._stepped, 0
        if stepped:
            self._desk.alarms.wall_stepped(stepped)

    def look(self) -> None:
        """Look at the indicators, if it is time; in a thread of its own, so that no sweep waits for it."""
        self._desk.goals.look_due()

    def postpone(self, ms: int = 0) -> None:
        """Let the job run next in so many milliseconds of the machine's clock: now, unless it is given more."""
        self._scheduler.modify_job("pulse", next_run_time=self._moment(ms))

    def _moment(self, later: int = 0) -> datetime:
        return datetime.fromtimestamp((SystemClock().now() + later) / 1000, UTC)

    def _tell(self, event: JobExecutionEvent) -> None:
        self._on_error(event.exception)

    def _watch(self) -> None:
        """The job waits for an instant of the wall clock; if that is put back, it would wait all that time again."""
        ahead = self._machine.now() - self._steady()
        while not self._ended.wait(PULSE_S):
            before, ahead = ahead, self._machine.now() - self._steady()
            if ahead < before - BACKWARDS_MS:
                self._scheduler.modify_job("look", next_run_time=self._moment())
                self.postpone()  # the sweep itself finds that the last one lies ahead, and writes it down
            elif ahead > before + FORWARDS_MS:
                self._stepped += ahead - before


def run_engine(desk: Desk, on_error: Callable[[BaseException], None]) -> Callable[[], None]:
    """Start an engine on a desk; the answer stops it."""
    engine = Engine(desk, on_error)
    engine.start()
    return engine.stop


class Complaints:
    """Passes on what is wrong with the engine: each new trouble once, not the same one every second."""

    def __init__(self, say: Callable[[str], None], sentence: str = "The engine could not do its round: {}") -> None:
        self._say, self._sentence = say, sentence
        self._last = ""

    def __call__(self, error: BaseException) -> None:
        """Say it, unless it was the last thing said."""
        text = str(error) if isinstance(error, DeskError) else f"{type(error).__name__}: {error}"
        if text != self._last:
            self._last = text
            self._say(self._sentence.format(text))
