"""The doctor's examination: one finding a question, each good, doubtful or wrong, with the way to mend it."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from console.settings import Settings, known_zone
from console.terminal import speaks_utf8
from console.wiring import open_desk
from models.alarming import ENGINE_SILENT
from models.desk.desk import Desk
from models.desk.founding import sqlite_module
from models.errors import DeskError
from models.kept import is_kept
from models.mounts import network_file_system
from models.queueing import Turn
from models.wall import SECOND, SystemClock, to_iso

GOOD, DOUBTFUL, WRONG = "good", "doubtful", "wrong"
RACE_FROM, RACE_TO = (3, 7, 0), (3, 51, 2)
MENDED = ((3, 44, 6), (3, 50, 7))
"""The releases between :data:`RACE_FROM` and :data:`RACE_TO` that carry the repair of the WAL-reset race."""
ROOM_NEEDED, ROOM_WISHED = 100 * 2**20, 2**30


@dataclass(frozen=True, slots=True)
class Finding:
    """What one question found."""

    check: str
    grade: str
    what: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Ask every question that can be asked; without a usable file those about its contents are left out."""
    findings = [python(), sqlite(sqlite_module().sqlite_version_info), terminal(), zones()]
    if "://" not in settings.db:
        path = Path(settings.db)
        findings += [place(path), room(path)]
        if path.is_file():
            findings.append(rights(path))
    try:
        desk = open_desk(settings.db, SystemClock())
    except DeskError as error:
        return [*findings, Finding("database", WRONG, error.what, error.remedy)]
    try:
        findings += contents(desk, settings)
    finally:
        desk.store.close()
    return findings


def contents(desk: Desk, settings: Settings) -> Iterator[Finding]:
    """The questions about an open file."""
    yield Finding("database", GOOD, f"{desk.store.path}: '{desk.name}', zone {desk.zone}.")
    if is_kept(desk.store.path):
        yield Finding("sample", DOUBTFUL, "This is the committed sample: it is only read.", "Try: hotline demo")
        return
    for question in (zone, writers, engine, calendars):
        try:
            yield question(desk)
        except DeskError as error:
            yield Finding(question.__name__, WRONG, error.what, error.remedy)


def python() -> Finding:
    """The interpreter."""
    return Finding("python", GOOD, f"Python {sys.version.split()[0]} on {sys.platform}.")


def sqlite(version: tuple[int, ...]) -> Finding:
    """Does this SQLite have the race that can corrupt a file two programs write to?"""
    name = ".".join(str(part) for part in version)
    mended = any(version[:2] == good[:2] and version >= good for good in MENDED)
    if RACE_FROM <= version <= RACE_TO and not mended:
        return Finding("sqlite", DOUBTFUL, f"SQLite {name} has the WAL-reset race (3.7.0 to 3.51.2).",
                       "Install a newer one: pip install 'pysqlite3>=0.6.1'")  # fmt: skip
    return Finding("sqlite", GOOD, f"SQLite {name}.")


def terminal() -> Finding:
    """Could the console open here?"""
    if not sys.stdout.isatty():
        return Finding("terminal", GOOD, "None here; the commands need none.")
    if os.environ.get("TERM", "") in ("", "dumb"):
        return Finding(
            "terminal", DOUBTFUL, "TERM is dumb: the console will not open.", "Set TERM, or use another terminal."
        )
    if not speaks_utf8(sys.stdout.encoding):
        return Finding("terminal", DOUBTFUL, f"It speaks {sys.stdout.encoding}: the console will not open.",
                       "Set LANG to a UTF-8 locale, such as C.UTF-8.")  # fmt: skip
    return Finding("terminal", GOOD, f"{os.environ['TERM']}, UTF-8.")


def zones() -> Finding:
    """Is there time zone data, from the system or from the tzdata package?"""
    if not all(known_zone(name) for name in ("Asia/Shanghai", "America/New_York")):
        return Finding("zones", WRONG, "There is no time zone data on this machine.", "Run: pip install tzdata")
    return Finding("zones", GOOD, "Time zone data is there.")


