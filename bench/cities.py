"""The databases that are measured: built once into a cache folder, copied before anything writes to them."""

import atexit
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from models.customermap import own_columns
from models.desk.desk import Desk
from models.migrations import create
from models.sample import build
from models.sample.city import ZONE, homes
from models.sample.staff import STAFF
from models.store import Store
from models.wall import DAY, HOUR, HandClock

HOTLINE = str(Path(sys.executable).with_name("hotline"))
AT = build.AT
"""The moment at which every sample stands."""

SAMPLE = Path(__file__).resolve().parents[1] / "sample.db"
START = HandClock().now()
DISPATCHER = STAFF[0].login
ROWS = int(os.environ.get("HOTLINE_BENCH_ROWS", "1000000"))


def cache() -> Path:
    """Where the built databases stay: HOTLINE_BENCH_DIR, else `.bench` here."""
    folder = Path(os.environ.get("HOTLINE_BENCH_DIR", ".bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def city(requests: int) -> Path:
    """`hotline sample build --requests`: a year of that many requests, a tenth of them open, standing at AT.

    It is marked as a drill, so that a console can live in it at that moment ever after.
    """
    made = cache() / f"city-{requests}.db"
    if not made.exists():
        print(f"building {made.name} (once) ...", file=sys.stderr, flush=True)
        half = made.with_suffix(".half")
        remove(half)
        subprocess.run([HOTLINE, "sample", "build", str(half), "--requests", str(requests)], check=True)
        store = Store(half)
        with store.write() as connection:
            connection.exec_driver_sql("UPDATE header SET value = '1' WHERE name = 'drill'")
        store.close()
        half.rename(made)
        remove(half)
    return made


def open_only(requests: int) -> Path:
    """A file with nothing but that many open requests, two running clocks each, due evenly over 30 days from START."""
    made = cache() / f"open-{requests}.db"
    if not made.exists():
        print(f"building {made.name} (once) ...", file=sys.stderr, flush=True)
        half = made.with_suffix(".half")
        remove(half)
        fill(half, requests, START)
        half.rename(made)
        remove(half)
    return made


def customers(count: int) -> Path:
    """A file with that many customers at as many premises of the invented city, taken in as a file of them is."""
    made = cache() / f"customers-{count}.db"
    if not made.exists():
        print(f"building {made.name} (once) ...", file=sys.stderr, flush=True)
        half = made.with_suffix(".half")
        remove(half)
        create(half, zone=ZONE, name="bench", wall=HandClock(START), operator=("bench", "Bench"))
        _take_in(half, count)
        half.rename(made)
        remove(half)
    return made


def copied_in(count: int) -> float:
    """Customers a second that an import takes in."""
    path = scratch("bench-taken.db")
    remove(path)
    create(path, zone=ZONE, name="bench", wall=HandClock(START), operator=("bench", "Bench"))
    begun = time.perf_counter()
    _take_in(path, count)
    return count / (time.perf_counter() - begun)


def _take_in(path: Path, count: int) -> None:
    store = Store(path)
    desk = Desk(store, HandClock(START))
    random = Random(7)
    names = ("name", "phone", "district", "building", "address", "hazards", "vulnerable", "access", "meter", "valve")
    rows = (
        {"external_id": str(home.id), "klass": home.klass.value, **{name: getattr(home, name) for name in names}}
        for home in homes(count, random)
    )
    desk.taking_customers.customers(rows, own_columns(dict.fromkeys(("external_id", "klass", *names))))
    store.close()


def fill(path: Path, requests: int, start: int) -> None:
    """A new file with that many open requests, due evenly over 30 days from a day after `start`.

    The rows are made in one transaction by SQLite itself: a million take seconds.
    """
    create(path, zone="UTC", name="bench", wall=HandClock(start), operator=("bench", "Bench"))
    spread, first = 30 * DAY // requests, start + DAY
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {requests})"
    due = f"{first} + i * {spread}"
    texts = ("outside_number", "phone", "caller", "text", "access", "people", "note", "flags")
    zeros = ("source_verified", "hold_pausing", "holds", "returns", "callback_due")
    store = Store(path)
    with store.write() as connection:
        category = connection.exec_driver_sql("SELECT code FROM category WHERE kind = 'repair'").scalar()
        connection.exec_driver_sql(
            f"{numbers} INSERT INTO request (id, serial, number, kind, category, priority, status, channel, district, "
            f"address, received, cycle, state_since, next_clock, next_due_at, next_warn_at, version, "
            f"{', '.join(texts + zeros)}) SELECT i, i, printf('R-%05d', i), 'repair', '{category}', 'P3', 'open', "
            f"'phone', 'East', printf('Willow Road %d', i), {due} - {DAY}, 1, {start}, 'response', {due}, "
            f"{due} - {DAY // 4}, 1, {', '.join(['?'] * len(texts))}, {', '.join('0' for _ in zeros)} FROM n",
            ("",) * len(texts),
        )
        for kind, target in (("response", 24 * HOUR), ("resolution", 72 * HOUR)):
            connection.exec_driver_sql(
                f"{numbers} INSERT INTO clock (request_id, kind, cycle, started_at, target_ms, pinned, due_at, "
                f"warn_at, state, pauses, alarm_at, alarm_level) SELECT i, '{kind}', 1, {due} - {target}, {target}, "
                f"0, {due}, {due} - {target // 4}, 0, '[]', {due}, 100 FROM n"
            )
        connection.exec_driver_sql("ANALYZE")
    store.close()


def scratch(name: str) -> Path:
    """A free name in the cache for a file that lasts no longer than this run."""
    path = cache() / name
    remove(path)
    atexit.register(remove, path)
    return path


def copy(of: Path, name: str) -> Path:
    """A private copy to write into; nothing else has the original open."""
    return Path(shutil.copyfile(of, scratch(name)))


def remove(path: Path) -> None:
    """The file and what lies beside it."""
    for end in ("", "-wal", "-shm", "-queue"):
        Path(f"{path}{end}").unlink(missing_ok=True)
