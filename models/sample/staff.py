"""Who works at the hotline of Yunting: ten people at keyboards and fourteen crews."""

from dataclasses import dataclass

from models.rows import Seat
from models.vocabulary import Role

CENTRE = "云汀客服中心"


@dataclass(frozen=True, slots=True)
class Person:
    """A person at a keyboard, and the hours (local, from and to) in which they usually sit there."""

    id: int
    login: str
    name: str
    initials: str
    roles: tuple[Role, ...]
    team: str
    hours: tuple[int, int]

    @property
    def seat(self) -> Seat:
        """The seat as the verbs know it."""
        return Seat(self.id, self.login, self.name, frozenset(self.roles), self.initials)

    def row(self) -> dict[str, object]:
        """The row of the operator table."""
        return {
            "id": self.id,
            "login": self.login,
            "name": self.name,
            "initials": self.initials,
            "roles": ",".join(role.value for role in self.roles),
            "team": self.team,
            "department": "热线部" if Role.ADMIN not in self.roles else "信息部",
            "centre": CENTRE,
        }


_SUPERVISOR, _DISPATCHER, _OPERATOR, _ADMIN = (Role.SUPERVISOR,), (Role.DISPATCHER,), (Role.OPERATOR,), (Role.ADMIN,)
STAFF = (
    Person(1, "liwei", "李薇", "李", _DISPATCHER, "早班", (7, 15)),
    Person(2, "wangjun", "王珺", "王", _OPERATOR, "早班", (7, 15)),
    Person(3, "zhaoming", "赵明", "赵", _OPERATOR, "早班", (7, 15)),
    Person(4, "sunmin", "孙敏", "孙", _SUPERVISOR, "早班", (7, 19)),
    Person(5, "chenli", "陈立", "陈", _OPERATOR, "中班", (15, 23)),
    Person(6, "zhoutao", "周涛", "周", _DISPATCHER, "中班", (15, 23)),
    Person(7, "annak", "Anna Kowal", "AK", _OPERATOR, "中班", (15, 23)),
    Person(8, "heqing", "何青", "何", _DISPATCHER, "夜班", (23, 7)),
    Person(9, "liuyang", "刘洋", "刘", _SUPERVISOR, "夜班", (19, 7)),
    Person(10, "zhengkai", "郑凯", "郑", _ADMIN, "系统", (9, 17)),
)


def on_duty(hour: int, role: Role) -> list[Person]:
    """Those who hold `role` and usually sit there at that hour of the day; the least powerful first."""
    there = [one for one in STAFF if one.seat.may(role) and _sits(one, hour)]
    return sorted(there, key=lambda one: (one.seat.may(Role.SUPERVISOR), one.seat.may(Role.DISPATCHER), one.id))


def _sits(person: Person, hour: int) -> bool:
    start, end = person.hours
    return start <= hour < end if start < end else hour >= start or hour < end


@dataclass(frozen=True, slots=True)
class Squad:
    """A crew, its home district and what it can do."""

    id: int
    code: str
    name: str
    district: str
    skills: str

    def row(self) -> dict[str, object]:
        """The row of the crew table."""
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "district": self.district,
            "skills": self.skills,
            "phone": f"1420099{self.id:04d}",
            "team": {"抢": "抢修队", "修": "维修队", "检": "安检队"}[self.code[0]],
            "department": "运营部",
            "centre": "云汀运营中心",
        }


_RESCUE, _REPAIR, _CHECK = "emergency,network,appliance", "indoor repair,meter", "inspector"
CREWS = (
    Squad(1, "抢1", "抢修一班", "望江", _RESCUE),
    Squad(2, "抢2", "抢修二班", "南湖", _RESCUE),
    Squad(3, "抢3", "抢修三班", "柳营", _RESCUE),
    Squad(4, "抢4", "抢修四班", "高桥", _RESCUE),
    Squad(5, "抢5", "抢修五班", "新港", _RESCUE),
    Squad(6, "修1", "维修一班", "望江", _REPAIR),
    Squad(7, "修2", "维修二班", "南湖", _REPAIR + ",appliance"),
    Squad(8, "修3", "维修三班", "柳营", _REPAIR),
    Squad(9, "修4", "维修四班", "高桥", _REPAIR + ",appliance"),
    Squad(10, "修5", "维修五班", "新港", _REPAIR),
    Squad(11, "修6", "维修六班", "北山", _REPAIR + ",appliance"),
    Squad(12, "检1", "安检一班", "望江", _CHECK + ",inspector-commercial"),
    Squad(13, "检2", "安检二班", "高桥", _CHECK + ",inspector-commercial"),
    Squad(14, "检3", "安检三班", "新港", _CHECK),
)
