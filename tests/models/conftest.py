"""What the tests of models stand on: a real file, a hand-set clock, five people and a few crews."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from models.desk.desk import Desk
from models.errors import DeskError
from models.migrations import create
from models.rows import Seat
from models.store import Store
from models.tables import Crew, District, Operator
from models.vocabulary import Role
from models.wall import HandClock

PEOPLE = {
    "operator": ("li", "李静", Role.OPERATOR),
    "second": ("wang", "王磊", Role.OPERATOR),
    "dispatcher": ("chen", "陈诚", Role.DISPATCHER),
    "supervisor": ("zhao", "赵敏", Role.SUPERVISOR),
    "admin": ("root", "Ada Minn", Role.ADMIN),
}
CREWS = ("QX1", "QX2", "WX1", "WX2", "AJ1")
DISTRICTS = (("城东", "East"), ("城西", "West"), ("南湖", "South Lake"))


@dataclass(frozen=True)
class Seats:
    """One person of each role, and a second operator."""

    operator: Seat
    second: Seat
    dispatcher: Seat
    supervisor: Seat
    admin: Seat


SEATS = Seats(
    **{
        place: Seat(number, login, name, frozenset({role}), login[:2].upper())
        for number, (place, (login, name, role)) in enumerate(PEOPLE.items(), 1)
    }
)


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished file with the default catalogue, the people, crews and districts above; tests get copies."""
    path = create(
        tmp_path_factory.mktemp("blank") / "blank.db",
        zone="Asia/Shanghai",
        name="燃气热线",
        wall=HandClock(),
    )
    store = Store(path)
    with store.write() as connection:
        connection.execute(
            insert(Operator),
            [
                {"id": seat.operator_id, "login": seat.login, "name": seat.name, "initials": seat.initials,
                 "roles": ",".join(role.value for role in seat.roles)}
                for seat in (SEATS.operator, SEATS.second, SEATS.dispatcher, SEATS.supervisor, SEATS.admin)
            ],
        )  # fmt: skip
        connection.execute(insert(Crew), [{"code": code, "name": code, "district": "城东"} for code in CREWS])
        connection.execute(insert(District), [{"name": zh, "name_en": en} for zh, en in DISTRICTS])
    store.close()
    with_log = path.with_name(path.name + "-wal")
    assert not with_log.exists() or with_log.stat().st_size == 0
    return path


@pytest.fixture
def wall() -> HandClock:
    """2026-01-01 08:00 in Shanghai, until somebody moves it."""
    return HandClock()


@pytest.fixture
def database(blank_file: Path, tmp_path: Path) -> Path:
    """A file of the test's own."""
    return Path(shutil.copy(blank_file, tmp_path / "desk.db"))


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """The opened file."""
    opened = Store(database)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, wall: HandClock) -> Desk:
    """The desk on that file under that clock."""
    return Desk(store, wall)


@pytest.fixture
def seats() -> Seats:
    """Who may act: ``seats.operator``, ``.second``, ``.dispatcher``, ``.supervisor``, ``.admin``."""
    return SEATS


@pytest.fixture
def crew() -> str:
    """The code of a crew in service; QX2, WX1, WX2 and AJ1 are there as well."""
    return CREWS[0]


@pytest.fixture
def rows(store: Store) -> Callable[..., list[Any]]:
    """``rows(Table, column=value)``: what stands in a table, for the asserting eye."""

    def read(table: Any, **where: Any) -> list[Any]:
        with store.read() as connection:
            return list(connection.execute(select(table.__table__).filter_by(**where)))

    return read


@pytest.fixture
def refused() -> Callable[..., str]:
    """``refused(verb, seat, …)``: the code with which the desk refuses."""

    def ask(verb: Callable[..., Any], *args: Any, **asked: Any) -> str:
        with pytest.raises(DeskError) as told:
            verb(*args, **asked)
        assert told.value.what
        return told.value.code

    return ask