def place(path: Path) -> Finding:
    """Does the file lie where SQLite's log works?"""
    kind = network_file_system(path)
    if kind:
        return Finding("place", WRONG, f"{path} lies on a network file system ({kind}), where SQLite loses data.",
                       "Move it to a local disk and name it with --db.")  # fmt: skip
    return Finding("place", GOOD, f"{path.parent} is local.")


def room(path: Path) -> Finding:
    """Is there space left on the disk?"""
    here = next(folder for folder in path.absolute().parents if folder.exists())
    free = shutil.disk_usage(here).free
    said = f"{free / 2**20:,.0f} MiB free on the disk of {here}."
    if free < ROOM_WISHED:
        return Finding("room", WRONG if free < ROOM_NEEDED else DOUBTFUL, said, "Free some space before work stops.")
    return Finding("room", GOOD, said)


def rights(path: Path) -> Finding:
    """May others read what callers told?"""
    if os.name != "posix":
        return Finding("rights", GOOD, "Left to the folder's own rights.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o007:
        return Finding("rights", WRONG, f"Everybody on this machine can open {path} ({mode:04o}).",
                       f"Run: chmod 600 '{path}'")  # fmt: skip
    if mode & 0o070 and not path.parent.stat().st_mode & stat.S_ISGID:
        return Finding("rights", DOUBTFUL, f"A group can open {path} ({mode:04o}), but its folder is not the group's.",
                       f"Run: chmod 2770 '{path.absolute().parent}', or chmod 600 '{path}'")  # fmt: skip
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return Finding("rights", WRONG, f"This user cannot write {path} and its folder.", "Give this user that right.")
    return Finding("rights", GOOD, f"{mode:04o}.")


def zone(desk: Desk) -> Finding:
    """Is the utility's own zone known here?"""
    if not known_zone(desk.zone):
        return Finding("zone", WRONG, f"The zone {desk.zone} is unknown on this machine.", "Run: pip install tzdata")
    return Finding("zone", GOOD, desk.zone)


def writers(desk: Desk) -> Finding:
    """Is somebody writing for too long?"""
    with Turn(desk.store.path, patience=1.0):
        return Finding("writers", GOOD, "Nobody holds the file.")


def calendars(desk: Desk) -> Finding:
    """Do the days off of the calendars in use reach far enough?"""
    ending = desk.look.calendars_ending(SystemClock().now())
    if ending:
        named = ", ".join(f"{code} ({to_iso(end)[:10]})" for code, end in ending)
        return Finding("calendars", DOUBTFUL, f"The listed days off end within two months or have ended: {named}.",
                       "Take in the next year's: hotline calendar import, or install a newer release.")  # fmt: skip
    return Finding("calendars", GOOD, "The listed days off of every calendar in use reach far enough.")


def engine(desk: Desk) -> Finding:
    """Does any engine sweep? Without one no alarm is raised."""
    swept = desk.look.engine().swept_at
    since = SystemClock().now() - swept if swept is not None else None
    if since is not None and since < 0:
        ahead = f"The last sweep was at {to_iso(swept or 0)}, which this machine's clock has not reached."
        if desk.drill:
            return Finding("engine", GOOD, f"{ahead} A drill has a time of its own.")
        return Finding("engine", DOUBTFUL, ahead, "Compare the clocks: date -u")
    if since is not None and since <= ENGINE_SILENT:
        return Finding("engine", GOOD, f"It swept {since // SECOND} s ago.")
    what = "No engine has ever swept here." if swept is None else f"The last sweep was at {to_iso(swept)}."
    live = any(count.open for count in desk.look.counts(SystemClock().now()))
    return Finding("engine", WRONG if live else DOUBTFUL, what, "Open the console, or start: hotline scheduler")
