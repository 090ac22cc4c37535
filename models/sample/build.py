"""Building the sample: the same seed and instant give the same file, byte for byte with one SQLite."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

from sqlalchemy import insert, update

from models.desk.desk import Desk
from models.errors import StoreError
from models.migrations import create
from models.sample import board, campaigns, city, crowd, places, staff, stops
from models.sample.lives import LIVES, emergency
from models.sample.story import Story
from models.store import Store
from models.tables import Crew, Customer, District, Engine, Header, Notice, Operator, Premise, Travel
from models.tables.found_by import put_people, put_places
from models.wall import DAY, HOUR, HandClock

AT = 1_794_810_187_000
"""2026-11-16T14:23:07+08:00, the moment at which the committed sample stands."""

SEED = 7
DAYS = 60
HOMES = 3_000
HISTORY = 340
"""Requests of the sixty days, beside those that stand on the board."""

SMALL_CALLS = 260
_BUSY_DAYS = 4
_BUSY_SHARE = 0.36
_HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 12, 14, 13, 11, 8, 8, 10, 10, 10, 11, 12, 10, 7, 5, 3, 2)
"""How the calls of a day fall on its hours."""


def build(
    dest: Path | str,
    *,
    requests: int | None = None,
    seed: int = SEED,
    at: int = AT,
    progress: Callable[[float], None] = lambda share: None,
) -> Path:
    """Write a sample to `dest`, which must not exist.

    Args:
        requests: how many, through bulk inserts; None tells the story of the committed sample.
        seed: another one gives another city.
        at: the moment at which the sample stands, epoch ms.
        progress: told the finished share, 0..1.

    Raises:
        StoreError: `dest` exists or cannot be written.
    """
    dest = Path(dest)
    if dest.exists():
        raise StoreError("store.exists", f"{dest} exists already; it was not touched.", "Name another file.",
                         path=str(dest))  # fmt: skip
    making = dest.with_name(f".{dest.name}.building-{os.getpid()}")
    try:
        create(making, zone=city.ZONE, name=city.NAME, sample=True, wall=HandClock(at - DAYS * DAY))
        store = Store(making)
        try:
            if requests is None:
                _tell(store, seed, at, progress)
            else:
                random = Random(seed)
                people = settle(store, random, at, crowd.homes_for(requests))
                crowd.fill(store, people, requests, random, at, progress)
            _sign(store, seed, at, requests)
            _pack(store, dest)
        finally:
            store.close()
    finally:
        for left in ("", "-wal", "-shm", "-queue"):
            making.with_name(making.name + left).unlink(missing_ok=True)
    return dest


def settle(store: Store, random: Random, at: int, homes: int) -> list[city.Home]:
    """Put the districts, the people and the crews of the city into a new file."""
    people = city.homes(homes, random)
    since = at - 400 * DAY
    with store.write() as connection:
        connection.execute(insert(District), [{"name": zh, "name_en": en} for zh, en in city.DISTRICTS.items()])
        connection.execute(insert(Operator), [one.row() for one in staff.STAFF])
        connection.execute(insert(Crew), [one.row() for one in staff.CREWS])
        connection.execute(insert(Travel), list(places.ways()))
        for start in range(0, len(people), 1000):
            some = people[start : start + 1000]
            connection.execute(insert(Premise), [one.premise() for one in some])
            connection.execute(insert(Customer), [one.customer(since) for one in some])
            put_places(connection, [(one.id, one.district, one.address, one.building, one.meter) for one in some])
            put_people(connection, [(one.id, one.name, one.phone) for one in some])
    return people


def _tell(store: Store, seed: int, at: int, progress: Callable[[float], None]) -> None:
    random, grain = Random(seed), Random(seed + 1)
    homes = settle(store, random, at, HOMES)
    wall = HandClock(at - DAYS * DAY)
    desk = Desk(store, wall, salt=lambda: f"{grain.getrandbits(64):016x}")
    story = Story(desk, wall, homes, random, at)
    kinds, shares = list(LIVES), list(LIVES.values())
    for number in range(HISTORY):
        life = random.choices(kinds, shares)[0]
        begun = _moment(random, at, number < HISTORY * _BUSY_SHARE)
        if life is not emergency or begun < at - 4 * HOUR:
            story.begin(begun, life(story))
    for number in range(SMALL_CALLS):
        story.begin(_moment(random, at, number < SMALL_CALLS * _BUSY_SHARE), story.small_call())
    board.set_up(story)
    story.run(progress)
    stops.plan(desk, at)
    campaigns.plan(desk, at)


def _moment(random: Random, at: int, lately: bool) -> int:
    """An instant of the sixty days, or of the last busy ones, at an hour at which people call."""
    days = random.randrange(_BUSY_DAYS) if lately else random.randrange(_BUSY_DAYS, DAYS)
    midnight = at - (at + 8 * HOUR) % DAY
    hour = random.choices(range(24), _HOURS)[0]
    moment = midnight - days * DAY + hour * HOUR + random.randrange(HOUR)
    return moment if moment < at else moment - DAY


def _sign(store: Store, seed: int, at: int, requests: int | None) -> None:
    """Write into the header what the file was made from, and leave no trace of the process that made it."""
    facts = {"sample_seed": seed, "sample_at": at, "sample_requests": "" if requests is None else requests}
    with store.write() as connection:
        connection.execute(insert(Header), [{"name": name, "value": str(value)} for name, value in facts.items()])
        connection.execute(update(Engine).values(sweeper="sample", swept_at=at))
        connection.execute(update(Notice).values(state="expired"))  # nobody outside is told of an invented city


def _pack(store: Store, dest: Path) -> None:
    """One file without gaps or log, whose bytes depend on its rows alone."""
    raw = store.raw()
    try:
        raw.execute("VACUUM INTO ?", (str(dest),))
        dest.chmod(0o600)
    finally:
        raw.close()
