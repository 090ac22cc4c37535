"""The one search box among a million customers: each kind of question beside the bare indexed query, and in ms."""

import time
from collections.abc import Iterator

from bench import cities
from bench.figures import ROUNDS, Figure, cpu_ms, median
from bench.replay import Raw, recorded
from models.desk.desk import Desk
from models.store import Store
from models.wall import HandClock

TIMES = 20
"""How often each question is asked in one round."""

LIMIT_MS, RATIO = 50, 12
"""What terminal and storage ask: an answer while one types; and how much the rows around it may cost."""


def questions(desk: Desk) -> dict[str, str]:
    """One question of each kind, made of a customer in the middle of the file."""
    with desk.store.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT c.phone, c.name, p.address, p.district, p.meter FROM customer c JOIN premise p "
            "ON p.id = c.premise_id WHERE c.id >= (SELECT max(id) / 2 FROM customer) AND length(c.name) = 3 "
            "AND c.klass = 'individual' LIMIT 1"
        ).one()
    street = row.address.partition("号")[0]
    return {
        "whole phone": row.phone,
        "last four": row.phone[-4:],
        "part of a phone": row.phone[3:9],
        "beginning of a phone": row.phone[:6],
        "name": row.name,
        "given name": row.name[1:],
        "surname alone": row.name[0],
        "initials": "zjl",
        "pinyin": "zhangjianlin",
        "pinyin begun": "zhangji",
        "street": street.rstrip("0123456789"),
        "street and number": f"{street}号",
        "district and two pieces": f"{row.district} {street.rstrip('0123456789')} {row.address.partition('号')[2]}",
        "two signs of a street": row.address[:2],
        "name and street": f"{row.name[0]} {street.rstrip('0123456789')}",
        "initials and street": f"zjl {street.rstrip('0123456789')}",
        "meter": row.meter,
        "nobody": "欧阳震震震",
    }


def figures() -> Iterator[Figure]:
    """Each kind of question, and how fast a file of customers is taken in."""
    path = cities.customers(cities.ROWS)
    desk = Desk(Store(path), HandClock(cities.START))
    raw = Raw(path)
    for kind, typed in questions(desk).items():
        yield from _asked(desk, raw, kind, typed)
    raw.close()
    desk.store.close()
    rate = cities.copied_in(20_000)
    yield Figure("customers taken in from a file, rows a second", rate, None, 1_500, "/s", "ours", least=True)


def _asked(desk: Desk, raw: Raw, kind: str, typed: str) -> Iterator[Figure]:
    look = desk.look
    look.customers(typed)
    with recorded() as statements:
        look.customers(typed)
    begun = time.perf_counter()
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(cpu_ms(lambda: [look.customers(typed) for _ in range(TIMES)]) / TIMES)
        plain.append(cpu_ms(lambda: [raw.play(statements) for _ in range(TIMES)]) / TIMES)
        if time.perf_counter() - begun > LIMIT_MS:  # a question that slow is told by its first round
            break
    name = f"customers by {kind}"
    yield Figure(name, median(ours), median(plain), RATIO, "ms")
    yield Figure(f"{name}, {cities.ROWS:,} of them", median(ours), None, LIMIT_MS, "ms", "ours")
