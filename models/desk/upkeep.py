"""Upkeep of the file while it is in use: describe it, prove it whole, rebuild its clock index, copy it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from models import journal
from models.desk import checking
from models.desk.checking import Checked, Progress
from models.desk.clockwork import CLOCKS
from models.desk.rebuilding import rewrite
from models.desk.reckoning import reckoned
from models.desk.work import REQUESTS, Tools
from models.errors import StoreError
from models.migrations.copying import Progress as Pages
from models.migrations.copying import copy
from models.migrations.file import SCHEMA, sqlite_module
from models.tables import Alarm, Customer, Engine, Header
from models.vocabulary import LIVE

HEADER = Header.__table__  # type: ignore[attr-defined]
ENGINE = Engine.__table__  # type: ignore[attr-defined]
ALARMS = Alarm.__table__  # type: ignore[attr-defined]
CUSTOMERS = Customer.__table__  # type: ignore[attr-defined]
NAMED = 20


@dataclass(frozen=True, slots=True)
class Info:
    """What a file is and what it holds; `head` is ``seq:hash`` of its newest journal line."""

    path: str
    name: str
    zone: str
    drill: bool
    sample: bool
    created: int
    schema: int
    sqlite: str
    bytes: int
    requests: int
    live: int
    clocks_running: int
    alarms: int
    customers: int
    lines: int
    head: str
    swept_at: int | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many requests were gone through and how many differed, some of them by number; were they written anew?"""

    requests: int
    differing: int
    written: bool
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy, and the head of its journal: kept elsewhere, it proves what the journal held."""

    path: str
    bytes: int
    seq: int
    hash: str


class Upkeep:
    """The file's own room."""

    def __init__(self, tools: Tools) -> None:
        self._tools, self._store = tools, tools.store

    def info(self) -> Info:
        """Describe the file."""
        with self._store.read() as connection:

            def one(query: object) -> int:
                return int(connection.execute(query).scalar() or 0)  # type: ignore[call-overload]

            header = {row.name: row.value for row in connection.execute(select(HEADER))}
            seq, hash_ = journal.head(connection)
            live = [status.value for status in LIVE]
            return Info(
                path=str(self._store.path),
                name=header.get("name", ""),
                zone=header.get("zone", ""),
                drill=header.get("drill") == "1",
                sample=header.get("sample") == "1",
                created=int(header.get("created", 0)),
                schema=SCHEMA,
                sqlite=sqlite_module().sqlite_version,
                bytes=self._store.path.stat().st_size,
                requests=one(select(func.count()).select_from(REQUESTS)),
                live=one(select(func.count()).where(REQUESTS.c.status.in_(live))),
                clocks_running=one(select(func.count()).where(CLOCKS.c.state == 0)),
                alarms=one(select(func.count()).where(ALARMS.c.state != "normal")),
                customers=one(select(func.count()).select_from(CUSTOMERS)),
                lines=seq,
                head=f"{seq}:{hash_}",
                swept_at=connection.execute(select(ENGINE.c.swept_at)).scalar(),
            )

    def check(self, progress: Progress | None = None) -> Checked:
        """Prove structure, references, journal chain and clock index."""
        return checking.check(self._store, progress)

    def rebuild(self, check: bool = False, progress: Callable[[int, int], None] | None = None) -> Rebuilt:
        """Compare every stored clock with the journal and, unless only `check` is asked, write what differs."""
        count = 0
        differing: list[int] = []
        numbers: list[str] = []
        for one in reckoned(self._store, progress):
            count += 1
            if one.differs:
                differing.append(one.id)
                numbers.append(one.number)
        if differing and not check:
            rewrite(self._tools, differing)
        return Rebuilt(count, len(differing), bool(differing) and not check, tuple(numbers[:NAMED]))

    def backup(self, dest: Path | str, progress: Pages | None = None) -> Copied:
        """Copy the file while it is in use, and check the copy; in a folder it is named after its journal's head.

        Raises:
            StoreError: the name is taken, the place cannot be written, the disk is full, or the file is damaged.
        """
        dest = Path(dest)
        if not dest.is_dir():
            head = copy(self._store.path, dest, progress)
            return Copied(str(dest), dest.stat().st_size, head.seq, head.hash)
        source = self._store.path
        coming = dest / f".{source.stem}-backup.db"
        coming.unlink(missing_ok=True)
        head = copy(source, coming, progress)
        final = dest / f"{source.stem}-{head.seq}-{head.hash[:16]}.db"
        try:
            if final.exists():
                raise StoreError("store.exists", f"{final} exists already; it was not touched.",
                                 "Nothing was written since that backup.", path=str(final))  # fmt: skip
            coming.rename(final)
        finally:
            coming.unlink(missing_ok=True)
        return Copied(str(final), final.stat().st_size, head.seq, head.hash)
