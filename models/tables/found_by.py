"""The keys by which customers and premises are found, kept beside their rows by whoever writes these.

The two full-text indexes hold no text of their own: what is taken out must be named exactly as it was put in, so both
are worked out from the row as it is stored. They are asked by MATCH alone: LIKE on a trigram index answers with
nothing in some builds of SQLite.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from models.naming import KeyKind, name_keys
from models.phones import digits
from models.placing import meter_keys, place_text

BATCH = 5_000
LAST = 4

INDEXES = {
    "phone_search": "CREATE VIRTUAL TABLE phone_search USING fts5(digits, content='', tokenize='trigram')",
    "place_search": "CREATE VIRTUAL TABLE place_search USING fts5(place, content='', tokenize='trigram')",
}
"""The full-text indexes. On PostgreSQL ``pg_trgm`` with a GIN index on the same two texts takes their place."""

_PUT_KEY = "INSERT OR IGNORE INTO customer_key (kind, key, customer_id) VALUES (?, ?, ?)"
_DROP_KEY = "DELETE FROM customer_key WHERE kind = ? AND key = ? AND customer_id = ?"
_PUT_METER = "INSERT OR IGNORE INTO meter_key (key, premise_id) VALUES (?, ?)"
_DROP_METER = "DELETE FROM meter_key WHERE key = ? AND premise_id = ?"
_PUT_PHONE = "INSERT INTO phone_search (rowid, digits) VALUES (?, ?)"
_DROP_PHONE = "INSERT INTO phone_search (phone_search, rowid, digits) VALUES ('delete', ?, ?)"
_PUT_PLACE = "INSERT INTO place_search (rowid, place) VALUES (?, ?)"
_DROP_PLACE = "INSERT INTO place_search (place_search, rowid, place) VALUES ('delete', ?, ?)"

_LIVE_PEOPLE = "SELECT id, name, phone FROM customer WHERE retired_at IS NULL AND id > ? ORDER BY id LIMIT ?"
_LIVE_PLACES = (
    "SELECT id, district, address, building, meter FROM premise WHERE retired_at IS NULL AND id > ? ORDER BY id LIMIT ?"
)
ASKED = 200
"""How many rows of a full-text index are asked for by their own text when it is checked."""

Person = tuple[int, str, str]
"""A customer's id, name and phone, as stored."""

Place = tuple[int, str, str, str, str]
"""A premise's id, district, address, building and meter, as stored."""

Told = Callable[[int], None]


def keys_of(person: Person) -> Iterator[tuple[str, str, int]]:
    """The rows of ``customer_key`` of a customer."""
    customer_id, name, phone = person
    for kind, key in name_keys(name):
        yield kind.value, key, customer_id
    number = digits(phone)
    if number:
        yield KeyKind.PHONE.value, number, customer_id
    if len(number) >= LAST:
        yield KeyKind.LAST_FOUR.value, number[-LAST:], customer_id


def put_people(connection: Connection, people: Sequence[Person]) -> None:
    """Let these customers be found; none of them is yet."""
    _many(connection, _PUT_KEY, (key for one in people for key in keys_of(one)))
    _many(connection, _PUT_PHONE, _phones(people))


def drop_people(connection: Connection, people: Sequence[Person]) -> None:
    """Let these customers be found no more; they are given as they were put."""
    _many(connection, _DROP_KEY, (key for one in people for key in keys_of(one)))
    _many(connection, _DROP_PHONE, _phones(people))


def _phones(people: Sequence[Person]) -> Iterator[tuple[int, str]]:
    return ((one[0], number) for one in people if (number := digits(one[2])))


def put_places(connection: Connection, places: Sequence[Place]) -> None:
    """Let these premises be found; none of them is yet."""
    _many(connection, _PUT_METER, _meters(places))
    _many(connection, _PUT_PLACE, _texts(places))


def drop_places(connection: Connection, places: Sequence[Place]) -> None:
    """Let these premises be found no more; they are given as they were put."""
    _many(connection, _DROP_METER, _meters(places))
    _many(connection, _DROP_PLACE, _texts(places))


def _meters(places: Sequence[Place]) -> Iterator[tuple[str, int]]:
    return ((key, one[0]) for one in places for key in meter_keys(one[4]))


def _texts(places: Sequence[Place]) -> Iterator[tuple[int, str]]:
    return ((one[0], place_text(one[1], one[2], one[3])) for one in places)


