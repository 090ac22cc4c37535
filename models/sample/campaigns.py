"""The yearly inspection of the invented city's businesses: planned and running, its first visits on today's board."""

from datetime import timedelta

from models.campaigns import local_day
from models.desk.desk import Desk
from models.rows import NewCampaign
from models.sample.staff import STAFF
from models.vocabulary import InspectionResult, Role

TODAY = 6
"""Visits that take place on the sample's own day, as was agreed."""


def plan(desk: Desk, at: int) -> None:
    """Plan and run it as a supervisor of the house would have, at `at`; some of today's inspectors have phoned in."""
    seat = next(one.seat for one in STAFF if one.seat.may(Role.SUPERVISOR))
    today = local_day(at, desk.zone)
    made = desk.campaigns.add(
        seat,
        NewCampaign(
            "工商用户年度安检", today.isoformat(), (today + timedelta(days=60)).isoformat(),
            klass=["enterprise", "government", "research"], crews=["检1", "检2"], per_day=5, category="IN-COMM",
        ),
    )  # fmt: skip
    desk.campaigns.plan(seat, made.id)
    desk.campaigns.start(seat, made.id)
    look = desk.look.campaigns()
    for visit in look.visits(made.id, limit=TODAY):
        desk.campaigns.move(seat, visit.id, day=today.isoformat())
    desk.campaigns.day(seat)
    numbers = [one.number for one in look.visits(made.id, day=today.isoformat())]
    desk.inspecting.inspect(seat, numbers[0])
    desk.inspecting.inspect(seat, numbers[1], findings="6 11", note="橡胶管, 立管锈蚀")
    desk.inspecting.inspect(seat, numbers[2], result=InspectionResult.NO_ENTRY)
    desk.campaigns.announce(seat, made.id)
