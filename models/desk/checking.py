"""Proof that a file is whole: structure, references, the journal's chain, the clock index, alarms, signed sheets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from models import journal
from models.desk.checking_alarms import disagreements
from models.desk.reckoning import reckoned
from models.looks import handovers, packs
from models.migrations.copying import faults_of
from models.store import Store
from models.tables import found_by

MANY = 20
"""Faults of one part that are named; the rest are only counted."""

Progress = Callable[[str, int, int], None]
"""Told now and then: which part, how far, of how much (0: unknown)."""

PARTS = ("structure", "references", "journal", "clocks", "alarms", "keys", "handovers", "packs")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: in which part, where, and what."""

    part: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.part}: {self.where}: {self.what}" if self.where else f"{self.part}: {self.what}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check went through and what it found; `head` is ``seq:hash`` of the newest line, to be kept elsewhere."""

    sound: bool
    requests: int
    lines: int
    head: str
    faults: tuple[Fault, ...]


def check(store: Store, progress: Progress | None = None) -> Checked:
    """Go through the whole file; a damaged structure is reported alone, since nothing else can be trusted then."""
    tell = progress or _silent
    faults = list(_structure(store, tell))
    if faults:
        return Checked(False, 0, 0, "", tuple(faults))
    faults += _references(store, tell)
    link = _chain(store, tell)
    if isinstance(link, journal.ChainFault):
        faults.append(Fault("journal", f"line {link.seq}", link.reason))
    requests, wrong = _clocks(store, tell)
    faults += wrong
    faults += _alarms(store, tell)
    faults += _keys(store, tell)
    faults += _handovers(store, tell)
    faults += _packs(store, tell)
    with store.read() as connection:
        seq, hash_ = journal.head(connection)
    return Checked(not faults, requests, seq, f"{seq}:{hash_}", tuple(faults))


def _silent(part: str, done: int, whole: int) -> None:
    return


def _structure(store: Store, tell: Progress) -> Iterator[Fault]:
    tell("structure", 0, 0)
    with store.read() as connection:
        for line in faults_of(_driver(connection)):
            yield Fault("structure", "", line)


def _driver(connection: Connection) -> object:
    return connection.connection.driver_connection


def _references(store: Store, tell: Progress) -> Iterator[Fault]:
    tell("references", 0, 0)
    with store.read() as connection:
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MANY):
            yield Fault("references", f"{row[0]} {row[1]}", f"refers to a missing {row[2]}")


def _chain(store: Store, tell: Progress) -> journal.Link | journal.ChainFault:
    """The last line of an unbroken chain, or where it breaks; what is written meanwhile is gone through too."""
    link = journal.Link()
    while True:
        with store.read() as connection:
            whole = journal.head(connection)[0]
            further = journal.walk(connection, link)
        if isinstance(further, journal.ChainFault) or further == link:
            return further
        link = further
        tell("journal", link.seq, whole)


def _alarms(store: Store, tell: Progress) -> list[Fault]:
    tell("alarms", 0, 0)
    with store.read() as connection:
        return [Fault("alarms", where, what) for where, what in disagreements(connection, MANY)]


def _keys(store: Store, tell: Progress) -> list[Fault]:
    tell("keys", 0, 0)
    with store.read() as connection:
        return [Fault("keys", where, what) for where, what in found_by.disagreements(connection, MANY)]


def _handovers(store: Store, tell: Progress) -> list[Fault]:
    tell("handovers", 0, 0)
    with store.read() as connection:
        return [Fault("handovers", where, what) for where, what in handovers.disagreements(connection, MANY)]


def _packs(store: Store, tell: Progress) -> list[Fault]:
    tell("packs", 0, 0)
    with store.read() as connection:
        return [Fault("packs", where, what) for where, what in packs.disagreements(connection, MANY)]


def _clocks(store: Store, tell: Progress) -> tuple[int, list[Fault]]:
    count, more = 0, 0
    faults: list[Fault] = []
    for one in reckoned(store, lambda done, whole: tell("clocks", done, whole)):
        count += 1
        if one.differs and len(faults) < MANY:
            faults.append(Fault("clocks", one.number, one.differs))
        elif one.differs:
            more += 1
    if more:
        faults.append(Fault("clocks", "", f"{more} more requests differ"))
    return count, faults