def _many(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    listed = list(rows)
    if listed:
        connection.exec_driver_sql(statement, listed)


def refill(connection: Connection, told: Told = lambda done: None) -> int:
    """Make every key anew from the rows that are there, batch by batch; returns how many rows were gone through."""
    for table in ("customer_key", "meter_key"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    for index, made in INDEXES.items():
        connection.exec_driver_sql(f"DROP TABLE {index}")
        connection.exec_driver_sql(made)
    done = 0
    for people in _pages(connection, _LIVE_PEOPLE):
        put_people(connection, people)
        done += len(people)
        told(done)
    for places in _pages(connection, _LIVE_PLACES):
        put_places(connection, places)
        done += len(places)
        told(done)
    return done


def _pages(connection: Connection, query: str) -> Iterator[list[Any]]:
    last = -(2**62)
    while True:
        rows = [tuple(row) for row in connection.exec_driver_sql(query, (last, BATCH))]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def disagreements(connection: Connection, most: int) -> list[tuple[str, str]]:
    """``(where, what)`` of each row that is not found as it should be, at most so many; keys of nobody among them."""
    return list(islice(_wrong(connection), most))


def _wrong(connection: Connection) -> Iterator[tuple[str, str]]:
    wanted, numbered = 0, 0
    for people in _pages(connection, _LIVE_PEOPLE):
        wanted += sum(map(_sign, (key for one in people for key in keys_of(one))))
        numbered += sum(1 for _ in _phones(people))
    held = sum(
        _sign(tuple(row)) for row in connection.exec_driver_sql("SELECT kind, key, customer_id FROM customer_key")
    )
    if wanted != held:
        yield from _misfiled(connection)
    places = 0
    for some in _pages(connection, _LIVE_PLACES):
        places += len(some)
        for key, one in _meters(some):
            query = "SELECT 1 FROM meter_key WHERE key = ? AND premise_id = ?"
            if not connection.exec_driver_sql(query, (key, one)).first():
                yield f"premise {one}", "is not found by its meter"
    yield from _indexed(connection, "phone_search", numbered, _LIVE_PEOPLE, _phones)
    yield from _indexed(connection, "place_search", places, _LIVE_PLACES, _texts)


def _sign(key: tuple[Any, ...]) -> int:
    """What a key adds to the sum of all: two sets of keys with one sum are the same."""
    return zlib.crc32(repr(key).encode())


def _misfiled(connection: Connection) -> Iterator[tuple[str, str]]:
    wanted = 0
    for people in _pages(connection, _LIVE_PEOPLE):
        keys = {key for one in people for key in keys_of(one)}
        wanted += len(keys)
        missing = {key[2] for key in keys if not _there(connection, key)}
        yield from ((f"customer {one}", "is not found by every key") for one in sorted(missing))
    held = int(connection.exec_driver_sql("SELECT count(*) FROM customer_key").scalar_one())
    if held > wanted:
        yield "customer_key", f"{held - wanted} keys are nobody's"


def _indexed(
    connection: Connection, index: str, wanted: int, query: str,
    texts: Callable[[Sequence[Any]], Iterator[tuple[int, str]]],
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Holds the index as many texts as it should, and is one in so many of them found as it stands?"""
    held = int(connection.exec_driver_sql(f"SELECT count(*) FROM {index}_docsize").scalar_one())
    if held != wanted:
        yield index, f"holds {held} rows where {wanted} should be"
    step = max(1, wanted // ASKED)
    for some in _pages(connection, query):
        for rowid, text in islice(texts(some), 0, None, step):
            if len(text) > LAST and not _answers(connection, index, rowid, text):
                yield f"{index} {rowid}", "is not found by its text"


def _there(connection: Connection, key: tuple[str, str, int]) -> bool:
    query = "SELECT 1 FROM customer_key WHERE kind = ? AND key = ? AND customer_id = ?"
    return connection.exec_driver_sql(query, key).first() is not None


def _answers(connection: Connection, index: str, rowid: int, text: str) -> bool:
    quoted = '"' + text.replace('"', '""') + '"'
    query = f"SELECT 1 FROM {index} WHERE {index} MATCH ? AND rowid = ?"
    return connection.exec_driver_sql(query, (quoted, rowid)).first() is not None
