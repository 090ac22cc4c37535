"""Planned stops of the invented city: one soon, announced, and one tomorrow of which nobody was told yet."""

from models.desk.desk import Desk
from models.rows import NewStop
from models.sample.staff import STAFF
from models.vocabulary import Role
from models.wall import HOUR


def plan(desk: Desk, at: int) -> None:
    """Plan them as a dispatcher of the house would have, at `at`."""
    seat = next(one.seat for one in STAFF if one.seat.may(Role.DISPATCHER))
    soon = desk.stops.plan(
        seat, NewStop(at + 2 * HOUR, at + 8 * HOUR, "望江", streets=["和平街"], reason="中压阀门更换", homes=320)
    )
    desk.stops.notify(seat, soon.id, whom="和平街全体住户", how="短信和张贴")
    later = NewStop(at + 30 * HOUR, at + 36 * HOUR, "南湖", buildings=["学府路9号"], reason="立管改造", homes=96)
    desk.stops.plan(seat, later)
