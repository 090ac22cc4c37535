"""What the tests of screens stand on: a board like a real morning's, on a real file, with a hand-set clock."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from console.app import HotlineApp
from models.desk.desk import Desk
from models.migrations import create
from models.rows import NewRequest, Seat
from models.store import Store
from models.tables import Crew, District, Operator
from models.vocabulary import HoldReason, Priority, Role
from models.wall import HOUR, MINUTE, HandClock

NOON = 1_795_328_587_000
"""2026-11-22 14:23:07 in Shanghai."""

LI = Seat(1, "li", "李薇", frozenset({Role.SUPERVISOR, Role.ADMIN}), "李")
CHEN = Seat(2, "chen", "陈实", frozenset({Role.DISPATCHER}), "陈")
CREWS = ("抢1", "抢2", "抢3", "修1", "修2", "修3", "修4", "检1", "检2", "检3")
DISTRICTS = (("城东", "East"), ("城西", "West"), ("城南", "South"), ("城北", "North"), ("开发", "Development"))
STREETS = (
    "民生路12号3-502",
    "和平街5号1-101",
    "建设路28号",
    "友谊路77号2-1103",
    "解放大街210号5-602",
    "科技园路1号B座",
)


@dataclass
class Scene:
    """A desk on a real file, its clock, and what makes an application on it."""

    desk: Desk
    wall: HandClock
    path: Path
    li: Seat = LI
    chen: Seat = CHEN

    def app(self, **given: Any) -> HotlineApp:
        """The console of 李薇 on this file."""
        opened: Callable[[], Desk] = lambda: Desk(Store(self.path), self.wall)  # noqa: E731
        return HotlineApp(open_desk=opened, seat_for=lambda desk: LI, wall=self.wall, **given)

    def save(self, category: str, minutes_ago: float, place: int = 0, **fields: Any) -> int:
        """A request received so long ago; its id."""
        received = round(self.wall.now() - minutes_ago * MINUTE)
        district = DISTRICTS[place % len(DISTRICTS)][0]
        new = NewRequest(
            category=category, received=received, district=district, phone=f"1390000{place:04d}",
            address=fields.pop("address", STREETS[place % len(STREETS)]), **fields,
        )  # fmt: skip
        return self.desk.intake.save(LI, new).id


def found(path: Path, wall: HandClock) -> Desk:
    """A fresh file with people, crews and districts."""
    create(path, zone="Asia/Shanghai", name="燃气热线", wall=wall)
    store = Store(path)
    with store.write() as connection:
        people = [
            {"id": seat.operator_id, "login": seat.login, "name": seat.name, "initials": seat.initials,
             "roles": ",".join(role.value for role in seat.roles)}
            for seat in (LI, CHEN)
        ]  # fmt: skip
        connection.execute(insert(Operator), people)
        connection.execute(insert(Crew), [{"code": code, "name": code, "district": "城东"} for code in CREWS])
        connection.execute(insert(District), [{"name": zh, "name_en": en} for zh, en in DISTRICTS])
    return Desk(store, wall)


def build(path: Path, *, repairs: int = 41, inspections: int = 18) -> Scene:
    """The morning: three emergencies, many repairs and inspections, five complaints."""
    wall = HandClock(NOON)
    scene = Scene(found(path, wall), wall, path)
    dispatch = scene.desk.dispatch
    first = scene.save("EM-LEAK-IN", 43, 0, people="老人 头晕", note="老人 头晕")
    for verb in ("assign", "accept", "en_route"):
        getattr(dispatch, verb)(CHEN, first, crew="抢3", at=wall.now() - 24 * MINUTE)
    scene.save("EM-METER-LEAK", 4, 1, note="地下室")
    third = scene.save("EM-OUT-AREA", 112, 2, address="建设路28号 12户", note="幼儿园")
    dispatch.assign(CHEN, third, crew="抢1", at=wall.now() - 20 * MINUTE)
    dispatch.on_site(CHEN, third, crew="抢1", at=wall.now() - 12 * MINUTE)
    _repairs(scene, repairs)
    kinds = ("SI-YEAR", "SI-RECHECK")
    codes = [row.code for row in scene.desk.look.categories() if row.kind == "inspection"][:4] or list(kinds)
    for number in range(inspections):
        scene.save(codes[number % len(codes)], 30 + 97 * number, number)
    complaints = [row.code for row in scene.desk.look.categories() if row.kind == "complaint"]
    for number in range(5):
        scene.save(complaints[number % len(complaints)], 600 + 300 * number, number)
    scene.desk.alarms.sweep()
    return scene


def _repairs(scene: Scene, count: int) -> None:
    codes = [row.code for row in scene.desk.look.categories() if row.kind == "repair"]
    for number in range(count):
        fields: dict[str, Any] = {"note": ("饭店", "", "门禁", "约 16:00", "")[number % 5]}
        if number == 5:
            fields["address"] = "学府路9号\x1b[31m[red]学生公寓A栋\n后门 👨‍👩‍👧 很长很长的地址写到这里还没有完"
        if number % 7 == 0:
            fields["priority"] = Priority.P2
        request = scene.save(codes[number % len(codes)], 20 + 37 * number, number, **fields)
        if number % 3 == 1:
            scene.desk.handling.respond(LI, request)
        if number % 4 == 1:
            scene.desk.dispatch.assign(CHEN, request, crew=CREWS[3 + number % 4], override_reason="排着队")
        if number % 9 == 4:
            until = scene.wall.now() + 5 * HOUR
            scene.desk.handling.hold(LI, request, reason=HoldReason.NOT_HOME, until=until)


@pytest.fixture(scope="session")
def morning_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished morning; tests get copies."""
    scene = build(tmp_path_factory.mktemp("morning") / "morning.db")
    scene.desk.store.close()
    return scene.path


@pytest.fixture
def scene(morning_file: Path, tmp_path: Path) -> Iterator[Scene]:
    """A morning of one's own."""
    path = Path(shutil.copy(morning_file, tmp_path / "morning.db"))
    wall = HandClock(NOON)
    desk = Desk(Store(path), wall)
    yield Scene(desk, wall, path)
    desk.store.close()
