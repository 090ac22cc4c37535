"""Any `hotline` command under a stopwatch: ``python -m bench.timed REPORT --db … scheduler``.

REPORT becomes a JSON list of ``[wall, cpu]`` milliseconds for which each turn at the write lock was held, from before
BEGIN IMMEDIATE to after COMMIT. ``--no-engine`` before the words of `hotline` leaves a console without an engine.
"""

import atexit
import json
import sys
import time
from pathlib import Path
from types import TracebackType

from console import opening
from console.cli import main
from models import store
from models.queueing import Turn

HELD: list[tuple[float, float]] = []


class TimedTurn(Turn):
    """One writer's turn, and how long it lasted."""

    def __enter__(self) -> Turn:
        turn = super().__enter__()
        self._begun = time.perf_counter(), time.thread_time()
        return turn

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        wall, cpu = self._begun
        HELD.append(((time.perf_counter() - wall) * 1000, (time.thread_time() - cpu) * 1000))
        super().__exit__(kind, error, tb)


def run() -> None:
    """Put the stopwatch in and go on as `hotline`."""
    report, words = Path(sys.argv[1]), sys.argv[2:]
    store.Turn = TimedTurn  # type: ignore[misc]
    if words[0] == "--no-engine":
        words = words[1:]
        opening.run_engine_and_sender = lambda settings, desk, tell: lambda: None
    atexit.register(lambda: report.write_text(json.dumps(HELD)))
    sys.argv = ["hotline", *words]
    main()


if __name__ == "__main__":
    run()
