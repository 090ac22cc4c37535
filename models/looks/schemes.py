"""Texts that an admin keeps in versions, as they were in force at an instant: the service tree, the checklists."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import Connection, bindparam, select

from models.checklists import Item, checklists, read_checklists
from models.indicators.lines import Lines, read_lines, usual
from models.looks.columns import ASSIGNMENTS, SCHEMES
from models.vocabulary import Step


class Subject(StrEnum):
    """What is kept so."""

    TREE = "tree"
    CHECKLIST = "checklist"


_AT = (
    select(SCHEMES.c.body)
    .where(SCHEMES.c.subject == bindparam("subject"), SCHEMES.c.valid_from <= bindparam("at"))
    .order_by(SCHEMES.c.valid_from.desc(), SCHEMES.c.version.desc())
    .limit(1)
)
_VERSIONS = select(SCHEMES).where(SCHEMES.c.subject == bindparam("subject")).order_by(SCHEMES.c.version)
_JOBS = select(ASSIGNMENTS.c.accepted_at, ASSIGNMENTS.c.en_route_at, ASSIGNMENTS.c.on_site_at).where(
    ASSIGNMENTS.c.request_id == bindparam("request"),
    ASSIGNMENTS.c.step.not_in([Step.DECLINED.value, Step.WITHDRAWN.value, Step.HANDED_OVER.value]),
)


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """One version of a text: since when it holds (ms UTC), and who set it."""

    subject: str
    version: int
    body: str
    valid_from: int
    written_at: int
    set_by: str


def body_at(connection: Connection, subject: Subject, at: int) -> str | None:
    """The text in force at an instant; None: the product's own."""
    body = connection.execute(_AT, {"subject": subject.value, "at": at}).scalar()
    return None if body is None else str(body)


def lines_at(connection: Connection, at: int) -> Lines:
    """The service tree in force at an instant."""
    body = body_at(connection, Subject.TREE, at)
    return usual() if body is None else _lines(body)


def checklists_at(connection: Connection, at: int) -> Mapping[str, tuple[Item, ...]]:
    """The checklists in force at an instant."""
    body = body_at(connection, Subject.CHECKLIST, at)
    return checklists() if body is None else _checklists(body)


def began(connection: Connection, request_id: int, now: int) -> int:
    """When an inspection began: when a crew first took up the visit that is not given back; else it begins now."""
    steps = [at for row in connection.execute(_JOBS, {"request": request_id}) for at in row if at is not None]
    return min(steps, default=now)


def checklists_of(connection: Connection, request_id: int, now: int) -> Mapping[str, tuple[Item, ...]]:
    """The checklists with which an inspection began: it goes on with them, whatever an admin sets meanwhile."""
    return checklists_at(connection, began(connection, request_id, now))


def versions(connection: Connection, subject: Subject) -> list[SchemeVersion]:
    """Every version, the oldest first."""
    names = SchemeVersion.__dataclass_fields__
    found = connection.execute(_VERSIONS, {"subject": subject.value})
    return [SchemeVersion(**{name: getattr(row, name) for name in names}) for row in found]


class SchemesLook:
    """The reads of whoever keeps them, and of whoever inspects."""

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._read = read

    def versions(self, subject: Subject) -> list[SchemeVersion]:
        """Every version, the oldest first; none where the product's own holds."""
        with self._read() as connection:
            return versions(connection, subject)

    def body(self, subject: Subject, at: int) -> str | None:
        """The text in force at an instant; None: the product's own."""
        with self._read() as connection:
            return body_at(connection, subject, at)

    def lines(self, at: int) -> Lines:
        """The service tree in force at an instant."""
        with self._read() as connection:
            return lines_at(connection, at)

    def checklists(self, at: int, request_id: int | None = None) -> Mapping[str, tuple[Item, ...]]:
        """The checklists in force at an instant, or those with which an inspection began."""
        with self._read() as connection:
            if request_id is not None:
                return checklists_of(connection, request_id, at)
            return checklists_at(connection, at)


@lru_cache(maxsize=32)
def _lines(body: str) -> Lines:
    return read_lines(body)


@lru_cache(maxsize=32)
def _checklists(body: str) -> Mapping[str, tuple[Item, ...]]:
    return read_checklists(body)
