"""The question "is this the same matter?" while somebody types, at a million homes and a million requests."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import cities
from bench.desk import opened
from bench.figures import ROUNDS, Figure, cpu_ms, median
from bench.replay import Raw, recorded
from models.migrations import create
from models.rows import Place
from models.store import Store
from models.wall import DAY, HandClock

ASKED, BUDGET = 60, 20
"""Questions in a round; milliseconds one may take."""

STREETS, HOUSES = 500, 200
"""A home in ten stands in the same house."""


def figures() -> Iterator[Figure]:
    """Every figure of this room."""
    desk, wall = opened(town(cities.ROWS))
    now = wall.now()
    again = desk.look.again()
    places = [Place(f"555{n:08d}", category="EM-LEAK-IN", premise_id=1 + n * 7919 % cities.ROWS) for n in range(ASKED)]
    found = 0

    def ask() -> None:
        nonlocal found
        found = sum(len(again.like(place, now)) for place in places)

    def gather() -> None:
        for place in places:
            again.cluster(place, now)

    for name, work, ratio in (("same matter", ask, 10), ("three like it", gather, 25)):
        work()
        with recorded() as statements:
            work()
        raw = Raw(desk.store.path)
        ours, plain = [], []
        for _ in range(ROUNDS):
            ours.append(cpu_ms(work) / ASKED)
            plain.append(cpu_ms(lambda statements=statements, raw=raw: raw.play(statements)) / ASKED)
        raw.close()
        yield Figure(f"{name}, {cities.ROWS:,} requests", median(ours), median(plain), ratio, "ms")
        yield Figure(f"{name}, {cities.ROWS:,} requests", median(ours), None, BUDGET, "ms", "ours")
    desk.store.close()
    if not found:
        raise AssertionError("no request was found near any place")


def town(requests: int) -> Path:
    """So many homes with coordinates and as many requests of a year: a tenth live, those of the last day ended."""
    made = cities.cache() / f"town-{requests}.db"
    if not made.exists():
        print(f"building {made.name} (once) ...", file=sys.stderr, flush=True)
        half = made.with_suffix(".half")
        cities.remove(half)
        create(half, zone="UTC", name="bench", wall=HandClock(cities.START), operator=("bench", "Bench"))
        _fill(half, requests)
        half.rename(made)
        cities.remove(half)
    return made


def _fill(path: Path, count: int) -> None:
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    street = f"char(20000 + i % {STREETS}) || '路'"
    house = f"{street} || (1 + i / {STREETS} % {HOUSES})"
    texts = ("outside_number", "caller", "text", "access", "people", "note", "flags")
    zeros = ("source_verified", "hold_pausing", "holds", "returns", "callback_due", "next_due_at", "next_warn_at")
    since = f"{cities.START} - ({count} - i) * {365 * DAY // count}"
    store = Store(path)
    with store.write() as connection:
        connection.exec_driver_sql(
            f"{numbers} INSERT INTO premise (id, district, building, address, hazards, vulnerable, access, meter, "
            f"valve, latitude, longitude) SELECT i, 'East', {house} || '号', {house} || '号1-101', '', '', '', '', '', "
            f"31.0 + (i % {STREETS}) * 0.0008, 121.0 + (i / {STREETS} % {HOUSES}) * 0.002 FROM n"
        )
        connection.exec_driver_sql(
            f"{numbers} INSERT INTO customer (id, name, phone, klass, tier, manager, premise_id) "
            f"SELECT i, 'n', printf('139%08d', i), 'individual', '', '', i FROM n"
        )
        connection.exec_driver_sql(
            f"{numbers} INSERT INTO request (id, serial, number, kind, category, priority, status, channel, district, "
            f"address, phone, premise_id, house, latitude, longitude, received, cycle, state_since, version, "
            f"{', '.join(texts + zeros)}) SELECT i, i, printf('R-%05d', i), "
            f"CASE i % 3 WHEN 0 THEN 'emergency' ELSE 'repair' END, "
            f"CASE i % 3 WHEN 0 THEN 'EM-LEAK-IN' ELSE 'RP-NOGAS' END, CASE i % 3 WHEN 0 THEN 'P1' ELSE 'P2' END, "
            f"CASE WHEN i % 10 = 0 THEN 'open' ELSE 'closed' END, 'phone', 'East', {house} || '号1-101', "
            f"printf('139%08d', i), i, {house}, 31.0 + (i % {STREETS}) * 0.0008, "
            f"121.0 + (i / {STREETS} % {HOUSES}) * 0.002, {since}, 1, {since}, 1, "
            f"{', '.join(['?'] * len(texts))}, {', '.join('0' for _ in zeros)} FROM n",
            ("",) * len(texts),
        )
        connection.exec_driver_sql("ANALYZE")
    store.close()
